"""Words and bitmaps in Windows metafiles ([MS-EMF], [MS-WMF]): they are written as such, and no decoder is needed.

What a metafile draws as outlines, with glyphs by number or with records of GDI+ cannot be read here. A record that is
in no list may draw anything, so a metafile with one is not known through and through.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.content.readers.words import code_page, wide

# Records that set pens, brushes, fonts, places and regions, or draw boxes and arcs: they draw no sign.
_EMF_PLAIN = frozenset(
    (1, *range(9, 14), *range(15, 53), 57, 58, 75, 82, 93, 94, 95, *range(98, 102), 104, 109, *range(111, 114), 115)
) | {118, 119, 120, 121, 122}
_EMF_LINES = frozenset((4, 6, 54, 87, 89))
_EMF_END, _EMF_COMMENT, _EMF_SMALL = 14, 70, 108
_EMF_TEXTS = (83, 84)
_EMF_BITMAPS = {80: 48, 81: 48, 76: 84, 77: 84, 114: 84, 116: 84}  # where each says where its bitmap lies
_EMF_FILLS = frozenset((76, 77))  # of those, what may come without a bitmap and fills a box then
_GLYPHS, _NO_BOX, _NARROW = 0x10, 0x100, 0x200

_WMF_PLAIN = frozenset(
    int(kind, 16)
    for kind in (
        b"0 1e 35 f7 102 103 104 105 106 107 108 127 12a 12b 12c 12d 12e 139 142 149 1f0 1f9 201 209 20a 20b 20c 20d "
        b"20e 20f 211 214 220 231 234 2fa 2fb 2fc 410 412 415 416 418 41b 41f 436 439 61c 61d 6ff 817 81a 830"
    ).split()
)
_WMF_LINES = frozenset((0x213, 0x325))
_STROKES = 24  # lines; with more of them signs may be drawn
_WMF_FONT, _WMF_TEXT, _WMF_PLACED_TEXT, _WMF_ESCAPE = 0x02FB, 0x0521, 0x0A32, 0x0626
_WMF_BITMAPS = {0x0F43: 22, 0x0B41: 20, 0x0940: 16, 0x0D33: 18}
_WMF_FILLS = frozenset((0x0B41, 0x0940))
_WMF_HEADS = (b"\1\0\x09\0", b"\2\0\x09\0")
_PAGES = {128: 932, 129: 949, 136: 950, 204: 1251}
_PLACEABLE = b"\xd7\xcd\xc6\x9a"


@dataclass(slots=True)
class Drawn:
    """What a metafile says: its words with their heights, its bitmaps as files, and whether that is all it draws."""

    pieces: list[tuple[int, str]] = field(default_factory=list)
    bitmaps: list[bytes] = field(default_factory=list)
    whole: bool = False
    lines: int = 0

    @property
    def text(self) -> str:
        """What stands at one height is a line."""
        lines, before = list[str](), None
        for height, text in self.pieces:
            lines.append(text if height == before or before is None else f"\n{text}")
            before = height
        return "".join(lines)


def drawn(content: bytes) -> Drawn | None:
    """What a metafile of either kind draws, as far as it can be followed; None where it is of neither."""
    found, enhanced = Drawn(), content[40:44] == b" EMF"
    if not enhanced and not content.startswith((_PLACEABLE, *_WMF_HEADS)):
        return None
    try:
        if enhanced:
            understood = [_emf(kind, record, found) for kind, record in _emf_records(content)]
        else:
            begin = 22 if content.startswith(_PLACEABLE) else 0
            kinds = list(_wmf_records(content, begin + 18))
            fonts = [record[13] for kind, record in kinds if kind == _WMF_FONT and len(record) > 13]
            page = next((code_page(_PAGES[one]) for one in fonts if one in _PAGES), "gb18030")
            understood = [_wmf(kind, record, page, found) for kind, record in kinds]
        found.whole = all(understood) and found.lines <= _STROKES
    except (struct.error, ValueError, IndexError):
        found.whole = False
    return found


def bitmap(content: bytes) -> bytes:
    """A device-independent bitmap as the file that it would be: 14 bytes stand before it."""
    if content[:2] == b"BM" or len(content) < 16:
        return content
    (header,) = struct.unpack_from("<I", content)
    depth = struct.unpack_from("<H", content, 10 if header == 12 else 14)[0]
    colours = 1 << depth if depth <= 8 else 0
    if header >= 40 and len(content) >= 40:
        colours = struct.unpack_from("<I", content, 32)[0] or colours
    masks = 12 if header == 40 and len(content) >= 20 and struct.unpack_from("<I", content, 16)[0] == 3 else 0
    begin = 14 + header + masks + colours * (3 if header == 12 else 4)
    return b"BM" + struct.pack("<IHHI", 14 + len(content), 0, 0, begin) + content


# -- EMF --------------------------------------------------------------------------------------------------------------


def _emf_records(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 8 <= len(content):
        kind, size = struct.unpack_from("<II", content, at)
        if size < 8 or at + size > len(content):
            raise ValueError(at)
        yield kind, content[at : at + size]
        if kind == _EMF_END:
            return
        at += size
    raise ValueError(at)


def _emf(kind: int, record: bytes, found: Drawn) -> bool:
    """Take what a record says; whether it was understood."""
    if kind in _EMF_TEXTS:
        height, number, place, options = struct.unpack_from("<iIII", record, 40)
        if options & _GLYPHS:
            return False  # numbers of shapes in a font, which are no signs
        raw = record[place : place + number * (kind - 82)]
        found.pieces.append((height, raw.decode("utf-16-le" if kind == 84 else "gb18030", "replace")))
        return bool(len(raw) == number * (kind - 82))
    if kind == _EMF_SMALL:
        height, number, options = struct.unpack_from("<iII", record, 12)
        place = 36 + (0 if options & _NO_BOX else 16)
        narrow = bool(options & _NARROW)
        raw = record[place : place + number * (1 if narrow else 2)]
        found.pieces.append((height, raw.decode("latin-1" if narrow else "utf-16-le", "replace")))
        return not options & _GLYPHS
    if kind in _EMF_BITMAPS:
        head, head_size, bits, bits_size = struct.unpack_from("<IIII", record, _EMF_BITMAPS[kind])
        if head_size:
            found.bitmaps.append(bitmap(record[head : head + head_size] + record[bits : bits + bits_size]))
        return bool(head_size) or kind in _EMF_FILLS
    if kind == _EMF_COMMENT:
        found.pieces += ((-1, text) for text in wide(record[12:])) if record[12:16] == b"EMF+" else ()
        return record[12:16] not in (b"EMF+", b"GDIC")
    found.lines += kind in _EMF_LINES
    return kind in _EMF_PLAIN or kind in _EMF_LINES or kind == _EMF_END


# -- WMF --------------------------------------------------------------------------------------------------------------


def _wmf_records(content: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 6 <= len(content):
        size, kind = struct.unpack_from("<IH", content, at)
        if size < 3 or at + 2 * size > len(content):
            raise ValueError(at)
        yield kind, content[at + 6 : at + 2 * size]
        if not kind:
            return
        at += 2 * size
    raise ValueError(at)


def _wmf(kind: int, record: bytes, page: str, found: Drawn) -> bool:
    """Take what a record says; whether it was understood."""
    if kind == _WMF_TEXT:
        (number,) = struct.unpack_from("<H", record)
        (height,) = struct.unpack_from("<h", record, 2 + (number + 1) // 2 * 2)
        found.pieces.append((height, record[2 : 2 + number].decode(page, "replace")))
        return True
    if kind == _WMF_PLACED_TEXT:
        height, _, number, options = struct.unpack_from("<hhHH", record)
        place = 16 if options & 6 else 8
        found.pieces.append((height, record[place : place + number].decode(page, "replace")))
        return not options & _GLYPHS
    if kind in _WMF_BITMAPS:
        inside = len(record) > _WMF_BITMAPS[kind] + 40
        if inside:
            found.bitmaps.append(bitmap(record[_WMF_BITMAPS[kind] :]))
        return inside or kind in _WMF_FILLS
    if kind == _WMF_ESCAPE:
        return b"WMFC" not in record[:16]  # the same as EMF once more, in pieces
    found.lines += kind in _WMF_LINES
    return kind in _WMF_PLAIN or kind in _WMF_LINES
