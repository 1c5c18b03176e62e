"""Small parts of a HEIC file ([ISO/IEC 23008-12]): its preview, and tiles of the grid that phones cut a photo into.

One costs a fiftieth of the whole to decode. A decoder hands out the primary item alone, so the file is told that the
part is that.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_LOOK = 4 << 20  # bytes in which the description of a file has to stand


@dataclass(frozen=True, slots=True)
class Container:
    """What a file says of its primary item. Places are offsets in bytes."""

    content: bytes
    named: tuple[int, int]  # where the primary item's number stands, and its width
    thumbnails: tuple[tuple[int, int], ...]  # an item, and where it is said to be a thumbnail of the primary one
    tiles: tuple[int, ...]  # the items that the primary one is put together from, row by row
    columns: int
    flags: dict[int, int]  # of an item: where it is said whether it is hidden

    def preview(self) -> bytes | None:
        """The same file with its preview as the primary item; None where it has none."""
        if not self.thumbnails:
            return None
        item, reference = self.thumbnails[0]
        changed = self._primary(item)
        changed[reference : reference + 4] = b"none"  # a thumbnail of nothing is a picture of its own
        return bytes(changed)

    def tile(self, down: float, across: float) -> bytes:
        """The same file with one tile of the grid as the primary item: the one at a part of the height and width."""
        rows = len(self.tiles) // self.columns
        item = self.tiles[int(down * rows) * self.columns + int(across * self.columns)]
        changed = self._primary(item)
        changed[self.flags[item]] &= 0xFE  # tiles are hidden, and what is hidden cannot be primary
        return bytes(changed)

    def _primary(self, item: int) -> bytearray:
        place, width = self.named
        changed = bytearray(self.content)
        changed[place : place + width] = item.to_bytes(width, "big")
        return changed


def container(content: bytes) -> Container | None:
    """None where the file's description is not as it should be."""
    try:
        begin, end = next((begin, end) for kind, begin, end in _boxes(content, 0, len(content)) if kind == b"meta")
        if end > _LOOK:
            return None
        boxes = {kind: (inside, stop) for kind, inside, stop in _boxes(content, begin + 4, end)}
        place, _ = boxes[b"pitm"]
        width = 4 if content[place] > 0 else 2
        primary = int.from_bytes(content[place + 4 : place + 4 + width], "big")
        thumbnails, tiles = list[tuple[int, int]](), tuple[int, ...]()
        for kind, item, others, at in _references(content, *boxes[b"iref"]):
            if kind == b"thmb" and primary in others:
                thumbnails.append((item, at))
            elif kind == b"dimg" and item == primary:
                tiles = others
        flags = dict(_flags(content, *boxes[b"iinf"]))
        columns = _columns(content, *boxes.get(b"idat", (0, 0)), len(tiles))
        known = columns > 0 and all(tile in flags for tile in tiles)
        return Container(content, (place + 4, width), tuple(thumbnails), tiles if known else (), columns, flags)
    except (StopIteration, KeyError, struct.error, IndexError):
        return None


def _references(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, tuple[int, ...], int]]:
    """Kind, the item that refers, those that it refers to, where the kind stands."""
    letter, width = ("I", 4) if content[at] > 0 else ("H", 2)
    for kind, inside, stop in _boxes(content, at + 4, end):
        item, number = struct.unpack_from(f">{letter}H", content, inside)
        if inside + width + 2 + number * width <= stop:
            others = struct.unpack_from(f">{number}{letter}", content, inside + width + 2)
            yield kind, int(item), others, inside - 4


def _flags(content: bytes, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Each item, and where its last byte of flags stands."""
    for kind, inside, stop in _boxes(content, at + (6 if content[at] == 0 else 8), end):
        width = 2 if content[inside] == 2 else 4
        if kind == b"infe" and content[inside] in (2, 3) and inside + 4 + width <= stop:
            yield int.from_bytes(content[inside + 4 : inside + 4 + width], "big"), inside + 3


def _columns(content: bytes, at: int, end: int, tiles: int) -> int:
    """Of the grid, as its description says, which phones write first of all; 0 where that is another's."""
    if end - at < 8:
        return 0
    _, _, rows, columns = content[at : at + 4]
    return columns + 1 if (rows + 1) * (columns + 1) == tiles else 0


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, begin of the inside, end."""
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", content, at)
        inside = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, at + 8)
            inside += 8
        elif size == 0:
            size = end - at
        if size < 8 or at + size > end:
            return
        yield kind, inside, at + size
        at += size
