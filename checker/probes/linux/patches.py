"""Linux: when packages were last upgraded, and when this computer last learned of updates."""

from __future__ import annotations

import re
from datetime import date

from checker.facts.workstation.patches import Patches
from checker.knowledge.builds import builds
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux.packages import STATUS

_DPKG_LOGS = ("/var/log/dpkg.log", "/var/log/dpkg.log.1")
_APT_LOG = "/var/log/apt/history.log"
_TAIL = 4 << 20
_UPGRADE = re.compile(rb"^(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d upgrade \S+ \S+ \S+$", re.MULTILINE)
_HISTORY = re.compile(rb"^Upgrade: [^\n]+\n(?:[A-Z][^\n]*\n){0,12}?End-Date: (\d{4}-\d\d-\d\d) ", re.MULTILINE)
# Each of these is touched when apt fetches its lists; the lists themselves carry the server's dates.
_REFRESHED = (
    "/var/lib/apt/periodic/update-success-stamp",
    "/var/lib/apt/lists/partial",
    "/var/lib/apt/lists",
)


@probe(Patches, Platform.LINUX)
def patches(machine: Machine) -> Patches:
    """Upgrades from dpkg's and apt's logs, in local time, so to the day. Two months of dpkg's logs are kept by default.

    A log without an upgrade says that there was none as far back as it goes.
    """
    if not machine.exists(STATUS):
        raise Unreadable(Text("这不是 Debian 系的系统", "This is no Debian-family system"))
    host = machine.host
    today = host.now.date()
    sources = Ledger[str](Unit.SOURCES)
    days: list[date] = []
    for path in _DPKG_LOGS:
        with sources.reading(path):
            days += _days(_UPGRADE, machine.tail(path, _TAIL))
    with sources.reading(_APT_LOG):
        days += _days(_HISTORY, machine.tail(_APT_LOG, _TAIL))
    past = [day for day in days if day <= today]
    # A newer day in a log that would not say makes it better, not worse.
    coverage = sources.sufficient if past else sources.whole_or_raise()
    release = builds().linux_release(host.release.get("ID", ""), host.release.get("VERSION_ID", ""))
    return Patches(
        release=release.name if release else Text.name(host.release.get("PRETTY_NAME", "Linux")),
        patched=max(past, default=None),
        refreshed=_refreshed(machine, today),
        supported=release.until if release else None,
        extended=False,  # an upgrade after that day may be of any package, so it proves no extension
        table=builds().dated,
        today=today,
        coverage=coverage,
    )


def _days(pattern: re.Pattern[bytes], log: bytes) -> list[date]:
    found = []
    for text in set(pattern.findall(log)):
        try:
            found.append(date.fromisoformat(text.decode("ascii")))
        except ValueError:  # a date that the calendar does not have
            continue
    return found


def _refreshed(machine: Machine, today: date) -> date | None:
    """None: the lists were never fetched on this computer."""
    days = []
    for path in _REFRESHED:
        try:
            days.append(machine.stat(path).when.date())
        except Absent:
            continue
    return max((day for day in days if day <= today), default=None)
