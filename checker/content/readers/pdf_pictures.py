"""Pictures in a PDF that no page draws: small copies of pages, alternates, masks, what an earlier state of a page drew.

Found by their dictionaries, which never lie in packed objects, and compared with those that PDFium met on the pages.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial

from checker.content import limits
from checker.content.file import File
from checker.content.reading import Inner
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_PIECE, _OVERLAP = 8 << 20, 64 << 10
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_NUMBER = r"\s+(\d{1,9})(?!\d|\s+\d+\s+R)"
_WIDTH, _HEIGHT, _LENGTH, _BITS, _COLOURS, _PREDICTOR = (
    re.compile(f"/{name}{_NUMBER}".encode())
    for name in ("Width", "Height", "Length", "BitsPerComponent", "Colors", "Predictor")
)
_FILTER = re.compile(rb"/Filter\s*(?:/(\w+)|\[\s*/(\w+)\s*(/?))")
_BEGIN = re.compile(rb"stream\r?\n")
_DICTIONARY = 4096  # bytes before and behind a picture's type in which all of its dictionary stands
_SMALLEST = 64  # points; in smaller ones no sign can be read

Met = tuple[int, int, int]  # width, height, and bytes as they lie in the file


@dataclass(frozen=True, slots=True)
class _Stream:
    at: int
    length: int  # 0: the dictionary does not say
    entries: bytes

    def number(self, pattern: re.Pattern[bytes], otherwise: int) -> int:
        found = pattern.search(self.entries)
        return int(found[1]) if found else otherwise


def undrawn(file: File, met: Collection[Met]) -> Iterator[Inner]:
    """`met`: those that lie on pages."""
    shapes, known = {one[:2] for one in met}, set(met)
    for one in _streams(file):
        wide, tall = one.number(_WIDTH, 0), one.number(_HEIGHT, 0)
        key = (wide, tall, one.length)
        drawn = key in known if one.length else (wide, tall) in shapes
        if drawn or min(wide, tall) < _SMALLEST:
            continue
        known.add(key)
        size = wide * tall * 3
        yield Inner(f"picture at byte {one.at}", size, size, partial(_decoded, file, one, wide, tall))


def _streams(file: File) -> Iterator[_Stream]:
    seen = set[int]()
    for place in range(0, max(1, file.size), _PIECE):
        begin = max(0, place - _OVERLAP)
        piece = file.part(begin, min(file.size, place + _PIECE + _DICTIONARY) - begin)
        for found in _PICTURE.finditer(piece):
            first = piece.rfind(b"obj", max(0, found.start() - _DICTIONARY), found.start())
            last = _BEGIN.search(piece, found.end(), found.end() + _DICTIONARY)
            if first < 0 or last is None or begin + last.end() in seen:
                continue
            entries = piece[first : last.start()]
            if b"endobj" in entries:
                continue
            seen.add(begin + last.end())
            length = _LENGTH.search(entries)
            yield _Stream(begin + last.end(), int(length[1]) if length else 0, entries)


def _decoded(file: File, stream: _Stream, wide: int, tall: int) -> bytes:
    """A picture as a file of its own. Raises Trouble."""
    limits.check_part(wide * tall, stream.length or wide * tall, limits.MEMBER)
    content = _content(file, stream)
    way = _FILTER.search(stream.entries)
    if way is not None and way[3]:
        raise Trouble(Read.UNSUPPORTED)  # one upon the other
    match (way[1] or way[2]) if way else b"":
        case b"DCTDecode" | b"JPXDecode":
            return content
        case b"FlateDecode" | b"":
            return _as_png(content, stream, wide, tall, packed=way is not None)
    raise Trouble(Read.UNSUPPORTED)


def _content(file: File, stream: _Stream) -> bytes:
    if stream.length:
        return file.part(stream.at, min(stream.length, max(0, file.size - stream.at)))
    found = bytearray()
    while stream.at + len(found) < file.size and len(found) < limits.MEMBER:
        at = stream.at + len(found)
        found += file.part(at, min(1 << 20, file.size - at))
        end = found.find(b"endstream", max(0, len(found) - (1 << 20) - 16))
        if end >= 0:
            return bytes(found[:end])
    raise Trouble(Read.DAMAGED)


def _as_png(content: bytes, stream: _Stream, wide: int, tall: int, *, packed: bool) -> bytes:
    """Rows of points as PNG has them; what a predictor made of them is PNG's own."""
    bits = stream.number(_BITS, 1 if b"/ImageMask" in stream.entries else 8)
    if packed and stream.number(_PREDICTOR, 1) >= 10:
        colours = stream.number(_COLOURS, 1)
        return _png(wide, tall, bits, colours, content)
    try:
        points = zlib.decompressobj().decompress(content, limits.MEMBER) if packed else content
    except zlib.error as error:
        raise Trouble(Read.DAMAGED) from error
    colours = 3 if len(points) >= 3 * tall * (-(-wide * bits // 8)) else 1
    row = -(-wide * bits * colours // 8)
    rows = b"".join(b"\0" + points[at : at + row].ljust(row, b"\0") for at in range(0, row * tall, row))
    return _png(wide, tall, bits, colours, zlib.compress(rows, 1))


def _png(wide: int, tall: int, bits: int, colours: int, packed: bytes) -> bytes:
    if colours not in (1, 3) or bits not in (1, 2, 4, 8, 16) or (colours == 3 and bits < 8):
        raise Trouble(Read.UNSUPPORTED)
    head = struct.pack(">IIBBBBB", wide, tall, bits, 2 if colours == 3 else 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
