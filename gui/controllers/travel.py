"""A journey in the window: each thing that is taken along is inspected, and again on return."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from checker.app.history import Change
from checker.app.phones import Device
from checker.app.program import Program
from checker.app.travel import Part, Trip
from checker.app.trip_package import looked_at, nameless
from checker.model.inspection import Inspection
from checker.model.target import Profile
from checker.model.text import Text
from gui.choosing import Choosing
from gui.controllers.inspection import Awaited, InspectionController
from gui.pages.travel import TravelPage
from gui.widgets.trip_signing import TripSigning
from gui.work.worker import Mishap, Worker

Told = tuple[Trip, dict[str, tuple[Change, ...]], dict[str, Text]]


class TravelController(QObject):
    """`arrived`, `said`, `left`: as `gui.controllers.main.MainController` says of its pages."""

    arrived = Signal(object)
    said = Signal(object)
    left = Signal()

    def __init__(self, program: Program, worker: Worker, inspection: InspectionController, choosing: Choosing) -> None:
        super().__init__()
        self._program, self._worker, self._inspection, self._choosing = program, worker, inspection, choosing
        self.dialog: TripSigning | None = None
        self.page = TravelPage()
        page = self.page
        page.computer_wanted.connect(self._computer)
        page.phone_wanted.connect(self._phone)
        page.medium_wanted.connect(self._medium)
        page.stays.connect(self._stays)
        page.left.connect(lambda back: self._change(lambda trip: self._program.trips.set_out(trip, back)))
        page.ended.connect(self._end)
        page.sign_wanted.connect(self.sign)
        page.home_wanted.connect(self.left)
        inspection.troubled_before.connect(self._on_error)

    def show(self) -> None:
        """The journey that is open, or a new one."""
        self._inspection.at_the_computer()
        self._worker.do(lambda: self._told(self._program.trips.begin()), self._show, self._on_error)

    def _computer(self) -> None:
        self._inspection.begin_for(Profile.TRAVEL, self._done)

    def _phone(self, device: Device) -> None:
        self._inspection.ask_phone(device, Profile.TRAVEL, Awaited(self._done, self.show))

    def _medium(self, path: str) -> None:
        self._inspection.begin_medium(path, Profile.TRAVEL, self._done)

    def _done(self, inspection: Inspection) -> None:
        self._inspection.at_the_computer()
        self._change(lambda trip: self._program.trips.take(trip, inspection))

    def _change(self, change: Callable[[Trip], Trip]) -> None:
        trip = self.page.trip
        if trip is not None:
            self._worker.do(lambda: self._told(change(trip)), self._show, self._on_error)

    def _stays(self, part: Part, home: bool) -> None:
        self._change(lambda trip: self._program.trips.stays(trip, part, home=home))

    def _end(self) -> None:
        trip = self.page.trip
        if trip is not None:
            self._worker.do(partial(self._program.trips.end, trip), lambda _: self.left.emit(), self._on_error)

    # -- the package -------------------------------------------------------------------------------------------

    def sign(self) -> None:
        """Ask who signs, and what identifies each thing."""
        trip = self.page.trip
        if trip is not None and looked_at(trip):
            self._worker.do(lambda: self._program.reporting.filled(""), partial(self._ask, trip), self._on_error)

    def _ask(self, trip: Trip, filled: dict[str, str]) -> None:
        key = self._program.preferences.get("key")
        words = {**filled, **({"key": key} if key else {})}
        dialog = self.dialog = TripSigning(words, self._choosing, nameless(trip), trip.result)
        dialog.wanted.connect(partial(self._pack, trip))
        dialog.open()

    def _pack(
        self, trip: Trip, words: dict[str, str], identifiers: dict[str, str], passphrase: str, path: Path
    ) -> None:
        dialog, language = self.dialog, self._choosing.language
        assert dialog is not None

        def then(said: Text) -> None:
            dialog.done_well()
            self.page.inform("packed", said)
            self.said.emit(said)

        def on_error(mishap: Mishap) -> None:
            dialog.show_error(mishap.whole)
            self.said.emit(mishap.whole)

        sign = self._program.trip_packages.sign
        self._worker.do(lambda: sign(trip, words, identifiers, passphrase, path, language), then, on_error)

    def _told(self, trip: Trip) -> Told:
        compared = self._program.trips.compared(trip)
        ids = {one.check_id for found in compared.values() for one in found}
        cards = {check_id: self._program.computer.card(check_id) for check_id in ids}
        return trip, compared, {check_id: card.title for check_id, card in cards.items() if card is not None}

    def _show(self, told: Told) -> None:
        self.page.unwarn("trouble")
        self.page.load(*told)
        self.arrived.emit(self.page)

    def _on_error(self, mishap: Mishap) -> None:
        self.page.warn("trouble", mishap.whole)
        self.said.emit(mishap.whole)
