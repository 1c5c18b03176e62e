"""USB storage and phones on Windows: the device tree, what outlives it, and the device installation log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from checker.facts.workstation.usb import (
    AttachedStorage,
    PhoneHistory,
    UsbDevice,
    UsbStorageHistory,
    plain_serial,
)
from checker.knowledge.usb_devices import usb_devices
from checker.machine import refusals
from checker.machine.answers import RegistryData, RegistryKey
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.windows.setup_log import SetupLog, setup_log

_ENUM = r"HKLM\SYSTEM\CurrentControlSet\Enum"
_MOUNTED = r"HKLM\SYSTEM\MountedDevices"
_PORTABLE = r"HKLM\SOFTWARE\Microsoft\Windows Portable Devices\Devices"
_NO_CONTAINER = "{00000000-0000-0000-ffff-ffffffffffff}"  # DEVPKEY_Device_ContainerId of what is built in

# Device properties, devpkey.h: DEVPKEY_Device_* of this group. 0x66 and 0x67 exist since Windows 8.
_PROPERTIES = "{83da6326-97a6-4088-9453-a1923f573b29}"
_INSTALLED, _FIRST, _ARRIVED, _REMOVED = 0x64, 0x65, 0x66, 0x67
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

_WPD_CLASS = "{eec5ad98-8080-425f-922a-dabf3de3f69a}"  # GUID_DEVCLASS_WPD: phones, cameras, players
_TETHER_SERVICES = ("usbrndis6", "usb_rndisx", "usb_rndis", "rndismp")
# Interfaces that devices announce: MTP (Microsoft OS descriptor), still image = PTP, ADB.
_PHONE_INTERFACES = ("usb\\ms_comp_mtp", "usb\\class_06&subclass_01", "usb\\class_ff&subclass_42")

_STORAGE_ID = re.compile(r"USBSTOR[\\#]([^\\#]{1,200})[\\#]([^\\#{]{1,200})", re.IGNORECASE)
_USB_ID = re.compile(r"USB\\VID_([0-9A-F]{4})&PID_([0-9A-F]{4})[^\\]*\\([^\\]{1,200})", re.IGNORECASE)
_MODEL = re.compile(r"(?:Ven|Prod)_([^&]*)", re.IGNORECASE)
_UAS_SERIAL = re.compile(r"MSFT[23]0", re.IGNORECASE)  # uaspstor.sys puts this before the device's own serial number

_BUS_USB, _BUS_SD, _LAST_BUS = 7, 12, 17  # MSFT_Disk.BusType; 0 is "unknown"
_STORAGE_NAMESPACE = r"root\Microsoft\Windows\Storage"

_CLEANED = Text(
    "设备安装日志（setupapi.dev.log）读不到，被清理过的接入记录就看不出来",
    "The device installation log (setupapi.dev.log) cannot be read; connections that were cleaned up do not show",
)
_BY_HAND = Text("请信息中心查看这台电脑的设备安装日志", "Have IT look at this computer's device installation log")


@dataclass(frozen=True, slots=True)
class _Node:
    """A device instance of the tree: its id (``USB\\VID_...\\serial``) and its key."""

    id: str
    key: RegistryKey

    @property
    def instance(self) -> str:
        return self.id.rpartition("\\")[2]

    def text(self, name: str) -> str:
        value = self.key.value(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.key.value(name)
        return value if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True)
class _Trace:
    """A device as one source tells it. `instance`: the last part of its device id, the same in every source."""

    instance: str
    model: str
    first: datetime | None = None
    last: datetime | None = None

    @property
    def identity(self) -> str:
        serial = _serial(self.instance)
        return plain_serial(serial) if serial else self.instance.lower()


@probe(UsbStorageHistory, Platform.WINDOWS)
def usb_storage_history(machine: Machine) -> UsbStorageHistory:
    """Every trace of USB storage, one entry a device.

    Real hives show two of three external disks under Enum\\USB with UASPStor and not under USBSTOR.
    """
    usb = _usb_nodes(machine)
    devices = [*_bulk_only(machine), *_attached_scsi(machine, usb)]
    sources = Ledger(Unit.SOURCES, (_ENUM,))
    sources.looked(_ENUM)
    with sources.reading(_MOUNTED):
        devices += _mounted(machine)
    with sources.reading(_PORTABLE):
        devices += _portable(machine)
    log = _log(machine, sources)
    if log is not None:
        devices += _logged_storage(log)
    reaches_to = log.reaches_to if log else None
    return UsbStorageHistory(_merged(devices), reaches_to, machine.host.now, coverage=sources.coverage)


@probe(PhoneHistory, Platform.WINDOWS)
def phone_history(machine: Machine) -> PhoneHistory:
    """Portable devices (class WPD), tethering and debugging interfaces, and vendors that make nothing but phones.

    Not yet seen on a real machine with a phone: no public hive at hand has one.
    """
    phones: dict[str, _Node] = {}
    for node in _usb_nodes(machine):
        if _is_phone(node):
            # A phone has one node for itself and one for each function; the container joins them.
            container = node.text("ContainerID").lower()
            place = node.id if container in ("", _NO_CONTAINER) else container
            if place not in phones or _serial(phones[place].instance) is None:
                phones[place] = node
    devices = [_trace(machine, node, _described(node)) for node in phones.values()]
    sources = Ledger(Unit.SOURCES, (_ENUM,))
    sources.looked(_ENUM)
    log = _log(machine, sources)
    if log is not None:
        devices += _logged_phones(log)
    reaches_to = log.reaches_to if log else None
    return PhoneHistory(_merged(devices), reaches_to, machine.host.now, coverage=sources.coverage)


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


# -- the device tree ----------------------------------------------------------------------------------------------


def _nodes(machine: Machine, bus: str) -> Iterator[_Node]:
    """All device instances of a bus.

    Raises:
        Absent: no device of that bus was ever here. Unreadable: the tree may not be read.
    """
    for kind in machine.registry(rf"{_ENUM}\{bus}").subkeys:
        for instance in machine.registry(rf"{_ENUM}\{bus}\{kind}").subkeys:
            place = rf"{bus}\{kind}\{instance}"
            yield _Node(place, machine.registry(rf"{_ENUM}\{place}"))


def _usb_nodes(machine: Machine) -> list[_Node]:
    try:
        return list(_nodes(machine, "USB"))
    except Absent as error:
        # Every Windows has at least its root hubs here.
        raise Unreadable(
            Text(
                "系统里没有 USB 设备记录，不像正常的 Windows",
                "There is no record of USB devices, not even of the built-in ports",
            ),
            _BY_HAND,
        ) from error


def _bulk_only(machine: Machine) -> list[_Trace]:
    """Enum\\USBSTOR: sticks, older disks, optical drives. No key: none was connected, or it was cleaned up."""
    try:
        return [_trace(machine, node, _model(node.id.split("\\")[1])) for node in _nodes(machine, "USBSTOR")]
    except Absent:
        return []


def _attached_scsi(machine: Machine, usb: list[_Node]) -> list[_Trace]:
    """UAS disks: the USB node has the serial number and the dates, the SCSI node of its container the name."""
    names: dict[str, str] = {}
    try:
        for node in _nodes(machine, "SCSI"):
            kind = node.id.split("\\")[1]
            if kind.lower().startswith(("disk&", "cdrom&")):
                names.setdefault(node.text("ContainerID").lower(), _model(kind))
    except Absent:
        pass
    names.pop(_NO_CONTAINER, None)
    devices = []
    for node in usb:
        if node.text("Service").lower() == "uaspstor":
            name = names.get(node.text("ContainerID").lower(), "")
            devices.append(_trace(machine, node, name or _described(node)))
    return devices


def _is_phone(node: _Node) -> bool:
    numbers = _USB_ID.match(node.id)
    if numbers is None:
        return False
    if node.text("ClassGUID").lower() == _WPD_CLASS or node.text("Service").lower() in _TETHER_SERVICES:
        return True
    said = (*node.texts("CompatibleIDs"), *node.texts("HardwareID"))
    if any(text.lower().startswith(_PHONE_INTERFACES) for text in said):
        return True
    return usb_devices().is_phone(numbers[1], numbers[2])


def _trace(machine: Machine, node: _Node, model: str) -> _Trace:
    return _Trace(node.instance, model, *_dates(machine, node.id))


def _described(node: _Node) -> str:
    """FriendlyName or DeviceDesc, without the reference to a driver file that comes before the last semicolon."""
    return (node.text("FriendlyName") or node.text("DeviceDesc")).rpartition(";")[2]


def _model(kind: str) -> str:
    """``Disk&Ven_SanDisk&Prod_Cruzer&Rev_1.20`` -> ``SanDisk Cruzer``."""
    return " ".join(" ".join(_MODEL.findall(kind)).replace("_", " ").split())


def _serial(instance: str) -> str | None:
    """The device's own serial number out of the last part of its id; None where Windows made one up.

    An id with "&" as its second character was made up (from the port, so it changes with it). A real serial number is
    followed by "&" and the number of the logical unit.
    """
    if instance[1:2] == "&":
        return None
    serial = re.sub(r"&\d+$", "", instance)
    return _UAS_SERIAL.sub("", serial, count=1) if _UAS_SERIAL.match(serial) else serial or None


def _dates(machine: Machine, place: str) -> tuple[datetime | None, datetime | None]:
    """First installation, and last sign of a device (arrival or removal).

    The Properties key is closed to everybody but the system on a live machine; there Windows itself is asked.
    """
    try:
        found = {number: _property(machine, place, number) for number in (_INSTALLED, _FIRST, _ARRIVED, _REMOVED)}
    except Unreadable:
        found = {}
    if not any(found.values()):
        found = _asked(machine, place)
    known = sorted(at for at in found.values() if at is not None)
    return (known[0], known[-1]) if known else (None, None)


def _property(machine: Machine, place: str, number: int) -> datetime | None:
    """Windows 8 and later: ``0064`` with a default value. Windows 7: ``00000064\\00000000`` with a value ``Data``."""
    folder = rf"{_ENUM}\{place}\Properties\{_PROPERTIES}"
    for key, name in ((f"{number:04X}", ""), (rf"{number:08X}\00000000", "Data")):
        try:
            return _filetime(machine.registry(rf"{folder}\{key}").value(name))
        except Absent:
            continue
    return None


def _filetime(value: RegistryData | None) -> datetime | None:
    """FILETIME: 100 ns since 1601, UTC. What lies outside the age of USB is no date."""
    if isinstance(value, bytes) and len(value) == 8:
        value = int.from_bytes(value, "little")
    if not isinstance(value, int) or not 0 < value < 1 << 62:
        return None
    at = _EPOCH + timedelta(microseconds=value // 10)
    return at if 1996 <= at.year < 2100 else None


def _asked(machine: Machine, place: str) -> dict[int, datetime | None]:
    try:
        reply = machine.win32("device_dates", place)
    except Unreadable:
        return {}
    if not isinstance(reply, dict):
        return {}
    names = {_FIRST: "first_install", _ARRIVED: "last_arrival", _REMOVED: "last_removal"}
    return {number: _iso(reply.get(name)) for number, name in names.items()}


def _iso(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC) if at else None


# -- what outlives a clean-up of the device tree ----------------------------------------------------------------------


def _mounted(machine: Machine) -> list[_Trace]:
    """MountedDevices: which device had which drive letter, as UTF-16 in binary values."""
    values = machine.registry(_MOUNTED).values.values()
    texts = (data.decode("utf-16-le", "replace") for data in values if isinstance(data, bytes) and len(data) < 4096)
    return [device for text in texts for device in _named(text)]


def _portable(machine: Machine) -> list[_Trace]:
    return [device for name in machine.registry(_PORTABLE).subkeys for device in _named(name)]


def _named(text: str, at: datetime | None = None) -> Iterator[_Trace]:
    """USB storage that a text names by its device id."""
    for kind, instance in _STORAGE_ID.findall(text):
        yield _Trace(instance, _model(kind), at, at)


# -- the installation log -----------------------------------------------------------------------------------------


def _log(machine: Machine, sources: Ledger[str]) -> SetupLog | None:
    with sources.reading("setupapi.dev.log"):
        try:
            return setup_log(machine)
        except Absent as error:
            raise Unreadable(_CLEANED, _BY_HAND) from error
    return None


def _logged_storage(log: SetupLog) -> Iterator[_Trace]:
    for section in log.sections:
        at = None if section.removes else section.at
        yield from _named(section.device, at)
        numbers = _USB_ID.match(section.device)
        if numbers and _UAS_SERIAL.match(numbers[3]):
            yield _Trace(numbers[3], "", at, at)


def _logged_phones(log: SetupLog) -> Iterator[_Trace]:
    known = usb_devices()
    for section in log.sections:
        numbers = _USB_ID.match(section.device)
        if numbers and known.is_phone(numbers[1], numbers[2]):
            at = None if section.removes else section.at
            yield _Trace(numbers[3], "", at, at)


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


# -- putting together -------------------------------------------------------------------------------------------------


def _merged(traces: Iterable[_Trace]) -> tuple[UsbDevice, ...]:
    """One entry a device, whatever the number of its traces; newest first, those without a date last."""
    groups: dict[str, list[_Trace]] = {}
    for trace in traces:
        groups.setdefault(trace.identity, []).append(trace)
    devices = [_joined(group) for group in groups.values()]
    oldest = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(devices, key=lambda device: (device.last or oldest, device.model), reverse=True))


def _joined(group: list[_Trace]) -> UsbDevice:
    return UsbDevice(
        model=next((trace.model for trace in group if trace.model), ""),
        serial=_serial(group[0].instance),
        first=min((trace.first for trace in group if trace.first), default=None),
        last=max((trace.last for trace in group if trace.last), default=None),
    )
