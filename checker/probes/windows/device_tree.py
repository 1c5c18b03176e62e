r"""Windows' tree of devices (Enum): what is, and was, connected, with the dates that Plug and Play keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from checker.facts.workstation.usb import Peripheral, UsbDevice, plain_serial
from checker.machine.answers import RegistryData, RegistryKey
from checker.machine.machine import Machine
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.windows.usb_volumes import NO_VOLUMES, Volumes

ENUM = r"HKLM\SYSTEM\CurrentControlSet\Enum"
NO_CONTAINER = "{00000000-0000-0000-ffff-ffffffffffff}"  # DEVPKEY_Device_ContainerId of what is built in

# Device properties, devpkey.h: DEVPKEY_Device_* of this group. 0x66 and 0x67 exist since Windows 8.
_PROPERTIES = "{83da6326-97a6-4088-9453-a1923f573b29}"
_INSTALLED, _FIRST, _ARRIVED, _REMOVED = 0x64, 0x65, 0x66, 0x67
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

USB_ID = re.compile(r"USB\\VID_([0-9A-F]{4})&PID_([0-9A-F]{4})[^\\]*\\([^\\]{1,200})", re.IGNORECASE)
_MODEL = re.compile(r"(?:Ven|Prod)_([^&]*)", re.IGNORECASE)
UAS_SERIAL = re.compile(r"MSFT[23]0", re.IGNORECASE)  # uaspstor.sys puts this before the device's own serial number

BY_HAND = Text("请信息中心查看这台电脑的设备安装日志", "Have IT look at this computer's device installation log")


@dataclass(frozen=True, slots=True)
class Node:
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
class Trace:
    """A device as one source tells it. `instance`: the last part of its device id, the same in every source."""

    instance: str
    model: str
    first: datetime | None = None
    last: datetime | None = None
    kind: Peripheral | None = None

    @property
    def identity(self) -> str:
        serial = serial_of(self.instance)
        return plain_serial(serial) if serial else self.instance.lower()


def nodes(machine: Machine, bus: str) -> Iterator[Node]:
    """All device instances of a bus.

    Raises:
        Absent: no device of that bus was ever here. Unreadable: the tree may not be read.
    """
    for kind in machine.registry(rf"{ENUM}\{bus}").subkeys:
        for instance in machine.registry(rf"{ENUM}\{bus}\{kind}").subkeys:
            place = rf"{bus}\{kind}\{instance}"
            yield Node(place, machine.registry(rf"{ENUM}\{place}"))


def usb_nodes(machine: Machine) -> list[Node]:
    try:
        return list(nodes(machine, "USB"))
    except Absent as error:
        # Every Windows has at least its root hubs here.
        raise Unreadable(
            Text(
                "系统里没有 USB 设备记录，不像正常的 Windows",
                "There is no record of USB devices, not even of the built-in ports",
            ),
            BY_HAND,
        ) from error


def bulk_only(machine: Machine) -> list[Trace]:
    """Enum\\USBSTOR: sticks, older disks, optical drives. No key: none was connected, or it was cleaned up."""
    try:
        return [
            trace_of(machine, node, model_of(kind), Peripheral.OPTICAL if kind.lower().startswith("cdrom&") else None)
            for node in nodes(machine, "USBSTOR")
            for kind in (node.id.split("\\")[1],)
        ]
    except Absent:
        return []


def attached_scsi(machine: Machine, usb: list[Node]) -> list[Trace]:
    """UAS disks: the USB node has the serial number and the dates, the SCSI node of its container the name."""
    names: dict[str, str] = {}
    try:
        for node in nodes(machine, "SCSI"):
            kind = node.id.split("\\")[1]
            if kind.lower().startswith(("disk&", "cdrom&")):
                names.setdefault(node.text("ContainerID").lower(), model_of(kind))
    except Absent:
        pass
    names.pop(NO_CONTAINER, None)
    devices = []
    for node in usb:
        if node.text("Service").lower() == "uaspstor":
            name = names.get(node.text("ContainerID").lower(), "")
            devices.append(trace_of(machine, node, name or described(node)))
    return devices


def trace_of(machine: Machine, node: Node, model: str, kind: Peripheral | None = None) -> Trace:
    return Trace(node.instance, model, *_dates(machine, node.id), kind)


def described(node: Node) -> str:
    """FriendlyName or DeviceDesc, without the reference to a driver file that comes before the last semicolon."""
    return (node.text("FriendlyName") or node.text("DeviceDesc")).rpartition(";")[2]


def model_of(kind: str) -> str:
    """``Disk&Ven_SanDisk&Prod_Cruzer&Rev_1.20`` -> ``SanDisk Cruzer``."""
    return " ".join(" ".join(_MODEL.findall(kind)).replace("_", " ").split())


def serial_of(instance: str) -> str | None:
    """The device's own serial number out of the last part of its id; None where Windows made one up.

    An id with "&" as its second character was made up (from the port, so it changes with it). A real serial number is
    followed by "&" and the number of the logical unit.
    """
    if instance[1:2] == "&":
        return None
    serial = re.sub(r"&\d+$", "", instance)
    return UAS_SERIAL.sub("", serial, count=1) if UAS_SERIAL.match(serial) else serial or None


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
    folder = rf"{ENUM}\{place}\Properties\{_PROPERTIES}"
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


def merged(traces: Iterable[Trace], volumes: Volumes = NO_VOLUMES) -> tuple[UsbDevice, ...]:
    """One entry a device, whatever the number of its traces; newest first, those without a date last."""
    groups: dict[str, list[Trace]] = {}
    for trace in traces:
        groups.setdefault(trace.identity, []).append(trace)
    devices = [_joined(group, volumes) for group in groups.values()]
    oldest = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(devices, key=lambda device: (device.last or oldest, device.model), reverse=True))


def _joined(group: list[Trace], volumes: Volumes) -> UsbDevice:
    instances = {trace.instance.lower() for trace in group}
    return UsbDevice(
        model=next((trace.model for trace in group if trace.model), ""),
        serial=serial_of(group[0].instance),
        first=min((trace.first for trace in group if trace.first), default=None),
        last=max((trace.last for trace in group if trace.last), default=None),
        kind=next((trace.kind for trace in group if trace.kind), None),
        volumes=tuple(name for instance in instances for name in volumes.names.get(instance, ())),
        people=tuple(name for instance in instances for name in volumes.people.get(instance, ())),
    )
