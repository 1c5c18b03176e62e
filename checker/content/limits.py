"""How much of one file is looked at, so that no file can take all of a computer. What lies beyond is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from checker.content.trouble import Trouble
from checker.facts.content.document import Read

PART = 32 << 20  # bytes of one unpacked part of a document
RATIO = 200  # unpacked to packed; office files reach 20, text of one sign over and over reaches 1,000
RATIO_FROM = 4 << 20  # smaller parts may be packed as tightly as they like
DEPTH = 3  # archives in archives
TEXT = 8 << 20  # characters of one document that are looked at
TEXT_FILE = 128 << 20  # bytes of a text or a table; read piece by piece
PAGE = 32 << 20  # bytes of a web page or an XML text
MHT = 128 << 20  # bytes of a page that was saved with its pictures
MEMBERS = 100_000  # of one archive, those in nested ones counted in
ENTRIES = 100_000  # of a ZIP directory; more is no document
UNPACKED = 64 << 30  # bytes of one archive in all, one member after the other
MEMBER = 128 << 20  # bytes of one member
UNROLLED = 2 << 30  # bytes of a part that are unpacked to see how it ends, and kept nowhere
DIGESTED = 1 << 30  # bytes of a find whose digest is made
PICTURES = 100_000  # within documents and pages of one file, those of its members counted in
PAGES = 20_000  # of a PDF
PIECES = 200_000  # texts of one document, each with a place of its own; parts of it that are named
SECONDS = 3_600.0  # for one file and all that is in it, as long as something of it is finished now and then
QUIET = 60.0  # seconds without a sign of life after which a file is given up


def _nothing() -> None:
    """Nobody waits for a sign of life."""


@dataclass(slots=True)
class Budget:
    """What is left of the limits for one file and all that is in it.

    alive  called whenever a page, a picture or a member is done with: whoever waits knows that it goes on
    """

    members: int = field(default_factory=lambda: MEMBERS)
    unpacked: int = field(default_factory=lambda: UNPACKED)
    pictures: int = field(default_factory=lambda: PICTURES)
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    alive: Callable[[], None] = _nothing

    def step(self) -> None:
        """One more thing is begun.

        Raises:
            Trouble: TOO_SLOW, the time for this file is up.
        """
        self.alive()
        if time.monotonic() > self.until:
            raise Trouble(Read.TOO_SLOW)

    def picture(self) -> None:
        """Take one picture or page out of the budget.

        Raises:
            Trouble: there is no time (TOO_SLOW) or number (TOO_LARGE) left.
        """
        self.step()
        if self.pictures <= 0:
            raise Trouble(Read.TOO_LARGE)
        self.pictures -= 1

    def member(self, size: int, packed: int) -> None:
        """Take one member out of the budget.

        Raises:
            Trouble: too large by itself, packed too tightly, or more than is left.
        """
        self.step()
        check_part(size, packed, MEMBER)
        self.members -= 1
        self.unpacked -= size
        if self.members < 0 or self.unpacked < 0:
            raise Trouble(Read.TOO_LARGE)

    @property
    def spent(self) -> bool:
        """Whether no member may be taken any more, whatever it is."""
        return self.members < 0 or self.unpacked < 0 or time.monotonic() > self.until


def check_part(size: int, packed: int, limit: int = PART) -> None:
    """Refuse what would unpack to more than anybody writes.

    Raises:
        Trouble: REFUSED for a bomb, TOO_LARGE for a part that is merely large.
    """
    if size > RATIO_FROM and size > RATIO * max(1, packed):
        raise Trouble(Read.REFUSED)
    if size > limit:
        raise Trouble(Read.TOO_LARGE)
