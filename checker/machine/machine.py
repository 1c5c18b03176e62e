"""The outside world, as a probe sees it.

Every question goes through one place, `Machine.ask`, to a `Source`: a live system, a recording, an offline hive. That
is what makes recording, replaying, stopping and time limits work for every probe without a line in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from checker.machine.answers import (
    Entry,
    Host,
    Interface,
    Kind,
    Listener,
    Mount,
    Output,
    Process,
    RegistryKey,
    Service,
)
from checker.machine.attached import Inspected
from checker.model.pace import Pace
from checker.model.policy import Policy
from checker.model.target import Profile
from checker.model.text import Text
from checker.model.unreadable import Absent, Cancelled, Unreadable

if TYPE_CHECKING:
    from checker.facts.content.document import Seen

T = TypeVar("T")

# Settings and lists are small. Anything larger is not what we think it is.
READ_LIMIT = 8 << 20
RUN_SECONDS = 10.0
BUS_SECONDS = 3.0

Scalar = str | int | float | bool | None
PhoneReply = tuple[int | None, bytes]
"""A phone command's exit code and its output."""


def _slashed(path: str) -> str:
    return path.rstrip("/") if path.startswith("/") else path.replace("\\", "/").rstrip("/")


def _listed_only(name: str) -> Unreadable:
    shown = Text.name(name)
    return Unreadable(
        Text(
            "系统列出了 {name}，打开时却说没有",
            "The system lists {name}, and says that there is none when it is opened",
        ).filled(name=shown),
        Text("再检查一次；仍然这样就请信息中心查看", "Check again; if it stays so, ask IT to look at it"),
    )


class Source(Protocol):
    """Where answers come from.

    `verb` is a method of `Machine` ("read", "run", "registry", ...); `arguments` are scalars and tuples of scalars. The
    reply is what that method documents. A source raises Absent or Unreadable, and Cancelled soon after `stop` is set.
    """

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any: ...


