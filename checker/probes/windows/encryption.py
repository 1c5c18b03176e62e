"""Disk encryption on Windows: BitLocker on the built-in volumes of a portable computer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import translate

from checker.facts.workstation.encryption import DiskEncryption, Encryption, Volume
from checker.knowledge.encryption import encryption_products
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.windows.chassis import portable

_SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
# Win32_EncryptableVolume: GetProtectionStatus 0 off, 1 on, 2 unknown; GetConversionStatus 1 fully encrypted.
_OFF, _ON, _FULLY = 0, 1, 1
_LETTER = re.compile(r"[A-Z]:")
# System.Volume.BitLockerProtection: 1 on, 2 off.
_SHELL = {1: Encryption.ENCRYPTED, 2: Encryption.PLAIN}


@probe(DiskEncryption, Platform.WINDOWS)
def disk_encryption(machine: Machine) -> DiskEncryption:
    if not portable(machine):
        return DiskEncryption(portable=False, coverage=Coverage.whole(Unit.DEVICES))
    told = _told_by_wmi(machine)
    fixed = {mount.device for mount in machine.mounts() if "fixed" in mount.options}
    letters = Ledger(Unit.VOLUMES, _letters(machine, fixed))
    volumes = []
    for letter in letters:
        with letters.reading(letter):
            volumes.append(Volume(letter, _encryption(machine, letter, told)))
    for device in sorted(device for device in fixed if not _LETTER.match(device.upper())):
        letters.left(device, Cause.NOT_UNDERSTOOD)  # a volume without a letter, mounted in a folder
    coverage = letters.some_or_raise()
    others = () if all(volume.encryption is Encryption.ENCRYPTED for volume in volumes) else _others(machine)
    return DiskEncryption(True, tuple(volumes), others, coverage=coverage)


def _letters(machine: Machine, fixed: set[str]) -> tuple[str, ...]:
    """Drive letters of built-in disks. Windows itself always lies on one."""
    letters = {device[:2].upper() for device in fixed if _LETTER.match(device.upper())}
    found = tuple(sorted(letters - _outside(machine)))
    if not found:
        raise Unreadable(Text("没有找到固定磁盘", "No built-in disk was found"))
    return found


def _outside(machine: Machine) -> set[str]:
    """USB hard disks call themselves fixed, too. Where this is not told they are judged like built-in ones."""
    try:
        drives = machine.win32("removable_drives")
    except Unreadable:
        return set()
    if not isinstance(drives, list | tuple):
        return set()
    return {str(drive.get("letter"))[:2].upper() for drive in drives if isinstance(drive, Mapping)}


def _told_by_wmi(machine: Machine) -> Mapping[str, Encryption]:
    """By drive letter, where we are administrator; volumes that WMI itself does not know are left out."""
    try:
        rows = machine.win32("encryptable_volumes")
    except Unreadable:
        return {}
    if not isinstance(rows, list | tuple):
        return {}
    found = {}
    for row in rows:
        if not isinstance(row, Mapping) or not isinstance(row.get("letter"), str):
            continue
        if row.get("protection") == _ON:
            found[row["letter"][:2].upper()] = Encryption.ENCRYPTED
        elif row.get("protection") == _OFF:
            suspended = row.get("conversion") == _FULLY
            found[row["letter"][:2].upper()] = Encryption.SUSPENDED if suspended else Encryption.PLAIN
    return found


def _encryption(machine: Machine, letter: str, told: Mapping[str, Encryption]) -> Encryption:
    if letter in told:
        return told[letter]
    try:
        state = machine.win32("bitlocker_state", letter)
    except Absent as error:
        raise Unreadable(error.reason, error.how) from error
    if isinstance(state, bool) or state not in _SHELL:
        reason = Text(
            "Windows 没有明确说明 {letter} 盘是否加密", "Windows does not say clearly whether {letter} is encrypted"
        )
        raise Unreadable(reason.filled(letter=letter), refusals.AS_ADMIN)
    return _SHELL[state]


def _others(machine: Machine) -> tuple[Text, ...]:
    """Products that encrypt in their own way, by their services and drivers."""
    try:
        names = [name.lower() for name in machine.registry(_SERVICES).subkeys]
    except Unreadable:
        return ()  # what it would add is a question instead of a failure; without it the failure stands
    found = []
    for product in encryption_products().product:
        fits = re.compile("|".join(translate(pattern.lower()) for pattern in product.services))
        if any(fits.match(name) for name in names):
            found.append(product.name)
    return tuple(found)
