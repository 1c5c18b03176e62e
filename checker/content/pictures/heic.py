"""HEIC holds a small picture of itself. Decoding it costs a hundredth of the whole ([ISO/IEC 23008-12])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_LOOK = 4 << 20  # bytes in which the description of a file has to stand


def with_preview_first(content: bytes) -> bytes | None:
    """The same file, its preview named as the primary item; None where it has none or is not as it should be."""
    try:
        begin, end = next((begin, end) for kind, begin, end in _boxes(content, 0, len(content)) if kind == b"meta")
        if end > _LOOK:
            return None
        boxes = {kind: (inside, stop) for kind, inside, stop in _boxes(content, begin + 4, end)}
        place, _ = boxes[b"pitm"]
        wide = content[place] > 0
        primary = struct.unpack_from(">I" if wide else ">H", content, place + 4)[0]
        preview = _preview(content, *boxes[b"iref"], primary)
    except (StopIteration, KeyError, struct.error, IndexError):
        return None
    if preview is None:
        return None
    item, reference = preview
    number = struct.pack(">I" if wide else ">H", item)
    changed = bytearray(content)
    changed[place + 4 : place + 4 + len(number)] = number
    changed[reference : reference + 4] = b"none"  # a thumbnail of nothing is a picture of its own
    return bytes(changed)


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


def _preview(content: bytes, at: int, end: int, primary: int) -> tuple[int, int] | None:
    """The item that says to be a thumbnail of the primary one, and where it says so."""
    wide = content[at] > 0
    letter, width = ("I", 4) if wide else ("H", 2)
    for kind, inside, stop in _boxes(content, at + 4, end):
        item, number = struct.unpack_from(f">{letter}H", content, inside)
        if kind != b"thmb" or inside + width + 2 + number * width > stop:
            continue
        if primary in struct.unpack_from(f">{number}{letter}", content, inside + width + 2):
            return int(item), inside - 4
    return None
