"""``audit``: one target, from reading to conclusion."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from checker.app.inspection import Inspecting, Opened, open_session, usual_profile
from checker.app.refused import Refused
from checker.app.targets import Asking
from checker.engine.catalog import Catalog
from checker.engine.conclude import Outcome, conclude
from checker.engine.consent import AFTER, AFTER_TITLE, NEVER, NEVER_TITLE, PROMISE, QUESTION, READ, READ_TITLE, SHEET
from checker.model.error import UserError
from checker.model.finding import State
from checker.model.inspection import Consent, Inspection
from checker.model.target import Profile
from checker.model.text import Language, Text
from checker.model.unreadable import Unreadable
from checker.report.files import NotWritten
from checker.store.inspections import SaveFailed
from checker.store.session import Session
from checker.terminal import arguments
from checker.terminal.console import Console, stopping
from checker.terminal.exits import Exit, of_trouble
from checker.terminal.outputs import Outputs, on_stdout

if TYPE_CHECKING:
    from checker.app.phones import Device

_EXITS = {
    Outcome.IN_ORDER: Exit.IN_ORDER,
    Outcome.STATED: Exit.STATED,
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
_AS_ADMIN = Text("以管理员权限只读取这几项，不做改动：", "Read with administrator's rights, and nothing changed:")
_WITHOUT = Text("检查继续，这几项会写“未能检查”。", "The check goes on; these items will say “could not check”.")
_PHONE = Text("要检查的手机：{phone}", "The phone to be checked: {phone}")
_POINT = Text("  · {point}", "  · {point}")
_WAITING = Text("正在等待手机；按 Ctrl+C 可以停止。", "Waiting for the phone; Ctrl+C stops.")
_AGREE = Text("{question}[y 同意 / 其他键 不同意] ", "{question} [y: yes / anything else: no] ")
_WHO = Text("机主姓名：", "The owner's name: ")
_UNUSABLE = Text(
    "{reason}。中断的检查读不出来，现在开始新的检查",
    "{reason}. The interrupted inspection cannot be read; a new one begins",
)
_NO_RESUME = Text("没有中断的检查，现在开始新的检查", "No inspection was interrupted; a new one begins")
_WITH_STEP = Text("{what}。{step}", "{what}. {step}")
_RECORDED = Text("录制已保存：{path}", "Recording saved: {path}")
_SIGN_AND_PDF = Text("--sign 和 --pdf 要一起给出。", "--sign and --pdf go together.")
_CHOICE = Text("[y 是 / n 否 / 回车 以后再答] ", "[y / n / Enter: later] ")


def elevated(catalog: Catalog, language: Language) -> Catalog:
    """The catalogue with what only an administrator can read, where he allows it; otherwise as it was, and why."""
    from checker.app.elevated import READ, with_administrator

    console = Console(language)
    console.say(_AS_ADMIN, *(_POINT.filled(point=what) for what in READ.values()))
    try:
        return with_administrator(catalog)
    except Unreadable as refusal:
        console.say(refusal.reason, _WITHOUT)
        return catalog


def run(catalog: Catalog, options: argparse.Namespace, language: Language) -> int:
    """Inspect, show, write; the exit status says how it stands (`checker.terminal.exits`)."""
    console = Console(language)
    if (options.sign is None) is not (options.pdf is None):
        console.say(_SIGN_AND_PDF)
        return Exit.USAGE
    try:
        opened = open_session(catalog, arguments.request(options), AtTerminal(console))
    except Refused as refused:
        step = refused.how
        console.say(refused.reason if step is None else _WITH_STEP.filled(what=refused.reason, step=step))
        return of_trouble(refused)
    try:
        return _inspected(catalog, opened, options, console)
    finally:
        opened.close()


def _inspected(catalog: Catalog, opened: Opened, options: argparse.Namespace, console: Console) -> int:
    session = opened.session
    outputs = Outputs(console, _KEPT) if session.store is not None else Outputs(console)
    outputs.look(options.json, options.pdf)
    outputs.look_at_folder(options.record)
    console.say(*opened.warnings)
    inspecting = _begin(session, options, console)
    inspection = _watched(session, inspecting, console)
    if inspecting.unsaved is not None:
        console.say(inspecting.unsaved)
    if options.ask and not inspecting.stopped:
        inspection = _ask(session, inspection, options.ask, console)
    _show(session, inspection, console, options)
    _write(inspection, options, opened, outputs, console)
    if opened.phone is not None:
        console.say(AFTER_TITLE, *(_POINT.filled(point=point) for point in AFTER))
    if inspecting.stopped or inspection.ended is None:
        console.say(_STOPPED if inspecting.stopped else _AWAY)
        return outputs.exit(Exit.INCOMPLETE)
    if options.sign is not None and (trouble := _signed(catalog, inspection, options, console)) is not None:
        return trouble
    return outputs.exit(_EXITS[conclude(inspection.findings).outcome])


def _signed(catalog: Catalog, inspection: Inspection, options: argparse.Namespace, console: Console) -> int | None:
    """Sign what was just inspected: it never left the memory of this run, and the report says so. The exit status where
    that did not come to a report."""
    from checker.app.reporting import Reporting
    from checker.app.workspace import Workspace

    try:
        written = Reporting(lambda: catalog, Workspace.at(options.store)).make(
            inspection,
            options.pdf,
            options.sign,
            console.ask_secret,
            context=options.context,
            campaign=options.campaign,
            beside={},
            language=console.language,
        )
    except UserError as trouble:
        console.say(trouble.reason)
        return of_trouble(trouble)
    console.say(written.sentence, *written.troubles)
    return Exit.FAULT if written.troubles else None


class AtTerminal(Asking):
    """The owner of a phone reads on the terminal what will be read, and answers there."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._told: Text | None = None

    def agree(self, device: Device) -> Consent | None:
        from checker.app.phones import SENTENCES

        phone = _PHONE.filled(phone=device.label)
        if device.trouble is not None and device.trouble.by_questions:
            self._console.say(phone, *SENTENCES[device.trouble], SHEET)
            return self._consent()
        read, never = ([_POINT.filled(point=text) for text in texts] for texts in (READ, NEVER))
        self._console.say(phone, READ_TITLE, *read, NEVER_TITLE, *never, PROMISE)
        return self._consent()

    def _consent(self) -> Consent | None:
        if self._console.ask(_AGREE.filled(question=QUESTION)).lower() not in ("y", "yes", "是", "同意"):
            return None
        name = self._console.ask(_WHO)
        return Consent(name, datetime.now(UTC)) if name else None

    def on_wait(self, sentence: Text | None, step: Text | None) -> None:
        if sentence == self._told:
            return  # it is waited for, second by second
        self._told = sentence
        if sentence is None:
            return
        self._console.say(sentence)
        if step is not None:
            self._console.say(_POINT.filled(point=step))
        self._console.say(_WAITING)


