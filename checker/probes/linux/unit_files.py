"""systemd's service files as they take effect: which one counts, and what is dropped in beside. See systemd.unit(5)."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.model.unreadable import Absent

# By precedence: what the administrator wrote, what was made for this start, what packages brought.
FOLDERS = (
    *("/etc/systemd/system", "/run/systemd/system", "/run/systemd/generator", "/usr/local/lib/systemd/system"),
    *("/usr/lib/systemd/system", "/lib/systemd/system"),
)
_LIMIT = 1 << 18
_MASK = "/dev/null"


@dataclass(frozen=True, slots=True)
class UnitFile:
    """One service, or the template of several. Keys in lower case; a list in the order in which it counts."""

    name: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, key: str) -> str:
        """The last that was said; "" for nothing."""
        return self.values.get(key, ("",))[-1]

    @property
    def commands(self) -> Iterator[list[str]]:
        """What it starts, in words, without the signs before the program."""
        for line in self.values.get("execstart", ()):
            try:
                words = shlex.split(line)
            except ValueError:
                words = line.split()
            if words:
                yield [words[0].lstrip("-@:+!|"), *words[1:]]


def services(machine: Machine) -> tuple[UnitFile, ...]:
    """All services that have a file here, and instances of templates that have something of their own.

    Raises:
        Unreadable: a file or folder that refuses.
    """
    files: dict[str, str] = {}
    dropped: dict[str, dict[str, str]] = {}
    for folder in FOLDERS:
        try:
            entries = machine.list(folder)
        except Absent:
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.name.endswith(".service") and (entry.kind is Kind.FILE or _masked(machine, path)):
                files.setdefault(entry.name, "" if entry.kind is Kind.LINK else path)
            elif entry.name.endswith(".service.d") or entry.name == "service.d":
                _gather(machine, path, dropped.setdefault(entry.name.removesuffix(".d"), {}))
    names = {*files, *(name for name in dropped if name != "service")}
    units = (_unit(machine, name, files, dropped) for name in sorted(names))
    return tuple(unit for unit in units if unit is not None)


def _masked(machine: Machine, path: str) -> bool:
    try:
        return machine.target_of(path) == _MASK
    except Absent:
        return False


def _gather(machine: Machine, folder: str, dropped: dict[str, str]) -> None:
    for entry in machine.list(folder):
        if entry.name.endswith(".conf"):
            dropped.setdefault(entry.name, f"{folder}/{entry.name}")


def _unit(
    machine: Machine, name: str, files: Mapping[str, str], dropped: Mapping[str, Mapping[str, str]]
) -> UnitFile | None:
    """None: it is masked, or nothing but drop-ins of a service that is not there."""
    template = f"{name.partition('@')[0]}@.service" if "@" in name else name
    path = files.get(name, files.get(template))
    if not path:
        return None
    beside = {**dropped.get("service", {}), **dropped.get(template, {}), **dropped.get(name, {})}
    values: dict[str, list[str]] = {}
    for one in (path, *(beside[key] for key in sorted(beside))):
        try:
            _take(machine.text(one, _LIMIT), values)
        except Absent:
            continue
    return UnitFile(name, {key: tuple(lines) for key, lines in values.items()})


def _take(text: str, values: dict[str, list[str]]) -> None:
    """Later lines add to a list; an empty one begins it anew."""
    for line in text.replace("\\\n", " ").splitlines():
        key, equals, value = line.strip().partition("=")
        if not equals or key.startswith(("#", ";")):
            continue
        lines = values.setdefault(key.strip().lower(), [])
        if value.strip():
            lines.append(value.strip())
        else:
            lines.clear()
