"""Earlier inspections of every device that was inspected here: listed, compared, and opened as they stood."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from checker.app.inspection import Inspections
from checker.app.program import Program
from checker.engine.cards import Card
from checker.model.inspection import Inspection
from checker.model.target import Target
from checker.model.text import Text
from gui.pages.history import HistoryPage
from gui.work.worker import Mishap, Worker

Told = tuple[tuple[Inspection, ...], dict[str, Text]]


class HistoryController(QObject):
    """`arrived`, `said`: as `gui.controllers.main.MainController` says of its pages. `opened`: whose inspections, and
    which of them is to be shown."""

    arrived = Signal(object)
    said = Signal(object)
    opened = Signal(object, object)

    def __init__(self, program: Program, worker: Worker) -> None:
        super().__init__()
        self._program, self._worker = program, worker
        self._past: dict[str, Inspections] = {}
        self.page = HistoryPage()
        self.page.open_wanted.connect(self._open)

    def show(self) -> None:
        self.arrived.emit(self.page)
        self._worker.do(self._told, self._load, self._on_error)

    def _told(self) -> Told:
        computer = self._program.computer
        found = computer.everything()
        cards: dict[str, Card] = {}
        for one in found:
            of = self._of(one.target)
            for finding in one.findings:
                if finding.check_id not in cards and (card := of.card(finding.check_id)) is not None:
                    cards[finding.check_id] = card
        return found, {check_id: card.title for check_id, card in cards.items()}

    def _load(self, told: Told) -> None:
        self.page.load(*told, this=self._program.computer.target.key)
        self.page.begin()

    def _of(self, target: Target) -> Inspections:
        """Those of this computer, or of a device that need not be here."""
        if target.key == self._program.computer.target.key:
            return self._program.computer
        if target.key not in self._past:
            self._past[target.key] = self._program.earlier(target)
        return self._past[target.key]

    def _open(self, inspection: Inspection) -> None:
        self.opened.emit(self._of(inspection.target), inspection)

    def _on_error(self, mishap: Mishap) -> None:
        self.page.warn("trouble", mishap.whole)
        self.said.emit(mishap.whole)
