r"""When Windows locks by itself: a machine limit, or a screen saver that asks for the password.

Two ways, and the quicker one counts:

- InactivityTimeoutSecs in HKLM\...\Policies\System ("Interactive logon: Machine inactivity limit"), 0 or absent: off;
- a screen saver that is chosen, active, secure and has a time. Policy values in
  HKCU\Software\Policies\Microsoft\Windows\Control Panel\Desktop win over HKCU\Control Panel\Desktop. ScreenSaveActive
  "1" alone means nothing: most profiles have it and no screen saver.

A display that goes off, or sleep, can lock too, at times that only the power scheme knows; that is not counted.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.facts.workstation.screen_lock import ScreenLock
from checker.machine import refusals
from checker.machine.answers import RegistryData, RegistryKey
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Unit
from checker.model.fact import Origin, Setting
from checker.model.target import Platform
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe

_SYSTEM = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System"
_POLICY = r"HKCU\Software\Policies\Microsoft\Windows\Control Panel\Desktop"
_OWN = r"HKCU\Control Panel\Desktop"


@probe(ScreenLock, Platform.WINDOWS)
def screen_lock(machine: Machine) -> ScreenLock:
    limit = _inactivity(machine)
    policy, own = _key(machine, _POLICY), _own(machine)
    ordered = _seconds(policy.value("ScreenSaveTimeOut"))
    saver = _saver(machine, policy, own)
    ways = []
    if limit:
        ways.append(Setting(limit, Origin.POLICY))
    if saver is not None:
        ways.append(Setting(saver, Origin.POLICY if ordered is not None else Origin.SET))
    orders = [seconds for seconds in (limit, ordered) if seconds]
    quickest: Setting[int | None] = Setting(None, Origin.SET)
    if ways:
        best = min(ways, key=lambda way: way.value)
        quickest = Setting(best.value, best.origin)
    return ScreenLock(quickest, min(orders, default=None), "windows", coverage=Coverage.whole(Unit.SETTINGS))


def _inactivity(machine: Machine) -> int | None:
    value = _key(machine, _SYSTEM).value("InactivityTimeoutSecs")
    if value is None:
        return None
    if not isinstance(value, int):
        raise refusals.malformed("InactivityTimeoutSecs")
    return value or None


def _saver(machine: Machine, policy: RegistryKey, own: RegistryKey) -> int | None:
    """Seconds until a screen saver asks for the password; None: it never does."""
    if not _both(policy, own, "SCRNSAVE.EXE"):
        return None  # none is chosen, so none runs
    active, secure, seconds = _effective(machine, policy, own)
    return seconds if active and secure and seconds else None


def _effective(machine: Machine, policy: RegistryKey, own: RegistryKey) -> tuple[bool, bool, int | None]:
    """What SystemParametersInfo says is in force; where it says nothing, what the registry says, policy first."""
    try:
        told = machine.win32("screen_saver")
    except Unreadable:
        told = None
    if isinstance(told, Mapping):
        active, secure, seconds = told.get("active"), told.get("secure"), told.get("timeout")
        if isinstance(active, bool) and isinstance(secure, bool) and isinstance(seconds, int):
            return active, secure, seconds
        raise refusals.malformed("screen_saver")
    return (
        str(_both(policy, own, "ScreenSaveActive") or "0").strip() == "1",
        str(_both(policy, own, "ScreenSaverIsSecure") or "0").strip() == "1",
        _seconds(_both(policy, own, "ScreenSaveTimeOut")),
    )


def _both(policy: RegistryKey, own: RegistryKey, name: str) -> RegistryData | None:
    value = policy.value(name)
    return own.value(name) if value is None else value


def _seconds(value: RegistryData | None) -> int | None:
    """The values are strings of digits."""
    if value is None:
        return None
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise refusals.malformed("ScreenSaveTimeOut")
    return int(text)


def _key(machine: Machine, key: str) -> RegistryKey:
    try:
        return machine.registry(key)
    except Absent:
        return RegistryKey()


def _own(machine: Machine) -> RegistryKey:
    """The person's own settings. ScreenSaveActive is in every real profile: without it nothing follows from absence."""
    try:
        own = machine.registry(_OWN)
    except Absent as error:
        raise Unreadable(error.reason, error.how) from error
    if own.value("ScreenSaveActive") is None:
        raise refusals.malformed(_OWN)
    return own
