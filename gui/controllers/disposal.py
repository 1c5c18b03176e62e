"""What happens when media are disposed of. The work is done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from checker.app.disposal import Decision, Disposal, Step, Technique, Wiped
from checker.app.medium import Mode, Scanning
from checker.app.program import Program
from checker.model.text import Text
from gui.choosing import Choosing
from gui.pages.disposal import DisposalPage
from gui.widgets.registering import Registering
from gui.work.worker import Mishap, Worker

if TYPE_CHECKING:
    from checker.app.medium import Attached
    from checker.app.reporting import Written

T = TypeVar("T")
_CHOOSE = Text("选择镜像文件", "Choose an image file")
_KINDS = Text(
    "镜像 (*.img *.dd *.raw *.bin *.iso);;所有文件 (*)", "Images (*.img *.dd *.raw *.bin *.iso);;All files (*)"
)


class DisposalController(QObject):
    """`arrived`, `said`, `left`: as `gui.controllers.main.MainController` says of its pages."""

    arrived = Signal(object)
    said = Signal(object)
    left = Signal()

    def __init__(self, program: Program, worker: Worker, choosing: Choosing) -> None:
        super().__init__()
        self._program, self._worker, self._choosing = program, worker, choosing
        self._unsent: dict[str, str] = {}  # what was typed in a dialog that was left
        self._looking: Disposal | None = None
        self.registering: Registering | None = None
        self.page = page = DisposalPage()
        page.add_wanted.connect(self._add)
        page.look_wanted.connect(self.look)
        page.decided.connect(self._decide)
        page.wiped.connect(self._wiped)
        page.forget_wanted.connect(self._forget)
        page.register_wanted.connect(self._ask_to_register)
        page.image_wanted.connect(self._choose)
        page.list_wanted.connect(self._list)
        page.stopped.connect(worker.stop)
        page.home_wanted.connect(self.left)

    def show(self) -> None:
        """The page, with all that is on its way out and what is plugged in."""
        self.arrived.emit(self.page)
        self._list()

    def dropped(self, path: Path) -> None:
        if self._looking is None:
            self.page.choose_image(str(path))

    def look(self, disposal: Disposal, mode: Mode) -> None:
        """Look at a medium before or after; while one look is under way, no other begins."""
        if self._looking is not None:
            return
        self._looking = disposal
        self.page.unwarn("trouble")
        self.page.prepare()
        disposals = self._program.disposals

        def ended(scanning: Scanning) -> Disposal:
            return disposals.looked(disposal, scanning)

        self._worker.carry(lambda: disposals.look(disposal, mode), self.page.put, ended, self._looked, self._on_error)

    def _looked(self, disposal: Disposal) -> None:
        before, self._looking = self._looking, None
        self.page.end()
        if before is None:
            return  # it failed, and that was said
        if before.step is Step.CHECK:
            self.page.checked(disposal)
        look = disposal.after or disposal.before
        if look is not None:
            self.said.emit(look.said)
        self._reload(disposal)

    def _add(self, path: str, asset_number: str, serial: str) -> None:
        disposals = self._program.disposals

        def job() -> Disposal:
            return disposals.described(disposals.of_medium(path, asset_number=asset_number), asset_number, serial)

        def then(disposal: Disposal) -> None:
            self.page.asset.clear()
            self.page.serial.clear()
            self._reload(disposal)

        self._do(job, then)

    def _decide(self, disposal: Disposal, decision: Decision, who: str) -> None:
        disposals = self._program.disposals
        self._do(lambda: disposals.keep(disposal.decided(decision, who)), self._reload)

    def _wiped(self, disposal: Disposal, technique: Technique, tool: str, passes: int, who: str, hidden: str) -> None:
        done, disposals = Wiped(technique, tool, passes, who, datetime.now(UTC), hidden), self._program.disposals
        self._do(lambda: disposals.keep(disposal.done(done)), self._reload)

    def _forget(self, disposal: Disposal) -> None:
        self._do(lambda: self._program.disposals.forget(disposal), lambda _: self._reload(None))

    def _reload(self, chosen: Disposal | None) -> None:
        self._do(
            lambda: tuple(self._program.disposals),
            lambda found: self.page.load(found, chosen.id if chosen is not None else ""),
        )

    def _list(self) -> None:
        def then(media: tuple[Attached, ...]) -> None:
            self.page.show_media(media)
            self._reload(None)

        self._do(self._program.media.attached, then)

    # -- the register ------------------------------------------------------------------------------------------

    def _ask_to_register(self) -> None:
        self._do(self._program.disposal_register.filled, self._open)

    def _open(self, filled: dict[str, str]) -> None:
        dialog = self.registering = Registering({**filled, **self._unsent}, self._choosing)
        dialog.rejected.connect(lambda: self._unsent.update(dialog.words))
        dialog.wanted.connect(self._register)
        dialog.open()

    def _register(self, words: dict[str, str], key: str, passphrase: str, pdf: Path) -> None:
        language, register = self._choosing.language, self._program.disposal_register

        def job() -> Written:
            return register.make(
                pdf,
                key,
                lambda _: passphrase,
                unit=words["unit"],
                department=words["department"],
                place=words["place"],
                operator=words["operator"],
                witness=words["witness"],
                approver=words["approver"],
                language=language,
            )

        def then(written: Written) -> None:
            if self.registering is not None:
                self.registering.accept()
            self.page.inform("register", written.all_sentences)
            self.said.emit(written.all_sentences)
            self._reload(None)

        def failed(mishap: Mishap) -> None:
            if self.registering is not None:
                self.registering.show_error(mishap.whole)

        self._worker.do(job, then, failed)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _do(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        self.page.unwarn("trouble")
        self._worker.do(job, then, self._on_error)

    def _choose(self) -> None:
        path = self._choosing.file(_CHOOSE, _KINDS)
        if path is not None:
            self.page.choose_image(str(path))

    def _on_error(self, mishap: Mishap) -> None:
        self._looking = None
        self.page.end()
        self.page.warn("trouble", mishap.whole)
        self.said.emit(mishap.whole)
