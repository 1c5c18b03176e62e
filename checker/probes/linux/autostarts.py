"""Linux: XDG autostart, the person's systemd units, services made by hand, cron."""

from __future__ import annotations

import re

from checker.facts.workstation.autostarts import Autostart, Autostarts
from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.machine.refusals import too_large
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux import packages
from checker.probes.linux.desktop_entries import desktop_entry, program, starts
from checker.probes.linux.units import units
from checker.probes.persons import of_one

_SYSTEM_XDG = "/etc/xdg/autostart"
_CRON = ("/etc/cron.d", "/etc/cron.hourly", "/etc/cron.daily", "/etc/cron.weekly", "/etc/cron.monthly")
_SPOOL = "/var/spool/cron/crontabs"
_ENTRY_LIMIT = 1 << 18
_MANY = 1000  # a desktop has a few dozen
_FOR_ALL = Text("所有人的自启动", "autostart of everyone")
_OWN = Text("本人的自启动", "this person's autostart")
_UNIT = Text("本人的后台服务", "this person's background service")
_HAND_MADE = Text("手工添加的系统服务", "system service made by hand")
_JOB = Text("定时任务", "scheduled job")
# What X runs as it starts for somebody; what a shell runs is not read.
_SESSION_FILES = (".xprofile", ".xsessionrc", ".xsession", ".xinitrc")
_RC_LOCAL, _RUNS = "/etc/rc.local", 0o111


@probe(Autostarts, Platform.LINUX)
def autostarts(machine: Machine) -> Autostarts:
    """Files of packages are recognised by dpkg's list of configuration files; without it nothing can be told apart."""
    person = machine.host.person
    if person is None:
        raise Unreadable(Text("没有登录的使用人", "No person is logged in"))
    owned = packages.conffiles(packages.status(machine))
    sources = Ledger[str](Unit.SOURCES)
    found: list[Autostart] = []
    own: set[str] = set()
    with sources.reading(f"{person.home}/.config/autostart"):
        own = set(_desktop_files(machine, f"{person.home}/.config/autostart"))
    for name in sorted(own):
        with sources.reading(f"{person.home}/.config/autostart/{name}"):
            found += _xdg(machine, f"{person.home}/.config/autostart/{name}", _OWN)
    with sources.reading(_SYSTEM_XDG):
        for name in _desktop_files(machine, _SYSTEM_XDG):
            path = f"{_SYSTEM_XDG}/{name}"
            if name not in own and path not in owned:  # the person's file of that name wins
                with sources.reading(path):
                    found += _xdg(machine, path, _FOR_ALL)
    with sources.reading(f"{person.home}/.config/systemd/user"):
        found += _person_units(machine, f"{person.home}/.config/systemd/user")
    with sources.reading("systemd"):
        made = units(machine)
        found += [
            Autostart(name, "", _HAND_MADE)
            for name in made.own
            if name.lower() in made.starting and f"/etc/systemd/system/{name}" not in owned
        ]
    for path in (*(f"{person.home}/{name}" for name in _SESSION_FILES), _RC_LOCAL):
        with sources.reading(path):
            mode = machine.stat(path).mode
            if _says_something(machine.text(path, _ENTRY_LIMIT)) and (path != _RC_LOCAL or (mode or _RUNS) & _RUNS):
                found.append(Autostart(path.rpartition("/")[2], "", _HAND_MADE if path == _RC_LOCAL else _OWN))
    for folder in _CRON:
        with sources.reading(folder):
            found += _cron(machine, folder, owned)
    jobs = 0
    with sources.reading(_SPOOL):
        jobs = _own_jobs(machine, person.name)
    return Autostarts(tuple(found), jobs, coverage=sources.some_or_raise() + of_one(machine, person))


def _says_something(script: str) -> bool:
    """Whether any line is a command, beside the one that ends it."""
    lines = (line.strip() for line in script.splitlines())
    return any(line and not line.startswith(("#", "exit")) for line in lines)


def _desktop_files(machine: Machine, folder: str) -> tuple[str, ...]:
    names = tuple(entry.name for entry in machine.list(folder) if entry.name.endswith(".desktop"))
    if len(names) > _MANY:
        raise too_large(folder)
    return names


def _xdg(machine: Machine, path: str, place: Text) -> list[Autostart]:
    entry = desktop_entry(machine.text(path, _ENTRY_LIMIT), path)
    if not starts(entry):
        return []
    name = entry.get("Name") or path.rpartition("/")[2].removesuffix(".desktop")
    return [Autostart(name, program(entry), place)]


def _person_units(machine: Machine, folder: str) -> list[Autostart]:
    found = []
    for entry in machine.list(folder):
        if entry.name.endswith((".wants", ".requires")):
            found += [Autostart(unit.name, "", _UNIT) for unit in machine.list(f"{folder}/{entry.name}")]
    return found


def _cron(machine: Machine, folder: str, owned: frozenset[str]) -> list[Autostart]:
    """Files that are not a package's. Names with a dot are skipped by cron itself (run-parts)."""
    return [
        Autostart(entry.name, "", _JOB)
        for entry in machine.list(folder)
        if entry.kind in (Kind.FILE, Kind.LINK)
        and not entry.name.startswith(".")
        and re.fullmatch(r"[A-Za-z0-9_-]+", entry.name)
        and f"{folder}/{entry.name}" not in owned
    ]


def _own_jobs(machine: Machine, name: str) -> int:
    """How many jobs the person's crontab has. It can hold private commands, so only the number is kept."""
    try:
        table = machine.text(f"{_SPOOL}/{name}")
    except Absent:
        return 0
    except Unreadable:  # only root and crontab itself may look there
        table = machine.run("crontab", "-l").text  # prints nothing and ends with 1 where there is none
    lines = (line.strip() for line in table.splitlines())
    return sum(1 for line in lines if line and not line.startswith("#") and not re.match(r"\w+\s*=", line))
