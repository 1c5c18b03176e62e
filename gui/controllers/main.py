"""From page to page: what happens when a person presses something. Everything that takes time goes to the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from checker.app.inspection import Inspecting, Inspections
from checker.app.phone_inspection import PhoneInspections
from checker.app.program import Program
from checker.engine.conclude import conclude
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.target import DeviceClass, Profile
from checker.model.text import Text
from gui.controllers.documents import DocumentsController
from gui.controllers.medium import MediumController
from gui.controllers.phone import PhoneController
from gui.controllers.reports import ReportsController
from gui.pages.documents import DocumentsPage
from gui.pages.medium import MediumPage
from gui.pages.phone import PhonePage
from gui.pages.phone_end import PhoneEndPage
from gui.pages.result import ResultPage
from gui.pages.rollup import RollupPage
from gui.pages.running import RunningPage
from gui.pages.start import StartPage
from gui.pages.verify import VerifyPage
from gui.work.brief import Brief, brief, brief_of, opening, setout
from gui.work.worker import Mishap, Worker

Desks = VerifyPage | RollupPage | MediumPage | DocumentsPage  # pages with work of their own
Page = StartPage | RunningPage | ResultPage | PhonePage | PhoneEndPage | Desks

_SAVED = Text("结果已保存：{name}", "The result is saved: {name}")
_COPIED = Text("技术信息已复制，可以粘贴发给信息中心。", "Copied. Paste it into a message to IT.")
_LAST_STEP = Text(
    "还有最后一步：关闭手机的 USB 调试，撤销这台电脑的授权。",
    "One more step: turn USB debugging off, and revoke this computer.",
)
_CLOSE_PHONE = Text("最后一步", "Last step")
_ENDED = Text("检查结束。{headline}", "The check has ended. {headline}")


class MainController(QObject):
    """`arrived`: show that page. `said`: have it read aloud. `leaving`: the window may close."""

    arrived = Signal(object)
    said = Signal(object)
    leaving = Signal()

    def __init__(
        self,
        program: Program,
        worker: Worker,
        choose_file: Callable[[], Path | None],
        window: Callable[[], QWidget],
    ) -> None:
        super().__init__()
        self.reports = ReportsController(program, worker, window)
        self.medium = MediumController(program, worker, window)
        self.documents = DocumentsController(program, worker, window)
        self.phone = PhoneController(program.phones, worker)
        self._program = program
        self._inspections: Inspections = program.computer  # or a phone's, while one is checked
        self._shown: Brief | None = None
        self._worker, self._choose_file = worker, choose_file
        self._profile = Profile.DAILY
        # Written and read in the worker's thread only: jobs follow one another there.
        self._latest: Inspection | None = None
        self._technical = ""
        self._trouble: Text | None = None  # since this inspection began
        self.start, self.running, self.result = StartPage(), RunningPage(), ResultPage()
        self._page: Page = self.start
        self._connect()

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.start, self.running, self.result, *self._desks, *self.phone.pages

    @property
    def _desks(self) -> tuple[Desks, ...]:
        """Esc stops their work first."""
        return *self.reports.pages, self.medium.page, self.documents.page

    @property
    def page(self) -> Page:
        return self._page

    # -- the roads ---------------------------------------------------------------------------------------------

    def home(self) -> None:
        """The start page, with what is known of this computer as soon as it is read."""
        if self._inspections is not self._program.computer:
            self.phone.let_go()
            self._inspections = self._program.computer
        self._go(self.start)
        self._worker.do(partial(opening, self._program), self.start.load, self._on_error_at_start)

    def begin(self, profile: Profile) -> None:
        self._run(profile, None, lambda: self._inspections.start(profile))

    def go_on(self) -> None:
        """Resume the interrupted inspection of the start page."""

        def found(inspection: Inspection | None) -> None:
            if inspection is None:
                self.home()
                return
            self._run(inspection.profile, inspection, lambda: self._inspections.resume(inspection))

        self._worker.do(self._inspections.unfinished, found, self._on_error_at_start)

    def show_last(self) -> None:
        self._trouble = None

        def job() -> Brief | None:
            self._latest = self._inspections.last()
            return brief(self._inspections, self._latest) if self._latest else None

        self._worker.do(job, self._show_result, self._on_error_at_start)

    def stop(self) -> None:
        self._worker.stop()

    def escape(self) -> None:
        """Esc: stop what runs, or go back to the start."""
        if self._page is self.running:
            self.running.stop.click()
        elif self._page in self._desks and self._worker.busy:
            self._worker.stop()
        elif self._page is self.phone.page and self.phone.page.waits:
            self.phone.stop()
        elif self._page is self.result:
            self._leave_result()
        elif self._page is not self.start:
            self.home()

    def open_files(self) -> None:
        """Ctrl+O, on the pages of reports and media."""
        if isinstance(self._page, Desks):
            self._page.files.click()

    def dropped(self, paths: tuple[Path, ...]) -> None:
        """Files were dropped on the window: an image where media are shown; places to search where documents
        are; else reports, to be taken in where the
        roll-up is shown, or verified."""
        if self._page is self.medium.page:
            self.medium.dropped(paths[0])
        elif self._page is self.documents.page:
            self.documents.dropped(paths)
        elif self._page is self.reports.rollup_page:
            self.reports.take_in(paths)
        elif self._page is not self.running:
            self.reports.verify(paths)

    def all_again(self) -> None:
        """F5: the same inspection from its beginning."""
        if self._page is self.result:
            self.begin(self._profile)

    def save(self) -> None:
        """Ctrl+P."""
        if self._page is not self.result:
            return
        path = self._choose_file()
        if path is None:
            return

        def job() -> None:
            assert self._latest is not None
            self._inspections.save_result(self._latest, path)

        self._worker.do(job, lambda _: self._tell_saved(path), self._on_error_at_saving)

    def sign(self) -> None:
        """Ask for a signed report of the result that is shown."""
        if self._page is self.result:
            self.reports.ask_to_sign(self._inspections.target, lambda: self._latest)

    # -- on the result page ------------------------------------------------------------------------------------

    def _check_again(self, check_ids: tuple[str, ...]) -> None:
        def start() -> Inspecting:
            assert self._latest is not None
            return self._inspections.check_again(self._latest, check_ids)

        self._worker.carry(start, self.result.put, self._end, self._checked_again, self._on_error_at_result)

    def _checked_again(self, newer: Brief) -> None:
        self._shown = newer
        self.result.refresh(newer)
        self.said.emit(conclude(newer.inspection.findings).headline)

    def _resume_shown(self) -> None:
        """Do the rest of the inspection that was stopped."""

        def found(inspection: Inspection | None) -> None:
            if inspection is not None:
                self._run(inspection.profile, inspection, lambda: self._inspections.resume(inspection))

        self._worker.do(lambda: self._latest, found, self._on_error_at_result)

    def _answer(self, finding: Finding, yes: bool, who: str, note: str) -> None:
        # A corrected answer is given to the question as it stood.
        question = replace(finding, state=State.NEEDS_PERSON, answer=None)

        def job() -> Brief:
            assert self._latest is not None
            self._latest = self._inspections.answer(self._latest, question, yes, who, note)
            return brief(self._inspections, self._latest)

        def then(newer: Brief) -> None:
            self._shown = newer
            self.result.answered_by(who)
            self.result.refresh(newer)
            self.result.open_next(finding.check_id)

        self._worker.do(job, then, self._on_error_at_saving)

    def _open_settings(self, check_id: str, address: str) -> None:
        def then(opened: bool) -> None:
            if not opened:
                self.result.no_settings_page(check_id)

        self._worker.do(partial(self._program.open_settings, address), then, self._on_error_at_result)

    def _as_admin(self) -> None:
        def then(sentence: Text | None) -> None:
            if sentence is None:
                self.leaving.emit()
            else:
                self.result.admin_answer(sentence)
                self.said.emit(sentence)

        self._worker.do(self._program.restart_as_admin, then, self._on_error_at_result)

    def _signed(self, sentence: Text) -> None:
        self.result.saved(sentence)
        self.said.emit(sentence)

    def _tell_saved(self, path: Path) -> None:
        sentence = _SAVED.filled(name=Text.name(path.name))
        self.result.saved(sentence)
        self.said.emit(sentence)

    # -- an inspection -----------------------------------------------------------------------------------------

    def _run(self, profile: Profile, before: Inspection | None, start: Callable[[], Inspecting]) -> None:
        self._profile, self._trouble = profile, None
        self.start.unwarn("trouble")
        target = self._inspections.target
        if target.device_class is DeviceClass.PHONE:
            self.running.prepare(profile, Text.name(target.label))
        else:
            self.running.prepare(profile)
        self._go(self.running)
        self._worker.do(partial(setout, self._inspections, profile, before), self.running.load, self._on_error_at_start)
        self._worker.carry(start, self.running.put, self._end, self._ended, self._on_error_at_start)

    def _end(self, inspecting: Inspecting) -> Brief:
        self._latest = inspecting.inspection
        return brief_of(self._inspections, inspecting)

    def _ended(self, result: Brief) -> None:
        self._show_result(result)
        headline = conclude(result.inspection.findings).headline
        self.said.emit(_ENDED.filled(headline=headline))

    def _show_result(self, result: Brief | None) -> None:
        if result is None:
            self.home()
            return
        self._profile = result.inspection.profile
        self._shown = result
        self.result.load(result)
        if self._phone_read:
            self.result.warn("phone", _LAST_STEP, _CLOSE_PHONE).pressed.connect(self._leave_result)
        if self._trouble is not None:
            self.result.trouble(self._trouble)
        self._go(self.result)

    def _go(self, page: Page) -> None:
        self._page = page
        self.arrived.emit(page)
        page.begin()

    # -- a phone -----------------------------------------------------------------------------------------------

    def _check_phone(self, inspections: PhoneInspections, profile: Profile) -> None:
        self._inspections = inspections

        def found(before: Inspection | None) -> None:
            if before is None:
                self._run(profile, None, lambda: inspections.start(profile))
            else:
                self._run(before.profile, before, lambda: inspections.resume(before))

        self._worker.do(inspections.unfinished, found, self._on_error_at_start)

    def _leave_result(self) -> None:
        """Back from the result: of a phone by its last page."""
        if self._phone_read and self._shown is not None:
            self.phone.end(self._shown)
        else:
            self.home()

    @property
    def _phone_read(self) -> bool:
        return self.phone.session is not None and not self.phone.session.by_questions

    def _back_to_result(self) -> None:
        self._go(self.result)

    # -- when something fails ----------------------------------------------------------------------------------

    def _on_error_at_start(self, mishap: Mishap) -> None:
        self._technical, self._trouble = mishap.technical, mishap.sentence
        self._go(self.start)
        self.start.trouble(mishap.sentence)
        self.said.emit(mishap.sentence)

    def _on_error_at_result(self, mishap: Mishap) -> None:
        self._technical = mishap.technical
        self.result.trouble(mishap.sentence)
        self.said.emit(mishap.sentence)

    def _on_error_at_saving(self, mishap: Mishap) -> None:
        if not mishap.known:
            self._on_error_at_result(mishap)
            return
        self.result.not_saved(mishap.sentence)
        self.said.emit(mishap.sentence)

    def mishap(self, mishap: Mishap) -> None:
        """Something failed in the screen itself."""
        if self._page is self.result:
            self._on_error_at_result(mishap)
        else:
            self._worker.stop()
            self._on_error_at_start(mishap)

    def _copy_technical(self) -> None:
        mishap = self._technical

        def copy(log: str) -> None:
            QGuiApplication.clipboard().setText("\n\n".join(part for part in (mishap, log) if part))
            self.said.emit(_COPIED)

        self._worker.do(self._program.technical, copy, lambda broken: copy(broken.technical))

    def _connect(self) -> None:
        self.start.chosen.connect(self.begin)
        self.start.last_wanted.connect(self.show_last)
        self.start.go_on_wanted.connect(self.go_on)
        self.start.technical_wanted.connect(self._copy_technical)
        self.start.verify_wanted.connect(self.reports.show_verify)
        self.start.rollup_wanted.connect(self.reports.show_rollup)
        self.start.medium_wanted.connect(self.medium.show)
        self.medium.arrived.connect(self._go)
        self.medium.said.connect(self.said)
        self.medium.left.connect(self.home)
        self.start.documents_wanted.connect(self.documents.show)
        self.result.documents_wanted.connect(self.documents.show)
        self.documents.arrived.connect(self._go)
        self.documents.said.connect(self.said)
        self.documents.left.connect(self.home)
        self.reports.arrived.connect(self._go)
        self.reports.said.connect(self.said)
        self.reports.left.connect(self.home)
        self.reports.signed.connect(self._signed)
        self.result.sign_wanted.connect(self.sign)
        self.running.stopped.connect(self.stop)
        self.result.again_wanted.connect(self._check_again)
        self.result.all_again_wanted.connect(self.all_again)
        self.result.go_on_wanted.connect(self._resume_shown)
        self.result.settings_wanted.connect(self._open_settings)
        self.result.answered.connect(self._answer)
        self.result.save_wanted.connect(self.save)
        self.result.admin_wanted.connect(self._as_admin)
        self.result.home_wanted.connect(self._leave_result)
        self.start.phones.wanted.connect(self.phone.ask)
        self.phone.seen.connect(self.start.phones.show_phones)
        self.phone.arrived.connect(self._go)
        self.phone.said.connect(self.said)
        self.phone.left.connect(self.home)
        self.phone.ready.connect(self._check_phone)
        self.phone.away.connect(self.running.away)
        self.phone.end_page.done.connect(self.home)
        self.phone.end_page.result_wanted.connect(self._back_to_result)
        self.result.technical_wanted.connect(self._copy_technical)
