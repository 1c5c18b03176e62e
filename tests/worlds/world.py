"""A made-up computer. It answers what it was told, says Absent to all else, and refuses where it was told to."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from typing import Any

from checker.machine.answers import (
    Entry,
    Host,
    Interface,
    Kind,
    Listener,
    Mount,
    Output,
    Person,
    Process,
    RegistryKey,
    Service,
)
from checker.machine.attached import Inspected
from checker.machine.machine import Machine
from checker.machine.media.medium import open_medium
from checker.machine.phone.commands import family as phone_family
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from tests.worlds.images import image

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DENIED = Unreadable(Text("没有权限", "permission denied"), Text("以管理员身份再查", "check again as administrator"))
"""Put in any answer's place: the world refuses it."""

ROOT = Mount("/dev/sda2", "/", "ext4", ("rw",))
DRIVE = Mount("C:\\", "C:\\", "NTFS", ("rw", "fixed"))
_NO_MORE_DISKS = '{"blockdevices": []}'  # lsblk: none but those that are mounted
_NOTHING = Absent(Text("没有", "nothing there"))


_TOPS = ("/", "C:/")  # there, however empty
_PATH_VERBS = ("read", "tail", "head", "list", "stat", "exists", "target_of", "documents", "document")


def _slashed(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table of Windows paths, with slashes inside as everywhere else; tests and probes write them as people do."""
    return {path.replace("\\", "/"): content for path, content in table.items()}


@dataclass
class World:
    """A `Source` made of tables.

    files      path -> content, or DENIED; folders exist where a file is below them; a path ending in "/" is an empty
               folder, and DENIED there closes it with everything below
    links      path -> resolved target, for `target_of`
    modified   path -> seconds since 1970, where a test cares;  modes  path -> permission bits, likewise
    programs   argv, or its first words -> output text, Output, or DENIED
    bus        (service, path, interface, member or "GetAll:<interface>") -> reply body, or DENIED
    registry   key -> {value name: data}, or DENIED; sub-keys follow from longer keys; keys compare without case
    wmi        class name -> rows, or DENIED;  win32  name or (name, *arguments) -> reply, or DENIED
    phone      a phone's command, or "<command> <package>", or "file <path>" -> output, Output, or DENIED; a family's
               name with DENIED closes it; with "@<user>" behind the command it is that of another user of the phone
    medium     the content of a medium under inspection, or DENIED
    others     None stands for Unreadable
    """

    platform: Platform = Platform.LINUX
    files: Mapping[str, bytes | str | Unreadable] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    modified: Mapping[str, float] = field(default_factory=dict)
    modes: Mapping[str, int] = field(default_factory=dict)
    programs: Mapping[tuple[str, ...], str | Output | Unreadable] = field(default_factory=dict)
    bus: Mapping[tuple[str, str, str, str], tuple[Any, ...] | Mapping[str, Any] | Unreadable] = field(
        default_factory=dict
    )
    registry: Mapping[str, Mapping[str, Any] | Unreadable] = field(default_factory=dict)
    written: Mapping[str, datetime] = field(default_factory=dict)
    wmi: Mapping[str, tuple[Mapping[str, Any], ...] | Unreadable] = field(default_factory=dict)
    win32: Mapping[Any, Any] = field(default_factory=dict)
    processes: tuple[Process, ...] | None = ()
    listeners: tuple[Listener, ...] | None = ()
    interfaces: tuple[Interface, ...] | None = ()
    mounts: tuple[Mount, ...] | None = (ROOT,)
    services: tuple[Service, ...] | None = ()
    phone: Mapping[str, str | bytes | Output | Unreadable] = field(default_factory=dict)
    medium: bytes | Unreadable | None = None
    people: tuple[Person, ...] | None = None
    release: Mapping[str, str] | None = None
    admin: bool = False
    now: datetime = NOW

    def __post_init__(self) -> None:
        if self.platform is Platform.WINDOWS:
            self.mounts = (DRIVE,) if self.mounts == (ROOT,) else self.mounts
            self.files, self.links, self.modified = map(_slashed, (self.files, self.links, self.modified))

    def machine(self) -> Machine:
        return Machine(self)

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        if verb in _PATH_VERBS and self.platform is Platform.WINDOWS:
            arguments = (str(arguments[0]).replace("\\", "/"), *arguments[1:])
        reply = getattr(self, f"_{verb}")(*arguments)
        if isinstance(reply, Unreadable):
            raise reply
        return reply

    # -- one method per verb ------------------------------------------------------------------------------------

    def _host(self) -> Host:
        linux = self.platform is not Platform.WINDOWS
        people = self.people
        if people is None:
            key, home = ("1000", "/home/wang") if linux else ("S-1-5-21-1-2-3-1001", r"C:\Users\wang")
            people = (Person(key, "wang", home, current=True),)
        release = self.release
        if release is None:
            release = {"ID": "debian", "VERSION_ID": "12"} if linux else {"CurrentBuild": "22631", "UBR": "4602"}
        return Host(self.platform, "PC", self.admin, self.now, release, people)

    def _read(self, path: str, limit: int) -> Any:
        content = self._file(path)
        if isinstance(content, bytes) and len(content) > limit:
            return Unreadable(Text("文件太大", "the file is too large"))
        return content

    def _tail(self, path: str, limit: int) -> Any:
        content = self._file(path)
        return content[-limit:] if isinstance(content, bytes) else content

    def _head(self, path: str, limit: int) -> Any:
        content = self._file(path)
        return content[:limit] if isinstance(content, bytes) else content

    def _file(self, path: str) -> bytes | Unreadable:
        closed = self._closed_above(path)
        if closed is not None:
            return closed
        content = self.files.get(path)
        if content is None:
            return _NOTHING
        return content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content

    def _closed_above(self, path: str) -> Unreadable | None:
        for name, content in self.files.items():
            if name.endswith("/") and isinstance(content, Unreadable) and (path + "/").startswith(name):
                return content
        return None

    def _list(self, path: str) -> Any:
        closed = self._closed_above(path)
        if closed is not None:
            return closed
        top = path.rstrip("/") + "/"
        names: dict[str, Entry] = {}
        for full in (*self.files, *self.links):
            if not full.startswith(top) or full == top:
                continue
            name, _, below = full[len(top) :].partition("/")
            kind = Kind.FOLDER if below or full.endswith("/") else Kind.LINK if full in self.links else Kind.FILE
            names.setdefault(name, self._entry(top + name, kind))
        if not names and top not in self.files and top not in _TOPS:
            return _NOTHING
        return tuple(names[name] for name in sorted(names))

    def _documents(self, path: str) -> Any:
        return self._list(path)

    def _document(self, path: str, offset: int, size: int) -> Any:
        content = self._file(path)
        return content[offset : offset + size] if isinstance(content, bytes) else content

    def _processors(self) -> int:
        return 0

    def _entry(self, path: str, kind: Kind) -> Entry:
        content = self.files.get(path, b"")
        content = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        size = len(content) if isinstance(content, bytes) else 0
        modified = self.modified.get(path, self.now.timestamp())
        return Entry(posixpath.basename(path), kind, size, modified, owner=1000, mode=self.modes.get(path, 0o644))

    def _stat(self, path: str) -> Any:
        closed = self._closed_above(posixpath.dirname(path))
        if closed is not None:
            return closed
        if path in self.files:
            return self._entry(path, Kind.FILE)
        top = path.rstrip("/") + "/"
        if top in _TOPS or any(full.startswith(top) for full in (*self.files, *self.links)):
            return self._entry(path.rstrip("/"), Kind.FOLDER)
        return _NOTHING

    def _exists(self, path: str) -> Any:
        entry = self._stat(path)
        if isinstance(entry, Absent):
            return path in self.links
        return entry if isinstance(entry, Unreadable) else True

    def _target_of(self, path: str) -> Any:
        return self.links.get(path, _NOTHING)

    def _run(self, argv: tuple[str, ...], seconds: float, limit: int) -> Any:
        for length in range(len(argv), 0, -1):
            reply = self.programs.get(argv[:length])
            if reply is not None:
                return Output(reply.encode(), 0) if isinstance(reply, str) else reply
        return Output(_NO_MORE_DISKS.encode(), 0) if argv[:3] == ("lsblk", "-J", "-b") else _NOTHING

    def _bus(
        self,
        bus: str,
        service: str,
        path: str,
        interface: str,
        member: str,
        signature: str,
        arguments: tuple[Any, ...],
        seconds: float,
    ) -> Any:
        if member == "GetAll":
            interface, member = str(arguments[0]), "GetAll"
        reply = self.bus.get((service, path, interface, member), _NOTHING)
        return (dict(reply),) if isinstance(reply, Mapping) else reply

    def _registry(self, key: str, view: int) -> Any:
        wanted = key.lower()
        keys = {name.lower(): (name, values) for name, values in self.registry.items()}
        for name, (_, values) in keys.items():
            if isinstance(values, Unreadable) and (wanted == name or wanted.startswith(name + "\\")):
                return values
        below = {
            full[len(wanted) + 1 :].partition("\\")[0]: name[len(wanted) + 1 :].partition("\\")[0]
            for full, (name, _) in keys.items()
            if full.startswith(wanted + "\\")
        }
        if wanted not in keys and not below:
            return _NOTHING
        values = keys[wanted][1] if wanted in keys else {}
        assert not isinstance(values, Unreadable)
        return RegistryKey(dict(values), tuple(below[name] for name in sorted(below)), self.written.get(key))

    def _wmi(self, namespace: str, classname: str, properties: tuple[str, ...]) -> Any:
        return self.wmi.get(classname, DENIED)

    def _win32(self, name: str, *arguments: Any) -> Any:
        return self.win32.get((name, *arguments), self.win32.get(name, DENIED))

    def _list_or_refusal(self, reply: tuple[Any, ...] | None) -> Any:
        return DENIED if reply is None else reply

    def _processes(self) -> Any:
        return self._list_or_refusal(self.processes)

    def _listeners(self) -> Any:
        return self._list_or_refusal(self.listeners)

    def _interfaces(self) -> Any:
        return self._list_or_refusal(self.interfaces)

    def _mounts(self) -> Any:
        return self._list_or_refusal(self.mounts)

    def _services(self) -> Any:
        return self._list_or_refusal(self.services)

    def _phone(self, family: str, *packages: str) -> Any:
        if isinstance(self.phone.get(family), Unreadable):
            return self.phone[family]
        family, at, user = family.partition("@")
        if isinstance(self.phone.get(family), Unreadable):
            return self.phone[family]
        names = [(command.name, package) for command in phone_family(family) for package in packages or ("",)]
        return {
            f"{name} {package}".strip(): self._printed(f"{name}{at}{user} {package}".strip()) for name, package in names
        }

    def _printed(self, name: str) -> tuple[int | None, bytes]:
        reply = self.phone.get(name, Output(b"sh: inaccessible or not found\n", 127))
        if isinstance(reply, Unreadable):
            reply = Output(b"java.lang.SecurityException: not allowed\n", 255)
        if isinstance(reply, Output):
            return reply.code, reply.stdout
        return 0, reply.encode("utf-8", "surrogateescape") if isinstance(reply, str) else reply

    def _phone_file(self, path: str) -> Any:
        reply = self.phone.get(f"file {path}", _NOTHING)
        return reply.encode() if isinstance(reply, str) else reply

    def _phone_range(self, path: str, start: int, length: int) -> Any:
        content = self._phone_file(path)
        return content[start : start + length] if isinstance(content, bytes) else content

    def _phone_parts(self, *parts: tuple[str, int, int]) -> Any:
        whole = (self._phone_file(path) for path, _, _ in parts)
        return tuple(
            content[start : start + length] if isinstance(content, bytes) else None
            for content, (_, start, length) in zip(whole, parts, strict=True)
        )

    def _phone_files(self, limit: int, *paths: str) -> Any:
        whole = (self._phone_file(path) for path in paths)
        return tuple(content if isinstance(content, bytes) and len(content) <= limit else None for content in whole)

    def _phone_stats(self, *paths: str) -> Any:
        whole = (self._phone_file(path) for path in paths)
        return tuple((len(content), 1_795_388_829.0) if isinstance(content, bytes) else None for content in whole)

    def _phone_size(self, path: str) -> Any:
        content = self._phone_file(path)
        return len(content) if isinstance(content, bytes) else content

    def _medium(self) -> Any:
        if isinstance(self.medium, Unreadable):
            return self.medium
        return _NOTHING if self.medium is None else Inspected(image(self.medium))

    def _open_medium(self) -> Any:
        if isinstance(self.medium, Unreadable):
            return self.medium
        return _NOTHING if self.medium is None else open_medium(image(self.medium))
