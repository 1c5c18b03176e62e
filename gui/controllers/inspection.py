"""An inspection of this computer or of a phone: begun, followed, shown, answered, checked again, kept and signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from checker.app.inspection import Inspecting, Inspections
from checker.app.phone_inspection import PhoneInspections
from checker.app.phones import Device
from checker.app.program import Program
from checker.engine.conclude import conclude
from checker.model.finding import State
from checker.model.inspection import Inspection
from checker.model.target import Profile
from checker.model.text import Text
from gui.choosing import Choosing
from gui.controllers.phone import PhoneController
from gui.controllers.printing import Printing
from gui.controllers.result import ResultController
from gui.controllers.signing import SigningController
from gui.pages.hold import HoldPage
from gui.pages.page import Page
from gui.pages.running import RunningPage
from gui.work.at_hand import AtHand
from gui.work.brief import Brief, brief, brief_of, held, setout
from gui.work.worker import Mishap, Worker

_LAST_STEP = Text(
    "还有最后一步：关闭手机的 USB 调试，撤销这台电脑的授权。",
    "One more step: turn USB debugging off, and revoke this computer.",
)
_CLOSE_PHONE = Text("最后一步", "Last step")
_ENDED = Text("检查结束。{headline}", "The check has ended. {headline}")


@dataclass(frozen=True, slots=True)
class Awaited:
    """Who waits for a phone's inspection: `done` gets it, `back` is gone to where there is none."""

    done: Callable[[Inspection], None]
    back: Callable[[], None]