def _begin(session: Session, options: argparse.Namespace, console: Console) -> Inspecting:
    if options.resume:
        try:
            unfinished = session.unfinished()
        except SaveFailed as failure:
            console.say(_UNUSABLE.filled(reason=failure.reason))
        else:
            if unfinished is not None:
                return session.resume(unfinished)
            console.say(_NO_RESUME)
    return session.start(Profile(options.profile) if options.profile else usual_profile(session.target))


def _watched(session: Session, inspecting: Inspecting, console: Console) -> Inspection:
    from checker.terminal.table import Watch

    with stopping(inspecting.stop), Watch(len(inspecting.checks), console.language) as watch:
        for finding in inspecting:
            card = session.card(finding.check_id)
            if card is not None:
                watch.tell(finding, card.title)
    return inspecting.inspection


def _ask(session: Session, inspection: Inspection, who: str, console: Console) -> Inspection:
    """Put the open questions to the person at the terminal; an empty line leaves one open."""
    for finding in inspection.findings:
        if finding.state is not State.NEEDS_PERSON:
            continue
        console.say(finding.message, *finding.items)
        given = console.ask(_CHOICE).lower()
        if given not in ("y", "n", "是", "否"):
            continue
        try:
            inspection = session.answer(inspection, finding, given in ("y", "是"), who)
        except SaveFailed as failure:
            console.say(failure.reason)
            break
    return inspection


def _write(
    inspection: Inspection, options: argparse.Namespace, opened: Opened, outputs: Outputs, console: Console
) -> None:
    if options.json is not None:
        from checker.report.result import encoded

        outputs.write(options.json, encoded(inspection, opened.seals))
    if options.record is not None:
        try:
            path = opened.save_recording(options.record)
            console.say(_RECORDED.filled(path=Text.name(str(path))))
        except OSError as error:
            outputs.tell(NotWritten(options.record, error))


def _show(session: Session, inspection: Inspection, console: Console, options: argparse.Namespace) -> None:
    from checker.terminal.table import show

    # With the JSON on stdout, the table is for the person at the terminal.
    stream = console.beside(on_stdout(options.json)).results
    show(inspection, session.card, console.language, stream, details=options.details)
