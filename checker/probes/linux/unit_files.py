"""systemd's service files as they take effect: which one counts, and what is dropped in beside. See systemd.unit(5)."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from checker.machine.answers import Entry, Kind
from checker.machine.machine import Machine
from checker.model.unreadable import Absent, Unreadable

# By precedence, as systemd.unit(5) has it: what was set while it runs, what the administrator wrote, what was made for
# this start, what packages brought.
FOLDERS = (
    *("/etc/systemd/system.control", "/run/systemd/system.control", "/run/systemd/transient"),
    *("/run/systemd/generator.early", "/etc/systemd/system", "/etc/systemd/system.attached", "/run/systemd/system"),
    *("/run/systemd/system.attached", "/run/systemd/generator", "/usr/local/lib/systemd/system"),
    *("/usr/lib/systemd/system", "/lib/systemd/system", "/run/systemd/generator.late"),
)
# Those that no package writes to.
OF_ADMINISTRATORS = tuple(folder for folder in FOLDERS if not folder.startswith(("/usr/lib", "/lib")))
_LIMIT = 1 << 18
_MASK = "/dev/null"
_LINE_END = re.compile(r"\r\n|\n|\r")
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_GIVEN_ANYWAY = frozenset({"TERM", "MAINPID"})  # what systemd itself sets, and no setting here does


@dataclass(frozen=True, slots=True)
class UnitFile:
    """One service, or the template of several. Keys in lower case; a list in the order in which it counts.

    `environment` is what its own settings give it; None: a file that they name would not say.
    """

    name: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    environment: Mapping[str, str] | None = field(default_factory=dict)

    def one(self, key: str) -> str:
        """The last that was said; "" for nothing."""
        return self.values.get(key, ("",))[-1]

    @property
    def commands(self) -> Iterator[list[str]]:
        """What it starts, in words, without the signs before the program, variables replaced as far as known."""
        for line in self.values.get("execstart", ()):
            words = [one for word in _split(line) for one in self._expanded(word)]
            if words:
                yield [words[0].lstrip("-@:+!|"), *words[1:]]

    def _expanded(self, word: str) -> list[str]:
        """``$NAME`` alone becomes as many words as it has, anything else one: systemd.service(5), COMMAND LINES."""
        known = self.environment
        if known is None or word in (f"${name}" for name in _GIVEN_ANYWAY):
            return [word]
        whole = re.fullmatch(r"\$(\w+)", word)
        if whole is not None:
            return _split(known.get(whole[1], ""))
        return [_VARIABLE.sub(lambda match: known.get(match[1] or match[2], ""), word)]


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


@dataclass(slots=True)
class _Found:
    """files: name -> path, "" for masked; aliases: another name -> the unit's own; dropped: name -> file name -> path,
    "" for masked.
    """

    files: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    dropped: dict[str, dict[str, str]] = field(default_factory=dict)


def services(machine: Machine, folders: Sequence[str] = FOLDERS) -> tuple[UnitFile, ...]:
    """All services that have a file there, and instances of templates that have something of their own.

    Raises:
        Unreadable: a file or folder that refuses.
    """
    found = _Found()
    for folder in folders:
        try:
            entries = machine.list(folder)
        except Absent:
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.name.endswith(".service"):
                _add(machine, entry, path, found)
            elif entry.name.endswith(".service.d") or entry.name == "service.d":
                _gather(machine, path, found.dropped.setdefault(entry.name.removesuffix(".d"), {}))
    for name in tuple(found.dropped):
        own = _own_name(name, found.aliases)
        if own != name:
            for file, path in found.dropped[name].items():
                found.dropped.setdefault(own, {}).setdefault(file, path)
    names = {*found.files, *(name for name in found.dropped if name != "service")}
    units = (_unit(machine, name, found) for name in sorted(names))
    return tuple(unit for unit in units if unit is not None)


def _add(machine: Machine, entry: Entry, path: str, found: _Found) -> None:
    """A file; a link to one elsewhere, which is the unit's own whatever it is called; another name; a mask."""
    if entry.name in found.files or entry.name in found.aliases:
        return
    if entry.kind is Kind.FILE:
        found.files[entry.name] = path
    if entry.kind is not Kind.LINK:
        return
    try:
        target = machine.target_of(path)
    except Absent:  # it leads nowhere
        return
    place, name = posixpath.split(target)
    if target == _MASK:
        found.files[entry.name] = ""
    elif place not in FOLDERS:
        found.files[entry.name] = target
    elif name != entry.name:
        found.aliases[entry.name] = name
    else:
        found.files[entry.name] = target


