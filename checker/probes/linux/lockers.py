"""Programs that lock the screen of desktops which have none of their own: when, by their own files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.linux.desktop import gsettings, person_at, runs
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
    """~/.xscreensaver: ``lock: True``, ``timeout: 0:10:00``. Without a line what the system's file says, then the
    defaults of its manual: no lock.
    """
    keys: dict[str, str] = {}
    for path in ("/etc/X11/app-defaults/XScreenSaver", f"{_home(machine)}/.xscreensaver"):
        found = re.findall(r"(?m)^\s*(?:\*|\w+[.*])?(\w+):[ \t]*(.*)$", _read(machine, path))
        keys |= {key.lower(): value.strip() for key, value in found}
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


_LIGHT = "apps.light-locker"


# -- swayidle ---------------------------------------------------------------------------------------------------------

_LOCK_PROGRAMS = ("swaylock", "gtklock", "waylock", "hyprlock", "loginctl lock-session")


def sway_idle(machine: Machine) -> int | None:
    """``timeout 300 'swaylock -f'`` on swayidle's command line and in its own file, else in the line of sway's that
    starts it. None: it does not run.

    Raises:
        Unreadable: it runs, and none of its files says with what.
    """
    if not runs(machine, "swayidle"):
        return None
    home = _home(machine)
    words = _words_of(machine, "swayidle")
    told = words[words.index("-C") + 1 :][:1] if "-C" in words else []
    places = told or [f"{home}/.config/swayidle/config", f"{home}/.swayidle/config", "/etc/swayidle/config"]
    texts = [next(filter(None, (_read(machine, place) for place in places)), "")]
    if not words:
        own = _read(machine, f"{home}/.config/sway/config") or _read(machine, "/etc/sway/config")
        texts += re.findall(r"(?m)^\s*exec(?:_always)?\s+(.*\bswayidle\b.*)$", own.replace("\\\n", " "))
    found = [seconds for text in texts for seconds in _timeouts(_shell_words(text))] + list(_timeouts(words))
    if not found and words:
        return None
    if not found:
        raise _elsewhere("swayidle")
    return min(found)


def _read(machine: Machine, path: str) -> str:
    try:
        return machine.text(path, LIMIT)
    except Absent:
        return ""


def _shell_words(text: str) -> list[str]:
    try:
        return shlex.split(text, comments=True)
    except ValueError as error:
        raise refusals.malformed("swayidle") from error


def _timeouts(words: list[str]) -> Iterator[int]:
    for word, seconds, command in zip(words, words[1:], words[2:], strict=False):
        if word == "timeout" and seconds.isdecimal() and any(program in command for program in _LOCK_PROGRAMS):
            yield int(seconds)


def _elsewhere(name: str) -> Unreadable:
    return Unreadable(_SET_ELSEWHERE.filled(name=Text.name(name)), _BY_HAND)


# -- programs that wait for X, or were told when they were started -----------------------------------------------------

# A program that is started by one of these, and asks for the password.
_ASKING = (
    *("i3lock", "slock", "xlock", "xsecurelock", "xtrlock", "physlock", "light-locker-command", "dm-tool lock"),
    *("xscreensaver-command", "loginctl lock-session", "mate-screensaver-command", *_LOCK_PROGRAMS),
)
_X_SAVER = re.compile(r"(?m)^\s*timeout:\s*(\d+)\s+cycle:")


def _light_locker(machine: Machine) -> int | None:
    """After X's screen saver began, `lock-after-screensaver` seconds (0: never); what its command line says wins.

    Source: light-locker's own manual and schema (apps.light-locker). late-locking only moves the lock to the moment in
    which somebody comes back.
    """
    words = _started_with(machine, "light-locker")
    if "--no-lock-after-screensaver" in words:
        return None
    told = [word.partition("=")[2] for word in words if word.startswith("--lock-after-screensaver=")]
    after = whole(told[-1], "light-locker") if told else gsettings(machine, _LIGHT).number("lock-after-screensaver")
    begins = _x_saver(machine)
    return begins + after if begins and after else None


def _xss_lock(machine: Machine) -> int | None:
    """The moment in which X's screen saver begins; with -n a warning comes then, and the lock after the next cycle."""
    words = _started_with(machine, "xss-lock")
    own = words[1 : words.index("--") if "--" in words else None]
    if any(word.startswith(("-n", "--notifier")) for word in own):
        raise _elsewhere("xss-lock")
    return _x_saver(machine) if _asks(words) else None


def _xautolock(machine: Machine) -> int | None:
    """-time in minutes, 10 without; -locker is xlock without."""
    words = _started_with(machine, "xautolock")
    options = dict(pairwise(words))
    if not _asks([options.get("-locker", "xlock")]):
        return None
    return whole(options.get("-time", "10"), "xautolock") * 60


def _xidlehook(machine: Machine) -> int | None:
    """--timer SECONDS COMMAND CANCELLER, each counted from the one before."""
    words, passed = _started_with(machine, "xidlehook"), 0
    for word, seconds, command in zip(words, words[1:], words[2:], strict=False):
        if word == "--timer":
            passed += whole(seconds, "xidlehook")
            if _asks([command]):
                return passed
    return None


def _asks(words: list[str]) -> bool:
    line = " ".join(words)
    return any(program in line for program in _ASKING)


def _started_with(machine: Machine, name: str) -> list[str]:
    """The words with which this person's program of that name was started."""
    words = _words_of(machine, name)
    if not words:
        raise _elsewhere(name)
    return words


def _words_of(machine: Machine, name: str) -> list[str]:
    """The same; none where the system does not say."""
    person = person_at(machine)
    for process in machine.processes():
        if process.name == name[:15] and process.user in (person.name, None):
            try:
                return machine.text(f"/proc/{process.pid}/cmdline", LIMIT).split("\0")
            except Absent:  # it has just ended
                continue
    return []


def _x_saver(machine: Machine) -> int | None:
    """Seconds until X's own screen saver begins, as X says; None: never.

    Raises:
        Unreadable: no screen of X can be asked.
    """
    person_at(machine)
    try:
        output = machine.run("xset", "q", limit=1 << 16)
    except Absent as error:
        raise _elsewhere("xset") from error
    match = _X_SAVER.search(output.text)
    if output.code != 0 or match is None:
        raise _elsewhere("xset")
    return int(match[1]) or None


def _gnome_screensaver(machine: Machine) -> int | None:
    raise _elsewhere("gnome-screensaver")


LOCKERS: Mapping[str, Callable[[Machine], int | None]] = {
    "xfce4-screensaver": _xfce,
    "xscreensaver": _xscreensaver,
    "light-locker": _light_locker,
    "xss-lock": _xss_lock,
    "xautolock": _xautolock,
    "xidlehook": _xidlehook,
    "gnome-screensaver": _gnome_screensaver,
}
"""By program, in the order in which desktops start them: seconds until it locks; None: never."""
