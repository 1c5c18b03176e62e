"""What Windows does by itself when a medium is plugged in."""

from __future__ import annotations

from checker.facts.workstation.autorun import Autorun
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Unit
from checker.model.fact import Origin, Setting
from checker.model.target import Platform
from checker.model.unreadable import Absent
from checker.probes.base import probe
from checker.probes.windows.hives import Hive, hives

_POLICIES = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer"
_CHOICE = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\AutoplayHandlers"
_MACHINE = rf"HKLM\{_POLICIES}"
_WHOLE = Coverage.whole(Unit.SETTINGS, 2)
_REMOVABLE, _OPTICAL, _ALL = 0x04, 0x20, 0xFF  # bits of NoDriveTypeAutoRun: 1 << GetDriveType
_OURS = _REMOVABLE | _OPTICAL
# NoDriveTypeAutoRun where nobody set it, on every Windows since Vista: unknown drives and network drives alone
# (Microsoft, KB967715). AutoPlay then asks for USB sticks and runs what discs bring along.
_DEFAULT_MASK = 0x91


@probe(Autorun, Platform.WINDOWS)
def autorun(machine: Machine) -> Autorun:
    """The mask of HKLM makes Windows ignore the one of HKCU (Microsoft, "NoDriveTypeAutoRun").

    Two switches turn it off for every kind of medium, whatever the mask says: the policy NoAutorun = 1 (do not execute
    any autorun commands), and the person's own on the Settings page, DisableAutoplay = 1.
    """
    if _number(machine, _MACHINE, "NoAutorun") == 1:
        return _said(_ALL, Origin.POLICY, _WHOLE)
    mask = _number(machine, _MACHINE, "NoDriveTypeAutoRun")
    if mask is not None and mask & _OURS == _OURS:
        return _said(mask, Origin.POLICY, _WHOLE)
    own, people = hives(machine)
    each = [_of_one(machine, hive, mask) for hive in own]
    mask, origin = min(each, key=lambda one: (one[0] & _OURS).bit_count())  # whom it protects least
    return _said(mask, origin, _WHOLE + people.coverage)


def _of_one(machine: Machine, hive: Hive, ordered: int | None) -> tuple[int, Origin]:
    """What holds while this person is signed in; `ordered`: the computer's own mask, which wins over theirs."""
    policies = hive.of(rf"HKCU\{_POLICIES}")
    if _number(machine, policies, "NoAutorun") == 1:
        return _ALL, Origin.POLICY
    mask = ordered if ordered is not None else _number(machine, policies, "NoDriveTypeAutoRun")
    if mask is not None and mask & _OURS == _OURS:
        return mask, Origin.POLICY
    if _number(machine, hive.of(_CHOICE), "DisableAutoplay") == 1:
        return _ALL, Origin.SET
    return (_DEFAULT_MASK, Origin.DEFAULT) if mask is None else (mask, Origin.POLICY)


def _said(mask: int, origin: Origin, coverage: Coverage) -> Autorun:
    removable, optical = Setting(not mask & _REMOVABLE, origin), Setting(not mask & _OPTICAL, origin)
    return Autorun(removable, optical, coverage=coverage)


def _number(machine: Machine, key: str, name: str) -> int | None:
    """A number; some tools write the mask as REG_BINARY, little-endian."""
    try:
        value = machine.registry(key).value(name)
    except Absent:
        return None
    if isinstance(value, bytes) and 1 <= len(value) <= 4:
        return int.from_bytes(value, "little")
    if value is None or isinstance(value, int):
        return value
    raise refusals.malformed(name)
