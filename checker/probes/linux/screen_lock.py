"""When the screen locks by itself, on the desktop that the person uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from checker.facts.workstation.screen_lock import ScreenLock
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Unit
from checker.model.fact import Origin, Setting
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux.chassis import has_battery
from checker.probes.linux.desktop import NO_DESKTOP, Desktop, desktop, gsettings, name_of_other, number, runs
from checker.probes.linux.ini import LIMIT, sections, truth
from checker.probes.linux.lockers import LOCKERS, sway_idle

_BY_HAND = Text(
    "请打开系统设置中的屏幕保护和锁屏，由保密员当面确认",
    "Open the screen saver and lock settings and have the secrecy officer look at them",
)


@dataclass(frozen=True, slots=True)
class _Lock:
    """Seconds until locked; None: never, and why, where the setting alone would say otherwise."""

    after: int | None
    origin: Origin
    why: Text | None = None


@probe(ScreenLock, Platform.LINUX)
def screen_lock(machine: Machine) -> ScreenLock:
    try:
        kind = desktop(machine)
    except Absent:
        return ScreenLock(None, None, None, coverage=Coverage.none_there(Unit.SETTINGS, NO_DESKTOP))
    read = _READERS.get(kind)
    if read is None:
        reason = Text(
            "本程序还读不到这种桌面（{name}）的锁屏设置",
            "The lock settings of this desktop ({name}) cannot be read yet",
        )
        raise Unreadable(reason.filled(name=Text.name(name_of_other(machine))), _BY_HAND)
    try:
        lock = _enforced(machine, kind, read(machine))
    except Absent as error:  # the desktop is there, so its settings should be
        raise Unreadable(error.reason, error.how) from error
    ordered = lock.after if lock.origin is Origin.POLICY else None
    coverage = Coverage.whole(Unit.SETTINGS)
    return ScreenLock(Setting(lock.after, lock.origin), ordered, kind.value, lock.why, coverage=coverage)


# What locks the screen of each desktop, by the programs that do; one of them has to run. GNOME's is asked in `_gnome`.
_LOCKING = {
    Desktop.CINNAMON: ("cinnamon-screensaver",),
    Desktop.MATE: ("mate-screensaver",),
    Desktop.UKUI: ("ukui-screensaver-backend", "ukui-screensaver", "ukui-screensaver-dialog"),
    Desktop.KDE: ("ksmserver", "kwin_wayland", "kwin_wayland_wrapper"),
}
_NOT_RUNNING = Text(
    "设置了自动锁屏，但负责锁屏的程序没有运行：{name}",
    "Locking is set, but the program that would do it does not run: {name}",
)


def _enforced(machine: Machine, kind: Desktop, lock: _Lock) -> _Lock:
    """A setting locks nothing by itself."""
    programs = _LOCKING.get(kind)
    if lock.after is None or programs is None or runs(machine, *programs):
        return lock
    return _Lock(None, lock.origin, _NOT_RUNNING.filled(name=Text.name(programs[0])))


def _gnome(machine: Machine) -> _Lock:
    """idle-delay and lock-delay in seconds; idle-delay 0 is never. Only GDM can show GNOME's lock screen again."""
    if not _gdm_runs(machine) or gsettings(machine, "org.gnome.desktop.lockdown").flag("disable-lock-screen"):
        return _Lock(None, Origin.SET)
    saver = gsettings(machine, "org.gnome.desktop.screensaver")
    idle = number(machine, "org.gnome.desktop.session", "idle-delay")
    return _after(idle, saver.flag("lock-enabled"), saver.number("lock-delay"), unit=1)


def _gdm_runs(machine: Machine) -> bool:
    """GNOME Shell itself asks whether this service is there before it offers to lock."""
    place = ("system", "org.gnome.DisplayManager", "/org/gnome/DisplayManager/Manager")
    try:
        machine.bus_properties(*place, "org.gnome.DisplayManager.Manager")
    except Absent:
        return False
    return True


def _cinnamon(machine: Machine) -> _Lock:
    """As GNOME, in its own schemas."""
    saver = gsettings(machine, "org.cinnamon.desktop.screensaver")
    idle = number(machine, "org.cinnamon.desktop.session", "idle-delay")
    return _after(idle, saver.flag("lock-enabled"), saver.number("lock-delay"), unit=1)


