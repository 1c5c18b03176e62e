"""What the outside answers: small frozen records, the same from a live machine and from a recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable

_NO_DATE = Text("文件的修改时间不是正常的日期：{name}", "A file's time of change is no date: {name}")


class Kind(StrEnum):
    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"  # FIFO, socket, device: never opened


@dataclass(frozen=True, slots=True)
class Entry:
    """A directory entry, links not followed. `size` in bytes, `modified` seconds since 1970 UTC.

    `name` may hold surrogates for undecodable bytes (PEP 383): show it through `checker.model.text.shown`.
    """

    name: str
    kind: Kind
    size: int
    modified: float
    owner: int | None = None  # uid, where the system has one
    mode: int | None = None  # permission bits, where the system has them
    version: tuple[int, ...] | None = None  # device, inode, changes of content and of inode in ns, where it has those

    @property
    def when(self) -> datetime:
        """`modified` as a date (UTC).

        Raises:
            Unreadable: it is no date; a file can be given any. (On Windows `datetime.fromtimestamp` ends at 1970.)
        """
        try:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=self.modified)
        except (OverflowError, ValueError) as error:
            raise Unreadable(_NO_DATE.filled(name=Text.name(self.name))) from error


@dataclass(frozen=True, slots=True)
class Output:
    """What a command printed. `stdout` is cut at the byte limit that was asked for (`cut` says so)."""

    stdout: bytes
    code: int
    cut: bool = False

    @property
    def text(self) -> str:
        """stdout as UTF-8; our commands run under LC_ALL=C.UTF-8, so other bytes are somebody's file names."""
        return self.stdout.decode("utf-8", "surrogateescape")


RegistryData = int | str | bytes | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegistryKey:
    """A registry key: its values by name ("" is the default value) and the names of its sub-keys.

    REG_DWORD and REG_QWORD come as int, REG_SZ and REG_EXPAND_SZ (unexpanded) as str, REG_MULTI_SZ as a tuple, all else
    as bytes. Names compare without case through `value`. `written` is the key's last write time (UTC).
    """

    values: Mapping[str, RegistryData] = field(default_factory=dict)
    subkeys: tuple[str, ...] = ()
    written: datetime | None = None

    def value(self, name: str) -> RegistryData | None:
        """The value of that name, whatever its case, or None where the key has none."""
        wanted = name.lower()
        return next((data for key, data in self.values.items() if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Process:
    """A running process. Command lines are not read: they can hold passwords and file names."""

    pid: int
    name: str
    exe: str | None  # None: not ours to see
    user: str | None


@dataclass(frozen=True, slots=True)
class Listener:
    """A listening TCP socket or bound UDP socket. `pid` None: its owner is not ours to see."""

    protocol: str  # "tcp" | "udp"
    address: str
    port: int
    pid: int | None


@dataclass(frozen=True, slots=True)
class Interface:
    """A network interface as the kernel lists it. Hardware addresses are not read."""

    name: str
    up: bool
    addresses: tuple[str, ...]  # IPv4 and IPv6, without prefix length


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted file system, or a folder of one.

    root     the folder of the file system that is mounted: ``/`` for all of it, another for a bind mount or a subvolume
    covered  something else is mounted over its place, so that nothing of it can be reached there
    number   the file system's own, major and minor, by which two mounts of one are told: ``0:45``; Linux alone has it
    """

    device: str
    point: str
    filesystem: str
    options: tuple[str, ...]
    root: str = "/"
    covered: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A Windows service as the service manager lists it."""

    name: str
    display: str
    start: str  # automatic | manual | disabled
    status: str  # running | stopped | ...
    command: str


@dataclass(frozen=True, slots=True)
class Person:
    """A human account of this computer, and where its own settings lie.

    `key`: uid on Linux, SID on Windows. `home` may not be readable to us.
    """

    key: str
    name: str
    home: str
    current: bool  # the person this inspection runs for


@dataclass(frozen=True, slots=True)
class Host:
    """This computer, in the few words that every probe may need.

    `release` holds /etc/os-release on Linux; on Windows the values CurrentBuild, UBR, EditionID, DisplayVersion and
    ProductName of HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion. `admin`: root, or an elevated token.
    `now`: UTC; a recording keeps the time of its making, so that ages stay what they were.
    """

    platform: Platform
    name: str
    admin: bool
    now: datetime
    release: Mapping[str, str]
    people: tuple[Person, ...]

    @property
    def person(self) -> Person | None:
        """The person this inspection runs for; None for a service account without a home of its own."""
        return next((person for person in self.people if person.current), None)
