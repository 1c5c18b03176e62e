"""What a reader hands on: texts with their places, pictures to look at, files within the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from checker.content import limits
from checker.content.account import Account
from checker.content.markings import Part
from checker.content.packed import Packed
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone
from checker.model.coverage import Unit


@dataclass(frozen=True, slots=True)
class Inner:
    """A file within a file, unpacked when it is its turn.

    begun  of one that is damaged: what unpacks before the damage
    lying  its bytes as they lie in the container, where that is known: the same ones unpack to the same file
    """

    name: str
    size: int
    packed: int
    open: Callable[[], bytes]
    begun: Callable[[], bytes] = bytes
    lying: Callable[[], Packed] | None = None


@dataclass(slots=True)
class Reading:
    """The parts of one document, as far as they could be read: a reader that fails half way leaves what it had.

    account   everything that the file holds, and what became of each part: there is no reading without one
    pictures  belong to it (a scanned page); they are in the account, and whoever looks at them settles them there
    members   files of their own, unpacked one after the other; each has a result of its own
    number    how many members there are, where the container says so
    step      to be called before each page or sheet that takes time; raises Trouble when the time is up
    """

    account: Account
    parts: list[Part] = field(default_factory=list)
    pictures: list[Inner] = field(default_factory=list)
    members: Iterator[Inner] = field(default_factory=lambda: iter(()))
    number: int | None = None
    step: Callable[[], None] = lambda: None

    def add(self, zone: Zone, text: str) -> None:
        if not text or text.isspace():
            return
        if len(self.parts) < limits.PIECES:
            self.parts.append(Part(zone, text))
        else:
            self.cut("further texts")

    def picture(self, inner: Inner) -> None:
        """Hand on a picture to be looked at; until somebody does, it counts as not looked at."""
        if len(self.pictures) < limits.PICTURES:
            self.account.there(Unit.PICTURES, [inner.name])
            self.pictures.append(inner)
        else:
            self.account.beyond(inner.name, Unit.PICTURES)

    def cut(self, name: str) -> None:
        """There is more of a part than the limits allow."""
        self.account.left(name, Read.TOO_LARGE)
