"""Sessions that something else than a login screen opens: a kiosk's service, a script of the start, a job at the start.

Whoever starts X, a Wayland compositor or a shell on a console for an account has signed that account in.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator

from checker.machine.machine import Machine
from checker.model.coverage import Ledger
from checker.probes.linux.folders import entries
from checker.probes.linux.ini import LIMIT

_OPENING = frozenset(
    (
        *("startx", "xinit", "Xorg", "X", "openvt", "cage", "weston", "weston-launch", "sway", "labwc", "wayfire"),
        *("Hyprland", "river", "gnome-session", "gnome-kiosk", "startplasma-wayland", "startplasma-x11", "startkde"),
        *("startxfce4", "startlxde", "startlxqt", "mate-session", "cinnamon-session", "startdde", "ukui-session"),
        *("lxsession", "openbox-session", "matchbox-session"),
    )
)
# They become somebody else; the options that have a value of their own: su(1), runuser(1), sudo(8).
_BECOMING = {"su": "csgGw", "runuser": "csgGwu", "sudo": "ugpChrtTUDR"}
_RC_LOCAL = "/etc/rc.local"
_TABLES = ("/etc/crontab", "/etc/cron.d")
_OF_PEOPLE = "/var/spool/cron/crontabs"  # closed to all but root
_AT_START = re.compile(r"\s*@reboot\s+(.*)")
_EXECUTABLE = 0o111


def opened_for(words: list[str], user: str = "") -> str | None:
    """Whom a command line signs in; "" for whoever starts it; None: it opens no session."""
    names = [one for word in words for one in inner_words(word)]
    if not any(posixpath.basename(name) in _OPENING for name in names):
        return None
    for place, name in enumerate(names):
        options = _BECOMING.get(posixpath.basename(name))
        if options is not None:
            return _become(names[place + 1 :], options) or user or "root"
    return user


def inner_words(word: str) -> list[str]:
    """The words of a line that is given to a shell as one, and those of an ordinary word: itself."""
    if not re.search(r"\s", word):
        return [word]
    try:
        return shlex.split(word)
    except ValueError:
        return word.split()


def _become(words: list[str], options: str) -> str:
    """The account that su, runuser or sudo is told: ``-u alice``, or the first word that is no option."""
    after = iter(words)
    for word in after:
        if word.startswith("--user="):
            return word.partition("=")[2]
        if word in ("-u", "--user"):
            return next(after, "")
        if word.startswith("-"):
            if len(word) > 1 and word[1] != "-" and word[-1] in options:
                next(after, "")
            continue
        return word if options != _BECOMING["sudo"] else ""
    return ""


def started_by_scripts(machine: Machine, sources: Ledger[str]) -> Iterator[str]:
    """Whom rc.local and jobs at the start of the system sign in; what of them could not be read is left by its path.

    People's own tables of jobs are looked through by an administrator's run alone.
    """
    with sources.reading(_RC_LOCAL):
        mode = machine.stat(_RC_LOCAL).mode
        if mode is None or mode & _EXECUTABLE:
            yield from _of_lines(machine.text(_RC_LOCAL, LIMIT).splitlines(), "root")
    for place in (*_TABLES, *((_OF_PEOPLE,) if machine.host.admin else ())):
        with sources.reading(place):
            yield from _jobs(machine, place, sources)


def words_at_start(machine: Machine, sources: Ledger[str]) -> Iterator[list[str]]:
    """The lines of rc.local and of everybody's jobs at the start of the system, in words."""
    with sources.reading(_RC_LOCAL):
        mode = machine.stat(_RC_LOCAL).mode
        if mode is None or mode & _EXECUTABLE:
            yield from map(_split, machine.text(_RC_LOCAL, LIMIT).splitlines())
    for place in _TABLES:
        for path in [f"{place}/{name}" for name in entries(machine, place)] or [place]:
            with sources.reading(path):
                found = filter(None, map(_AT_START.fullmatch, machine.text(path, LIMIT).splitlines()))
                yield from (_split(job[1]) for job in found)


def _jobs(machine: Machine, place: str, sources: Ledger[str]) -> Iterator[str]:
    files = entries(machine, place)
    for path in [f"{place}/{name}" for name in files] if files else [place]:
        with sources.reading(path):
            found = filter(None, map(_AT_START.fullmatch, machine.text(path, LIMIT).splitlines()))
            own = path.rpartition("/")[2] if place == _OF_PEOPLE else ""
            for job in found:
                user, _, command = (own, "", job[1]) if own else job[1].partition(" ")
                yield from _of_lines([command], user)


def _of_lines(lines: list[str], user: str) -> Iterator[str]:
    for line in lines:
        name = opened_for(_split(line), user)
        if name is not None:
            yield name


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return line.partition("#")[0].split()
