"""How much of one file is looked at, so that no file can take all of a computer."""

from __future__ import annotations

from dataclasses import dataclass

from checker.content.trouble import Trouble
from checker.facts.content.document import Read

PART = 32 << 20  # bytes of one unpacked part of a document
RATIO = 200  # unpacked to packed; office files reach 20, text of one sign over and over reaches 1,000
RATIO_FROM = 4 << 20  # smaller parts may be packed as tightly as they like
DEPTH = 3  # archives in archives
TEXT = 8 << 20  # characters of one document that are looked at
TEXT_FILE = 64 << 20  # bytes of a text, a page or a table of its own; read piece by piece
MHT = 128 << 20  # bytes of a page that was saved with its pictures
MEMBERS = 2_000  # of one archive, those in nested ones counted in
ENTRIES = 20_000  # of a ZIP directory; more is no document
UNPACKED = 1 << 30  # bytes of one archive in all
MEMBER = 128 << 20  # bytes of one member
PICTURES = 12  # of one document
PAGES = 40  # of a PDF whose text is read
RENDERED = 3  # pages of a scanned PDF that are turned into pictures


@dataclass(slots=True)
class Budget:
    """What is left of the limits for one file and all that is in it."""

    members: int = MEMBERS
    unpacked: int = UNPACKED
    pictures: int = PICTURES

    def member(self, size: int, packed: int) -> None:
        """Take one member out of the budget.

        Raises:
            Trouble: too large by itself, packed too tightly, or more than is left.
        """
        check_part(size, packed, MEMBER)
        self.members -= 1
        self.unpacked -= size
        if self.members < 0 or self.unpacked < 0:
            raise Trouble(Read.TOO_LARGE)


def check_part(size: int, packed: int, limit: int = PART) -> None:
    """Refuse what would unpack to more than anybody writes.

    Raises:
        Trouble: REFUSED for a bomb, TOO_LARGE for a part that is merely large.
    """
    if size > RATIO_FROM and size > RATIO * max(1, packed):
        raise Trouble(Read.REFUSED)
    if size > limit:
        raise Trouble(Read.TOO_LARGE)
