"""Pictures without checksums: TIFF (and raw photos built on it), BMP, GIF. That their structure closes is all."""

from __future__ import annotations

import struct

from checker.residue.finds import State
from checker.residue.formats.judged import Budget, Bytes, Judged, Spent

_MOST_DIRECTORIES = 64
_MOST_ENTRIES = 512
_MOST_STRIPS = 65_536
_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_PLACES, _LENGTHS = (273, 324, 513), (279, 325, 514)  # of strips, tiles and an inner JPEG
_BELOW = (330, 34665, 34853)  # further directories
_LONGEST = 2 << 30
_HEADS = (12, 40, 52, 56, 64, 108, 124)  # sizes of BMP's second header
_MOST_BLOCKS = 4 << 20


def tiff(view: Bytes) -> Judged | None:
    head = view.read(0, 8)
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(head[:4])
    if order is None or len(head) < 8:
        return None
    end, widths = 8, set[int]()
    waiting, seen = [struct.unpack_from(order + "I", head, 4)[0]], set[int]()
    while waiting and len(seen) < _MOST_DIRECTORIES:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        directory = _directory(view, order, at)
        if directory is None:
            return Judged("tiff", min(end, view.size), State.TRUNCATED) if widths else None
        reach, tags, following = directory
        end = max(end, reach)
        widths.update(tags.get(256, ()))
        for places, lengths in zip(_PLACES, _LENGTHS, strict=True):
            for place, length in zip(tags.get(places, ()), tags.get(lengths, ()), strict=False):
                end = max(end, place + length)
        waiting += [place for tag in _BELOW for place in tags.get(tag, ())]
        waiting += [following] if following else []
    if not widths or end > _LONGEST:
        return None
    return Judged("tiff", min(end, view.size), State.CLOSED if end <= view.size else State.TRUNCATED)


def _directory(view: Bytes, order: str, at: int) -> tuple[int, dict[int, tuple[int, ...]], int] | None:
    """(how far it and its values reach, numbers by tag, the next directory)."""
    head = view.read(at, 2)
    count = struct.unpack(order + "H", head)[0] if len(head) == 2 and at >= 8 else 0
    content = view.read(at + 2, 12 * count + 4)
    if not 0 < count <= _MOST_ENTRIES or len(content) < 12 * count + 4:
        return None
    reach, tags = at + 2 + len(content), dict[int, tuple[int, ...]]()
    for start in range(0, 12 * count, 12):
        tag, kind, number = struct.unpack_from(order + "HHI", content, start)
        width = _WIDTHS.get(kind)
        if width is None:
            return None
        length = width * number
        place = start + 8 if length <= 4 else 0
        if not place:
            outside = struct.unpack_from(order + "I", content, start + 8)[0]
            reach = max(reach, outside + length)
        if kind in (3, 4, 13) and number <= _MOST_STRIPS and tag in (256, *_PLACES, *_LENGTHS, *_BELOW):
            raw = content[place : place + length] if place else view.read(outside, length)
            if len(raw) < length:
                return None
            tags[tag] = struct.unpack(f"{order}{number}{'H' if kind == 3 else 'I'}", raw)
    return reach, tags, struct.unpack_from(order + "I", content, 12 * count)[0]


def bmp(view: Bytes) -> Judged | None:
    head = view.read(0, 30)
    if len(head) < 30 or head[:2] != b"BM" or any(head[6:10]):
        return None
    size, first, second = struct.unpack_from("<I4xII", head, 2)
    if second not in _HEADS or not 14 + second <= first <= 2048 or not first < size <= _LONGEST:
        return None
    planes, bits = struct.unpack_from("<HH", head, 22 if second == 12 else 26)
    if planes != 1 or bits not in (1, 4, 8, 16, 24, 32):
        return None
    return Judged("bmp", min(size, view.size), State.CLOSED if size <= view.size else State.TRUNCATED)


def gif(view: Bytes) -> Judged | None:
    head = view.read(0, 13)
    if head[:6] not in (b"GIF87a", b"GIF89a") or len(head) < 13 or not any(head[6:10]):
        return None
    at, budget = 13 + _colours(head[10]), Budget(_MOST_BLOCKS)
    try:
        while True:
            budget.take(1)
            kind = view.read(at, 1)
            if kind == b";":
                return Judged("gif", at + 1, State.CLOSED)
            if kind == b"!":
                at = _blocks(view, at + 2, budget)
            elif kind == b",":
                flags = view.read(at + 9, 1)
                at = _blocks(view, at + 11 + _colours(flags[0]), budget) if flags else -1
            else:
                at = -1 if at > 13 else -2
            if at < 0:
                return Judged("gif", 13, State.TRUNCATED) if at == -1 else None
    except Spent:
        return Judged("gif", min(at, view.size), State.TRUNCATED)


def _colours(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _blocks(view: Bytes, at: int, budget: Budget) -> int:
    """Where a row of sub-blocks ends; -1 where it does not."""
    while True:
        budget.take(1)
        length = view.read(at, 1)
        if not length:
            return -1
        at += 1 + length[0]
        if not length[0]:
            return at
