"""PNG: every chunk has a checksum."""

from __future__ import annotations

import zlib

from checker.residue.finds import State
from checker.residue.formats.judged import Bytes, Judged

_MAGIC = b"\x89PNG\r\n\x1a\n"
_STEP = 1 << 20
_LONGEST = 512 << 20
_MOST_CHUNKS = 200_000


def judge(view: Bytes) -> Judged | None:
    if view.read(0, 8) != _MAGIC or view.read(12, 4) != b"IHDR":
        return None
    position = 8
    for _ in range(_MOST_CHUNKS):
        head = view.read(position, 8)
        length = int.from_bytes(head[:4], "big")
        if len(head) < 8 or not head[4:].isalpha() or length > _LONGEST:
            break
        if not _sound(view, position + 4, length + 4):
            break
        position += 12 + length
        if head[4:] == b"IEND":
            return Judged("png", position, State.COMPLETE)
    return Judged("png", position, State.TRUNCATED) if position > 8 else None


def _sound(view: Bytes, start: int, length: int) -> bool:
    total, position = 0, start
    while position < start + length:
        content = view.read(position, min(_STEP, start + length - position))
        if not content:
            return False
        total = zlib.crc32(content, total)
        position += len(content)
    return view.read(position, 4) == total.to_bytes(4, "big")