class InspectionController(QObject):
    """`arrived`, `said`: as `gui.controllers.main.MainController` says of its pages. `left`: back to the room's first
    page. `failed`, `troubled`: a `Mishap` that kept it from beginning, or came later. `troubled_before`: one that kept
    a medium from being opened. `gave_up`: a phone was not checked, and nobody waits.
    `left_past`: back from an earlier one.
    """

    arrived = Signal(object)
    said = Signal(object)
    left = Signal()
    failed = Signal(object)
    troubled = Signal(object)
    troubled_before = Signal(object)
    gave_up = Signal()
    left_past = Signal()

    def __init__(
        self,
        program: Program,
        worker: Worker,
        signing: SigningController,
        phone: PhoneController,
        choosing: Choosing,
        printing: Printing,
    ) -> None:
        super().__init__()
        self._program, self._worker = program, worker
        self._phone = phone
        self._at = AtHand(program.computer)
        self._profile = Profile.DAILY
        self._trouble: Text | None = None  # since this inspection began
        self._done: Callable[[Inspection], None] | None = None  # of a task, while one of its devices is inspected
        self._item = ""  # the item that a result is to be opened at
        self._opening = False  # a medium is on its way
        self._awaited: Awaited | None = None  # while a phone's owner is asked, and it is reached
        self._after_phone: Callable[[], None] | None = None  # when its door is closed again
        self._under_way: Inspecting | None = None  # made in the worker's thread, asked for its pace from here
        self.deeds = ResultController(program, worker, self._at, signing, choosing, printing)
        self.result, self.questions = self.deeds.result, self.deeds.questions
        self.running, self.hold = RunningPage(), HoldPage()
        self._acknowledged: set[str] = set()  # inspections whose HOLD page was answered
        self._connect()

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.running, self.result, self.hold, self.questions

    @property
    def shown(self) -> Brief | None:
        """What the result page shows."""
        return self._at.shown

    # -- the roads ---------------------------------------------------------------------------------------------

    def at_the_computer(self) -> None:
        """What follows is about this computer again."""
        if self._at.inspections is not self._program.computer:
            self._phone.let_go()
            self._at.inspections = self._program.computer

    @property
    def elsewhere(self) -> bool:
        """Of something that is plugged in, not of this computer."""
        return self._at.inspections is not self._program.computer

    @property
    def holds_a_phone(self) -> bool:
        """Whether a phone was reached, whose door is to be closed again."""
        return self.elsewhere and self._phone.session is not None

    def begin(self, profile: Profile) -> None:
        self._run(profile, None, lambda: self._at.inspections.start(profile))

    def begin_for(self, profile: Profile, done: Callable[[Inspection], None]) -> None:
        """Begin one of a task: then come its questions alone, and `done` gets the inspection. One that is stopped shows
        its result instead."""
        self.at_the_computer()
        self.begin(profile)
        self._done = done

    def ask_phone(self, phone: Device, profile: Profile = Profile.QUARTERLY, awaited: Awaited | None = None) -> None:
        """Ask a phone's owner; `awaited`: whose inspection it becomes."""
        self._awaited = awaited
        self._phone.ask(phone, profile)

    def phone_left(self) -> None:
        """Its owner does not agree, or it was not reached."""
        awaited, self._awaited = self._awaited, None
        if awaited is None:
            self.gave_up.emit()
        else:
            awaited.back()

    def phone_ended(self) -> None:
        """The last page of a phone was left."""
        after, self._after_phone = self._after_phone, None
        if after is None:
            self.left.emit()
        else:
            after()

    def begin_medium(self, path: str, profile: Profile, done: Callable[[Inspection], None]) -> None:
        """Inspect a medium that is plugged in; its questions, and then `done`."""
        if self._opening:
            return  # a second press begins nothing
        self.at_the_computer()
        self._opening = True

        def opened() -> Inspections:
            medium = self._program.medium(path)
            _ = medium.target  # it is opened here, in the worker's thread
            return medium

        def then(medium: Inspections) -> None:
            self._opening = False
            self._at.inspections = medium
            self.begin(profile)
            self._done = done

        def on_error(mishap: Mishap) -> None:
            self._opening = False
            self.troubled_before.emit(mishap)

        self._worker.do(opened, then, on_error)

    def go_on(self) -> None:
        """Resume the inspection that was interrupted."""

        def found(inspection: Inspection | None) -> None:
            if inspection is None:
                self.left.emit()
                return
            self._run(inspection.profile, inspection, lambda: self._at.inspections.resume(inspection))

        self._worker.do(self._at.inspections.unfinished, found, self.failed.emit)

    def show_last(self, check_id: str = "") -> None:
        """The newest result; `check_id`: opened at that item."""
        self._trouble, self._item = None, check_id

        def job() -> Brief | None:
            self._at.latest = self._at.inspections.last()
            return brief(self._at.inspections, self._at.latest) if self._at.latest else None

        self._worker.do(job, self._show_result, self.failed.emit)

    def open(self, inspections: Inspections, inspection: Inspection) -> None:
        """Show an earlier one as it stood; nothing of it is checked again, and leaving it leads back to where it was
        chosen."""
        self.at_the_computer()
        self._at.inspections, self._trouble = inspections, None

        def job() -> Brief:
            self._at.latest = inspection
            told = brief(inspections, inspection)
            return replace(told, again=frozenset(), admin_helps=frozenset(), past=True)

        self._worker.do(job, self._show_result, self.failed.emit)

    def check_phone(self, inspections: PhoneInspections, profile: Profile) -> None:
        self._at.inspections = inspections
        awaited, self._awaited = self._awaited, None

        def found(before: Inspection | None) -> None:
            if before is None or (awaited is not None and before.profile is not profile):
                self._run(profile, None, lambda: inspections.start(profile))
            else:
                self._run(before.profile, before, lambda: inspections.resume(before))
            self._done = awaited.done if awaited is not None else None

        self._worker.do(inspections.unfinished, found, self.failed.emit)

    def all_again(self) -> None:
        """The same inspection from its beginning; of what is here."""
        if self._at.shown is None or not self._at.shown.past or not self.elsewhere:
            self.begin(self._profile)

    def leave_result(self) -> None:
        """Back from the result: of a phone by its last page, of an earlier one to the others."""
        if self._phone_read and self._at.shown is not None:
            self._phone.end(self._at.shown)
        elif self._at.shown is not None and self._at.shown.past:
            self.left_past.emit()
        else:
            self.left.emit()

    def back_to_result(self) -> None:
        self.questions.forget_pictures()
        self.arrived.emit(self.result)

    def _resume_shown(self) -> None:
        """Do the rest of the inspection that was stopped."""

        def found(inspection: Inspection | None) -> None:
            if inspection is not None:
                self._run(inspection.profile, inspection, lambda: self._at.inspections.resume(inspection))

        self._worker.do(lambda: self._at.latest, found, self.deeds.on_error)

    # -- an inspection -----------------------------------------------------------------------------------------

    def _run(self, profile: Profile, before: Inspection | None, start: Callable[[], Inspecting]) -> None:
        self._done = self._after_phone = None
        self._profile, self._trouble = profile, None
        target = self._at.inspections.target
        if self.elsewhere:
            self.running.prepare(profile, Text.name(target.label))
        else:
            self.running.prepare(profile)
        self.arrived.emit(self.running)
        self._worker.do(partial(setout, self._at.inspections, profile, before), self.running.load, self._on_error_begun)

        def begin() -> Inspecting:
            self._under_way = start()
            return self._under_way

        self._worker.carry(begin, self.running.put, self._end, self._ended, self._on_error_begun)

    def _tell_pace(self) -> None:
        if self._under_way is not None:
            self.running.pace(self._under_way.pace)

    def _end(self, inspecting: Inspecting) -> Brief:
        self._at.latest = inspecting.inspection
        return brief_of(self._at.inspections, inspecting)

    def _ended(self, result: Brief) -> None:
        self._under_way = None
        self.running.ended()
        self._show_result(result)
        headline = conclude(result.inspection.findings).headline
        self.said.emit(_ENDED.filled(headline=headline))

    def _show_result(self, result: Brief | None) -> None:
        if result is None:
            self.left.emit()
            return
        self._profile = result.inspection.profile
        self._at.shown = result
        self.result.load(result)
        if self._phone_read:
            self.result.warn("phone", _LAST_STEP, _CLOSE_PHONE).pressed.connect(self.leave_result)
        if self._trouble is not None:
            self.result.trouble(self._trouble)
        findings = held(result)
        if findings and result.inspection.id not in self._acknowledged:
            self.hold.load(result, findings, kind=self._at.inspections.target.device_class)
            self.arrived.emit(self.hold)
        else:
            self._after_hold()
            if self._item and self.result.has(self._item):
                self.result.show_row(self.result.row(self._item))
            self._item = ""

    def _acknowledge(self) -> None:
        if self._at.shown is not None:
            self._acknowledged.add(self._at.shown.inspection.id)
        self._after_hold()

    def _after_hold(self) -> None:
        """The result; of a task's device its questions alone, or the next device."""
        shown = self._at.shown
        if shown is None or self._done is None or shown.inspection.ended is None:
            self._done = None
            self.arrived.emit(self.result)
        elif any(finding.state is State.NEEDS_PERSON for finding in shown.inspection.findings):
            self._ask()
        else:
            self._finish()

    def _finish(self) -> None:
        """The last question was answered or left: back to the task, else to the result."""
        done, self._done = self._done, None
        if done is None or self._at.shown is None:
            self.back_to_result()
        elif self._phone_read:
            self._after_phone = partial(done, self._at.shown.inspection)
            self._phone.end(self._at.shown)
        else:
            done(self._at.shown.inspection)

    def _ask(self, first: str = "") -> None:
        """One question after the other."""
        if self._at.shown is not None:
            self.arrived.emit(self.questions)
            self.questions.load(self._at.shown, first)

    @property
    def _phone_read(self) -> bool:
        return self._phone.session is not None and not self._phone.session.by_questions

    # -- when something fails ----------------------------------------------------------------------------------

    def _on_error_begun(self, mishap: Mishap) -> None:
        self.running.ended()
        self._trouble = mishap.sentence
        self.failed.emit(mishap)

    def _connect(self) -> None:
        self.deeds.said.connect(self.said)
        self.deeds.troubled.connect(self.troubled)
        self.running.stopped.connect(self._worker.stop)
        self.running.pace_wanted.connect(self._tell_pace)
        self._phone.away.connect(self.running.away)
        self._phone.ready.connect(self.check_phone)
        self._phone.end_page.result_wanted.connect(self.back_to_result)
        self.hold.acknowledged.connect(self._acknowledge)
        self.hold.home_wanted.connect(self.leave_result)
        self.questions.finished.connect(self._finish)
        self.questions.result_wanted.connect(self.back_to_result)
        page = self.result
        for signal, do in (
            (page.all_again_wanted, self.all_again),
            (page.go_on_wanted, self._resume_shown),
            (page.questions_wanted, lambda: self._ask()),
            (page.pictures_wanted, self._ask),
            (page.home_wanted, self.leave_result),
        ):
            signal.connect(do)
