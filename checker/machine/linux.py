"""A live Linux."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from threading import Event
from typing import Any, NamedTuple

from checker.machine import files, programs, refusals, system
from checker.machine.answers import Entry, Host, Kind, Mount, Person
from checker.machine.dbus import Buses
from checker.model.target import Platform
from checker.model.unreadable import Absent, Unreadable

assert sys.platform != "win32"  # a mistake of ours: checker.machine.live imports the doors of the system it runs on

# File systems that hold no one's data: the kernel's own windows and plumbing.
_KERNEL_FILE_SYSTEMS = frozenset(
    {
        *("binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs"),
        *("fusectl", "hugetlbfs", "mqueue", "nsfs", "proc", "pstore", "rpc_pipefs", "securityfs", "selinuxfs", "sysfs"),
        "tracefs",
    }
)
_KERNEL_PLACES = re.compile(r"/(?:proc|sys|dev|run)/")
_NO_LOGIN = ("nologin", "false", "sync", "shutdown", "halt")
_HOMED, _SEALED = ".homedir", ".home"  # systemd-homed: an account's home while nobody is signed in, open and encrypted
_NO_HOME = ""  # somebody whose home nobody can tell, or open
_UNSET_UID = 0xFFFF_FFFF
_SECONDS = 3.0  # for systemd to say who sits at the screen
_FIRST_PERSON, _NOBODY = 1000, 65534  # login.defs UID_MIN as every Debian-family system ships it


_OF_FILES: Mapping[str, Callable[..., Any]] = {
    "read": files.read,
    "tail": files.tail,
    "head": files.head,
    "list": files.entries,
    "stat": files.stat,
    "exists": files.exists,
    "target_of": files.target_of,
    "documents": partial(files.entries, limit=files.DOCUMENT_LIMIT),
    "document": files.part,
}


class LinuxSource:
    """Answers from the Linux that we run on. One inspection, one thread."""

    def __init__(self) -> None:
        self._buses = Buses()

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        if verb in _OF_FILES:
            return _OF_FILES[verb](*arguments)
        match verb, arguments:
            case "host", ():
                return _host(stop)
            case "processors", ():
                return os.cpu_count() or 1
            case "run", (argv, seconds, limit):
                return programs.run(argv, seconds, limit, stop)
            case "bus", (bus, service, path, interface, member, signature, values, seconds):
                call = (bus, service, path, interface, member, signature, values)
                return self._buses.call(*call, seconds, stop)
            case "processes", ():
                return system.processes()
            case "listeners", ():
                return system.listeners()
            case "interfaces", ():
                return system.interfaces()
            case "mounts", ():
                return _mounts()
        raise refusals.not_here(verb)


def _host(stop: Event) -> Host:
    return Host(
        platform=Platform.LINUX,
        name=platform.node(),
        admin=os.geteuid() == 0,
        now=datetime.now(UTC),
        release=_release(),
        people=_people(_current_uid(stop)),
    )


def _release() -> dict[str, str]:
    try:
        return dict(platform.freedesktop_os_release())
    except OSError as error:
        raise refusals.from_os_error(error, "/etc/os-release") from error


def _people(current: int) -> tuple[Person, ...]:
    """Human accounts of /etc/passwd, and everyone else who has a home here or is signed in. `current`: the uid of whom
    the inspection is about.

    A directory service (LDAP, AD) is not asked for its accounts: that would be network traffic. Whoever of it uses this
    computer owns a folder in /home or in systemd-homed's place, or has a session (/run/user).
    """
    people = []
    for line in files.read("/etc/passwd", 1 << 20).decode("utf-8", "surrogateescape").splitlines():
        fields = line.split(":")
        if len(fields) != 7 or not fields[2].isdecimal():
            continue
        name, uid, home, shell = fields[0], int(fields[2]), fields[5], fields[6]
        human = _FIRST_PERSON <= uid < _NOBODY and os.path.basename(shell) not in _NO_LOGIN
        if human or uid == current:
            people.append(Person(str(uid), name, home, current=uid == current))
    return (*people, *_others({person.key for person in people}, {person.home for person in people}, current))


def _others(known: set[str], homes: set[str], current: int) -> Iterator[Person]:
    """People whom /etc/passwd does not name, by the homes and sessions that are theirs."""
    try:
        entries = _entries("/home")
    except Unreadable:  # whose homes lie there nobody can tell: one who is not known stands for them all
        yield Person("/home", "/home", _NO_HOME, current=False)
        entries = ()
    for entry in entries:
        path = f"/home/{entry.name}"
        if entry.kind is Kind.FOLDER and entry.owner is not None and entry.owner >= _FIRST_PERSON and path not in homes:
            known.add(str(entry.owner))
            name = entry.name.removesuffix(_HOMED)
            yield Person(str(entry.owner), name, path, current=entry.owner == current)
        elif entry.kind is Kind.FILE and entry.name.endswith(_SEALED):
            yield Person(entry.name, entry.name.removesuffix(_SEALED), _NO_HOME, current=False)
    for entry in _entries("/run/user"):
        if entry.name.isdecimal() and int(entry.name) >= _FIRST_PERSON and entry.name not in known:
            yield Person(entry.name, entry.name, _NO_HOME, current=int(entry.name) == current)


def _entries(folder: str) -> tuple[Entry, ...]:
    try:
        return files.entries(folder)
    except Absent:
        return ()


def _current_uid(stop: Event) -> int:
    """The person whom the inspection is about, also where it runs as root: on whose behalf it does, who signed in
    before becoming root (``su``; the kernel keeps it), who sits at the screen. Root, where nobody does.

    Sources: what sudo and pkexec leave in the environment; /proc/self/loginuid; loginctl(1).
    """
    uid = os.getuid()
    if uid != 0:
        return uid
    for said in (os.environ.get("SUDO_UID", ""), os.environ.get("PKEXEC_UID", ""), _login_uid()):
        if said.isdecimal() and int(said) not in (0, _UNSET_UID):
            return int(said)
    session = _loginctl(stop, "show-seat", "seat0", "--property=ActiveSession")
    owner = _loginctl(stop, "show-session", session, "--property=User") if session else ""
    return int(owner) if owner.isdecimal() and int(owner) >= _FIRST_PERSON else uid


def _login_uid() -> str:
    try:
        return files.read("/proc/self/loginuid", 64).decode("ascii", "replace").strip()
    except Unreadable:
        return ""


def _loginctl(stop: Event, *words: str) -> str:
    try:
        output = programs.run(("loginctl", *words, "--value"), _SECONDS, 4096, stop)
    except Unreadable:
        return ""
    return output.text.strip() if output.code == 0 else ""


class _Row(NamedTuple):
    """A line of /proc/self/mountinfo: the mount's number, and that of the mount on which its place lies."""

    number: str
    parent: str
    mount: Mount


