"""What every way to a phone can do. Three do it: an adb server that already runs, USB, and TCP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Event
from typing import Protocol

from checker.machine.phone.commands import Asked
from checker.machine.phone.troubles import Trouble
from checker.model.text import Text

Sink = Callable[[int, bytes], None]
"""Takes a piece of the file of that number."""


class Way(StrEnum):
    """How a phone is reached."""

    SERVER = "adb_server"
    USB = "usb"
    PORT = "port"


@dataclass(frozen=True, slots=True)
class Device:
    """A phone as it is connected now. `trouble` None: it can be read. `serial` is for finding it again only."""

    serial: str
    model: str
    trouble: Trouble | None = None
    way: Way = Way.SERVER

    @property
    def label(self) -> Text:
        """The model and the last four signs of the serial number, which people compare with the register."""
        name = self.model or "Android"
        numbered = self.serial and not self.serial.startswith("usb-")  # else a place on the bus
        return Text.name(f"{name} …{self.serial[-4:]}" if numbered else name)


@dataclass(frozen=True, slots=True)
class Reply:
    """What one command printed, both streams together. `code` None: the phone cut it short, nothing can be told."""

    code: int | None
    output: bytes


@dataclass(frozen=True, slots=True)
class Item:
    """A file on the phone. `name` is raw bytes; `mode` is st_mode; `modified` seconds since 1970 UTC."""

    name: bytes
    mode: int
    size: int
    modified: int


class Transport(Protocol):
    """One phone, or the way to find one. Methods raise PhoneTrouble, and Cancelled soon after a person stopped."""

    def devices(self) -> tuple[Device, ...]:
        """The phones of this way, as they are now."""

    def changes(self, stop: Event) -> Iterator[tuple[Device, ...]]:
        """The same, at once and again at every change, until stopped."""

    def batch(self, commands: Sequence[Asked]) -> tuple[Reply, ...]:
        """Run reviewed commands in one round trip; a reply for each, in their order."""

    def list(self, folder: bytes, limit: int) -> tuple[Item, ...]:
        """A folder without "." and "..". Raises Unreadable where it cannot be opened or holds more than `limit`."""

    def stat_many(self, paths: Sequence[bytes]) -> tuple[Item | None, ...]:
        """One for each path, links not followed; None: nothing there, or not to be seen."""

    def pull_many(self, paths: Sequence[bytes], sink: Sink, limit: int) -> tuple[int | None, ...]:
        """Hand each file to `sink` in pieces; the sizes, None where a file could not be read or exceeds `limit`."""

    def read_range(self, path: bytes, start: int, length: int) -> bytes:
        """Some bytes of a file; fewer at its end."""

    def read_ranges(self, parts: Sequence[tuple[bytes, int, int]]) -> tuple[bytes | None, ...]:
        """The same of several files, in one round trip; None where the phone cut it short."""

    def close(self) -> None: ...