def _own_name(name: str, aliases: Mapping[str, str]) -> str:
    """Of ``autovt@tty2.service`` ``getty@tty2.service``, where the one template is another name of the other."""
    if name in aliases:
        return aliases[name]
    stem, at, instance = name.partition("@")
    template = aliases.get(f"{stem}@.service", "") if at else ""
    return f"{template.partition('@')[0]}@{instance}" if template else name


def _gather(machine: Machine, folder: str, dropped: dict[str, str]) -> None:
    for entry in machine.list(folder):
        if not entry.name.endswith(".conf") or entry.name in dropped:
            continue
        path = f"{folder}/{entry.name}"
        if entry.kind is Kind.LINK:
            try:
                path = machine.target_of(path)
            except Absent:
                continue
        dropped[entry.name] = "" if path == _MASK else path


def _unit(machine: Machine, name: str, found: _Found) -> UnitFile | None:
    """None: it is masked, or nothing but drop-ins of a service that is not there."""
    template = f"{name.partition('@')[0]}@.service" if "@" in name else name
    path = found.files.get(name, found.files.get(template))
    if not path:
        return None
    beside: dict[str, str] = {}
    for place in ("service", *_prefixes(template), template, name):
        beside |= found.dropped.get(place, {})
    values: dict[str, list[str]] = {}
    for one in (path, *(beside[key] for key in sorted(beside))):
        try:
            _take(machine.text(one, _LIMIT) if one else "", values)
        except Absent:
            continue
    kept = {key: tuple(lines) for key, lines in values.items()}
    return UnitFile(name, kept, _environment(machine, kept))


def _prefixes(name: str) -> Iterator[str]:
    """``a-.service`` and ``a-b-.service`` of ``a-b-c.service``: their drop-ins count for it, too."""
    stem = name.removesuffix(".service")
    for place, sign in enumerate(stem):
        if sign == "-":
            yield f"{stem[: place + 1]}.service"


def _environment(machine: Machine, values: Mapping[str, tuple[str, ...]]) -> Mapping[str, str] | None:
    """What a command line's variables stand for; files are read only where there are such variables. None: one of
    them would not say.
    """
    asked = {one for line in values.get("execstart", ()) for pair in _VARIABLE.findall(line) for one in pair if one}
    if not asked - _GIVEN_ANYWAY:
        return {}
    pairs = [word for line in values.get("environment", ()) for word in _split(line)]
    for name in values.get("environmentfile", ()):
        try:
            text = machine.text(name.removeprefix("-"), _LIMIT)
        except Absent:
            continue
        except Unreadable:
            return None
        pairs += [line for line in _LINE_END.split(text) if not line.lstrip().startswith(("#", ";"))]
    assigned = (pair.partition("=") for pair in pairs)
    return {name.strip(): value.strip().strip("\"'") for name, equals, value in assigned if equals}


def _take(text: str, values: dict[str, list[str]]) -> None:
    """Later lines add to a list; an empty one begins it anew. What stands in a section of another kind is nothing."""
    section = ""
    for line in _lines(text):
        if line.startswith("["):
            section = line.strip("[] \t").lower()
            continue
        key, equals, value = line.partition("=")
        key = key.strip().lower()
        if not equals or section.startswith("x-") or (key.startswith("exec") and section not in ("service", "")):
            continue
        lines = values.setdefault(key, [])
        if value.strip():
            lines.append(value.strip())
        else:
            lines.clear()


def _lines(text: str) -> Iterator[str]:
    """Lines with what a backslash at the end joins to them; a comment is left out even there: systemd.syntax(7)."""
    begun = ""
    for line in _LINE_END.split(text.removeprefix("\ufeff")):
        if line.lstrip().startswith(("#", ";")):
            continue
        if line.endswith("\\"):
            begun += f"{line[:-1]} "
            continue
        yield (begun + line).strip()
        begun = ""
    if begun:
        yield begun.strip()
