"""USB storage on Windows: the device tree, what outlives it, and the device installation log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from checker.facts.workstation.usb import (
    AttachedStorage,
    UsbDevice,
    UsbStorageHistory,
)
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.windows.device_tree import (
    BY_HAND,
    ENUM,
    UAS_SERIAL,
    USB_ID,
    Trace,
    attached_scsi,
    bulk_only,
    merged,
    model_of,
    usb_nodes,
)
from checker.probes.windows.setup_log import SetupLog, setup_log
from checker.probes.windows.usb_volumes import volumes

_MOUNTED = r"HKLM\SYSTEM\MountedDevices"
_PORTABLE = r"HKLM\SOFTWARE\Microsoft\Windows Portable Devices\Devices"


_STORAGE_ID = re.compile(r"USBSTOR[\\#]([^\\#]{1,200})[\\#]([^\\#{]{1,200})", re.IGNORECASE)

_BUS_USB, _BUS_SD, _LAST_BUS = 7, 12, 17  # MSFT_Disk.BusType; 0 is "unknown"
_STORAGE_NAMESPACE = r"root\Microsoft\Windows\Storage"

_CLEANED = Text(
    "设备安装日志（setupapi.dev.log）读不到，被清理过的接入记录就看不出来",
    "The device installation log (setupapi.dev.log) cannot be read; connections that were cleaned up do not show",
)


@probe(UsbStorageHistory, Platform.WINDOWS)
def usb_storage_history(machine: Machine) -> UsbStorageHistory:
    """Every trace of USB storage, one entry a device.

    Real hives show two of three external disks under Enum\\USB with UASPStor and not under USBSTOR.
    """
    usb = usb_nodes(machine)
    devices = [*bulk_only(machine), *attached_scsi(machine, usb)]
    sources = Ledger(Unit.SOURCES, (ENUM,))
    sources.looked(ENUM)
    with sources.reading(_MOUNTED):
        devices += _mounted(machine)
    with sources.reading(_PORTABLE):
        devices += _portable(machine)
    log = installation_log(machine, sources)
    if log is not None:
        devices += _logged_storage(log)
    reaches_to = log.reaches_to if log else None
    return UsbStorageHistory(merged(devices, volumes(machine)), reaches_to, machine.host.now, coverage=sources.coverage)


@probe(AttachedStorage, Platform.WINDOWS)
def attached_storage(machine: Machine) -> AttachedStorage:
    """Disks on a USB or SD bus. Every computer has a disk of some kind: an empty list of all disks is no answer.

    Win32_DiskDrive.InterfaceType is not asked: it says SCSI of UAS disks. MSFT_Disk and removable_drives are not yet
    seen on a real machine.
    """
    try:
        return _external_disks(machine)
    except Unreadable:
        drives = _rows(machine.win32("removable_drives"), "removable_drives")
    if not drives:
        raise Unreadable(
            Text(
                "系统没有列出任何磁盘，无法判断插着什么",
                "The system lists no disks at all, so what is plugged in is unknown",
            ),
            refusals.AS_ADMIN,
        )
    found = tuple(_drive(drive) for drive in drives)
    return AttachedStorage(found, coverage=Coverage.whole(Unit.DISKS, len(found)))


# -- what outlives a clean-up of the device tree ----------------------------------------------------------------------


def _mounted(machine: Machine) -> list[Trace]:
    """MountedDevices: which device had which drive letter, as UTF-16 in binary values."""
    values = machine.registry(_MOUNTED).values.values()
    texts = (data.decode("utf-16-le", "replace") for data in values if isinstance(data, bytes) and len(data) < 4096)
    return [device for text in texts for device in _named(text)]


def _portable(machine: Machine) -> list[Trace]:
    return [device for name in machine.registry(_PORTABLE).subkeys for device in _named(name)]


def _named(text: str, at: datetime | None = None) -> Iterator[Trace]:
    """USB storage that a text names by its device id."""
    for kind, instance in _STORAGE_ID.findall(text):
        yield Trace(instance, model_of(kind), at, at)


# -- the installation log -----------------------------------------------------------------------------------------


def installation_log(machine: Machine, sources: Ledger[str]) -> SetupLog | None:
    with sources.reading("setupapi.dev.log"):
        try:
            return setup_log(machine)
        except Absent as error:
            raise Unreadable(_CLEANED, BY_HAND) from error
    return None


def _logged_storage(log: SetupLog) -> Iterator[Trace]:
    for section in log.sections:
        at = None if section.removes else section.at
        yield from _named(section.device, at)
        numbers = USB_ID.match(section.device)
        if numbers and UAS_SERIAL.match(numbers[3]):
            yield Trace(numbers[3], "", at, at)


# -- what is plugged in -----------------------------------------------------------------------------------------------


def _external_disks(machine: Machine) -> AttachedStorage:
    rows = machine.wmi(_STORAGE_NAMESPACE, "MSFT_Disk", ("FriendlyName", "SerialNumber", "BusType", "Size"))
    if not rows:
        raise refusals.malformed("MSFT_Disk")
    disks, found = Ledger(Unit.DISKS, range(len(rows))), []
    for number, row in enumerate(rows):
        with disks.reading(number):
            name, bus = _word(row.get("FriendlyName")), row.get("BusType")
            if not isinstance(bus, int) or not 0 < bus <= _LAST_BUS:
                raise refusals.not_understood(f"{name} ({bus})")
            if bus in (_BUS_USB, _BUS_SD) and row.get("Size") not in (0, "0"):
                found.append(UsbDevice(name, _word(row.get("SerialNumber")) or None))
    return AttachedStorage(tuple(found), coverage=disks.coverage)


def _drive(drive: dict[str, object]) -> UsbDevice:
    return UsbDevice(_word(drive.get("model")), _word(drive.get("serial")) or None)


def _rows(reply: object, what: str) -> list[dict[str, object]]:
    if not isinstance(reply, list | tuple) or not all(isinstance(row, dict) for row in reply):
        raise refusals.malformed(what)
    return list(reply)


def _word(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
