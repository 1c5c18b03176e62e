"""Who may do everything on Linux, and whose home is open to others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from checker.facts.workstation.administrators import Administrators, HomeFolders
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Absent
from checker.probes.base import probe
from checker.probes.linux.accounts import sources
from checker.probes.linux.ini import LIMIT

_SUDOERS = "/etc/sudoers"
# Groups whose members are administrators wherever they exist: polkit takes "sudo", "wheel" and "admin" for its own.
_ADMINISTERING = ("sudo", "wheel", "admin")
# Whoever is in them can become root at any time, and is asked for nothing.
_AS_GOOD_AS_ROOT = ("docker", "lxd", "incus-admin", "disk", "kmem", "shadow")
_DEPTH = 8
_GRANT = re.compile(r"(?P<who>\S+(?:\s*,\s*\S+)*)\s+\S+\s*=\s*(?:\([^)]*\)\s*)?(?P<what>.*)")
_READ, _WRITE = 0o004, 0o002


@probe(Administrators, Platform.LINUX)
def administrators(machine: Machine) -> Administrators:
    members = _groups(machine)
    found = {name for group in _ADMINISTERING for name in members.get(group, ())}
    unasked = {name for group in _AS_GOOD_AS_ROOT for name in members.get(group, ())}
    found |= set(_superusers(machine))
    ledger = sources(machine)
    with ledger.reading(_SUDOERS):
        rules = _Rules(machine)
        found |= rules.accounts(rules.all, members)
        unasked |= rules.accounts(rules.unasked, members)
    return Administrators(tuple(sorted(found | unasked)), tuple(sorted(unasked)), coverage=ledger.coverage)


def _groups(machine: Machine) -> Mapping[str, tuple[str, ...]]:
    """Members by group, those of whom it is the first group included."""
    first = {fields[3]: fields[0] for fields in _lines(machine, "/etc/passwd", 7) if fields[2] != "0"}
    found = {}
    for fields in _lines(machine, "/etc/group", 4):
        names = [name for name in fields[3].split(",") if name and name != "root"]
        found[fields[0]] = (*names, *((first[fields[2]],) if fields[2] in first else ()))
    return found


def _superusers(machine: Machine) -> Iterator[str]:
    for fields in _lines(machine, "/etc/passwd", 7):
        if fields[2] == "0" and fields[0] != "root":
            yield fields[0]


def _lines(machine: Machine, path: str, number: int) -> Iterator[list[str]]:
    for line in machine.text(path, LIMIT).splitlines():
        fields = line.split(":")
        if line.startswith(("+", "-", "#")) or not line.strip():
            continue
        if len(fields) != number:
            raise refusals.malformed(path)
        yield fields


class _Rules:
    """sudoers(5), as far as it says who may run everything. Its absence means that there is no sudo.

    `all` and `unasked` are names as sudoers writes them: ``alice``, ``%group``, ``ALL``, an alias.
    """

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._aliases: dict[str, list[str]] = {}
        self._unasked_by_default = False
        self.all: set[str] = set()
        self.unasked: set[str] = set()
        self._file(_SUDOERS, _DEPTH)
        if self._unasked_by_default:
            self.unasked |= self.all

    def _file(self, path: str, depth: int) -> None:
        if depth == 0:
            raise refusals.malformed(path)
        for line in self._machine.text(path, LIMIT).replace("\\\n", " ").splitlines():
            self._line(line.strip(), path, depth)

    def _line(self, line: str, path: str, depth: int) -> None:
        word, _, rest = line.partition(" ")
        match word:
            case "@include" | "#include":
                self._file(rest.strip().strip('"'), depth - 1)
            case "@includedir" | "#includedir":
                self._folder(rest.strip().strip('"'), depth)
            case "User_Alias":
                for one in rest.split(":"):
                    name, _, names = one.partition("=")
                    self._aliases[name.strip()] = [name.strip() for name in names.split(",")]
            case _ if word.startswith("Defaults"):
                self._unasked_by_default |= bool(re.search(r"!\s*authenticate\b", line))
            case "" | "Host_Alias" | "Runas_Alias" | "Cmnd_Alias" | "Cmd_Alias":
                return
            case _ if not word.startswith("#"):
                self._grant(line.partition("#")[0].strip(), path)

    def _folder(self, folder: str, depth: int) -> None:
        try:
            entries = self._machine.list(folder)
        except Absent:
            return
        for entry in entries:
            if "." not in entry.name and not entry.name.endswith("~"):  # sudo leaves these out
                self._file(f"{folder.rstrip('/')}/{entry.name}", depth - 1)

    def _grant(self, line: str, path: str) -> None:
        match = _GRANT.fullmatch(line)
        if match is None:
            raise refusals.malformed(path)
        names = {name.strip() for name in match["who"].split(",")}
        words = [word.strip() for word in re.split(r"[\s,]+", match["what"])]
        if "ALL" in words:
            self.all |= names
            if any(word.startswith("NOPASSWD:") for word in words) or "NOPASSWD:ALL" in words:
                self.unasked |= names
        elif any(word == "NOPASSWD:ALL" for word in words):
            self.all |= names
            self.unasked |= names

    def accounts(self, names: set[str], members: Mapping[str, tuple[str, ...]]) -> set[str]:
        """Accounts that such names stand for; "ALL" itself where everybody may."""
        found: set[str] = set()
        for name in names:
            if name in self._aliases:
                found |= self.accounts(set(self._aliases[name]), members)
            elif name.startswith("%"):
                found |= set(members.get(name.lstrip("%"), ()))
            elif name != "root":
                found.add(name)
        return found


@probe(HomeFolders, Platform.LINUX)
def home_folders(machine: Machine) -> HomeFolders:
    """By the folder's own mode: what lies in it need not be asked where the folder is closed. Lists of access (ACL)
    show in the mode as the group's part and are not told apart here.
    """
    homes = {person.name: person.home for person in machine.host.people if person.home and person.key != "0"}
    ledger = Ledger(Unit.PEOPLE, homes)
    readable, writable = [], []
    for name in ledger:
        with ledger.reading(name):
            mode = machine.stat(homes[name]).mode
            if mode is None:
                raise refusals.not_here(homes[name])
            if mode & _READ:
                readable.append(name)
            if mode & _WRITE:
                writable.append(name)
    return HomeFolders(tuple(readable), tuple(writable), coverage=ledger.coverage)