class Machine:
    """Everything that a probe may ask. Each method raises Unreadable, or Absent where nothing is there.

    Nothing here writes, and nothing reaches beyond this computer.
    """

    def __init__(self, source: Source, stop: Event | None = None) -> None:
        self._source = source
        self._stop = stop or Event()
        self._host: Host | None = None
        self._listed: dict[str, str] = {}  # folders by name with slashes inside, as they were asked for
        self._subkeys: dict[tuple[str, int], tuple[str, ...]] = {}
        # What `inspect` and its caller set, for probes that look at more or less by it: the unit's policy, the
        # situation, and where results of unchanged files may be kept (None: nowhere).
        self.policy = Policy()
        self.profile = Profile.QUARTERLY
        self.cache: Path | None = None
        # Pictures of papers that a person is asked about, for whoever sits here, in memory alone; None: nobody
        # looks. Never their content: that is fetched again where somebody opens one.
        self.papers: list[Seen] | None = None
        # What a long search says of itself as it goes; None: nothing long is under way. Read from other threads.
        self.pace: Pace | None = None

    @property
    def halted(self) -> Event:
        """What `stop` sets, for long work that has a thread or process of its own to tell."""
        return self._stop

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called: for long work that asks nothing for a while."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Make the question under way, and every later one, end as Cancelled. May be called from another thread."""
        self._stop.set()

    def ask(self, verb: str, *arguments: Any, returns: type[T]) -> T:
        if self._stop.is_set():
            raise Cancelled
        reply = self._source.answer(verb, arguments, self._stop)
        if not isinstance(reply, returns):
            raise Unreadable(
                Text("系统返回了无法识别的内容", "The system gave an answer that cannot be understood"),
            )
        return reply

    def _ask_of_file(self, verb: str, path: str, *arguments: Any, returns: type[T]) -> T:
        """`ask`, where a folder that was listed and still names the path keeps it from being called absent.

        Such are names that a program must spell in another way to open them, and folders that hide what they hold.
        """
        try:
            return self.ask(verb, path, *arguments, returns=returns)
        except Absent as absent:
            above, _, name = _slashed(path).rpartition("/")
            folder = self._listed.get(above)
            if folder is None or not any(
                one.name == name and one.kind is not Kind.LINK for one in self.ask("list", folder, returns=tuple)
            ):
                raise
            raise _listed_only(name) from absent

    # -- both systems ----------------------------------------------------------------------------------------

    @property
    def host(self) -> Host:
        """This computer and its people. Read once."""
        if self._host is None:
            self._host = self.ask("host", returns=Host)
        return self._host

    def read(self, path: str, limit: int = READ_LIMIT) -> bytes:
        """A whole regular file, links followed. FIFOs, devices and more than `limit` bytes are refused."""
        return self._ask_of_file("read", path, limit, returns=bytes)

    def text(self, path: str, limit: int = READ_LIMIT) -> str:
        """`read` as UTF-8, undecodable bytes as surrogates: configuration is ASCII where it matters."""
        return self.read(path, limit).decode("utf-8", "surrogateescape")

    def tail(self, path: str, limit: int = READ_LIMIT) -> bytes:
        """The last `limit` bytes of a regular file, for logs."""
        return self._ask_of_file("tail", path, limit, returns=bytes)

    def head(self, path: str, limit: int) -> bytes:
        """The first `limit` bytes of a regular file: a header that says what the rest is."""
        return self._ask_of_file("head", path, limit, returns=bytes)

    def list(self, path: str) -> tuple[Entry, ...]:
        """The entries of a folder, sorted by name, at most 100,000 (more is Unreadable)."""
        found = self._ask_of_file("list", path, returns=tuple)
        self._listed[_slashed(path)] = path
        return found

    def stat(self, path: str) -> Entry:
        """One entry, links followed; Absent where there is none."""
        return self._ask_of_file("stat", path, returns=Entry)

    def target_of(self, path: str) -> str:
        """Where a symbolic link leads, resolved; for /sys."""
        return self.ask("target_of", path, returns=str)

    def exists(self, path: str) -> bool:
        """Whether something is there. Raises Unreadable where that cannot be told (a closed folder above it)."""
        return self.ask("exists", path, returns=bool)

    def processes(self) -> tuple[Process, ...]:
        return self.ask("processes", returns=tuple)

    def listeners(self) -> tuple[Listener, ...]:
        return self.ask("listeners", returns=tuple)

    def interfaces(self) -> tuple[Interface, ...]:
        return self.ask("interfaces", returns=tuple)

    def mounts(self) -> tuple[Mount, ...]:
        """Mounted file systems that hold data; kernel file systems (proc, cgroup, ...) are left out.

        Every running system has one at least: an empty list is no answer, and Unreadable.
        """
        found = self.ask("mounts", returns=tuple)
        if not found:
            raise Unreadable(Text("系统没有列出任何已挂载的卷", "The system lists no mounted volume at all"))
        return found

    def documents(self, path: str) -> tuple[Entry, ...]:
        """`list`, for folders of people's own files: never recorded, and up to a million entries."""
        return self.ask("documents", path, returns=tuple)

    def document(self, path: str, offset: int, size: int) -> bytes:
        """A part of one of a person's own files, for the document engine alone: never recorded, links not followed."""
        return self.ask("document", path, offset, size, returns=bytes)

    def processors(self) -> int:
        """How many processes may read documents at the same time; 0: none, they are read in this one."""
        return self.ask("processors", returns=int)

    # -- Linux ---------------------------------------------------------------------------------------------------

    def run(self, *argv: str, seconds: float = RUN_SECONDS, limit: int = READ_LIMIT) -> Output:
        """Run a program from the system's own folders, without a shell, with LC_ALL=C.UTF-8 and no input.

        A non-zero exit status is an answer. Absent: no such program. Unreadable: too slow.
        """
        return self.ask("run", argv, seconds, limit, returns=Output)

    def bus(
        self,
        bus: str,
        service: str,
        path: str,
        interface: str,
        member: str,
        signature: str = "",
        *arguments: Scalar,
        seconds: float = BUS_SECONDS,
    ) -> tuple[Any, ...]:
        """Call a D-Bus method on the "system" or "session" bus; variants are unwrapped, the reply is its body.

        Never starts a service: Absent where nobody owns the name. Unreadable: no bus, refused, too slow.
        """
        call = (bus, service, path, interface, member, signature, arguments, seconds)
        return self.ask("bus", *call, returns=tuple)

    def bus_properties(self, bus: str, service: str, path: str, interface: str) -> Mapping[str, Any]:
        """All properties of one D-Bus interface of an object."""
        body = self.bus(bus, service, path, "org.freedesktop.DBus.Properties", "GetAll", "s", interface)
        if len(body) != 1 or not isinstance(body[0], dict):
            raise Unreadable(
                Text("系统服务的回答无法识别", "A system service gave an answer that cannot be understood")
            )
        return body[0]

    # -- Windows -------------------------------------------------------------------------------------------------

    def registry(self, key: str, view: int = 64) -> RegistryKey:
        r"""A registry key, e.g. ``HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion``; HKCU is the current person's.

        ``HKU\<SID>\...`` reads another person's loaded hive. `view` is 64 or 32 (WOW6432Node).
        """
        try:
            found = self.ask("registry", key, view, returns=RegistryKey)
        except Absent as absent:
            above, _, name = key.lower().rpartition("\\")
            if name not in self._subkeys.get((above, view), ()):
                raise
            raise _listed_only(name) from absent
        self._subkeys[key.lower(), view] = tuple(one.lower() for one in found.subkeys)
        return found

    def services(self) -> tuple[Service, ...]:
        return self.ask("services", returns=tuple)

    def wmi(self, namespace: str, classname: str, properties: tuple[str, ...]) -> tuple[Mapping[str, Any], ...]:
        r"""All instances of a WMI class, with those properties. An empty result is an answer only where the class
        cannot be empty on a working system: the probe has to say so.
        """
        return self.ask("wmi", namespace, classname, properties, returns=tuple)

    def win32(self, name: str, *arguments: Scalar) -> Any:
        """A named read-only Win32 question; `checker.machine.windows.win32` lists them with their replies."""
        return self.ask("win32", name, *arguments, returns=object)

    # -- media -------------------------------------------------------------------------------------------------

    def medium(self) -> Inspected:
        """The medium under inspection: its path, and what the system says of it. Never recorded.

        `checker.machine.media.source.opened` asks for it open for reading.
        """
        return self.ask("medium", returns=Inspected)

    # -- phones --------------------------------------------------------------------------------------------------

    def phone(self, family: str, *packages: str, user: int | None = None) -> Mapping[str, PhoneReply]:
        """What a phone's reviewed commands printed, by name: those of a family, or those about some packages.

        `user`: whose half of the phone; None: who is on screen. `checker.machine.phone.commands` lists the families.
        One round trip a family, once an inspection; a command that the phone cut short has no exit code. Raises
        PhoneTrouble, an Unreadable, where the phone itself does not answer.
        """
        asked = family if user is None else f"{family}@{user}"
        return self.ask("phone", asked, *packages, returns=dict)

    def phone_range(self, path: str, start: int, length: int) -> bytes:
        """Some bytes of a file on the phone, fewer at its end; undecodable bytes of the path as surrogates."""
        return self.ask("phone_range", path, start, length, returns=bytes)

    def phone_parts(self, *parts: tuple[str, int, int]) -> tuple[bytes | None, ...]:
        """Some bytes of several files in one round trip: path, start and length of each; None: not to be read."""
        return self.ask("phone_parts", *parts, returns=tuple)

    def phone_files(self, limit: int, *paths: str) -> tuple[bytes | None, ...]:
        """Several files in whole, one after the other without waiting; None: not to be read, or more than `limit`."""
        return self.ask("phone_files", limit, *paths, returns=tuple)

    def phone_stats(self, *paths: str) -> tuple[tuple[int, float] | None, ...]:
        """Size and time of change (seconds since 1970 UTC) of several files, without waiting; None: not to be seen."""
        return self.ask("phone_stats", *paths, returns=tuple)

    def phone_size(self, path: str) -> int:
        """How long a file on the phone is; Absent where it is not there or not to be seen."""
        return self.ask("phone_size", path, returns=int)
