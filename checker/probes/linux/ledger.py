"""Who this computer is and which disks it has, on Linux."""

from __future__ import annotations

import re
from datetime import date

from checker.facts.workstation.ledger import ComputerIdentity, Disk, Disks, disks_covered
from checker.knowledge.hardware import hardware
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux.sysfs import attribute, usb_port

_DMI = "/sys/class/dmi/id"
_SECTOR = 512  # bytes; /sys counts in these whatever the disk's own sector size
_NOT_DISKS = re.compile(r"(?:loop|ram|zram|sr|fd|dm-|md|nbd|zd)\d+")
# Left by the installers of the Debian family; and by mkfs, which makes it once.
_FIRST_YEAR = 2000  # before that, the clock was wrong or the image was made without one
_MADE_AT_INSTALLATION = ("/var/log/installer", "/lost+found")


@probe(ComputerIdentity, Platform.LINUX)
def computer_identity(machine: Machine) -> ComputerIdentity:
    """SMBIOS fields by way of the kernel. The serial number has mode 0400: without root it is a gap.

    A virtual machine or a board without SMBIOS has no such folder; then only the name and the day are known.
    """
    sources = Ledger[str](Unit.SOURCES)
    fields: dict[str, str | None] = dict.fromkeys(("sys_vendor", "product_name", "product_serial", "chassis_asset_tag"))
    for name in fields:
        with sources.reading(name):
            fields[name] = hardware().filled(machine.text(f"{_DMI}/{name}", 1 << 12))
    return ComputerIdentity(
        name=machine.host.name,
        maker=fields["sys_vendor"],
        model=fields["product_name"],
        serial=fields["product_serial"],
        asset_tag=fields["chassis_asset_tag"],
        installed=_installed(machine),
        coverage=sources.coverage,
    )


def _installed(machine: Machine) -> date | None:
    for path in _MADE_AT_INSTALLATION:
        try:
            day = machine.stat(path).when.date()
        except Unreadable:
            continue
        if day.year >= _FIRST_YEAR:
            return day
    return None


@probe(Disks, Platform.LINUX)
def disks(machine: Machine) -> Disks:
    """Block devices that are neither virtual nor on a USB port nor an SD card."""
    found = []
    for entry in machine.list("/sys/block"):
        if _NOT_DISKS.fullmatch(entry.name):
            continue
        try:
            disk = _disk(machine, entry.name)
        except Absent:
            continue
        if disk is not None:
            found.append(disk)
    if not found:
        raise Unreadable(
            Text("系统没有列出内置硬盘", "The system lists no built-in disk"),
            Text("请信息中心查看这台电脑", "Have IT look at this computer"),
        )
    return Disks(tuple(found), _hibernation(machine), _swap(machine), coverage=disks_covered(found))


def _disk(machine: Machine, name: str) -> Disk | None:
    block = f"/sys/block/{name}"
    place = machine.target_of(block)
    card = name.startswith("mmcblk") and attribute(machine, f"{block}/device/type") == "SD"
    if "/virtual/" in place or usb_port(place) or card:
        return None
    sectors = attribute(machine, f"{block}/size")
    words = [attribute(machine, f"{block}/device/{word}") for word in ("vendor", "model", "name")]
    model = " ".join(word for word in words if word and word != "ATA" and not word.startswith("0x"))
    size = int(sectors) * _SECTOR if sectors.isdecimal() else 0
    return Disk(model, _serial(machine, block), size)


def _serial(machine: Machine, block: str) -> str | None:
    """NVMe and eMMC give it beside the device, virtio with the disk; of SATA disks udev keeps it in its database."""
    for path in (f"{block}/device/serial", f"{block}/serial"):
        serial = attribute(machine, path)
        if serial:
            return serial
    number = attribute(machine, f"{block}/dev")
    try:
        known = machine.text(f"/run/udev/data/b{number}", 1 << 16)
    except Unreadable:
        return None
    match = re.search(r"(?m)^E:ID_SERIAL_SHORT=(.+)$", known)
    return match[1].strip() if match else None


def _hibernation(machine: Machine) -> bool | None:
    """Whether the kernel has a place to write the memory to: /sys/power/resume is 0:0 where it has none."""
    try:
        return machine.text("/sys/power/resume", 1 << 12).strip() not in ("0:0", "")
    except Absent:
        return False  # a kernel built without hibernation
    except Unreadable:
        return None


def _swap(machine: Machine) -> bool | None:
    """Swap on a disk; compressed memory (zram) is none."""
    try:
        lines = machine.text("/proc/swaps", 1 << 16).splitlines()[1:]
    except Unreadable:
        return None
    return any(line.strip() and not line.startswith("/dev/zram") for line in lines)
