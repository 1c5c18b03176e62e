"""apt's own settings and what it fetched: which archives, how new their lists are, and what it may not upgrade.

Sources: sources.list(5), apt_preferences(5), the Release files' own ``Date`` (RepositoryFormat of the Debian wiki). The
stamps below are written by apt.systemd.daily and by update-notifier after an update that succeeded; the time of the
folder of lists changes with one that failed, too, and is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from fnmatch import fnmatchcase

from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.model.unreadable import Absent

_LISTS = "/var/lib/apt/lists"
_STAMPS = ("/var/lib/apt/periodic/update-success-stamp", "/var/lib/apt/periodic/update-stamp")
_SOURCES, _MORE_SOURCES = "/etc/apt/sources.list", "/etc/apt/sources.list.d"
_PINS, _MORE_PINS = "/etc/apt/preferences", "/etc/apt/preferences.d"
_HEAD = 1 << 12  # bytes of a Release file; its fields stand first, its digests follow
_LIMIT = 1 << 20
_FIELD = re.compile(r"(?m)^([A-Z][A-Za-z-]*):[ \t]*(.*)$")


def refreshed(machine: Machine, system: str) -> date | None:
    """The last day of which this computer knows the system's updates; None: it has no list of them.

    The security archive tells, where there is one; else those whose Origin names the system; else all.
    """
    lists = list(_release_files(machine))
    security = [day for fields, day in lists if "security" in fields.lower()]
    own = [day for fields, day in lists if f"origin: {system}".lower() in fields.lower()]
    days = security or own or [day for _, day in lists]
    for path in _STAMPS:
        try:
            days.append(machine.stat(path).when.date())
        except Absent:
            continue
    today = machine.host.now.date()
    return max((day for day in days if day <= today), default=None)


def newest_list(machine: Machine) -> date | None:
    """The newest date that any package list has from its maker, be it in the future; None: there are none."""
    return max((day for _, day in _release_files(machine)), default=None)


def _release_files(machine: Machine) -> Iterator[tuple[str, date]]:
    """What each archive calls itself, and the day of its list."""
    for name in _files(machine, _LISTS, ("_InRelease", "_Release")):
        head = machine.head(f"{_LISTS}/{name}", _HEAD).decode("utf-8", "replace")
        fields = dict(_FIELD.findall(head))
        try:
            day = parsedate_to_datetime(fields.get("Date", "")).date()
        except (ValueError, OverflowError):
            continue
        words = ("Origin", "Label", "Suite", "Codename")
        yield "\n".join(f"{word}: {fields.get(word, '')}" for word in words), day


def security_archive(machine: Machine) -> bool:
    """Whether an archive of security updates is set, in either form of sources.list(5)."""
    for text in _texts(machine, _SOURCES, _MORE_SOURCES, (".list",)):
        if any(re.match(r"\s*deb\s.*security", line.partition("#")[0]) for line in text.splitlines()):
            return True
    for text in _texts(machine, None, _MORE_SOURCES, (".sources",)):
        for fields in _stanzas(text):
            words = f"{fields.get('uris', '')} {fields.get('suites', '')}"
            on = fields.get("enabled", "yes").lower() not in ("no", "false", "without", "off", "disable")
            if "security" in words and on and "deb" in fields.get("types", "deb").split():
                return True
    return False


def pinned(machine: Machine) -> tuple[str, ...]:
    """Names and patterns of packages that preferences keep from being upgraded: a priority below nought, or a version
    that is nailed down.
    """
    found = []
    for text in _texts(machine, _PINS, _MORE_PINS, (".pref", "")):
        for fields in _stanzas(text):
            priority = fields.get("pin-priority", "0")
            below = re.fullmatch(r"-\d+", priority) is not None
            if below or (fields.get("pin", "").startswith("version") and priority.isdecimal() and int(priority) > 500):
                found += fields.get("package", "").split()
    return tuple(found)


def keeps_back(pins: tuple[str, ...], name: str) -> bool:
    """Whether one of these pins is about a package; ``*`` alone and patterns are those of apt_preferences(5)."""
    return any(fnmatchcase(name, pin) for pin in pins)


def _stanzas(text: str) -> Iterator[dict[str, str]]:
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for part in re.split(r"\n[ \t]*\n", lines):
        fields = {name.lower(): value.strip() for name, value in _FIELD.findall(re.sub(r"\n[ \t]+", " ", part))}
        if fields:
            yield fields


def _texts(machine: Machine, file: str | None, folder: str, ends: tuple[str, ...]) -> Iterator[str]:
    paths = [f"{folder}/{name}" for name in _files(machine, folder, ends)]
    for path in (file, *paths) if file else paths:
        try:
            yield machine.text(path, _LIMIT)
        except Absent:
            continue


def _files(machine: Machine, folder: str, ends: tuple[str, ...]) -> list[str]:
    """Names of files that end so; an empty end stands for a name without a dot, which apt reads too."""
    try:
        entries = machine.list(folder)
    except Absent:
        return []
    named = [entry.name for entry in entries if entry.kind is not Kind.FOLDER]
    return [name for name in named if any(name.endswith(end) if end else "." not in name for end in ends)]
