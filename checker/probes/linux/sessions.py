"""Sessions that something else than a login screen opens: a kiosk's service, a script of the start, a job at the start.

Whoever starts X, a Wayland compositor or a shell on a console for an account has signed that account in.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterable, Iterator
from itertools import pairwise

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
# They start what follows them; and shells, whose -c takes a line of its own.
_STARTING = frozenset(("exec", "env", "nohup", "setsid", "nice", "ionice", "stdbuf", "time", "dbus-run-session"))
_SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "ash"))
_KEYWORDS = frozenset(("then", "do", "else", "elif", "if", "while", "until", "!", "{", "(", "command"))
_PUNCTUATION = frozenset(";&|()<>")
_RC_LOCAL = "/etc/rc.local"
_TABLES = ("/etc/crontab", "/etc/cron.d")
_OF_PEOPLE = "/var/spool/cron/crontabs"  # closed to all but root
_AT_START = re.compile(r"\s*@reboot\s+(.*)")
_EXECUTABLE = 0o111


def opened_for(words: list[str], user: str = "") -> str | None:
    """Whom a command signs in; "" for whoever starts it; None: it opens no session."""
    return next((who or user for name, _, who in simple(words) if name in _OPENING), None)


def simple(words: list[str], user: str = "") -> Iterator[tuple[str, list[str], str]]:
    """Each program that a command comes to: its name, its words, and who runs it, where su or its like says who. What
    stands between a program's own words is none.
    """
    rest = list(words)
    while rest and (rest[0] in _KEYWORDS or _name(rest[0]) in _STARTING or re.fullmatch(r"\w+=.*|-.*|\d+", rest[0])):
        rest.pop(0)
    if not rest:
        return
    name = _name(rest[0])
    yield name, rest, user
    if name in _SHELLS:
        line = next((after for word, after in pairwise(rest[1:]) if re.fullmatch(r"-\w*c", word)), "")
        yield from _of_line(line, user)
    elif name in _BECOMING:
        yield from _become(rest, _BECOMING[name], name == "sudo")


def _name(word: str) -> str:
    return posixpath.basename(word)


def _become(words: list[str], options: str, plain_is_command: bool) -> Iterator[tuple[str, list[str], str]]:
    """What su, runuser or sudo start, and as whom: ``-u alice``, or the first word that is no option."""
    who, line, named = "root", "", plain_is_command
    rest = [part for word in words[1:] for part in (word.split("=", 1) if word.startswith("--") else [word])]
    while rest:
        word = rest.pop(0)
        if word in ("-u", "--user") and rest:
            who, named = rest.pop(0), True
        elif word in ("-c", "--command") and rest:
            line = rest.pop(0)
        elif word.startswith("-"):
            if word[1:2] not in ("", "-") and word[-1] in options and rest:
                rest.pop(0)
        elif named:
            yield from simple([word, *rest], who)
            break
        else:
            who, named = word, True
    yield from _of_line(line, who)


def _of_line(line: str, user: str = "") -> Iterator[tuple[str, list[str], str]]:
    """The programs of a line of shell."""
    for words in commands(line):
        yield from simple(words, user)


def commands(line: str) -> Iterator[list[str]]:
    """A line of shell, cut where one command ends and another begins."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words: list[str] = []
    try:
        for word in lexer:
            if word and set(word) <= _PUNCTUATION:
                yield words
                words = []
            else:
                words.append(word)
    except ValueError:  # a quotation that goes on in another line
        words = line.partition("#")[0].split()
    yield words


def started_by_scripts(machine: Machine, sources: Ledger[str]) -> Iterator[str]:
    """Whom rc.local and jobs at the start of the system sign in; what of them could not be read is left by its path.

    People's own tables of jobs are looked through by an administrator's run alone.
    """
    yield from _of_lines(_rc_local(machine, sources), "root")
    for place in (*_TABLES, *((_OF_PEOPLE,) if machine.host.admin else ())):
        with sources.reading(place):
            for path, job in _jobs(machine, place, sources):
                user, _, command = job.partition(" ")
                if place == _OF_PEOPLE:
                    user, command = path.rpartition("/")[2], job
                yield from _of_lines([command], user)


def lines_at_start(machine: Machine, sources: Ledger[str]) -> Iterator[str]:
    """The lines of rc.local and of everybody's jobs at the start of the system."""
    yield from _rc_local(machine, sources)
    for place in _TABLES:
        yield from (job.partition(" ")[2] for _, job in _jobs(machine, place, sources))


def _rc_local(machine: Machine, sources: Ledger[str]) -> list[str]:
    """Its lines, where it is started at all."""
    with sources.reading(_RC_LOCAL):
        mode = machine.stat(_RC_LOCAL).mode
        if mode is None or mode & _EXECUTABLE:
            return machine.text(_RC_LOCAL, LIMIT).splitlines()
    return []


def _jobs(machine: Machine, place: str, sources: Ledger[str]) -> Iterator[tuple[str, str]]:
    """Jobs at the start in a table, or in each table of a folder: the table, and what stands behind ``@reboot``."""
    for path in [f"{place}/{name}" for name in entries(machine, place)] or [place]:
        with sources.reading(path):
            for line in machine.text(path, LIMIT).splitlines():
                found = _AT_START.fullmatch(line)
                if found is not None:
                    yield path, found[1]


def _of_lines(lines: Iterable[str], user: str) -> Iterator[str]:
    for line in lines:
        for words in commands(line):
            name = opened_for(words, user)
            if name is not None:
                yield name