def _mounts() -> tuple[Mount, ...]:
    """Source: /proc/self/mountinfo, see proc_pid_mountinfo(5); octal escapes for blanks."""
    content = files.read("/proc/self/mountinfo", 4 << 20).decode("utf-8", "surrogateescape")
    rows = list(_rows(content))
    if not rows:
        raise Unreadable(refusals.malformed("/proc/self/mountinfo").reason)
    found = (replace(row.mount, covered=_covered(row, rows)) for row in rows)
    return tuple(mount for mount in found if not _of_the_kernel(mount))


def _of_the_kernel(mount: Mount) -> bool:
    """Its own file systems where it always has them. One elsewhere, in a root of another system, has to be known: a
    search would go through it.
    """
    return mount.filesystem in _KERNEL_FILE_SYSTEMS and _KERNEL_PLACES.match(f"{mount.point}/") is not None


def _rows(content: str) -> Iterator[_Row]:
    for line in content.splitlines():
        place, _, kind = line.partition(" - ")
        fields, rest = [_unescaped(field) for field in place.split(" ")], [_unescaped(one) for one in kind.split(" ")]
        if len(fields) >= 6 and len(rest) >= 2:
            options = (*fields[5].split(","), *(rest[2].split(",") if len(rest) > 2 else ()))
            yield _Row(fields[0], fields[1], Mount(rest[1], fields[4], rest[0], options, fields[3], number=fields[2]))


def _covered(row: _Row, rows: Iterable[_Row]) -> bool:
    """Whether something is mounted upon it at its own place, or beside it upon a folder above its place."""
    point = row.mount.point
    return any(
        (other.parent == row.number and other.mount.point == point)
        or (other.parent == row.parent and point.startswith(f"{other.mount.point.rstrip('/')}/"))
        for other in rows
        if other is not row
    )


def _unescaped(field: str) -> str:
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, char)
    return field
