"""``audit``: one target, from reading to conclusion."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from checker.commands.exits import Exit
from checker.commands.sessions import open_session
from checker.commands.targets import Trouble
from checker.engine.catalog import Catalog
from checker.engine.conclude import Outcome, conclude
from checker.model.finding import State
from checker.model.inspection import Inspection
from checker.model.target import Profile
from checker.model.text import Language, Text
from checker.report.files import NotWritten, write
from checker.store.inspections import SaveFailed
from checker.store.session import Inspecting, Session

_EXITS = {
    Outcome.IN_ORDER: Exit.IN_ORDER,
    Outcome.TO_FIX: Exit.TO_FIX,
    Outcome.INCOMPLETE: Exit.INCOMPLETE,
    Outcome.NOTHING_CHECKED: Exit.NOTHING_CHECKED,
}
_STOPPED = Text(
    "已停止，做完的已保存。接着检查请运行：mijian audit --resume",
    "Stopped; what was done is kept. To go on: mijian audit --resume",
)
_NO_RESUME = Text("没有中断的检查，现在开始新的检查", "No inspection was interrupted; a new one begins")


def run(catalog: Catalog, options: argparse.Namespace, language: Language) -> int:
    """Inspect, show, write; the exit status says how it stands (`checker.commands.exits`)."""
    say = _sayer(language)
    try:
        session = open_session(catalog, options)
    except Trouble as trouble:
        say(trouble.reason)
        return trouble.exit
    for warning in session.warnings:
        say(warning)
    inspecting = _begin(session.session, options, say)
    inspection = _watched(session.session, inspecting, language)
    if inspecting.unsaved is not None:
        say(inspecting.unsaved)
    if options.ask and not inspecting.stopped:
        inspection = _ask(session.session, inspection, options.ask, language, say)
    written = _write(inspection, options, session.save_recording, say)
    _show(session.session, inspection, language, json_on_stdout=str(options.json) == "-")
    if inspecting.stopped:
        say(_STOPPED)
        return Exit.INCOMPLETE
    return _EXITS[conclude(inspection.findings).outcome] if written else Exit.FAULT


def _sayer(language: Language) -> Callable[[Text], None]:
    def say(text: Text) -> None:
        print(text.to(language), file=sys.stderr, flush=True)

    return say


def _begin(session: Session, options: argparse.Namespace, say: Callable[[Text], None]) -> Inspecting:
    if options.resume:
        unfinished = session.unfinished()
        if unfinished is not None:
            return session.resume(unfinished)
        say(_NO_RESUME)
    return session.start(Profile(options.profile))


def _watched(session: Session, inspecting: Inspecting, language: Language) -> Inspection:
    from checker.report.terminal import Watch

    with _stopping(inspecting), Watch(len(inspecting.checks), language) as watch:
        for finding in inspecting:
            card = session.card(finding.check_id)
            if card is not None:
                watch.tell(finding, card.title)
    return inspecting.inspection


@contextmanager
def _stopping(inspecting: Inspecting) -> Iterator[None]:
    """Ctrl+C stops the inspection and keeps what is done, instead of ending the program."""
    before = signal.signal(signal.SIGINT, lambda *_: inspecting.stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _ask(
    session: Session, inspection: Inspection, who: str, language: Language, say: Callable[[Text], None]
) -> Inspection:
    """Put the open questions to the person at the terminal; an empty line leaves one open."""
    for finding in inspection.findings:
        if finding.state is not State.NEEDS_PERSON:
            continue
        lines = (finding.message, *finding.items)
        choice = Text("[y 是 / n 否 / 回车 以后再答] ", "[y / n / Enter: later] ")
        say(Text("\n".join(line.zh for line in lines), "\n".join(line.en for line in lines)))
        print(choice.to(language), end="", file=sys.stderr, flush=True)
        given = sys.stdin.readline().strip().lower()
        if given not in ("y", "n", "是", "否"):
            continue
        try:
            inspection = session.answer(inspection, finding, given in ("y", "是"), who)
        except SaveFailed as failure:
            say(failure.reason)
            break
    return inspection


def _write(
    inspection: Inspection,
    options: argparse.Namespace,
    save_recording: Callable[[Path], Path],
    say: Callable[[Text], None],
) -> bool:
    written = True
    if options.json is not None:
        from checker.report.result import encoded

        if str(options.json) == "-":
            sys.stdout.buffer.write(encoded(inspection))
            sys.stdout.flush()
        else:
            try:
                write(options.json, encoded(inspection))
            except NotWritten as failure:
                say(failure.reason)
                written = False
    if options.record is not None:
        try:
            path = save_recording(options.record)
            say(Text("录制已保存：{path}", "Recording saved: {path}").filled(path=Text.name(str(path))))
        except OSError as error:
            say(NotWritten(options.record, error).reason)
            written = False
    return written


def _show(session: Session, inspection: Inspection, language: Language, *, json_on_stdout: bool) -> None:
    from checker.report.terminal import show

    # With the JSON on stdout, the table is for the person at the terminal.
    show(inspection, session.card, language, sys.stderr if json_on_stdout else sys.stdout)
