"""Phones for the tests of the window: the stand-in phone on a port, seen as if it were plugged in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import main
from checker.app.phones import Handsets, PhoneDesk
from checker.engine.catalog import Catalog
from checker.machine.phone.transport import Device, Way
from checker.terminal.logs import Recent
from tests.worlds.phone_peer import StandInPhone

_CATALOG: list[Catalog] = []


def catalog() -> Catalog:
    """The product's; walking its packages once is enough."""
    if not _CATALOG:
        _CATALOG.append(main.catalog())
    return _CATALOG[0]


def plugged(peer: StandInPhone, model: str = "Xiaomi 13") -> Device:
    return Device(f"127.0.0.1:{peer.port}", model, None, Way.PORT)


@dataclass
class ToyPhones:
    """Implements `gui.session.Phones`: what is plugged in is told, all else is the product's own."""

    folder: Path
    devices: tuple[Device, ...] = ()
    opened: list[PhoneDesk] = field(default_factory=list)

    def look(self) -> tuple[Device, ...]:
        return self.devices

    def session(self, phone: Device, owner: str, tell: Any, stop: Event) -> PhoneDesk:
        options = main._parser().parse_args(["--store", str(self.folder)])
        desk = Handsets(catalog, options, Recent()).session(phone, owner, tell, stop)
        self.opened.append(desk)
        return desk
