"""USB storage and phones on Linux: the kernel's messages for the past, /sys for the present."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from checker.facts.workstation.usb import (
    AttachedStorage,
    PhoneHistory,
    UsbDevice,
    UsbStorageHistory,
    plain_serial,
)
from checker.knowledge.usb_devices import usb_devices
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe
from checker.probes.linux.kernel_log import Line, kernel_log, mtp_log
from checker.probes.linux.sysfs import attribute, usb_port

_PORT = r"(?P<port>\d+-[\d.]+)"
_FOUND = re.compile(
    rf"\busb {_PORT}: New USB device found, idVendor=(?P<vendor>[0-9a-f]{{4}}), idProduct=(?P<product>[0-9a-f]{{4}})"
)
_SAID = re.compile(rf"\busb {_PORT}: (?P<what>Product|Manufacturer|SerialNumber): (?P<value>.{{0,200}})")
_GONE = re.compile(rf"\busb {_PORT}: USB disconnect")
_STORAGE = re.compile(rf"\busb-storage {_PORT}:\d")
_UAS = re.compile(r"\bscsi host\d+: uas\b")
_TETHER = re.compile(rf"\b(?:rndis_host|ipheth) {_PORT}:\d")
_MTP_PORT = re.compile(rf"checking bus (?P<bus>\d+), device (?P<device>\d+): \"[^\"]*/{_PORT}\"")
_MTP_YES = re.compile(r"bus: (?P<bus>\d+), device: (?P<device>\d+) was an MTP device")
_MADE_UP = re.compile(r"(?:loop|ram|zram|dm-|md)\d+$")  # of files, of memory, of other disks that are listed too
_NO_DISK = Text("系统没有列出任何磁盘", "The system lists no disk at all")
# Debian, its children and Fedora keep udev's helpers here.
_MTP_PROBES = ("/usr/lib/udev/mtp-probe", "/lib/udev/mtp-probe")


@dataclass(slots=True)
class _Seen:
    """A device between its announcement and its removal, as far as the log tells."""

    at: datetime
    vendor: str = ""
    product: str = ""
    maker: str = ""
    name: str = ""
    serial: str | None = None
    storage: bool = False
    phone: bool = False

    @property
    def model(self) -> str:
        return self.name if self.name.startswith(self.maker) else f"{self.maker} {self.name}".strip()


@probe(UsbStorageHistory, Platform.LINUX)
def usb_storage_history(machine: Machine) -> UsbStorageHistory:
    """Devices that the kernel drove as storage (usb-storage, uas).

    In the journal they are found by the subsystem that the kernel names with each device message
    (_KERNEL_SUBSYSTEM, systemd.journal-fields); messages as printed by kernels 3 to 6.
    """
    log = kernel_log(machine)
    devices = _told([seen for seen in _follow(log.lines) if seen.storage])
    return UsbStorageHistory(devices, log.reaches_to, machine.host.now, coverage=Coverage.whole(Unit.SOURCES))


@probe(PhoneHistory, Platform.LINUX)
def phone_history(machine: Machine) -> PhoneHistory:
    """Devices that spoke MTP or shared their network, or whose vendor makes nothing but phones.

    Without libmtp's mtp-probe nobody logs what a plain phone is, which is said.
    """
    kernel = kernel_log(machine)
    lines, reaches_to = list(kernel.lines), kernel.reaches_to
    sources = Ledger(Unit.SOURCES, ("kernel", "mtp-probe"))
    sources.looked("kernel")
    with sources.reading("mtp-probe"):
        _require_mtp_probe(machine)
        mtp = mtp_log(machine)
        lines += mtp.lines
        both = (kernel.reaches_to, mtp.reaches_to)
        reaches_to = max((at for at in both if at is not None), default=None) if None not in both else None
    known = usb_devices()
    story = _follow(sorted(lines, key=lambda line: line.at))
    phones = _told([seen for seen in story if seen.phone or known.is_phone(seen.vendor, seen.product)])
    return PhoneHistory(phones, reaches_to, machine.host.now, coverage=sources.coverage)


@probe(AttachedStorage, Platform.LINUX)
def attached_storage(machine: Machine) -> AttachedStorage:
    """Block devices that hang on a USB port, and SD cards. /sys is open to everybody."""
    devices = []
    disks = Ledger(Unit.DISKS, (one.name for one in machine.list("/sys/block") if not _MADE_UP.match(one.name)))
    for name in disks:
        with disks.reading(name):  # Absent: pulled out while we were looking
            device = _attached(machine, name)
            if device is not None:
                devices.append(device)
    if not disks.opened:
        disks.nothing(_NO_DISK)
    return AttachedStorage(tuple(devices), coverage=disks.coverage)


def _attached(machine: Machine, name: str) -> UsbDevice | None:
    """The device, where it is removable storage with a medium in it (a reader without a card has size 0)."""
    block = f"/sys/block/{name}"
    place = machine.target_of(block)
    port = usb_port(place)
    if port is None and not (name.startswith("mmcblk") and attribute(machine, f"{block}/device/type") == "SD"):
        return None
    if attribute(machine, f"{block}/size") == "0":
        return None
    if port is None:
        return UsbDevice(
            f"SD {attribute(machine, f'{block}/device/name')}".strip(),
            attribute(machine, f"{block}/device/serial") or None,
        )
    words = [attribute(machine, f"{block}/device/{word}") for word in ("vendor", "model")]
    return UsbDevice(" ".join(word for word in words if word), attribute(machine, f"{port}/serial") or None)


def _require_mtp_probe(machine: Machine) -> None:
    if not any(machine.exists(path) for path in _MTP_PROBES):
        raise Unreadable(
            Text(
                "这台电脑没有记录手机接入的程序（mtp-probe），日志里看不出只传文件的手机",
                "Nothing on this computer logs phones (mtp-probe), so the logs do not show one that only passed files",
            ),
            Text("请保密员向使用人当面核实", "Have the secrecy officer ask the person who uses it"),
        )


def _follow(lines: Iterable[Line]) -> list[_Seen]:
    """Read the story of each port, in order; every announcement is a device of its own."""
    at_port: dict[str, _Seen] = {}
    ports: dict[tuple[str, str], str] = {}
    story: list[_Seen] = []
    newest: _Seen | None = None
    for line in lines:
        if match := _FOUND.search(line.message):
            newest = _Seen(line.at, match["vendor"], match["product"])
            at_port[match["port"]] = newest
            story.append(newest)
        elif match := _SAID.search(line.message):
            _say(at_port.get(match["port"]), match["what"], match["value"].strip())
        elif match := _GONE.search(line.message):
            at_port.pop(match["port"], None)
        elif match := _STORAGE.search(line.message) or _TETHER.search(line.message):
            # The log may begin in the middle of a device's story: then it has no name, but it was there.
            if match["port"] not in at_port:
                at_port[match["port"]] = _Seen(line.at)
                story.append(at_port[match["port"]])
            seen = at_port[match["port"]]
            seen.storage, seen.phone = seen.storage or match.re is _STORAGE, seen.phone or match.re is _TETHER
        elif _UAS.search(line.message):
            # The uas driver names no port; it binds to the device that was announced last.
            if newest is None:
                newest = _Seen(line.at)
                story.append(newest)
            newest.storage = True
        elif match := _MTP_PORT.search(line.message):
            ports[match["bus"], match["device"]] = match["port"]
        elif match := _MTP_YES.search(line.message):
            phone = at_port.get(ports.get((match["bus"], match["device"]), ""))
            if phone is None:
                phone = _Seen(line.at)
                story.append(phone)
            phone.phone = True
    return story


def _say(seen: _Seen | None, what: str, value: str) -> None:
    if seen is None:
        return
    if what == "Product":
        seen.name = value
    elif what == "Manufacturer":
        seen.maker = value
    else:
        seen.serial = value or None


def _told(story: Iterable[_Seen]) -> tuple[UsbDevice, ...]:
    """One entry a device, however often it came; sorted by its last visit, newest first."""
    visits: dict[tuple[str, ...], list[_Seen]] = {}
    for seen in story:
        key = (seen.vendor, seen.product, plain_serial(seen.serial) if seen.serial else seen.model)
        visits.setdefault(key, []).append(seen)
    devices = [
        UsbDevice(group[-1].model, group[-1].serial, min(seen.at for seen in group), max(seen.at for seen in group))
        for group in visits.values()
    ]
    return tuple(sorted(devices, key=lambda device: (device.last or device.first, device.model), reverse=True))
