"""What a reader hands on: texts with their places, pictures to look at, files within the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from checker.content.markings import Part
from checker.facts.content.marking import Zone


@dataclass(frozen=True, slots=True)
class Inner:
    """A file within a file, unpacked when it is its turn."""

    name: str
    size: int
    packed: int
    open: Callable[[], bytes]


@dataclass(slots=True)
class Reading:
    """The parts of one document, as far as they could be read: a reader that fails half way leaves what it had.

    `pictures` belong to it (a scanned page); `members` are files of their own, unpacked one after the other.
    `cut`: there was more of it than the limits allow.
    """

    parts: list[Part] = field(default_factory=list)
    pictures: list[Inner] = field(default_factory=list)
    members: Iterator[Inner] = field(default_factory=lambda: iter(()))
    cut: bool = False

    def add(self, zone: Zone, text: str) -> None:
        if text and not text.isspace():
            self.parts.append(Part(zone, text))
