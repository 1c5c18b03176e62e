"""Excel's strings: with a length, a width, and sometimes the end of a record in the middle."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from checker.content import limits
from checker.content.readers.words import legible
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_MOST = 2_000_000
_EMPTY = 16  # empty strings in a row; a table of strings has one at most, and a hole of zeros is made of them


class Across:
    """Reads over the ends of continued records; characters that go on in the next one begin with a new width."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces, self._piece, self._at = pieces, 0, 0

    @property
    def done(self) -> bool:
        while self._piece < len(self._pieces) and self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0
        return self._piece >= len(self._pieces)

    def take(self, size: int) -> bytes:
        found = b""
        while len(found) < size and not self.done:
            piece = self._pieces[self._piece][self._at : self._at + size - len(found)]
            self._at += len(piece)
            found += piece
        if len(found) < size:
            raise Trouble(Read.DAMAGED)
        return found

    def plain(self) -> str | None:
        """The next string, where it lies in one record and has no dress: as nearly all do."""
        if self.done:
            raise Trouble(Read.DAMAGED)
        piece, at = self._pieces[self._piece], self._at
        if at + 3 > len(piece) or piece[at + 2] > 1:
            return None
        wide = piece[at + 2]
        end = at + 3 + ((piece[at] | piece[at + 1] << 8) << wide)
        if end > len(piece):
            return None
        self._at = end
        return piece[at + 3 : end].decode("utf-16-le" if wide else "latin-1", "replace")

    def characters(self, number: int, wide: bool) -> str:
        found = []
        while number:
            left = len(self._pieces[self._piece]) - self._at if self._piece < len(self._pieces) else 0
            if left <= 0:
                if self.done:
                    raise Trouble(Read.DAMAGED)
                wide = bool(self.take(1)[0] & 1)
                continue
            here = min(number, max(1, left // 2) if wide else left)
            found.append(
                self.take(here * 2).decode("utf-16-le", "replace") if wide else self.take(here).decode("latin-1")
            )
            number -= here
        return "".join(found)


def shared(pieces: Sequence[bytes]) -> Iterator[str]:
    """The strings of a workbook's table.

    Raises:
        Trouble: DAMAGED, where the table ends too early or has a hole.
    """
    across = Across(pieces)
    _, unique = struct.unpack("<II", across.take(8))
    left, empty = limits.TEXT, 0
    for _ in range(min(unique, _MOST)):
        if left <= 0:
            raise Trouble(Read.TOO_LARGE)
        found = across.plain()
        if found is None:
            number, flags = struct.unpack("<HB", across.take(3))
            runs = struct.unpack("<H", across.take(2))[0] if flags & 8 else 0
            extra = struct.unpack("<I", across.take(4))[0] if flags & 4 else 0
            found = across.characters(number, bool(flags & 1))
            across.take(4 * runs + min(extra, 1 << 20))
        left -= len(found)
        empty = 0 if found else empty + 1
        if empty >= _EMPTY:
            raise Trouble(Read.DAMAGED)
        yield found


def sized(pieces: Sequence[bytes], at: int, width: int = 2) -> str:
    """A string of two-byte or one-byte characters, whose length has `width` bytes and stands at a place."""
    head = pieces[0][at : at + width + 1]
    if len(head) <= width:
        return ""
    length, flags = int.from_bytes(head[:width], "little"), head[width]
    begin = at + width + 1 + (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    return Across([pieces[0][begin:], *pieces[1:]]).characters(length, bool(flags & 1)) if length else ""


def bytewise(content: bytes, at: int, page: str, width: int = 2) -> str:
    """A string of a code page's bytes, as before BIFF8."""
    length = int.from_bytes(content[at : at + width], "little")
    return legible(content[at + width : at + width + length], page)
