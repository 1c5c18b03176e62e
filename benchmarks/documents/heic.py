"""HEIC files as phones write them: a grid of tiles, a thumbnail, EXIF with a preview ([ISO/IEC 23008-12]).

Encoders in Python write a picture as one piece. No phone does: their encoders' hardware cuts a photograph into tiles of
512 points. So each tile is encoded by itself, and the pieces are put into one file here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

TILE = 512  # points


@dataclass(frozen=True, slots=True)
class Coded:
    """A picture in HEVC: the decoder's settings and what colours mean (boxes: hvcC, colr), its data, its size."""

    settings: bytes
    colours: bytes
    data: bytes
    wide: int
    tall: int


def coded(content: bytes, wide: int, tall: int) -> Coded:
    """The main picture of a file that holds it as one piece.

    Raises:
        ValueError: its description is not as an encoder writes it.
    """
    meta = _inside(content, b"meta", 0, len(content))
    first, last = meta[0] + 4, meta[1]
    primary = struct.unpack_from(">H", content, _inside(content, b"pitm", first, last)[0] + 4)[0]
    properties = _inside(content, b"iprp", first, last)
    inside = _inside(content, b"ipco", *properties)
    begin, end = _inside(content, b"hvcC", *inside)
    first_colour, last_colour = _inside(content, b"colr", *inside)
    at, size = _extent(content, _inside(content, b"iloc", first, last)[0], primary)
    colours = content[first_colour - 8 : last_colour]
    return Coded(content[begin - 8 : end], colours, content[at : at + size], wide, tall)


def grid(tiles: list[Coded], columns: int, size: tuple[int, int], thumbnail: Coded | None, exif: bytes) -> bytes:
    """One file: tiles row by row, the whole picture's width and height; `exif`: a block as JPEG has it, or nothing."""
    number = len(tiles)
    main, small, about = number + 1, number + 2, number + 3
    pieces = [tile.data for tile in tiles]
    kinds: list[tuple[int, bytes, int]] = [(index, b"hvc1", 1) for index in range(1, number + 1)]
    kinds.append((main, b"grid", 0))
    used: list[tuple[int, tuple[int, ...]]] = [(index, (0x81, 2, 4)) for index in range(1, number + 1)]
    used.append((main, (3, 4)))
    known = [tiles[0].settings, _size(tiles[0].wide, tiles[0].tall), _size(*size), tiles[0].colours]
    references = [_box(b"dimg", struct.pack(f">HH{number}H", main, number, *range(1, number + 1)))]
    placed = list(range(1, number + 1))
    if thumbnail is not None:
        kinds.append((small, b"hvc1", 0))
        used.append((small, (0x85, 6, 4)))
        known += [thumbnail.settings, _size(thumbnail.wide, thumbnail.tall)]
        references.append(_box(b"thmb", struct.pack(">HHH", small, 1, main)))
        placed.append(small)
        pieces.append(thumbnail.data)
    if exif:
        kinds.append((about, b"Exif", 1))
        references.append(_box(b"cdsc", struct.pack(">HHH", about, 1, main)))
        placed.append(about)
        pieces.append(struct.pack(">I", 6) + exif)  # the TIFF header begins after "Exif" and two zeros
    rows = number // columns
    described = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, *size)
    head = _box(b"ftyp", b"heic\0\0\0\0mif1heic")

    def meta(begin: int) -> bytes:
        places, at = [struct.pack(">HHHHII", main, 1, 0, 1, 0, len(described))], begin
        for item, piece in zip(placed, pieces, strict=True):
            places.append(struct.pack(">HHHHII", item, 0, 0, 1, at, len(piece)))
            at += len(piece)
        return _full(
            b"meta",
            0,
            0,
            _full(b"hdlr", 0, 0, b"\0\0\0\0pict" + bytes(13)),
            _full(b"pitm", 0, 0, struct.pack(">H", main)),
            _full(b"iloc", 1, 0, struct.pack(">BBH", 0x44, 0, len(places)), *places),
            _full(
                b"iinf",
                0,
                0,
                struct.pack(">H", len(kinds)),
                *(_full(b"infe", 2, flag, struct.pack(">HH", item, 0) + kind + b"\0") for item, kind, flag in kinds),
            ),
            _full(b"iref", 0, 0, *references),
            _box(
                b"iprp",
                _box(b"ipco", *known),
                _full(
                    b"ipma",
                    0,
                    0,
                    struct.pack(">I", len(used)),
                    *(struct.pack(">HB", item, len(some)) + bytes(some) for item, some in used),
                ),
            ),
            _box(b"idat", described),
        )

    begin = len(head) + len(meta(0)) + 8
    return head + meta(begin) + _box(b"mdat", *pieces)


def _box(kind: bytes, *parts: bytes) -> bytes:
    inside = b"".join(parts)
    return struct.pack(">I4s", len(inside) + 8, kind) + inside


def _full(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags), *parts)


def _size(wide: int, tall: int) -> bytes:
    return _full(b"ispe", 0, 0, struct.pack(">II", wide, tall))


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", content, at)
        if size < 8:
            return
        yield kind, at + 8, at + size
        at += size


def _inside(content: bytes, wanted: bytes, at: int, end: int) -> tuple[int, int]:
    for kind, begin, stop in _boxes(content, at, end):
        if kind == wanted:
            return begin, stop
    raise ValueError(f"no {wanted.decode()} in the file")


def _extent(content: bytes, at: int, wanted: int) -> tuple[int, int]:
    """Where an item's data lies: from the table of places, versions 0 and 1."""
    version, widths = content[at], content[at + 4]
    base = content[at + 5] >> 4
    offset, length = widths >> 4, widths & 15
    (number,) = struct.unpack_from(">H", content, at + 6)
    at += 8
    for _ in range(number):
        item = int.from_bytes(content[at : at + 2], "big")
        at += 2 + (2 if version else 0) + 2
        begin = int.from_bytes(content[at : at + base], "big")
        at += base
        (extents,) = struct.unpack_from(">H", content, at)
        at += 2
        if item == wanted and extents == 1:
            begin += int.from_bytes(content[at : at + offset], "big")
            return begin, int.from_bytes(content[at + offset : at + offset + length], "big")
        at += extents * (offset + length)
    raise ValueError("the picture's data is not in one piece")
