"""``audit``: one target, from reading to conclusion."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from checker.app.inspection import Opened, open_session
from checker.app.targets import Asking, Trouble
from checker.engine.catalog import Catalog
from checker.engine.conclude import Outcome, conclude
from checker.engine.consent import AFTER, AFTER_TITLE, NEVER, NEVER_TITLE, PROMISE, QUESTION, READ, READ_TITLE, SHEET
from checker.model.finding import State
from checker.model.inspection import Consent, Inspection
from checker.model.target import Platform, Profile
from checker.model.text import Language, Text
from checker.report.files import NotWritten
from checker.store.inspections import SaveFailed
from checker.store.session import Inspecting, Session
from checker.terminal.exits import Exit
from checker.terminal.outputs import Outputs

if TYPE_CHECKING:
    from checker.machine.phone.transport import Device

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
_AWAY = Text(
    "与手机的连接中断，做完的已保存。把同一部手机插好，再运行：mijian audit --target phone --resume",
    "The connection to the phone was lost; what was done is kept. Plug the same phone in, then: mijian audit --target"
    " phone --resume",
)
_KEPT = Text(
    "{reason}。结果没有丢失：都在屏幕上，也已保存在本程序中。要写成文件，请打开窗口（mijian）另存，或换个位置再运行一次。",
    "{reason}. Nothing is lost: the result stands on the screen and is kept by this program. To write it, open the"
    " window (mijian) and save it there, or run this again with another place.",
)
_PHONE = Text("要检查的手机：{phone}", "The phone to be checked: {phone}")
_POINT = Text("  · {point}", "  · {point}")
_AGREE = Text("{question}[y 同意 / 其他键 不同意] ", "{question} [y: yes / anything else: no] ")
_WHO = Text("机主姓名：", "The owner's name: ")
_UNUSABLE = Text(
    "{reason}。中断的检查读不出来，现在开始新的检查",
    "{reason}. The interrupted inspection cannot be read; a new one begins",
)
_NO_RESUME = Text("没有中断的检查，现在开始新的检查", "No inspection was interrupted; a new one begins")


def run(catalog: Catalog, options: argparse.Namespace, language: Language) -> int:
    """Inspect, show, write; the exit status says how it stands (`checker.terminal.exits`)."""
    say = _sayer(language)
    try:
        session = open_session(catalog, options, AtTerminal(language))
    except Trouble as trouble:
        say(trouble.reason)
        return trouble.exit
    try:
        return _inspected(session, options, language, say)
    finally:
        session.close()


def _inspected(session: Opened, options: argparse.Namespace, language: Language, say: Callable[[Text], None]) -> int:
    outputs = Outputs(language, _KEPT) if session.session.store is not None else Outputs(language)
    outputs.look(options.json)
    outputs.look_at_folder(options.record)
    for warning in session.warnings:
        say(warning)
    inspecting = _begin(session.session, options, say)
    inspection = _watched(session.session, inspecting, language)
    if inspecting.unsaved is not None:
        say(inspecting.unsaved)
    if options.ask and not inspecting.stopped:
        inspection = _ask(session.session, inspection, options.ask, language, say)
    _show(session.session, inspection, language, options)
    _write(inspection, options, session, outputs, say)
    if session.phone is not None:
        for sentence in (AFTER_TITLE, *(_POINT.filled(point=point) for point in AFTER)):
            say(sentence)
    if inspecting.stopped or inspection.ended is None:
        say(_STOPPED if inspecting.stopped else _AWAY)
        return outputs.exit(Exit.INCOMPLETE)
    return outputs.exit(_EXITS[conclude(inspection.findings).outcome])


class AtTerminal(Asking):
    """The owner of a phone reads on the terminal what will be read, and answers there."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._say = _sayer(language)
        self._told: Text | None = None

    def agree(self, device: Device) -> Consent | None:
        from checker.machine.phone.troubles import SENTENCES

        if device.trouble is not None and device.trouble.by_questions:
            for line in (_PHONE.filled(phone=device.label), *SENTENCES[device.trouble], SHEET):
                self._say(line)
            return self._consent()
        read, never = ([_POINT.filled(point=text) for text in texts] for texts in (READ, NEVER))
        for line in (_PHONE.filled(phone=device.label), READ_TITLE, *read, NEVER_TITLE, *never, PROMISE):
            self._say(line)
        return self._consent()

    def _consent(self) -> Consent | None:
        if self._answer(_AGREE.filled(question=QUESTION)).lower() not in ("y", "yes", "是", "同意"):
            return None
        name = self._answer(_WHO)
        return Consent(name, datetime.now(UTC)) if name else None

    def tell(self, sentence: Text | None, step: Text | None) -> None:
        if sentence == self._told:
            return  # it is waited for, second by second
        self._told = sentence
        if sentence is None:
            return
        self._say(sentence)
        if step is not None:
            self._say(_POINT.filled(point=step))

    def _answer(self, question: Text) -> str:
        print(question.to(self._language), end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip()


def _sayer(language: Language) -> Callable[[Text], None]:
    def say(text: Text) -> None:
        print(text.to(language), file=sys.stderr, flush=True)

    return say


def _begin(session: Session, options: argparse.Namespace, say: Callable[[Text], None]) -> Inspecting:
    if options.resume:
        try:
            unfinished = session.unfinished()
        except SaveFailed as failure:
            say(_UNUSABLE.filled(reason=failure.reason))
        else:
            if unfinished is not None:
                return session.resume(unfinished)
            say(_NO_RESUME)
    usual = Profile.QUARTERLY if session.target.platform is Platform.MEDIUM else Profile.DAILY
    return session.start(Profile(options.profile) if options.profile else usual)


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
    inspection: Inspection, options: argparse.Namespace, session: Opened, outputs: Outputs, say: Callable[[Text], None]
) -> None:
    if options.json is not None:
        from checker.report.result import encoded

        outputs.write(options.json, encoded(inspection))
    if options.record is not None:
        try:
            path = session.save_recording(options.record)
            say(Text("录制已保存：{path}", "Recording saved: {path}").filled(path=Text.name(str(path))))
        except OSError as error:
            outputs.tell(NotWritten(options.record, error))


def _show(session: Session, inspection: Inspection, language: Language, options: argparse.Namespace) -> None:
    from checker.report.terminal import show

    # With the JSON on stdout, the table is for the person at the terminal.
    stream = sys.stderr if str(options.json) == "-" else sys.stdout
    show(inspection, session.card, language, stream, details=options.details)
