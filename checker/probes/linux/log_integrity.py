"""Linux: traces of logs that were thrown away, and of a clock that was set back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from checker.facts.workstation.log_integrity import LogIntegrity
from checker.machine.answers import Entry, Kind
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux.apt import newest_list
from checker.probes.linux.kernel_log import no_log

_FOLDER = "/var/log"
# Written to on every start-up: by rsyslog, and by login and systemd (wtmp).
_ALWAYS_WRITTEN = ("kern.log", "syslog", "messages", "auth.log", "wtmp")
_ROTATED = (*_ALWAYS_WRITTEN, "daemon.log", "user.log", "dpkg.log", "btmp")
_SYSTEM_LOGS = ("kern", "syslog", "messages", "auth", "secure", "daemon")  # before their ends
_KEPT_JOURNAL = "/var/log/journal"
_NUMBERED = re.compile(r"(?P<family>.+?)\.(?P<number>\d{1,3})(?:\.(?:gz|bz2|xz|zst|lzma|lz4|Z))?")
_JOURNAL = ("journalctl", "--quiet", "--no-pager", "--output=cat", "_SYSTEMD_UNIT=systemd-journald.service")
# systemd/src/journal: what journald says when an entry would be older than the one before it.
_BACKWARDS = re.compile(rb"(?m)^(?:Time jumped backwards|Realtime clock jumped backwards)")
_LIMIT = 8 << 20
_GRACE = timedelta(days=1)  # a time zone that was set meanwhile moves the clock by less


@probe(LogIntegrity, Platform.LINUX)
def log_integrity(machine: Machine) -> LogIntegrity:
    sources = Ledger[str](Unit.SOURCES)
    entries: tuple[Entry, ...] = ()
    missing: list[str] = []
    emptied: list[str] = []
    ahead: list[str] = []
    jumps = 0
    with sources.reading(_FOLDER):
        entries = tuple(one for one in machine.list(_FOLDER) if one.kind is Kind.FILE)
        missing += _missing(entries)
        if _booted(machine):
            emptied += _emptied(entries)
        latest = (machine.host.now + _GRACE).timestamp()
        ahead += [f"{_FOLDER}/{one.name}" for one in entries if one.modified > latest]
    with sources.reading("system log"):  # where none is kept, nothing that was thrown away could be missed
        if not any(map(_of_the_system, entries)) and not machine.exists(_KEPT_JOURNAL):
            raise no_log()
    with sources.reading("apt"):
        newest = newest_list(machine)
        if newest is not None and newest > (machine.host.now + _GRACE).date():
            ahead.append("/var/lib/apt/lists")
    with sources.reading("journal"):
        output = machine.run(*_JOURNAL, limit=_LIMIT)
        if output.code != 0:
            raise Unreadable(Text("没有读到系统日志（journal）", "The journal could not be read"), AS_ADMIN)
        jumps = len(_BACKWARDS.findall(output.stdout))
    return LogIntegrity(tuple(missing), tuple(emptied), tuple(ahead), jumps, coverage=sources.some_or_raise())


def _of_the_system(entry: Entry) -> bool:
    return entry.name.split(".")[0] in _SYSTEM_LOGS or entry.name.split("-")[0] in _SYSTEM_LOGS


def _missing(entries: tuple[Entry, ...]) -> Iterator[str]:
    """Numbers that are left out between the first rotated file of a log and its last."""
    numbers: dict[str, set[int]] = {}
    for entry in entries:
        match = _NUMBERED.fullmatch(entry.name)
        if match and match["family"] in _ROTATED:
            numbers.setdefault(match["family"], set()).add(int(match["number"]))
    for family, found in sorted(numbers.items()):
        yield from (f"{_FOLDER}/{family}.{number}" for number in range(1, max(found)) if number not in found)


def _emptied(entries: tuple[Entry, ...]) -> Iterator[str]:
    """Empty without a rotated file beside it: rotation leaves what was written, throwing away does not."""
    names = {entry.name: entry for entry in entries}
    for name in _ALWAYS_WRITTEN:
        rotated = any(other.startswith((f"{name}.", f"{name}-")) for other in names)
        if name in names and names[name].size == 0 and not rotated:
            yield f"{_FOLDER}/{name}"


def _booted(machine: Machine) -> bool:
    """Whether this is a system that was started, and no container or folder of one."""
    try:
        return machine.text("/proc/1/comm", 64).strip() in ("systemd", "init")
    except Absent:
        return False
