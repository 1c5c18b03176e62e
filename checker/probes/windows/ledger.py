"""Who this computer is and which disks it has, on Windows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from checker.facts.workstation.ledger import ComputerIdentity, Disk, Disks, disks_covered
from checker.knowledge.hardware import hardware
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from checker.probes.base import probe

_BIOS = r"HKLM\HARDWARE\DESCRIPTION\System\BIOS"
_VERSION = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_POWER = r"HKLM\SYSTEM\CurrentControlSet\Control\Power"
_MEMORY = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management"
_CIM = r"root\CIMV2"
_STORAGE = r"root\Microsoft\Windows\Storage"
_BUS_USB, _BUS_SD, _BUS_VIRTUAL, _BUS_FILE = 7, 12, 14, 15  # MSFT_Disk.BusType: not built in


@probe(ComputerIdentity, Platform.WINDOWS)
def computer_identity(machine: Machine) -> ComputerIdentity:
    """SMBIOS fields from the registry and WMI; none needs an administrator.

    InstallDate is that of the running version: a feature update sets it anew.
    """
    sources = Ledger[str](Unit.SOURCES)
    maker = model = serial = tag = None
    with sources.reading("BIOS"):
        bios = machine.registry(_BIOS)
        maker, model = (_filled(bios.value(name)) for name in ("SystemManufacturer", "SystemProductName"))
    with sources.reading("Win32_BIOS"):
        serial = _filled(_first(machine, "Win32_BIOS", "SerialNumber"))
    with sources.reading("Win32_SystemEnclosure"):
        tag = _filled(_first(machine, "Win32_SystemEnclosure", "SMBIOSAssetTag"))
    installed = None
    with sources.reading("InstallDate"):
        installed = _day(machine.registry(_VERSION).value("InstallDate"))
    return ComputerIdentity(machine.host.name, maker, model, serial, tag, installed, coverage=sources.coverage)


@probe(Disks, Platform.WINDOWS)
def disks(machine: Machine) -> Disks:
    """Disks that are neither on USB nor SD nor a file, from MSFT_Disk, else from Win32_DiskDrive.

    The latter cannot tell USB disks with UAS from built-in ones, and lists them too.
    """
    try:
        found = _storage_disks(machine)
    except Unreadable:
        found = _drives(machine)
    return Disks(found, _hibernation(machine), _swap(machine), coverage=disks_covered(found))


def _storage_disks(machine: Machine) -> tuple[Disk, ...]:
    rows = machine.wmi(_STORAGE, "MSFT_Disk", ("FriendlyName", "SerialNumber", "BusType", "Size"))
    if not rows:
        raise refusals.malformed("MSFT_Disk")
    outside = (_BUS_USB, _BUS_SD, _BUS_VIRTUAL, _BUS_FILE)
    return tuple(_disk(row, "FriendlyName") for row in rows if row.get("BusType") not in outside)


def _drives(machine: Machine) -> tuple[Disk, ...]:
    rows = machine.wmi(_CIM, "Win32_DiskDrive", ("Model", "SerialNumber", "Size", "InterfaceType"))
    if not rows:
        raise refusals.malformed("Win32_DiskDrive")
    return tuple(_disk(row, "Model") for row in rows if row.get("InterfaceType") != "USB")


def _disk(row: Mapping[str, Any], name: str) -> Disk:
    return Disk(_filled(row.get(name)) or "", _filled(row.get("SerialNumber")), _number(row.get("Size")))


def _number(value: object) -> int:
    """WMI gives 64-bit numbers as text."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 20:
        return int(value)
    return value if isinstance(value, int) else 0


def _first(machine: Machine, classname: str, name: str) -> object:
    rows = machine.wmi(_CIM, classname, (name,))
    if not rows:  # every computer has one
        raise refusals.malformed(classname)
    return rows[0].get(name)


def _filled(value: object) -> str | None:
    return hardware().filled(value) if isinstance(value, str) else None


def _day(value: object) -> date | None:
    try:
        return datetime.fromtimestamp(value, UTC).date() if isinstance(value, int) and value > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _hibernation(machine: Machine) -> bool | None:
    """HibernateEnabled, and where nobody ever set it, HibernateEnabledDefault beside it."""
    try:
        power = machine.registry(_POWER)
    except Unreadable:
        return None
    value = power.value("HibernateEnabled")
    value = power.value("HibernateEnabledDefault") if value is None else value
    return bool(value) if isinstance(value, int) else None


def _swap(machine: Machine) -> bool | None:
    try:
        files = machine.registry(_MEMORY).value("PagingFiles")
    except Unreadable:
        return None
    return any(file.strip() for file in files) if isinstance(files, tuple) else None
