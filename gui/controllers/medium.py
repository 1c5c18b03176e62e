"""What happens when somebody checks a medium. The reading is done by the worker, in processes of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checker.app.medium import Mode, Scanned
from checker.app.program import Program
from checker.model.text import Text
from gui.choosing import Choosing
from gui.pages.medium import MediumPage
from gui.work.worker import Mishap, Worker

if TYPE_CHECKING:
    from checker.app.medium import Attached, ScanProgress

_CHOOSE = Text("选择镜像文件", "Choose an image file")
_KINDS = Text(
    "镜像 (*.img *.dd *.raw *.bin *.iso);;所有文件 (*)", "Images (*.img *.dd *.raw *.bin *.iso);;All files (*)"
)


class MediumController(QObject):
    """`arrived`, `said`, `left`: as `gui.controllers.main.MainController` says of its pages."""

    arrived = Signal(object)
    said = Signal(object)
    left = Signal()

    def __init__(self, program: Program, worker: Worker, choosing: Choosing) -> None:
        super().__init__()
        self._program, self._worker, self._choosing = program, worker, choosing
        self._busy = False
        self.page = MediumPage()
        self.page.scan_wanted.connect(self.scan)
        self.page.image_wanted.connect(self._choose)
        self.page.list_wanted.connect(self._list)
        self.page.stopped.connect(self._worker.stop)
        self.page.home_wanted.connect(self.left)

    def show(self, path: str = "") -> None:
        """The page, with what is plugged in; `path`: chosen already."""
        self.arrived.emit(self.page)
        self._list(path)

    def dropped(self, path: Path) -> None:
        if not self._busy:
            self.page.choose(str(path))

    def scan(self, path: str, mode: Mode, content: bool) -> None:
        """Scan; while one is under way, no other begins."""
        if self._busy:
            return
        self._busy = True
        self.page.prepare()
        self._worker.carry(
            lambda: self._program.media.scan(path, mode, content=content),
            self._seen,
            lambda scanning: scanning.scanned,
            self._ended,
            self._on_error,
        )

    def _seen(self, scan: ScanProgress) -> None:
        if self._busy:
            self.page.put(scan)

    def _ended(self, scanned: Scanned) -> None:
        if not self._busy:
            return  # it failed, and that was said
        self._busy = False
        self.said.emit(self.page.end(scanned))

    def _list(self, path: str = "") -> None:
        def then(media: tuple[Attached, ...]) -> None:
            self.page.load(media)
            if path:
                self.page.choose_listed(path)

        self._worker.do(self._program.media.attached, then, self._on_error)

    def _choose(self) -> None:
        path = self._choosing.file(_CHOOSE, _KINDS)
        if path is not None:
            self.page.choose(str(path))

    def _on_error(self, mishap: Mishap) -> None:
        self._busy = False
        self.page.show_error(mishap.whole)
        self.said.emit(mishap.whole)
