"""USB storage and phones on Linux: the kernel's messages for the past, /sys for the present."""

from __future__ import annotations

import re

from checker.facts.workstation.usb import (
    AttachedStorage,
    Peripheral,
    PeripheralHistory,
    PhoneHistory,
    UsbDevice,
    UsbStorageHistory,
)
from checker.knowledge.usb_devices import usb_devices
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe
from checker.probes.linux.kernel_log import Line, Log, card_log, kernel_log, mount_log, mtp_log
from checker.probes.linux.sysfs import attribute, usb_port
from checker.probes.linux.usb_story import Seen, follow, told

_MADE_UP = re.compile(r"(?:loop|ram|zram|dm-|md)\d+$")  # of files, of memory, of other disks that are listed too
_SLOTS = "/sys/class/mmc_host"
_NO_DISK = Text("系统没有列出任何磁盘", "The system lists no disk at all")
# Debian, its children and Fedora keep udev's helpers here.
_MTP_PROBES = ("/usr/lib/udev/mtp-probe", "/lib/udev/mtp-probe")


@probe(UsbStorageHistory, Platform.LINUX)
def usb_storage_history(machine: Machine) -> UsbStorageHistory:
    """Devices that the kernel drove as storage (usb-storage, uas).

    In the journal they are found by the subsystem that the kernel names with each device message
    (_KERNEL_SUBSYSTEM, systemd.journal-fields). Volumes and people are udisks2's: where it logs nothing, or did not
    open a volume, the device is there all the same.
    """
    log = kernel_log(machine)
    story = _story(machine, (*log.lines, *_mounts(machine)))
    devices = told(seen for seen in story if seen.storage)
    return UsbStorageHistory(devices, log.reaches_to, machine.host.now, coverage=Coverage.whole(Unit.SOURCES))


@probe(PhoneHistory, Platform.LINUX)
def phone_history(machine: Machine) -> PhoneHistory:
    """Devices that spoke MTP or shared their network, or whose vendor makes nothing but phones.

    Without libmtp's mtp-probe nobody logs what a plain phone is, which is said.
    """
    sources = Ledger(Unit.SOURCES, ("kernel", "mtp-probe"))
    sources.looked("kernel")
    log = _with_mtp(machine, kernel_log(machine), sources)
    phones = told(seen for seen in _story(machine, log.lines) if seen.phone)
    return PhoneHistory(phones, log.reaches_to, machine.host.now, coverage=sources.coverage)


@probe(PeripheralHistory, Platform.LINUX)
def peripheral_history(machine: Machine) -> PeripheralHistory:
    """What the kernel drove as something else than plain storage, and memory cards in built-in readers."""
    sources = Ledger(Unit.SOURCES, ("kernel", "mtp-probe", "mmc"))
    sources.looked("kernel")
    log = _with_mtp(machine, kernel_log(machine), sources)
    cards: tuple[Line, ...] = ()
    with sources.reading("mmc"):
        if machine.list(_SLOTS):  # Absent: no reader is built in
            cards = card_log(machine).lines
    devices = told(seen for seen in _story(machine, (*log.lines, *cards)) if seen.kind is not None)
    return PeripheralHistory(devices, log.reaches_to, machine.host.now, coverage=sources.coverage)


def _with_mtp(machine: Machine, kernel: Log, sources: Ledger[str]) -> Log:
    """The kernel's log with mtp-probe's beside it; as far back as both reach."""
    with sources.reading("mtp-probe"):
        _require_mtp_probe(machine)
        mtp = mtp_log(machine)
        both = (kernel.reaches_to, mtp.reaches_to)
        reaches_to = max((at for at in both if at is not None), default=None) if None not in both else None
        return Log((*kernel.lines, *mtp.lines), reaches_to)
    return kernel


def _mounts(machine: Machine) -> tuple[Line, ...]:
    try:
        return mount_log(machine).lines
    except Unreadable:
        return ()


def _story(machine: Machine, lines: tuple[Line, ...]) -> list[Seen]:
    """The devices of these lines, in their order in time; phones also by who made them."""
    known = usb_devices()
    people = {person.key: person.name for person in machine.host.people}
    devices = follow(sorted(lines, key=lambda line: line.at), people)
    for seen in devices:
        if seen.kind is None and known.is_phone(seen.vendor, seen.product):
            seen.kind = Peripheral.PHONE
    return devices


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
