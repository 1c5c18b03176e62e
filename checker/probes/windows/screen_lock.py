r"""When Windows locks by itself: a machine limit, or a screen saver that asks for the password.

Two ways, and the quicker one counts:

- InactivityTimeoutSecs in HKLM\...\Policies\System ("Interactive logon: Machine inactivity limit"), 0 or absent: off;
- a screen saver that is chosen and there, active, secure and has a time. Policy values in
  HKCU\Software\Policies\Microsoft\Windows\Control Panel\Desktop win over HKCU\Control Panel\Desktop. ScreenSaveActive
  "1" alone means nothing: most profiles have it and no screen saver.

A display that goes off, or sleep, can lock too, at times that only the power scheme knows; that is not counted. Whether
waking asks for the password says the power plan in force, CONSOLELOCK (winnt.h, GUID_LOCK_CONSOLE_ON_WAKE): 1 or no
value asks, 0 does not, each for mains and battery; policy first. Computers that never sleep deeply have
DelayLockInterval of the person's desktop instead, in seconds [K]. Dynamic lock is EnableGoodbye of their Winlogon.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.facts.workstation.screen_lock import OthersLock, ScreenLock
from checker.machine import refusals
from checker.machine.answers import RegistryData, RegistryKey
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Unit
from checker.model.fact import Origin, Setting
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.windows.hives import Hive, hives

_SYSTEM = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System"
_POLICY = r"HKCU\Software\Policies\Microsoft\Windows\Control Panel\Desktop"
_OWN = r"HKCU\Control Panel\Desktop"
_VERSION = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_WINLOGON = r"HKCU\Software\Microsoft\Windows NT\CurrentVersion\Winlogon"
_LOCK_ON_WAKE = "0e796bdb-100d-47d6-a2d5-f7d2daa51f51"
_POWER_POLICY = rf"HKLM\SOFTWARE\Policies\Microsoft\Power\PowerSettings\{_LOCK_ON_WAKE}"
_PLANS = r"HKLM\SYSTEM\CurrentControlSet\Control\Power\User\PowerSchemes"
_NO_SUBGROUP = "fea3413e-7e05-4911-9a71-700331f1c294"
_SOURCES = ("ACSettingIndex", "DCSettingIndex")
_NEVER = 0xFFFF_FFFF
_LONGEST = 599_940  # seconds; what the policy takes at most (Microsoft: "Machine inactivity limit")
# "Remove Lock Computer" (ctrlaltdel.admx) writes it for a person; it is obeyed wherever the session is to be locked.
_FORBIDDING = (r"HKCU\Software\Microsoft\Windows\CurrentVersion\Policies\System", _SYSTEM)
_FORBIDDEN = Text("策略不允许锁定这台电脑", "A policy forbids this computer to be locked")
_NONE_CHOSEN = Text("屏幕保护程序选的是“无”", "The screen saver that is chosen is (None)")
_MISSING = Text("所选的屏幕保护程序不存在：{file}", "The screen saver that is chosen is not there: {file}")


@probe(ScreenLock, Platform.WINDOWS)
def screen_lock(machine: Machine) -> ScreenLock:
    limit = _inactivity(machine)
    policy, own = _key(machine, _POLICY), _own(machine)
    by_policy = _seconds(policy.value("ScreenSaveTimeOut"))
    saver: int | None
    why: Text | None
    if any(_key(machine, key).value("DisableLockWorkstation") == 1 for key in _FORBIDDING):
        limit, saver, why = None, None, _FORBIDDEN
    else:
        saver, why = _saver(machine, policy, own, _effective(machine, policy, own))
    ways = []
    if limit:
        ways.append(Setting(limit, Origin.POLICY))
    if saver is not None:
        ways.append(Setting(saver, Origin.POLICY if by_policy is not None else Origin.SET))
    orders = [seconds for seconds in (limit, by_policy) if seconds]
    quickest: Setting[int | None] = Setting(None, Origin.SET)
    if ways:
        best = min(ways, key=lambda way: way.value)
        quickest, why = Setting(best.value, best.origin), None
    coverage = Coverage.whole(Unit.SETTINGS, 3)
    others: tuple[OthersLock, ...] = ()
    if not limit:  # otherwise the computer locks for everybody
        loaded, people = hives(machine)
        others = tuple(_of_another(machine, hive) for hive in loaded if hive.name)
        coverage += people.coverage
    leaves = _key(machine, _WINLOGON).value("EnableGoodbye") == 1
    ordered = min(orders, default=None)
    wakes = _wakes_unlocked(machine, own)
    return ScreenLock(quickest, ordered, "windows", why, wakes, leaves, others, coverage=coverage)


def _of_another(machine: Machine, hive: Hive) -> OthersLock:
    """By their registry alone: Windows tells what is in force of the account that asks."""
    policy, own = _key(machine, hive.of(_POLICY)), _key(machine, hive.of(_OWN))
    forbidden = any(_key(machine, hive.of(key)).value("DisableLockWorkstation") == 1 for key in _FORBIDDING)
    seconds = None if forbidden else _saver(machine, policy, own, _written(policy, own))[0]
    return OthersLock(hive.name, seconds)


def _wakes_unlocked(machine: Machine, own: RegistryKey) -> bool:
    if own.value("DelayLockInterval") == _NEVER:
        return True
    ordered = _key(machine, _POWER_POLICY)
    plan = _key(machine, _PLANS).value("ActivePowerScheme")
    chosen = RegistryKey()
    if isinstance(plan, str):
        chosen = _key(machine, rf"{_PLANS}\{plan}\{_NO_SUBGROUP}\{_LOCK_ON_WAKE}")
    return any(_both(ordered, chosen, source) == 0 for source in _SOURCES)


def _inactivity(machine: Machine) -> int | None:
    value = _key(machine, _SYSTEM).value("InactivityTimeoutSecs")
    if value is None:
        return None
    if not isinstance(value, int):
        raise refusals.malformed("InactivityTimeoutSecs")
    return value if 0 < value <= _LONGEST else None


def _saver(
    machine: Machine, policy: RegistryKey, own: RegistryKey, in_force: tuple[bool, bool, int | None]
) -> tuple[int | None, Text | None]:
    """Seconds until a screen saver asks for the password; None: it never does, and why, where the rest is set."""
    chosen = str(_both(policy, own, "SCRNSAVE.EXE") or "").strip().strip('"')
    active, secure, seconds = in_force
    if not (active and secure and seconds):
        return None, None
    if chosen.lower() in ("", "(none)", "none"):  # what the dialogue shows for none, and what some policies write
        return None, _NONE_CHOSEN
    if not any(machine.exists(path) for path in _places(machine, chosen)):
        return None, _MISSING.filled(file=Text.name(chosen))
    return seconds, None


def _places(machine: Machine, chosen: str) -> tuple[str, ...]:
    """Where a screen saver may lie: as it is written, or by its bare name in the system's folders."""
    folder, lowered = _key(machine, _VERSION).value("SystemRoot"), chosen.lower()
    root = str(folder or r"C:\Windows")
    for word in ("%systemroot%", "%windir%"):
        if lowered.startswith(word):
            chosen = root + chosen[len(word) :]
    if "\\" in chosen or "/" in chosen:
        return (chosen,)
    return rf"{root}\System32\{chosen}", rf"{root}\{chosen}", rf"{root}\SysWOW64\{chosen}"


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
    return _written(policy, own)


def _written(policy: RegistryKey, own: RegistryKey) -> tuple[bool, bool, int | None]:
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
