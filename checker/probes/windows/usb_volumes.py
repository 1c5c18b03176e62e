r"""Names of volumes, and who saw them, by the last part of a device's id (``AB12CD34&0``), in small letters.

``Windows Portable Devices\Devices`` has a key for each volume that Explorer showed, called by the device's id, with the
volume's name as FriendlyName (a drive letter where it has none). ``MountPoints2`` of a person has the id of each volume
that they saw, and ``MountedDevices`` which device that was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from checker.machine.answers import RegistryData
from checker.machine.machine import Machine
from checker.model.unreadable import Unreadable
from checker.probes.windows.hives import Hive, hives

_PORTABLE = r"HKLM\SOFTWARE\Microsoft\Windows Portable Devices\Devices"
_MOUNTED = r"HKLM\SYSTEM\MountedDevices"
_OWN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2"
_DEVICE = re.compile(r"USBSTOR[\\#][^\\#]{1,200}[\\#]([^\\#{]{1,200})", re.IGNORECASE)
_VOLUME = re.compile(r"\\\?\?\\Volume(\{[0-9a-f-]{36}\})", re.IGNORECASE)
_LETTER = re.compile(r"[A-Z]:\\?")


@dataclass(frozen=True, slots=True)
class Volumes:
    """Both by the last part of a device's id, in small letters."""

    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)


NO_VOLUMES = Volumes()


def volumes(machine: Machine) -> Volumes:
    """As far as anything tells: what is missing here takes no device away."""
    return Volumes(_names(machine), _people(machine))


def _names(machine: Machine) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    try:
        for key in machine.registry(_PORTABLE).subkeys:
            name = machine.registry(rf"{_PORTABLE}\{key}").value("FriendlyName")
            if (match := _DEVICE.search(key)) and isinstance(name, str) and not _LETTER.fullmatch(name):
                instance = match[1].lower()
                found[instance] = (*found.get(instance, ()), name)
    except Unreadable:
        return found
    return found


def _people(machine: Machine) -> dict[str, tuple[str, ...]]:
    """Of those alone whose registry is at hand."""
    found: dict[str, tuple[str, ...]] = {}
    try:
        values = machine.registry(_MOUNTED).values
    except Unreadable:
        return found
    for hive in hives(machine)[0]:
        name = hive.name or getattr(machine.host.person, "name", "")
        for instance in _of_one(machine, hive, values) if name else ():
            found[instance] = (*found.get(instance, ()), name)
    return found


def _of_one(machine: Machine, hive: Hive, volumes: Mapping[str, RegistryData]) -> Iterator[str]:
    try:
        seen = {key.lower() for key in machine.registry(hive.of(_OWN)).subkeys}
    except Unreadable:
        return
    for name, data in volumes.items():
        volume = _VOLUME.fullmatch(name)
        if volume is None or volume[1].lower() not in seen or not isinstance(data, bytes):
            continue
        if match := _DEVICE.search(data.decode("utf-16-le", "replace")):
            yield match[1].lower()
