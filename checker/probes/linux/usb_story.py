"""The stories of devices as logs tell them (the kernel, mtp-probe, udisks2): announced, driven, opened, gone.

Messages as printed by kernels 3 to 6 (drivers/usb, drivers/scsi, drivers/mmc/core/bus.c), and by udisks2
(``Mounted /dev/sdb1 at /media/wang/UDISK on behalf of uid 1000``, udiskslinuxfilesystem.c).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from checker.facts.workstation.usb import Peripheral, UsbDevice, plain_serial
from checker.probes.linux.kernel_log import DRIVERS, Line

_PORT = r"(?P<port>\d+-[\d.]+)"
_FOUND = re.compile(
    rf"\busb {_PORT}: New USB device found, idVendor=(?P<vendor>[0-9a-f]{{4}}), idProduct=(?P<product>[0-9a-f]{{4}})"
)
_SAID = re.compile(rf"\busb {_PORT}: (?P<what>Product|Manufacturer|SerialNumber): (?P<value>.{{0,200}})")
_GONE = re.compile(rf"\busb {_PORT}: USB disconnect")
_STORAGE = re.compile(rf"\busb-storage {_PORT}:\d")
_HOST = re.compile(rf"\bscsi host(?P<host>\d+): usb-storage {_PORT}:\d")
_UAS = re.compile(r"\bscsi host(?P<host>\d+): uas\b")
_DISC = re.compile(r"\bsr (?P<host>\d+):\d+:\d+:\d+: \[?sr\d")
_BLOCK = re.compile(r"\bsd (?P<host>\d+):\d+:\d+:\d+: \[(?P<block>sd[a-z]+)\]")
_TETHER = re.compile(rf"\b(?:rndis_host|ipheth) {_PORT}:\d")
_PRINTER = re.compile(rf"\busblp {_PORT}:\d")
_MODEM = re.compile(rf"\b(?:{'|'.join(DRIVERS)}) {_PORT}:\d")
_MTP_PORT = re.compile(rf"checking bus (?P<bus>\d+), device (?P<device>\d+): \"[^\"]*/{_PORT}\"")
_MTP_YES = re.compile(r"bus: (?P<bus>\d+), device: (?P<device>\d+) was an MTP device")
# Built-in memory says "MMC card", a card for Wi-Fi "SDIO card".
_CARD = re.compile(r"\b(?P<slot>mmc\d+): new (?:[\w ]+ )?SD(?:HC|XC|UC)? card at address (?P<address>[0-9a-f]+)")
_CARD_NAMED = re.compile(r"\bmmcblk\d+: (?P<slot>mmc\d+):(?P<address>[0-9a-f]+) (?P<name>\S.{0,80})")
_MOUNTED = re.compile(r"Mounted /dev/(?P<block>sd[a-z]+)\d* at (?P<place>/.{1,300}) on behalf of uid (?P<uid>\d+)")

_DRIVEN = ((_TETHER, Peripheral.PHONE), (_PRINTER, Peripheral.PRINTER), (_MODEM, Peripheral.MODEM))


@dataclass(slots=True)
class Seen:
    """A device between its announcement and its removal, as far as the logs tell."""

    at: datetime
    vendor: str = ""
    product: str = ""
    maker: str = ""
    name: str = ""
    serial: str | None = None
    storage: bool = False
    kind: Peripheral | None = None
    volumes: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    @property
    def model(self) -> str:
        return self.name if self.name.startswith(self.maker) else f"{self.maker} {self.name}".strip()

    @property
    def phone(self) -> bool:
        return self.kind is Peripheral.PHONE


def follow(lines: Iterable[Line], people: Mapping[str, str]) -> list[Seen]:
    """Read the story of each port, in order; every announcement is a device of its own. `people`: names by uid."""
    story = _Story(people)
    for line in lines:
        story.read(line)
    return story.devices


class _Story:
    def __init__(self, people: Mapping[str, str]) -> None:
        self.devices: list[Seen] = []
        self._people = people
        self._at_port: dict[str, Seen] = {}
        self._at_host: dict[str, Seen] = {}
        self._blocks: dict[str, Seen] = {}
        self._cards: dict[tuple[str, str], Seen] = {}
        self._ports: dict[tuple[str, str], str] = {}  # of mtp-probe's numbers
        self._newest: Seen | None = None

    def read(self, line: Line) -> None:
        text = line.message
        if match := _FOUND.search(text):
            self._newest = self._begun(line, Seen(line.at, match["vendor"], match["product"]))
            self._at_port[match["port"]] = self._newest
        elif match := _SAID.search(text):
            _say(self._at_port.get(match["port"]), match["what"], match["value"].strip())
        elif match := _GONE.search(text):
            self._at_port.pop(match["port"], None)
        elif match := _HOST.search(text) or _STORAGE.search(text):
            seen = self._of_port(line, match["port"])
            seen.storage = True
            if match.re is _HOST:
                self._at_host[match["host"]] = seen
        elif match := _UAS.search(text):
            # The uas driver names no port; it binds to the device that was announced last.
            self._newest = self._newest or self._begun(line, Seen(line.at))
            self._newest.storage = True
            self._at_host[match["host"]] = self._newest
        elif not self._driven(line):
            self._opened(line)

    def _begun(self, line: Line, seen: Seen) -> Seen:
        self.devices.append(seen)
        return seen

    def _of_port(self, line: Line, port: str) -> Seen:
        """The log may begin in the middle of a device's story: then it has no name, but it was there."""
        if port not in self._at_port:
            self._at_port[port] = self._begun(line, Seen(line.at))
        return self._at_port[port]

    def _driven(self, line: Line) -> bool:
        for pattern, kind in _DRIVEN:
            if match := pattern.search(line.message):
                seen = self._of_port(line, match["port"])
                seen.kind = seen.kind or kind
                return True
        if match := _MTP_PORT.search(line.message):
            self._ports[match["bus"], match["device"]] = match["port"]
        elif match := _MTP_YES.search(line.message):
            phone = self._at_port.get(self._ports.get((match["bus"], match["device"]), ""))
            phone = phone or self._begun(line, Seen(line.at))
            phone.kind = Peripheral.PHONE
        else:
            return False
        return True

    def _opened(self, line: Line) -> None:
        text = line.message
        if (match := _DISC.search(text)) and match["host"] in self._at_host:
            self._at_host[match["host"]].kind = Peripheral.OPTICAL
        elif (match := _BLOCK.search(text)) and match["host"] in self._at_host:
            self._blocks[match["block"]] = self._at_host[match["host"]]
        elif match := _CARD.search(text):
            card = self._begun(line, Seen(line.at, name="SD", kind=Peripheral.CARD))
            self._cards[match["slot"], match["address"]] = card
        elif (match := _CARD_NAMED.search(text)) and (match["slot"], match["address"]) in self._cards:
            self._cards[match["slot"], match["address"]].name = f"SD {match['name'].strip()}"
        elif (match := _MOUNTED.search(text)) and match["block"] in self._blocks:
            seen = self._blocks[match["block"]]
            seen.volumes.append(match["place"].rpartition("/")[2])
            if match["uid"] in self._people:
                seen.people.append(self._people[match["uid"]])


def _say(seen: Seen | None, what: str, value: str) -> None:
    if seen is None:
        return
    if what == "Product":
        seen.name = value
    elif what == "Manufacturer":
        seen.maker = value
    else:
        seen.serial = value or None


def told(story: Iterable[Seen]) -> tuple[UsbDevice, ...]:
    """One entry a device, however often it came; sorted by its last visit, newest first."""
    visits: dict[tuple[str, ...], list[Seen]] = {}
    for seen in story:
        key = (seen.vendor, seen.product, plain_serial(seen.serial) if seen.serial else seen.model)
        visits.setdefault(key, []).append(seen)
    devices = [
        UsbDevice(
            group[-1].model,
            group[-1].serial,
            min(seen.at for seen in group),
            max(seen.at for seen in group),
            next((seen.kind for seen in group if seen.kind), None),
            tuple(dict.fromkeys(name for seen in group for name in seen.volumes)),
            tuple(dict.fromkeys(name for seen in group for name in seen.people)),
        )
        for group in visits.values()
    ]
    return tuple(sorted(devices, key=lambda device: (device.last or device.first, device.model), reverse=True))
