"""Programs that lock the screen of desktops which have none of their own: when, by their own files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping

from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.linux.desktop import person_at, runs
from checker.probes.linux.ini import LIMIT, truth, whole
from checker.probes.xml import nested

_SET_ELSEWHERE = Text(
    "锁屏程序 {name} 的等待时间在别处设定，本程序读不到",
    "{name} locks the screen, after a time that is set elsewhere and not told",
)
_BY_HAND = Text(
    "请保密员当面确认：离开多久后自动锁屏",
    "Have the secrecy officer see for themselves after how long the screen locks",
)


def _home(machine: Machine) -> str:
    return person_at(machine).home


# -- xfce4-screensaver ------------------------------------------------------------------------------------------------

_XFCONF = "xfce4/xfconf/xfce-perchannel-xml"


def _xfce(machine: Machine) -> int | None:
    """Minutes each; defaults as in its own source (gs-prefs.h). The person's channel over the system's, unless locked.

    xfce4-power-manager's presentation mode keeps the screen from ever becoming idle.
    """
    saver = _channel(machine, "xfce4-screensaver")
    power = _channel(machine, "xfce4-power-manager")
    on = ("/saver/enabled", "/saver/idle-activation/enabled", "/lock/enabled", "/lock/saver-activation/enabled")
    if not all(truth(saver.get(key, "true")) for key in on) or truth(
        power.get("/xfce4-power-manager/presentation-mode", "false")
    ):
        return None
    idle = whole(saver.get("/saver/idle-activation/delay", "5"), "xfce4-screensaver")
    delay = whole(saver.get("/lock/saver-activation/delay", "0"), "xfce4-screensaver")
    return (idle + max(0, delay)) * 60 if idle > 0 else None


def _channel(machine: Machine, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    locked: dict[str, str] = {}
    for folder in ("/etc/xdg", f"{_home(machine)}/.config"):
        try:
            content = machine.read(f"{folder}/{_XFCONF}/{name}.xml", LIMIT)
        except Absent:
            continue
        for path, value, fixed in _properties(content, name):
            found[path] = value
            if fixed and folder == "/etc/xdg":
                locked[path] = value
    return {**found, **locked}


def _properties(content: bytes, name: str) -> Iterator[tuple[str, str, bool]]:
    """Path, value, and whether an administrator has locked it. A property lies in those that it belongs to."""
    place: list[str] = []
    for depth, tag, attributes in nested(content, name):
        if tag == "property":
            place = [*place[: depth - 2], attributes.get("name", "")]
            yield "/" + "/".join(place), attributes.get("value", ""), "locked" in attributes


# -- XScreenSaver -----------------------------------------------------------------------------------------------------


def _xscreensaver(machine: Machine) -> int | None:
    """~/.xscreensaver: ``lock: True``, ``timeout: 0:10:00``. Without a line the defaults of its manual: no lock."""
    try:
        text = machine.text(f"{_home(machine)}/.xscreensaver", LIMIT)
    except Absent:
        text = ""
    keys = {key.lower(): value.strip() for key, value in re.findall(r"(?m)^\s*(\w+):\s*(.*)$", text)}
    if not truth(keys.get("lock", "false")) or keys.get("mode", "").lower() == "off":
        return None
    return _clock(keys.get("timeout", "0:10:00")) + _clock(keys.get("locktimeout", "0:00:00"))


def _clock(text: str) -> int:
    """``0:10:00``, or minutes alone."""
    parts = [whole(part, "xscreensaver") for part in text.split(":")]
    if len(parts) == 1:
        return parts[0] * 60
    hours, minutes, seconds = (*[0] * (3 - len(parts)), *parts)[-3:]
    return hours * 3600 + minutes * 60 + seconds


# -- swayidle ---------------------------------------------------------------------------------------------------------

_LOCK_PROGRAMS = ("swaylock", "gtklock", "waylock", "hyprlock", "loginctl lock-session")


def sway_idle(machine: Machine) -> int | None:
    """``timeout 300 'swaylock -f'`` in swayidle's own file, or in the line of sway's that starts it. None: it does not
    run.

    Raises:
        Unreadable: it runs, and none of its files says with what.
    """
    if not runs(machine, "swayidle"):
        return None
    home = _home(machine)
    texts = [_read(machine, f"{home}/.config/swayidle/config"), _read(machine, "/etc/swayidle/config")]
    own = _read(machine, f"{home}/.config/sway/config") or _read(machine, "/etc/sway/config")
    texts += re.findall(r"(?m)^\s*exec(?:_always)?\s+(.*\bswayidle\b.*)$", own.replace("\\\n", " "))
    found = [seconds for text in texts for seconds in _timeouts(text)]
    if not found:
        raise _elsewhere("swayidle")
    return min(found)


def _read(machine: Machine, path: str) -> str:
    try:
        return machine.text(path, LIMIT)
    except Absent:
        return ""


def _timeouts(text: str) -> Iterator[int]:
    try:
        words = shlex.split(text, comments=True)
    except ValueError as error:
        raise refusals.malformed("swayidle") from error
    for word, seconds, command in zip(words, words[1:], words[2:], strict=False):
        if word == "timeout" and seconds.isdecimal() and any(program in command for program in _LOCK_PROGRAMS):
            yield int(seconds)


def _elsewhere(name: str) -> Unreadable:
    return Unreadable(_SET_ELSEWHERE.filled(name=Text.name(name)), _BY_HAND)


def _not_told(name: str) -> Callable[[Machine], int | None]:
    def read(machine: Machine) -> int | None:
        raise _elsewhere(name)

    return read


LOCKERS: Mapping[str, Callable[[Machine], int | None]] = {
    "xfce4-screensaver": _xfce,
    "xscreensaver": _xscreensaver,
    # They wait for X's own screen saver, or were told on their command line.
    **{name: _not_told(name) for name in ("light-locker", "xss-lock", "xautolock", "xidlehook", "gnome-screensaver")},
}
"""By program, in the order in which desktops start them: seconds until it locks; None: never."""
