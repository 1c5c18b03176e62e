"""What happens when somebody verifies reports, or rolls them up. The work is done by the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from checker.app.program import Program
from checker.app.rollup import Rechecked, View, comparison
from checker.app.verification import Verifying, counted_notes
from checker.model.text import Text
from gui.choosing import Choosing
from gui.models.files import FileLine
from gui.pages.rollup import RollupPage
from gui.pages.verify import VerifyPage
from gui.work.worker import Mishap, Worker

if TYPE_CHECKING:
    from checker.app.rollup import Line
    from checker.app.verification import Verified

_CHOOSE_FILES = Text("选择报告", "Choose reports")
_CHOOSE_FOLDER = Text("选择存放报告的文件夹", "Choose a folder of reports")
_CHOOSE_TRUST = Text("选择信任文件夹", "Choose the trust folder")
_KINDS = Text("报告 (*.pdf *.dsse.json *.zip);;所有文件 (*)", "Reports (*.pdf *.dsse.json *.zip);;All files (*)")
_SAVE = Text("导出到", "Export to")
_COPIES = {
    "csv": ("csv", Text("表格 (*.csv)", "Table (*.csv)")),
    "form": ("pdf", Text("汇总表 (*.pdf)", "Summary (*.pdf)")),
    "xlsx": ("xlsx", Text("Excel (*.xlsx)", "Excel (*.xlsx)")),
    "ndjson": ("ndjson", Text("OCSF (*.ndjson)", "OCSF (*.ndjson)")),
    "cef": ("cef", Text("CEF (*.cef)", "CEF (*.cef)")),
}
_ACCEPT = Text("核对过了，认这个根证书", "Compared: accept this root")
_NOTED = Text("注意（{count} 个文件）", "Note (files: {count})")
_MOST_SAID = 10  # reports that count no longer; the others are in the table of what is missing
_REPORTS_FOLDER = Text("报告文件放在哪个文件夹", "The folder where the reports' files lie")
_NOT_THERE = Text(
    "在 {folder} 里没有找到这份报告的文件；汇总里的结果不变。",
    "The file of this report was not found in {folder}; what the roll-up says of it stands.",
)
_OTHER_FOLDER = Text("换一个文件夹…", "Another folder…")
_TRUST, _FOLDER = "trust_folder", "reports_folder"  # the preferences


class ReportsController(QObject):
    """`arrived`, `said`, `left`: as `gui.controllers.main.MainController` says of its pages."""

    arrived = Signal(object)
    said = Signal(object)
    left = Signal()

    def __init__(self, program: Program, worker: Worker, choosing: Choosing) -> None:
        super().__init__()
        self._program, self._worker, self._choosing = program, worker, choosing
        self._trust: Path | None = None
        self._busy = False
        self.verify_page, self.rollup_page = VerifyPage(), RollupPage()
        self._connect()

    @property
    def pages(self) -> tuple[VerifyPage, RollupPage]:
        return self.verify_page, self.rollup_page

    # -- verify ------------------------------------------------------------------------------------------------

    def show_verify(self) -> None:
        self._trusted()
        self.arrived.emit(self.verify_page)

    def verify(self, named: tuple[Path, ...]) -> None:
        """Verify files that were chosen or dropped; while one lot is under way, others are left."""
        if not named or self._busy:
            return
        self._busy = True
        self.show_verify()
        self.verify_page.prepare()
        trust = self._trust
        self._worker.carry(
            lambda: self._program.verification.verify(named, trust),
            self._verified,
            _verdict,
            self._all_verified,
            partial(self._on_error, self.verify_page),
        )

    def _verified(self, some: tuple[Verified, ...]) -> None:
        self.verify_page.put(_line(one) for one in some)

    def _all_verified(self, verdict: list[FileLine]) -> None:
        if not self._busy:
            return  # it failed, and that was said
        self._busy = False
        self.said.emit(self.verify_page.end(verdict))

    # -- roll up -----------------------------------------------------------------------------------------------

    def show_rollup(self) -> None:
        self._trusted()
        self.arrived.emit(self.rollup_page)
        self._look(None, None)

    def take_in(self, named: tuple[Path, ...]) -> None:
        if not named or self._busy:
            return
        question = self._program.rollup.question(self._trust)
        if question is not None:
            self.rollup_page.ask_trust(question).pressed.connect(lambda: self._trust_then(named))
            self.said.emit(question)
            return
        self._busy = True
        self.rollup_page.prepare()
        trust = self._trust
        self._worker.carry(
            lambda: self._program.rollup.take_in(named, trust),
            self._taken,
            lambda _: None,
            self._all_taken,
            partial(self._on_error, self.rollup_page),
        )

    def _taken(self, some: tuple[Line, ...]) -> None:
        refused = [FileLine(one.file, one.sentence, 0) for one in some if one.outcome == "refused"]
        self.rollup_page.put((str(one.outcome) for one in some), refused)

    def _all_taken(self, _: None) -> None:
        if self._busy:
            self._busy = False
            self.said.emit(self.rollup_page.end())
        self._look(None, self.rollup_page.department)

    def _look(self, period: str | None, department: str | None) -> None:
        """Show a quarter, by default the newest."""
        rollup, against = self._program.rollup, self.rollup_page.against

        def job() -> tuple[tuple[str, ...], View] | None:
            periods = rollup.periods()
            if not periods:
                return None
            shown = period if period in periods else periods[0]
            compared = comparison(against) if against != shown else None
            return periods, rollup.view(shown, _only(department), compared)

        def then(found: tuple[tuple[str, ...], View] | None) -> None:
            if found is None:
                self.rollup_page.nothing()
            else:
                self.rollup_page.load(*found)

        self._worker.do(job, then, partial(self._on_error, self.rollup_page))

    def _trust_then(self, named: tuple[Path, ...]) -> None:
        self._choose_trust()
        if self._trust is not None:
            self.rollup_page.unwarn("trust")
            self.take_in(named)

    def _devices(self, check: str) -> None:
        view, department = self.rollup_page.shown, self.rollup_page.department
        if view is not None:
            self._worker.do(
                lambda: self._program.rollup.devices(view.overview.period, check, _only(department)),
                partial(self.rollup_page.show_devices, check),
                partial(self._on_error, self.rollup_page),
            )

    def _open_report(self, identity: str) -> None:
        """Verify the report's own file, where it lies: the folder is asked for once."""
        folder = Path(kept) if (kept := self._program.preferences.get(_FOLDER)) else self._reports_folder()
        if folder is None:
            return

        def then(file: Path | None) -> None:
            if file is not None:
                self.verify((file,))
                return
            said = _NOT_THERE.filled(folder=Text.name(str(folder)))
            banner = self.rollup_page.warn("report", said, _OTHER_FOLDER)
            banner.pressed.connect(partial(self._look_elsewhere, identity))
            self.said.emit(said)

        self.rollup_page.unwarn("report")
        work = partial(self._program.verification.where, folder, identity)
        self._worker.do(work, then, partial(self._on_error, self.rollup_page))

    def _look_elsewhere(self, identity: str) -> None:
        if self._reports_folder() is not None:
            self._open_report(identity)

    def _reports_folder(self) -> Path | None:
        folder = self.choose_folder(_REPORTS_FOLDER)
        if folder is not None:
            self._program.preferences.set(_FOLDER, str(folder))
        return folder

    def _recheck(self) -> None:
        trust, page = self._trust, self.rollup_page
        question = self._program.rollup.question(trust)
        if trust is None or question is not None:
            page.ask_trust(question or Text("", "")).pressed.connect(self._choose_trust)
            return

        def then(told: Rechecked) -> None:
            page.tell("rechecked", (told.sentence, *told.aside[:_MOST_SAID], *told.notes))
            self.said.emit(told.sentence)
            self._look(view.overview.period if (view := page.shown) else None, page.department)

        self._worker.do(lambda: self._program.rollup.recheck(trust), then, partial(self._on_error, page))

    def _withdraw(self, name: str, reason: str) -> None:
        page = self.rollup_page

        def then(sentence: Text) -> None:
            page.kept.done()
            page.tell("withdrawn", (sentence,))
            self.said.emit(sentence)
            self._look(view.overview.period if (view := page.shown) else None, page.department)

        work = partial(self._program.rollup.withdraw, name.strip(), reason)
        self._worker.do(work, then, partial(self._on_error, page))

    def _export(self, kind: str) -> None:
        view, page = self.rollup_page.shown, self.rollup_page
        if view is None:
            return
        ending, kinds = _COPIES[kind]
        language, department, against = self._choosing.language, page.department, page.against
        path = self.choose_copy(f"{view.overview.period}.{ending}", kinds)
        if path is None:
            return

        def job() -> None:
            named = comparison(against).name if against else None
            self._program.rollup.export(view.overview, _only(department), kind, path, language, named)

        def then(_: None) -> None:
            self.said.emit(page.written(path.name))

        self._worker.do(job, then, partial(self._on_error, page))

    def printable(self) -> Callable[[], bytes] | None:
        """What makes the summary that is shown, in the worker's thread; None: nothing is."""
        view, page, language = self.rollup_page.shown, self.rollup_page, self._choosing.language
        if view is None:
            return None
        department, against = _only(page.department), page.against

        def form() -> bytes:
            named = comparison(against).name if against else None
            return self._program.rollup.form(view.overview, department, language, named)

        return form

    # -- choosing ----------------------------------------------------------------------------------------------

    def choose_files(self) -> tuple[Path, ...]:
        """What a person chooses in the system's dialog; empty: nothing."""
        return self._choosing.files(_CHOOSE_FILES, _KINDS)

    def choose_folder(self, title: Text = _CHOOSE_FOLDER) -> Path | None:
        return self._choosing.folder(title)

    def choose_copy(self, name: str, kinds: Text) -> Path | None:
        return self._choosing.place(_SAVE, name, kinds)

    def _files_for(self, do: Callable[[tuple[Path, ...]], None]) -> None:
        do(self.choose_files())

    def _folder_for(self, do: Callable[[tuple[Path, ...]], None]) -> None:
        folder = self.choose_folder()
        if folder is not None:
            do((folder,))

    def _choose_trust(self) -> None:
        folder = self.choose_folder(_CHOOSE_TRUST)
        if folder is not None:
            self.trust(folder)
            self._ask_root(folder)

    def _ask_root(self, folder: Path) -> None:
        """A root that this computer has not seen before is compared by a person."""

        def then(question: Text | None) -> None:
            if question is not None:
                for page in self.pages:
                    page.warn("root", question, _ACCEPT).pressed.connect(partial(self._accept, folder))
                self.said.emit(question)

        self._worker.do(lambda: self._program.verification.stranger(folder), then, self._untrusted)

    def _accept(self, folder: Path) -> None:
        def then(sentence: Text) -> None:
            for page in self.pages:
                page.inform("root", sentence)
            self.said.emit(sentence)

        self._worker.do(lambda: self._program.verification.accept(folder), then, self._untrusted)

    def _untrusted(self, mishap: Mishap) -> None:
        for page in self.pages:
            page.warn("root", mishap.whole)
        self.said.emit(mishap.whole)

    def trust(self, folder: Path) -> None:
        """Verify against that folder from now on."""
        self._program.preferences.set(_TRUST, str(folder))
        self._trusted()

    def _trusted(self) -> None:
        kept = self._program.preferences.get(_TRUST)
        self._trust = Path(kept) if kept else None
        for page in self.pages:
            page.trusts(self._trust)

    def _on_error(self, page: VerifyPage | RollupPage, mishap: Mishap) -> None:
        self._busy = False
        page.show_error(mishap.sentence)
        self.said.emit(mishap.sentence)

    def _connect(self) -> None:
        work: Iterable[tuple[Any, Callable[[tuple[Path, ...]], None]]] = (
            (self.verify_page, self.verify),
            (self.rollup_page, self.take_in),
        )
        for page, do in work:
            page.files_wanted.connect(partial(self._files_for, do))
            page.folder_wanted.connect(partial(self._folder_for, do))
            page.trust_wanted.connect(self._choose_trust)
            page.stopped.connect(self._worker.stop)
            page.home_wanted.connect(self.left)
        self.rollup_page.chosen.connect(self._look)
        self.rollup_page.export_wanted.connect(self._export)
        self.rollup_page.devices_wanted.connect(self._devices)
        self.rollup_page.behind.report_wanted.connect(self._open_report)
        self.rollup_page.kept.recheck_wanted.connect(self._recheck)
        self.rollup_page.kept.withdraw_wanted.connect(self._withdraw)


def _only(department: str | None) -> tuple[str, ...]:
    return () if department is None else (department,)


def _verdict(verifying: Verifying) -> list[FileLine]:
    """All files with what only several together show, and notes with how many files they are of."""
    verdict = verifying.verdict
    notes = (FileLine(_NOTED.filled(count=count), note, 3) for note, count in counted_notes(verdict).items())
    return [*(_line(one) for one in verdict), *notes]


def _line(one: Verified) -> FileLine:
    return FileLine(one.file, one.sentence, 0 if one.code.failure else 1 if one.code else 2)
