"""7z: the header says where the directory of contents lies, and both carry checksums. The packed part carries its own,
which would have to be unpacked, so never more than CLOSED.
"""

from __future__ import annotations

import struct
import zlib

from checker.residue.finds import State
from checker.residue.formats.judged import Bytes, Judged

MAGIC = b"7z\xbc\xaf\x27\x1c"
_LARGEST_DIRECTORY = 16 << 20


def judge(view: Bytes) -> Judged | None:
    head = view.read(0, 32)
    if len(head) < 32 or head[:6] != MAGIC or zlib.crc32(head[12:32]) != struct.unpack_from("<I", head, 8)[0]:
        return None
    offset, length, crc = struct.unpack_from("<QQI", head, 12)
    end = 32 + offset + length
    if not length or length > _LARGEST_DIRECTORY or end > view.size:
        return Judged("7z", min(end, view.size), State.TRUNCATED)
    if zlib.crc32(view.read(32 + offset, length)) != crc:
        return Judged("7z", min(end, view.size), State.FRAGMENTED)
    return Judged("7z", end, State.CLOSED)
