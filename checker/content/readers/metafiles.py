"""The words of EMF and WMF drawings ([MS-EMF], [MS-WMF]): they are written as text, and no decoder is needed.

A drawing is known through and through only where it writes all its words as text: one with a bitmap, with glyphs by
number, with records of GDI+, or with no word at all may show what cannot be read here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_LONGEST = 100_000  # characters of one record
_GLYPHS = 0x10  # numbers of a font's glyphs instead of characters
_NO_FRAME, _SMALL = 0x100, 0x200
_EMF_BITMAPS = frozenset((76, 77, 78, 79, 80, 81, 114, 116))
_EMF_COMMENT, _EMF_PLUS = 70, b"EMF+"
_WMF_BITMAPS = frozenset((0x0922, 0x0940, 0x0B23, 0x0B41, 0x0D33, 0x0F43))
_WMF_FRAME = 0x0006  # a rectangle stands before the characters
_PLACEABLE = b"\xd7\xcd\xc6\x9a"


@dataclass(slots=True)
class Drawing:
    """whole: everything that it shows in letters is in `pieces`, each with its height on the page."""

    pieces: list[tuple[int, str]] = field(default_factory=list)
    whole: bool = True

    @property
    def text(self) -> str:
        found, height = list[str](), 0
        for y, text in self.pieces:
            found.append(text if y == height or not found else f"\n{text}")
            height = y
        return "".join(found)


def drawing(content: bytes) -> Drawing | None:
    """What a drawing writes; None where it is neither EMF nor WMF."""
    found = Drawing()
    try:
        if content[40:44] == b" EMF":
            _emf(content, found)
        elif content.startswith(_PLACEABLE) or content[:4] in (b"\1\0\x09\0", b"\2\0\x09\0"):
            _wmf(content, found)
        else:
            return None
    except (struct.error, ValueError):
        found.whole = False
    found.whole = found.whole and bool(found.pieces)
    return found


def _emf(content: bytes, found: Drawing) -> None:
    for kind, begin, end in _records(content):
        record = content[begin:end]
        if kind in (83, 84):
            y, number, at, options = struct.unpack_from("<iIII", record, 40)
            _write(found, y, record[at:], number, options, wide=kind == 84)
        elif kind == 108:
            y, number, options = struct.unpack_from("<iII", record, 12)
            _write(found, y, record[36 if options & _NO_FRAME else 52 :], number, options, wide=not options & _SMALL)
        elif kind in (96, 97) or kind in _EMF_BITMAPS or (kind == _EMF_COMMENT and record[12:16] == _EMF_PLUS):
            found.whole = False


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, beginning and end of each record up to the last (14).

    Raises:
        ValueError: it breaks off before that.
    """
    at, kind = 0, 0
    while kind != 14:
        kind, size = struct.unpack_from("<II", content, at)
        if size < 8 or at + size > len(content):
            raise ValueError("no such record")
        yield kind, at, at + size
        at += size


def _write(found: Drawing, y: int, written: bytes, number: int, options: int, *, wide: bool) -> None:
    if options & _GLYPHS or number > _LONGEST:
        found.whole = False
        return
    text = written[: number * 2].decode("utf-16-le", "replace") if wide else written[:number].decode("latin-1")
    if text:
        found.pieces.append((y, text))


def _wmf(content: bytes, found: Drawing) -> None:
    at, kind = (22 if content.startswith(_PLACEABLE) else 0) + 18, -1
    while kind != 0:
        size, kind = struct.unpack_from("<IH", content, at)
        if size < 3 or at + size * 2 > len(content):
            raise ValueError("no such record")
        record = content[at + 6 : at + size * 2]
        if kind == 0x0521:
            (number,) = struct.unpack_from("<H", record)
            (y,) = struct.unpack_from("<h", record, 2 + number + number % 2)
            found.pieces.append((y, record[2 : 2 + number].decode("gb18030", "replace")))
        elif kind == 0x0A32:
            y, _, number, options = struct.unpack_from("<hhHH", record)
            begin = 16 if options & _WMF_FRAME else 8
            if options & _GLYPHS:
                found.whole = False
            else:
                found.pieces.append((y, record[begin : begin + number].decode("gb18030", "replace")))
        elif kind in _WMF_BITMAPS:
            found.whole = False
        at += size * 2
