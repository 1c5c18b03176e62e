"""What is done with a result: answered, checked again, looked into, kept, printed and signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checker.app.inspection import Inspecting
from checker.app.program import Program
from checker.engine.conclude import conclude
from checker.model.finding import Finding, State
from checker.model.text import Text
from gui.choosing import Choosing
from gui.controllers.printing import Printing
from gui.controllers.signing import SigningController
from gui.pages.questions import QuestionsPage
from gui.pages.result import ResultPage
from gui.work.at_hand import AtHand
from gui.work.brief import Brief, brief, brief_of
from gui.work.worker import Mishap, Worker

if TYPE_CHECKING:
    from checker.app.documents import View
    from checker.facts.content.document import Seen

_SAVED = Text("结果已保存：{name}", "The result is saved: {name}")
_SAVE_TITLE, _RESULT_FILE = Text("保存结果", "Save the result"), Text("检查结果 (*.json)", "Result (*.json)")


class ResultController(QObject):
    """`said`: a sentence to be read aloud. `troubled`: a `Mishap`."""

    said = Signal(object)
    troubled = Signal(object)

    def __init__(
        self,
        program: Program,
        worker: Worker,
        at: AtHand,
        signing: SigningController,
        choosing: Choosing,
        printing: Printing,
    ) -> None:
        super().__init__()
        self._program, self._worker, self._at = program, worker, at
        self._signing, self._choosing, self._printing = signing, choosing, printing
        self.result, self.questions = ResultPage(), QuestionsPage()
        self._connect()

    def choose_file(self) -> Path | None:
        """Where the result goes."""
        return self._choosing.place(_SAVE_TITLE, f"mijian-{date.today().isoformat()}.json", _RESULT_FILE)

    def save(self) -> None:
        path = self.choose_file()
        if path is None:
            return

        def job() -> None:
            assert self._at.latest is not None
            self._at.inspections.save_result(self._at.latest, path)

        self._worker.do(job, lambda _: self._tell_saved(path), self._on_error_at_saving)

    def print(self) -> None:
        """The signed report where one was made of what is shown; else the form that says that nobody signed it."""
        language = self._choosing.language

        def form() -> bytes:
            assert self._at.latest is not None
            signed = self._signing.signed_pdf(self._at.latest)
            return signed or self._program.reporting.draft(self._at.latest, language)

        self._printing.print(form)

    def sign(self) -> None:
        """Ask for a signed report of the result that is shown."""
        self._signing.ask(self._at.inspections.target, lambda: self._at.latest)

    def _check_again(self, check_ids: tuple[str, ...]) -> None:
        def start() -> Inspecting:
            assert self._at.latest is not None
            return self._at.inspections.check_again(self._at.latest, check_ids)

        self._worker.carry(start, self.result.put, self._checked, self._checked_again, self.on_error)

    def _checked_again(self, newer: Brief) -> None:
        self._at.shown = newer
        self.result.refresh(newer)
        self.said.emit(conclude(newer.inspection.findings).headline)

    def _answer(self, finding: Finding, yes: bool, who: str, note: str, *, one_by_one: bool = False) -> None:
        # A corrected answer is given to the question as it stood.
        question = replace(finding, state=State.NEEDS_PERSON, answer=None)

        past = self._at.shown is not None and self._at.shown.past

        def job() -> Brief:
            assert self._at.latest is not None
            self._at.latest = self._at.inspections.answer(self._at.latest, question, yes, who, note)
            told = brief(self._at.inspections, self._at.latest)
            return replace(told, again=frozenset(), admin_helps=frozenset(), past=True) if past else told

        def then(newer: Brief) -> None:
            self._at.shown = newer
            self.result.answered_by(who)
            self.result.refresh(newer)
            if one_by_one:
                self.questions.refresh(newer)
            else:
                self.result.open_next(finding.check_id)

        self._worker.do(job, then, self._on_error_at_saving)

    def _open_settings(self, check_id: str, address: str) -> None:
        def then(opened: bool) -> None:
            if not opened:
                self.result.no_settings_page(check_id)

        self._worker.do(partial(self._program.open_settings, address), then, self.on_error)

    def _as_admin(self) -> None:
        def then(came: tuple[str, ...] | Text) -> None:
            if isinstance(came, Text):
                self.result.admin_answer(came)
                self.said.emit(came)
            else:
                self._check_again(came)

        def job() -> tuple[str, ...] | Text:
            assert self._at.latest is not None
            return self._program.as_admin(self._at.latest)

        self._worker.do(job, then, self.on_error)

    def tell_signed(self, sentence: Text) -> None:
        self.result.saved(sentence)
        self.said.emit(sentence)

    def _tell_saved(self, path: Path) -> None:
        self.tell_signed(_SAVED.filled(name=Text.name(path.name)))

    def _draw(self, seen: Seen, *, small: bool) -> None:
        """A picture that a question is about, blurred or as it is."""
        photos = self.questions.photos

        def then(view: View) -> None:
            if small:
                photos.show_thumbnail(seen, view.thumbnail)
            else:
                photos.show_view(seen, view)

        def on_error(mishap: Mishap) -> None:
            if small:
                photos.show_thumbnail(seen, None)  # opening it says why
            else:
                self.questions.warn("photo", mishap.whole)
                self.said.emit(mishap.whole)

        self._worker.do(lambda: self._at.inspections.view(seen), then, on_error)

    def on_error(self, mishap: Mishap) -> None:
        self.troubled.emit(mishap)
        self.result.trouble(mishap.sentence)
        self.said.emit(mishap.sentence)

    def _on_error_at_saving(self, mishap: Mishap) -> None:
        if not mishap.known:
            self.on_error(mishap)
            return
        self.result.not_saved(mishap.sentence)
        self.questions.not_kept(mishap.sentence)
        self.said.emit(mishap.sentence)

    def _checked(self, inspecting: Inspecting) -> Brief:
        self._at.latest = inspecting.inspection
        return brief_of(self._at.inspections, inspecting)

    def _connect(self) -> None:
        self._signing.signed.connect(self.tell_signed)
        self.questions.photos.thumbnail_wanted.connect(partial(self._draw, small=True))
        self.questions.photos.view_wanted.connect(partial(self._draw, small=False))
        self.questions.answered.connect(partial(self._answer, one_by_one=True))
        page = self.result
        for signal, do in (
            (page.again_wanted, self._check_again),
            (page.settings_wanted, self._open_settings),
            (page.answered, self._answer),
            (page.save_wanted, self.save),
            (page.sign_wanted, self.sign),
            (page.print_wanted, self.print),
            (page.admin_wanted, self._as_admin),
        ):
            signal.connect(do)
