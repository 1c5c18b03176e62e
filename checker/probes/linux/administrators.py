"""Who may do everything on Linux, and whose home is open to others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from checker.facts.workstation.administrators import Administrators, HomeFolders
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.probes.base import probe
from checker.probes.linux import pam
from checker.probes.linux.accounts import sources
from checker.probes.linux.ini import LIMIT
from checker.probes.linux.sudoers import SUDOERS, Sudoers, gives_all

_DOAS = "/etc/doas.conf"
# Rules that somebody wrote here; those of packages lie in /usr/share and in /var/lib/polkit-1/localauthority.
_POLKIT = (
    "/etc/polkit-1/rules.d",
    "/etc/polkit-1/localauthority/50-local.d",
    "/etc/polkit-1/localauthority/90-mandatory.d",
)
_POLKIT_OWN = ("50-default.rules", "40-debian-sudo.rules", "49-ubuntu-admin.rules")
# Groups whose members are administrators wherever they exist: polkit takes "sudo", "wheel" and "admin" for its own.
_ADMINISTERING = ("sudo", "wheel", "admin")
# Whoever is in them can become root at any time, and is asked for nothing.
_AS_GOOD_AS_ROOT = ("docker", "lxd", "incus", "incus-admin", "libvirt", "disk", "kmem", "shadow")
_READ, _WRITE = 0o004, 0o002


@probe(Administrators, Platform.LINUX)
def administrators(machine: Machine) -> Administrators:
    members = _groups(machine)
    found = {name for group in _ADMINISTERING for name in members.get(group, ())}
    unasked = {name for group in _AS_GOOD_AS_ROOT for name in members.get(group, ())}
    found |= set(_superusers(machine))
    ledger = sources(machine)
    users = {fields[2]: fields[0] for fields in _lines(machine, "/etc/passwd", 7)}
    groups = {fields[2]: fields[0] for fields in _lines(machine, "/etc/group", 4)}
    with ledger.reading(SUDOERS):
        rules = Sudoers(machine, users, groups)
        found |= rules.accounts(rules.all, members)
        unasked |= rules.accounts(rules.unasked, members)
    with ledger.reading(_DOAS):
        for who, asked in _doas(machine.text(_DOAS, LIMIT)):
            names = set(members.get(who[1:], ())) if who.startswith(":") else {who} - {"root"}
            found |= names
            unasked |= set() if asked else names
    with ledger.reading("pam.d/su"):
        unasked |= {name for group in _trusted_by_su(machine) for name in members.get(group, ())}
    for folder in _POLKIT:
        with ledger.reading(folder):
            for entry in machine.list(folder):
                if entry.name.endswith((".rules", ".pkla")) and entry.name not in _POLKIT_OWN:
                    path = f"{folder}/{entry.name}"
                    ledger.left(path, refusals.not_understood(path))
    return Administrators(tuple(sorted(found | unasked)), tuple(sorted(unasked)), coverage=ledger.coverage)


def _trusted_by_su(machine: Machine) -> Iterator[str]:
    """Groups whose members su makes root without a password: pam_wheel(8) with ``trust``."""
    for step in pam.stack(machine, "su", "auth"):
        if step.module == "pam_wheel" and "trust" in step.options and "deny" not in step.options:
            yield step.options.get("group") or "wheel"


def _doas(text: str) -> Iterator[tuple[str, bool]]:
    """doas.conf(5): ``permit [nopass] [persist] who [as root] [cmd ...]``; who, and whether a password is asked for.

    Raises:
        Unreadable: a line of another form.
    """
    for line in text.splitlines():
        words = re.sub(r"\{[^}]*\}", "", line.partition("#")[0]).split()
        if not words or words[0] == "deny":
            continue
        options = [word for word in words[1:] if word in ("nopass", "nolog", "persist", "keepenv", "setenv")]
        who = words[1 + len(options) : 2 + len(options)]
        if words[0] != "permit" or not who:
            raise refusals.malformed(_DOAS)
        target = words[words.index("as") + 1 :][:1] if "as" in words else ["root"]
        if target == ["root"] and ("cmd" not in words or gives_all(" ".join(words[words.index("cmd") + 1 :]))):
            yield who[0], "nopass" not in options


def _groups(machine: Machine) -> Mapping[str, tuple[str, ...]]:
    """Members by group, those of whom it is the first group included."""
    first = [(fields[3], fields[0]) for fields in _lines(machine, "/etc/passwd", 7) if not _is_root(fields[2])]
    found = {}
    for fields in _lines(machine, "/etc/group", 4):
        names = [name for name in fields[3].split(",") if name and name != "root"]
        found[fields[0]] = (*names, *(name for group, name in first if group == fields[2]))
    return found


def _superusers(machine: Machine) -> Iterator[str]:
    for fields in _lines(machine, "/etc/passwd", 7):
        if _is_root(fields[2]) and fields[0] != "root":
            yield fields[0]


def _is_root(number: str) -> bool:
    """As the system reads a number: ``00`` is 0."""
    return number.isdecimal() and int(number) == 0


def _lines(machine: Machine, path: str, number: int) -> Iterator[list[str]]:
    """Raises Unreadable: a line of another form, or not even root's."""
    root = False
    for line in machine.text(path, LIMIT).splitlines():
        fields = line.split(":")
        if line.startswith(("+", "-", "#")) or not line.strip():
            continue
        if len(fields) != number:
            raise refusals.malformed(path)
        root = root or _is_root(fields[2])
        yield fields
    if not root:
        raise refusals.malformed(path)


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
