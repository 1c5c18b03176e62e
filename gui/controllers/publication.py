"""What happens when drafts are judged before they are published. The engine runs in the worker."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from checker.app.program import Program
from checker.app.publication import Judged, Judging
from checker.model.text import Text
from gui.choosing import Choosing
from gui.pages.publication import PublicationPage
from gui.work.worker import Mishap, Worker

_CHOOSE = Text("选择要发布的稿件", "Choose drafts to be published")


class PublicationController(QObject):
    """`arrived`, `said`: as `gui.controllers.main.MainController` says of its pages."""

    arrived = Signal(object)
    said = Signal(object)

    def __init__(self, program: Program, worker: Worker, choosing: Choosing) -> None:
        super().__init__()
        self._program, self._worker, self._choosing = program, worker, choosing
        self.page = PublicationPage()
        self.page.files_wanted.connect(self._choose)
        self.page.stopped.connect(self._worker.stop)

    def show(self) -> None:
        self.arrived.emit(self.page)

    def judge(self, paths: tuple[Path, ...]) -> None:
        """Judge them; while some are judged, others are left."""
        if self.page.working or not paths:
            return
        self.arrived.emit(self.page)
        self.page.prepare()
        self._worker.carry(
            lambda: self._program.judge(paths), self._seen, lambda judging: judging, self._ended, self._on_error
        )

    def _seen(self, judged: Judged) -> None:
        if self.page.working:
            self.page.put(judged)

    def _ended(self, judging: Judging) -> None:
        if self.page.working:  # else it failed, and that was said
            self.said.emit(self.page.end(complete=judging.complete))

    def _choose(self) -> None:
        self.judge(self._choosing.files(_CHOOSE))

    def _on_error(self, mishap: Mishap) -> None:
        self.page.show_error(mishap.sentence)
        self.said.emit(mishap.sentence)
