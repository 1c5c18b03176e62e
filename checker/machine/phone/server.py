"""The adb server that already runs on this computer, as a way to the phone.

It is asked, never started and never ended: it belongs to another program. Its words are in AOSP's SERVICES.TXT.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from threading import Event

from checker.machine.phone.cable import Tcp
from checker.machine.phone.commands import Asked
from checker.machine.phone.link import Link
from checker.machine.phone.patience import SILENCE, Patience
from checker.machine.phone.stream import Stream
from checker.machine.phone.transport import Device, Item, Reply, Sink
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.unreadable import Cancelled

PORT = 5037
_STATES = {
    "device": None,
    "unauthorized": Trouble.UNAUTHORIZED,
    "authorizing": Trouble.OFFLINE,
    "connecting": Trouble.OFFLINE,
    "offline": Trouble.OFFLINE,
    "no": Trouble.NO_PERMISSION,  # "no permissions (...)"
}
# recovery, sideload, bootloader, rescue: switched on, and not an Android that could be read
_LINE = re.compile(r"(?P<serial>\S+)[ \t]+(?P<state>\S+)(?P<rest>[^\n]*)")
_LIST_LIMIT = 1 << 16


def port() -> int:
    """Where adb's own programs look for the server on this computer."""
    given = os.environ.get("ANDROID_ADB_SERVER_PORT", "")
    return int(given) if given.isdecimal() and 0 < int(given) < 1 << 16 else PORT


class _Server:
    """Asks the server, and opens services of one phone through it."""

    def __init__(self, port: int, serial: str, stop: Event) -> None:
        self._port = port
        self._serial = serial
        self._stop = stop
        self._features: frozenset[str] | None = None

    @property
    def features(self) -> frozenset[str]:
        if self._features is None:
            answer = self.ask(f"host-serial:{self._serial}:features")
            self._features = frozenset(answer.decode("ascii", "replace").split(","))
        return self._features

    def open(self, service: bytes, seconds: float) -> Stream:
        stream = self.connected(seconds)
        try:
            self.send(stream, f"host:transport:{self._serial}".encode())
            self.send(stream, service)
        except BaseException:
            stream.close()
            raise
        return stream

    def ask(self, question: str) -> bytes:
        stream = self.connected(SILENCE)
        try:
            self.send(stream, question.encode())
            return block(stream)
        finally:
            stream.close()

    def connected(self, seconds: float) -> Tcp:
        return Tcp(self._port, Patience(self._stop, seconds))

    def watching(self, stop: Event) -> Tcp:
        return Tcp(self._port, Patience(stop, float("inf")))

    def send(self, stream: Tcp, service: bytes) -> None:
        stream.write(b"%04x%s" % (len(service), service))
        status = stream.exactly(4)
        if status == b"OKAY":
            return
        why = block(stream) if status == b"FAIL" else b""
        raise PhoneTrouble(_why(why))


def block(stream: Tcp) -> bytes:
    """Four hexadecimal digits of length, and the bytes."""
    try:
        length = int(stream.exactly(4), 16)
    except ValueError as error:
        raise PhoneTrouble(Trouble.MALFORMED) from error
    return stream.exactly(length)


class ServerTransport:
    """`serial` "" finds phones only; with one, reads that phone."""

    def __init__(self, serial: str = "", stop: Event | None = None, at: int | None = None) -> None:
        self._stop = stop or Event()
        self._server = _Server(at or port(), serial, self._stop)
        self._link = Link(self._server, self._stop)

    def there(self) -> bool:
        """Whether a server answers. A port where something else answers is not one."""
        try:
            return len(self._server.ask("host:version")) == 4
        except PhoneTrouble:
            return False

    def devices(self) -> tuple[Device, ...]:
        return devices(self._server.ask("host:devices-l"))

    def changes(self, stop: Event) -> Iterator[tuple[Device, ...]]:
        stream = self._server.watching(stop)
        try:
            self._server.send(stream, b"host:track-devices-l")
            while True:
                yield devices(block(stream))
        except Cancelled:
            return
        finally:
            stream.close()

    def batch(self, commands: Sequence[Asked]) -> tuple[Reply, ...]:
        return self._link.batch(commands)

    def list(self, folder: bytes, limit: int) -> tuple[Item, ...]:
        return self._link.list(folder, limit)

    def stat_many(self, paths: Sequence[bytes]) -> tuple[Item | None, ...]:
        return self._link.stat_many(paths)

    def pull_many(self, paths: Sequence[bytes], sink: Sink, limit: int) -> tuple[int | None, ...]:
        return self._link.pull_many(paths, sink, limit)

    def read_range(self, path: bytes, start: int, length: int) -> bytes:
        return self._link.read_range(path, start, length)

    def read_ranges(self, parts: Sequence[tuple[bytes, int, int]]) -> tuple[bytes | None, ...]:
        return self._link.read_ranges(parts)

    def close(self) -> None:
        self._link.close()


def devices(listing: bytes) -> tuple[Device, ...]:
    """The server's list: a line for each phone, serial number, state, then words such as ``model:``."""
    found = []
    for line in listing[:_LIST_LIMIT].decode("utf-8", "replace").splitlines():
        match = _LINE.fullmatch(line.strip())
        if match is None:
            continue
        model = re.search(r"\bmodel:(\S{1,64})", match["rest"])
        trouble = _STATES.get(match["state"], Trouble.OFFLINE)
        found.append(Device(match["serial"], model[1].replace("_", " ") if model else "", trouble))
    return tuple(found)


def _why(message: bytes) -> Trouble:
    """What the server's refusal means (AOSP adb: transport.cpp, sockets.cpp)."""
    text = message.decode("utf-8", "replace")
    signs = (
        ("unauthorized", Trouble.UNAUTHORIZED),
        ("authorizing", Trouble.OFFLINE),
        ("offline", Trouble.OFFLINE),
        ("more than one", Trouble.SEVERAL),
        ("no permissions", Trouble.NO_PERMISSION),
        ("not found", Trouble.LOST),
        ("no devices", Trouble.NO_DEVICE),
        ("closed", Trouble.LOST),
    )
    return next((trouble for sign, trouble in signs if sign in text), Trouble.RESTRICTED)
