"""A phone whose adbd listens on a port of this computer: the loopback phones of our tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Event

from checker.machine.phone.cable import Tcp
from checker.machine.phone.commands import Asked
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.link import Link
from checker.machine.phone.patience import OPENING, PROMPT, Patience
from checker.machine.phone.transport import Device, Item, Reply, Sink
from checker.machine.phone.troubles import PhoneTrouble
from checker.machine.phone.wire import Wire


class TcpTransport:
    """Connects when something is asked, once, and keeps that connection."""

    def __init__(
        self,
        port: int,
        key: PhoneKey,
        stop: Event | None = None,
        prompting: Callable[[], None] = lambda: None,
        prompt: float = PROMPT,
    ) -> None:
        self._port = port
        self._key = key
        self._stop = stop or Event()
        self._prompting = prompting
        self._prompt = prompt
        self._wire: Wire | None = None
        self._link: Link | None = None

    @property
    def connected(self) -> Link:
        if self._link is None:
            cable = Tcp(self._port, Patience(self._stop, OPENING))
            self._wire = Wire(cable, self._key, self._prompting, self._prompt)
            self._link = Link(self._wire, self._stop)
        return self._link

    def devices(self) -> tuple[Device, ...]:
        serial = f"port {self._port}"
        try:
            self.connected  # noqa: B018  to see whether it can be read
        except PhoneTrouble as error:
            return (Device(serial, "", error.trouble),)
        assert self._wire is not None
        return (Device(serial, self._wire.model),)

    def changes(self, stop: Event) -> Iterator[tuple[Device, ...]]:
        yield self.devices()

    def batch(self, commands: Sequence[Asked]) -> tuple[Reply, ...]:
        return self.connected.batch(commands)

    def list(self, folder: bytes, limit: int) -> tuple[Item, ...]:
        return self.connected.list(folder, limit)

    def stat_many(self, paths: Sequence[bytes]) -> tuple[Item | None, ...]:
        return self.connected.stat_many(paths)

    def pull_many(self, paths: Sequence[bytes], sink: Sink, limit: int) -> tuple[int | None, ...]:
        return self.connected.pull_many(paths, sink, limit)

    def read_range(self, path: bytes, start: int, length: int) -> bytes:
        return self.connected.read_range(path, start, length)

    def close(self) -> None:
        if self._link is not None:
            self._link.close()
        if self._wire is not None:
            self._wire.close()
        self._link = self._wire = None