def _mate(machine: Machine) -> _Lock:
    """Both delays in minutes."""
    saver = gsettings(machine, "org.mate.screensaver")
    enabled = saver.flag("lock-enabled") and saver.flag("idle-activation-enabled")
    return _after(number(machine, "org.mate.session", "idle-delay"), enabled, saver.number("lock-delay"), unit=60)


def _ukui(machine: Machine) -> _Lock:
    """Kylin. Three generations of keys, all in minutes, as its control centre uses them.

    newest  org.ukui.screensaver idle-lock, -1 never; lock-enabled is about the screen saver alone
    middle  org.ukui.screensaver idle-delay, with idle-activation-enabled false for never
    oldest  org.ukui.session idle-delay, then org.ukui.screensaver lock-delay

    Read off its published sources; not yet seen on a real machine.
    """
    schema = "org.ukui.screensaver"
    saver = gsettings(machine, schema)
    enabled = saver.flag("lock-enabled")
    if "idle-lock" in saver.texts:
        idle = number(machine, schema, "idle-lock")
        if idle.value > 0 and not enabled:
            raise Unreadable(
                Text("锁屏的两项设置互相矛盾", "Two settings of the screen lock contradict each other"), _BY_HAND
            )
        return _after(idle, enabled, 0, unit=60)
    enabled = enabled and saver.flag("idle-activation-enabled")
    if "idle-delay" in saver.texts:
        return _after(number(machine, schema, "idle-delay"), enabled, 0, unit=60)
    return _after(number(machine, "org.ukui.session", "idle-delay"), enabled, saver.number("lock-delay"), unit=60)


def _after(idle: Setting[int], enabled: bool, delay: int, unit: int) -> _Lock:
    """Idle time, then the delay: it runs from the moment the screen has gone dark, so it counts too."""
    if idle.value <= 0 or not enabled:
        return _Lock(None, idle.origin if idle.value <= 0 else Origin.SET)
    return _Lock((idle.value + max(0, delay)) * unit, idle.origin)


_DDE_SERVICES = (
    ("org.deepin.dde.Power1", "/org/deepin/dde/Power1"),
    ("com.deepin.daemon.Power", "/com/deepin/daemon/Power"),
)
_DDE_CONFIGS = "/usr/share/dsg/configs/org.deepin.dde.daemon/org.deepin.dde.daemon.power.json"


def _dde(machine: Machine) -> _Lock:
    """UOS and deepin. Seconds, 0 never; one for mains and one for battery, which counts where there is a battery.

    The power service knows the effective values, in every version. Without it, only versions that keep them in
    gsettings can be read, which are those without a DConfig description of them. Not yet seen on a real machine.
    """
    delays = _dde_service(machine)
    if delays is None:
        if machine.exists(_DDE_CONFIGS):
            raise Unreadable(
                Text(
                    "桌面的电源服务没有运行，读不到锁屏设置",
                    "The desktop's power service does not run, so its lock setting is not told",
                ),
                Text("在使用人登录的桌面里再查一次", "Check again from the desktop of the person who uses it"),
            )
        delays = tuple(
            number(machine, "com.deepin.dde.power", f"{source}-lock-delay") for source in ("line-power", "battery")
        )
    line, battery = delays
    counting = (line, battery) if has_battery(machine) else (line,)
    slowest = next((one for one in counting if one.value <= 0), max(counting, key=lambda one: one.value))
    return _Lock(slowest.value if slowest.value > 0 else None, slowest.origin)


def _dde_service(machine: Machine) -> tuple[Setting[int], ...] | None:
    for service, path in _DDE_SERVICES:
        try:
            properties = machine.bus_properties("session", service, path, service)
        except Absent:
            continue
        return tuple(_seconds(properties, name) for name in ("LinePowerLockDelay", "BatteryLockDelay"))
    return None


def _seconds(properties: Mapping[str, Any], name: str) -> Setting[int]:
    value = properties.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise refusals.malformed(name)
    return Setting(value, Origin.SET)


