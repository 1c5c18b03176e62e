"""When packages were upgraded, as dpkg and apt keep it: each by its name, and only what went through to its end.

Of a version that dpkg tells the steps of, the last has to be "installed": an upgrade that failed half way is none. Days
are local time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from checker.machine.answers import Entry
from checker.machine.machine import Machine
from checker.model.coverage import Ledger
from checker.probes.linux.rotated import family, unpacked

_DPKG, _APT = "/var/log", "/var/log/apt"
_LIMIT = 16 << 20  # bytes of one log, unpacked
_FILES = 24  # rotated files of one log; dpkg keeps twelve months
_UPGRADE = re.compile(rb"^(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d upgrade ([^\s:]+)(?::\S+)? \S+ (\S+)$", re.MULTILINE)
_STEP = re.compile(rb"^\S+ \S+ status (\S+) ([^\s:]+)(?::\S+)? (\S+)$", re.MULTILINE)
_RUN = re.compile(rb"^Upgrade: ([^\n]+)\n((?:[A-Z][^\n]*\n){0,12}?)End-Date: (\d{4}-\d\d-\d\d) ", re.MULTILINE)
_OF_A_RUN = re.compile(rb"([^\s:,()]+)(?::[^\s,()]+)? \([^()]*\)")

Upgrade = tuple[str, date]
"""A package's name and a day."""


def last_upgrade(machine: Machine, sources: Ledger[str], counts: Callable[[str], bool]) -> date | None:
    """The newest day, of those that are past, on which a package that counts was upgraded; None: no log has one.

    Of each log as many rotated files are read as it takes; one that would not say is left by its path.
    """
    today = machine.host.now.date()
    found: list[date] = []
    for folder, name, read in ((_DPKG, "dpkg.log", _of_dpkg), (_APT, "history.log", _of_apt)):
        logs: list[Entry] = []
        with sources.reading(f"{folder}/{name}"):
            logs = sorted(family(machine.list(folder), name), key=lambda entry: entry.modified, reverse=True)
        for entry in logs[:_FILES]:
            path = f"{folder}/{entry.name}"
            days: list[date] = []
            with sources.reading(path):
                days = [day for name, day in read(unpacked(machine, path, _LIMIT)) if day <= today and counts(name)]
            found += days
            if days:
                break
    return max(found, default=None)


def _of_dpkg(log: bytes) -> Iterator[Upgrade]:
    """Where dpkg says how far a version came, it has to have come to its end."""
    steps: dict[tuple[bytes, bytes], set[bytes]] = {}
    for step, name, version in _STEP.findall(log):
        steps.setdefault((name, version), set()).add(step)
    for day, name, version in set(_UPGRADE.findall(log)):
        came = steps.get((name, version))
        if came is None or b"installed" in came:
            yield from _dated(name, day)


def _of_apt(log: bytes) -> Iterator[Upgrade]:
    """Runs of apt that ended without an error."""
    for packages, between, day in _RUN.findall(log):
        if b"\nError:" not in b"\n" + between:
            for name in _OF_A_RUN.findall(packages):
                yield from _dated(name, day)


def _dated(name: bytes, text: bytes) -> Iterator[Upgrade]:
    try:
        yield name.decode("utf-8", "surrogateescape"), date.fromisoformat(text.decode("ascii"))
    except ValueError:  # a date that the calendar does not have
        return
