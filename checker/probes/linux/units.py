"""Services of Linux: which there are, which start with the system, which run. Read from files, so no bus is needed."""

from __future__ import annotations

from dataclasses import dataclass

from checker.machine.answers import Entry, Kind
from checker.machine.machine import Machine
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable

_UNIT_FOLDERS = (
    *("/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system"),
    *("/lib/systemd/system", "/run/systemd/generator", "/run/systemd/generator.early", "/run/systemd/generator.late"),
)
_SYSV = "/etc/rc5.d"  # the desktop's runlevel; systemd turns these scripts into services
_RUNNING = ("/sys/fs/cgroup/system.slice", "/sys/fs/cgroup/systemd/system.slice")
_MASK = "/dev/null"


@dataclass(frozen=True, slots=True)
class Units:
    """Unit names in lower case. `starting`: switched on for start-up. `running`: they have processes now.

    `own`: services that somebody wrote into /etc/systemd/system, as they are spelt there.
    """

    all: frozenset[str]
    starting: frozenset[str]
    running: frozenset[str]
    own: tuple[str, ...]


def units(machine: Machine) -> Units:
    """Read the folders of systemd and the start-up links.

    Raises:
        Unreadable: a folder cannot be read, or there is no unit at all (no systemd): then nothing is known of services.
    """
    everything: set[str] = set()
    starting: set[str] = set()
    own: list[str] = []
    for folder in _UNIT_FOLDERS:
        for entry in _entries(machine, folder):
            everything.add(entry.name.lower())
            if entry.name.endswith((".wants", ".requires")) and entry.kind is not Kind.LINK:
                starting |= {unit.name.lower() for unit in _entries(machine, f"{folder}/{entry.name}")}
            elif folder == _UNIT_FOLDERS[0] and entry.kind is Kind.FILE and entry.name.endswith(".service"):
                own.append(entry.name)
    if not everything:
        raise Unreadable(Text("没有找到系统服务的清单", "The list of system services was not found"))
    scripts = {f"{entry.name[3:].lower()}.service" for entry in _entries(machine, _SYSV) if entry.name.startswith("S")}
    # Of a script that has a unit of its name systemd takes the unit, switched on or not (systemd-sysv-generator(8)).
    starting |= scripts - everything
    everything |= starting
    running = {entry.name.lower() for folder in _RUNNING for entry in _entries(machine, folder)}
    masked = _masked(machine)
    return Units(frozenset(everything), frozenset(starting - masked), frozenset(running), tuple(sorted(own)))


def _entries(machine: Machine, folder: str) -> tuple[Entry, ...]:
    try:
        return machine.list(folder)
    except Absent:
        return ()


def _masked(machine: Machine) -> set[str]:
    """Units that are forbidden to start: links to nowhere in /etc."""
    masked = set()
    for entry in _entries(machine, _UNIT_FOLDERS[0]):
        if entry.kind is not Kind.LINK:
            continue
        try:
            target = machine.target_of(f"{_UNIT_FOLDERS[0]}/{entry.name}")
        except Absent:  # the link leads nowhere
            continue
        if target == _MASK:
            masked.add(entry.name.lower())
    return masked