def _kde(machine: Machine) -> _Lock:
    """[Daemon] of kscreenlockerrc: the person's file over the system's, whose keys marked [$i] cannot be overridden.

    Defaults from KScreenLocker's own description (kscreenlockersettings.kcfg): Autolock true, Timeout 5 minutes,
    RequirePassword true, LockGrace 5 seconds.
    """
    person = machine.host.person
    if person is None:
        raise Unreadable(Text("不知道这台电脑由谁使用", "It is not known who uses this computer"))
    system, fixed = _daemon(machine, "/etc/xdg/kscreenlockerrc")
    own, _ = _daemon(machine, f"{person.home}/.config/kscreenlockerrc")
    keys = {**system, **own, **fixed}
    if _kiosk_forbids(machine, person.home):
        return _Lock(None, Origin.POLICY, _FORBIDDEN)
    if not (truth(keys.get("autolock", "true")) and truth(keys.get("requirepassword", "true"))):
        return _Lock(None, _kde_origin("autolock", own, fixed))
    try:
        seconds = round(float(keys.get("timeout", "5")) * 60) + max(0, int(keys.get("lockgrace", "5")))
    except (ValueError, OverflowError) as error:
        raise refusals.malformed("kscreenlockerrc") from error
    return _Lock(seconds if float(keys.get("timeout", "5")) > 0 else None, _kde_origin("timeout", own, fixed))


_FORBIDDEN = Text(
    "系统的限制不允许锁屏（action/lock_screen）", "A restriction forbids to lock the screen (action/lock_screen)"
)
_RESTRICTIONS = "kde action restrictions"


def _kiosk_forbids(machine: Machine, home: str) -> bool:
    """KDE's kiosk: ``[KDE Action Restrictions][$i]`` ``action/lock_screen=false`` in kdeglobals, the system's first."""
    for path in ("/etc/xdg/kdeglobals", f"{home}/.config/kdeglobals"):
        try:
            found = sections(machine.text(path, LIMIT), "kdeglobals")
        except Absent:
            continue
        for section in (_RESTRICTIONS, f"{_RESTRICTIONS}][$i"):
            keys = {key.removesuffix("[$i]"): value for key, value in found.get(section, {}).items()}
            if not truth(keys.get("action/lock_screen", "true")):
                return True
    return False


def _kde_origin(key: str, own: Mapping[str, str], fixed: Mapping[str, str]) -> Origin:
    if key in fixed:
        return Origin.POLICY
    return Origin.SET if key in own else Origin.DEFAULT


def _daemon(machine: Machine, path: str) -> tuple[dict[str, str], dict[str, str]]:
    """All keys of the group, and those that are marked ``[$i]``, by themselves or with the group as a whole.

    Raises:
        Unreadable: a value that is made of others when it is asked for (``[$e]``).
    """
    try:
        found = sections(machine.text(path, LIMIT), "kscreenlockerrc")
    except Absent:
        return {}, {}
    keys: dict[str, str] = {}
    fixed: dict[str, str] = {}
    for group in ("daemon", "daemon][$i"):
        for key, value in found.get(group, {}).items():
            name, bracket, marks = key.partition("[$")
            if "e" in marks:
                raise refusals.not_understood(f"kscreenlockerrc {key}")
            keys[name] = value
            if (bracket and "i" in marks) or "$i" in group:
                fixed[name] = value
    return keys, fixed


def _by_locker(machine: Machine, desktop: str) -> _Lock:
    """Desktops that leave it to one of several programs: the first of those that run."""
    for name, read in LOCKERS.items():
        if runs(machine, name):
            after = read(machine)
            return _Lock(after, Origin.SET)
    return _Lock(None, Origin.DEFAULT, _NO_LOCKER.filled(desktop=desktop))


_NO_LOCKER = Text(
    "{desktop} 桌面上没有运行任何锁屏程序", "No program that locks the screen runs on the desktop {desktop}"
)
_READERS: Mapping[Desktop, Callable[[Machine], _Lock]] = {
    Desktop.GNOME: _gnome,
    Desktop.CINNAMON: _cinnamon,
    Desktop.MATE: _mate,
    Desktop.UKUI: _ukui,
    Desktop.DDE: _dde,
    Desktop.KDE: _kde,
    Desktop.XFCE: lambda machine: _by_locker(machine, "XFCE"),
    Desktop.LXQT: lambda machine: _by_locker(machine, "LXQt"),
    Desktop.SWAY: lambda machine: _Lock(sway_idle(machine), Origin.SET),
}
