"""Which media are attached, mounted or not.

On Linux by the bus in sysfs: `removable` is 0 for USB disks. On Windows by Win32_DiskDrive.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from checker.machine.attached import Attached
from checker.machine.machine import Machine
from checker.model.target import Platform
from checker.model.unreadable import Absent, Unreadable

_SECTOR = 512  # sysfs counts in these whatever the device does
_LAYERS = re.compile(r"^(?:loop|ram|zram|dm-|md|sr|fd|nbd)\d*")
_BUSES = (("/usb", "usb"), ("/mmc", "card"), ("/nvme", "nvme"), ("/ata", "ata"), ("/virtio", "virtual"))


def attached(machine: Machine) -> tuple[Attached, ...]:
    """Every medium of this computer, those in use too.

    Raises:
        Unreadable: the system would not list them.
    """
    if machine.host.platform is Platform.WINDOWS:
        return _windows(machine)
    return _linux(machine)


def one(machine: Machine, path: str) -> Attached | None:
    """What the system says of the medium at a path, by whatever name, or of the disk that a partition is a part of;
    None for an image file. Of a partition's size nothing is said, and it is in use where it is mounted itself.
    """
    try:
        media = attached(machine)
    except Unreadable:
        return None
    path = _resolved(machine, path)
    for medium in media:
        if medium.path.lower() == path.lower():
            return medium
        name = medium.path.rpartition("/")[2]
        part = re.match(rf"^/dev/{re.escape(name)}p?(\d+)$", path)
        if part is not None:
            mounted = _mounted(machine, path.removeprefix("/dev/"))
            return replace(medium, path=path, size=0, mounted=mounted, part=int(part.group(1)))
    return None


def _resolved(machine: Machine, path: str) -> str:
    r"""Where a link like /dev/disk/by-id/... leads; ``\\?\PhysicalDrive1`` is ``\\.\PhysicalDrive1``."""
    if machine.host.platform is Platform.WINDOWS:
        return re.sub(r"^\\\\\?\\", r"\\\\.\\", path)
    if not path.startswith("/dev/"):
        return path
    try:
        return machine.target_of(path)
    except Unreadable:
        return path


def _linux(machine: Machine) -> tuple[Attached, ...]:
    found: list[Attached] = []
    for entry in machine.list("/sys/block"):
        if _LAYERS.match(entry.name):
            continue
        try:
            found.append(_linux_one(machine, entry.name))
        except Absent:
            continue  # pulled out meanwhile
    return tuple(found)


def _linux_one(machine: Machine, name: str) -> Attached:
    folder = f"/sys/block/{name}"
    where = machine.target_of(folder)
    bus = next((label for part, label in _BUSES if part in where), "other")
    rotational = _line(machine, f"{folder}/queue/rotational")
    protected = _line(machine, f"{folder}/ro")
    words = (_line(machine, f"{folder}/device/{part}") for part in ("vendor", "model", "name"))
    return Attached(
        path=f"/dev/{name.replace('!', '/')}",
        name=" ".join(word for word in words if word) or name,
        size=int(_line(machine, f"{folder}/size") or "0") * _SECTOR,
        bus=bus,
        external=bus in ("usb", "card"),
        # A stick behind a USB bridge often calls itself rotating: only a plain no is believed.
        flash=True if bus in ("card", "nvme") or rotational == "0" else None if bus == "usb" else False,
        read_only=protected == "1" if protected else None,
        mounted=_mounted(machine, name),
        serials=_serials(machine, folder, where),
        session=_session(machine, folder),
    )


def _serials(machine: Machine, folder: str, where: str) -> tuple[str, ...]:
    """The disk's own first, as far as it says one (a card by its CID, SCSI by page 0x80), then the USB device's."""
    found = [_line(machine, f"{folder}/{part}") for part in ("serial", "device/cid", "device/serial")]
    with suppress(Unreadable):
        page = machine.read(f"{folder}/device/vpd_pg80", 256)
        found.append(page[4:].decode("ascii", "replace").strip("\0 "))
    usb = _usb_device(machine, where)
    if usb:
        found.append(_line(machine, f"{usb}/serial"))
    return tuple(dict.fromkeys(word for word in found if word))


def _usb_device(machine: Machine, where: str) -> str:
    """The folder of the USB device that a disk is, or hangs on; empty where it is none."""
    above = where
    while "/usb" in above:
        if _line(machine, f"{above}/idVendor"):
            return above
        above = above.rpartition("/")[0]
    return ""


def _session(machine: Machine, folder: str) -> str:
    """Linux numbers each plugging in and each change of a card (diskseq, since 5.15), anew at each start."""
    number, start = _line(machine, f"{folder}/diskseq"), _line(machine, "/proc/sys/kernel/random/boot_id")
    return f"{start}:{number}" if number and start else ""


def _line(machine: Machine, path: str) -> str:
    try:
        return machine.text(path, 4096).strip()
    except Unreadable:
        return ""


def _mounted(machine: Machine, name: str) -> tuple[str, ...] | None:
    """Where a disk or one of its partitions is in use: mounted, swapped to, below a layer (LVM, RAID, encryption)."""
    part = re.compile(rf"^/dev/{re.escape(name)}(?:p?\d+)?$")
    try:
        used = {mount.point for mount in machine.mounts() if part.match(mount.device)}
        swaps = _lines_of(machine, "/proc/swaps")
        used |= {"swap" for line in swaps if part.match(line.partition(" ")[0].partition("\t")[0])}
        return tuple(sorted(used | _layers(machine, name)))
    except Unreadable:
        return None


def _lines_of(machine: Machine, path: str) -> list[str]:
    try:
        return machine.text(path, 1 << 16).splitlines()
    except Absent:
        return []


def _layers(machine: Machine, name: str) -> set[str]:
    """What lies on top of a disk or partition, and of each partition of a disk."""
    folder = f"/sys/class/block/{name}"
    return {f"/dev/{holder}" for holder in _names(machine, f"{folder}/holders")} | {
        f"/dev/{holder}"
        for inner in _names(machine, folder)
        if re.match(rf"^{re.escape(name)}p?\d+$", inner)
        for holder in _names(machine, f"{folder}/{inner}/holders")
    }


def _names(machine: Machine, path: str) -> list[str]:
    try:
        return [entry.name for entry in machine.list(path)]
    except Absent:
        return []


_DRIVE = ("DeviceID", "Model", "Size", "InterfaceType", "MediaType", "PNPDeviceID", "Index", "SerialNumber")


def _windows(machine: Machine) -> tuple[Attached, ...]:
    letters = _letters(machine)
    drives = machine.wmi(r"root\cimv2", "Win32_DiskDrive", _DRIVE)
    return tuple(_windows_one(drive, letters) for drive in drives if drive.get("DeviceID"))


def _windows_one(drive: Mapping[str, object], letters: Mapping[int, tuple[str, ...]] | None) -> Attached:
    interface = str(drive.get("InterfaceType") or "").upper()
    place = str(drive.get("PNPDeviceID") or "").upper()
    if interface == "USB" or place.startswith(("USB", "UASP")):
        bus = "usb"
    elif place.startswith(("SD\\", "SDSTOR", "PCISTOR")):
        bus = "card"
    else:
        bus = "nvme" if "NVME" in place else "ata" if interface in ("IDE", "SCSI") else "other"
    index = drive.get("Index")
    return Attached(
        # Wine writes the DeviceID with every backslash twice.
        path=rf"\\.\PHYSICALDRIVE{index}" if isinstance(index, int) else str(drive["DeviceID"]),
        name=str(drive.get("Model") or drive["DeviceID"]),
        size=int(str(drive.get("Size") or "0")),
        bus=bus,
        external=bus in ("usb", "card") or "REMOVABLE" in str(drive.get("MediaType") or "").upper(),
        flash=True if bus in ("card", "nvme") else None,
        read_only=None,
        mounted=None if letters is None or not isinstance(index, int) else letters.get(index, ()),
        serials=(serial,) if (serial := str(drive.get("SerialNumber") or "").strip()) else (),
    )


_PART = re.compile(r'Disk #(\d+), Partition #\d+.*?LogicalDisk\.DeviceID="([A-Z]:)"', re.S)


def _letters(machine: Machine) -> Mapping[int, tuple[str, ...]] | None:
    """Drive letters by drive number; None where Windows would not say."""
    try:
        rows = machine.wmi(r"root\cimv2", "Win32_LogicalDiskToPartition", ("Antecedent", "Dependent"))
    except Unreadable:
        return None
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        match = _PART.search(f"{row.get('Antecedent')} {row.get('Dependent')}")
        if match:
            index = int(match.group(1))
            found[index] = (*found.get(index, ()), match.group(2))
    return found
