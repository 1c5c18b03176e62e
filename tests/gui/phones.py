"""Phones for the tests of the window: the stand-in phone on a port, seen as if it were plugged in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import main
from checker.app.phone_inspection import ConnectedPhones, PhoneInspections
from checker.engine.catalog import Catalog
from checker.machine.phone.transport import Device, Way
from checker.terminal import arguments
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
    """What is plugged in is told, all else is the product's own."""

    folder: Path
    devices: tuple[Device, ...] = ()
    opened: list[PhoneInspections] = field(default_factory=list)

    def listed(self) -> tuple[Device, ...]:
        return self.devices

    def session(self, phone: Device, owner: str, on_wait: Any, stop: Event) -> PhoneInspections:
        options = main._parser().parse_args(["--store", str(self.folder)])
        inspections = ConnectedPhones(catalog, arguments.request(options)).session(phone, owner, on_wait, stop)
        self.opened.append(inspections)
        return inspections
