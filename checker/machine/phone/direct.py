"""A phone that is spoken to without an adb server: one connection, made when something is asked, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Event
from typing import TYPE_CHECKING

from checker.machine.phone.cable import Cable
from checker.machine.phone.commands import Asked
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.link import Link
from checker.machine.phone.patience import OPENING, PROMPT, Patience
from checker.machine.phone.transport import Device, Item, Reply, Sink, Way
from checker.machine.phone.troubles import PhoneTrouble

if TYPE_CHECKING:
    from checker.machine.phone.wire import Wire


_LOOK = 1.0  # seconds


class DirectTransport:
    """`plug` makes the cable; `prompting` is called when the phone begins to ask its owner."""

    way = Way.PORT

    def __init__(
        self,
        plug: Callable[[Patience], Cable],
        serial: str,
        key: PhoneKey,
        stop: Event | None = None,
        prompting: Callable[[], None] = lambda: None,
        prompt: float = PROMPT,
    ) -> None:
        self._plug = plug
        self._serial = serial
        self._key = key
        self._stop = stop or Event()
        self._prompting = prompting
        self._prompt = prompt
        self._wire: Wire | None = None
        self._link: Link | None = None

    def connect(self) -> Link:
        """Connect, unless that is done. Raises PhoneTrouble, and Cancelled."""
        if self._link is None:
            from checker.machine.phone.wire import Wire  # loads adb-shell: not for looking at what is plugged in

            cable = self._plug(Patience(self._stop, OPENING))
            self._wire = Wire(cable, self._key, self._prompting, self._prompt)
            self._link = Link(self._wire, self._stop)
        return self._link

    def devices(self) -> tuple[Device, ...]:
        try:
            self.connect()
        except PhoneTrouble as error:
            return (Device(self._serial, "", error.trouble, self.way),)
        assert self._wire is not None
        return (Device(self._serial, self._wire.model, None, self.way),)

    def changes(self, stop: Event) -> Iterator[tuple[Device, ...]]:
        last: tuple[Device, ...] | None = None
        while not stop.is_set():
            found = self._now()
            if found != last:
                last = found
                yield found
            stop.wait(_LOOK)

    def _now(self) -> tuple[Device, ...]:
        """A connection that stands says nothing of being cut; a question that costs nothing does."""
        if self._link is not None:
            try:
                self._link.stat_many([b"/sdcard/"])
            except PhoneTrouble:
                self.close()
        return self.devices()

    def batch(self, commands: Sequence[Asked]) -> tuple[Reply, ...]:
        return self.connect().batch(commands)

    def list(self, folder: bytes, limit: int) -> tuple[Item, ...]:
        return self.connect().list(folder, limit)

    def stat_many(self, paths: Sequence[bytes]) -> tuple[Item | None, ...]:
        return self.connect().stat_many(paths)

    def pull_many(self, paths: Sequence[bytes], sink: Sink, limit: int) -> tuple[int | None, ...]:
        return self.connect().pull_many(paths, sink, limit)

    def read_range(self, path: bytes, start: int, length: int) -> bytes:
        return self.connect().read_range(path, start, length)

    def read_ranges(self, parts: Sequence[tuple[bytes, int, int]]) -> tuple[bytes | None, ...]:
        return self.connect().read_ranges(parts)

    def close(self) -> None:
        if self._link is not None:
            self._link.close()
        if self._wire is not None:
            self._wire.close()
        self._link = self._wire = None
