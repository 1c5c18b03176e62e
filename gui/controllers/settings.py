"""Settings, help and what the program is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from checker.app.about import About
from checker.app.catalogue import Own
from checker.app.program import Program
from checker.model.text import Text
from gui.pages.about import AboutPage
from gui.pages.help import HelpPage
from gui.pages.settings import SettingsPage
from gui.rooms import Room
from gui.work.worker import Mishap, Worker


class SettingsController(QObject):
    """`arrived`, `said`: as `gui.controllers.main.MainController` says of its pages."""

    arrived = Signal(object)
    said = Signal(object)

    def __init__(self, program: Program, worker: Worker) -> None:
        super().__init__()
        self._program, self._worker = program, worker
        self.page, self.help, self.about = SettingsPage(), HelpPage(), AboutPage()

    def show(self) -> None:
        self.page.kept_in(Text.name(str(self._program.folder)))
        self.arrived.emit(self.page)

    def show_help(self, room: Room | None = None) -> None:
        """The handbook, at the part that speaks of a room."""
        if room is not None:
            self.help.about(room)
        self.arrived.emit(self.help)

    def show_about(self) -> None:
        self.arrived.emit(self.about)
        if not self.about.known:
            self._worker.do(lambda: (self._program.about(), self._program.own_checks()), self._told, self._on_error)

    def _told(self, told: tuple[About, tuple[Own, ...]]) -> None:
        self.about.load(*told)
        self.about.begin()

    def _on_error(self, mishap: Mishap) -> None:
        self.about.warn("trouble", mishap.sentence)
        self.said.emit(mishap.sentence)
