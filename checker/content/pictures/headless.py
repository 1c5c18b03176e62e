"""Pictures that no first bytes name: bare bitmaps, Targa files, and a JPEG behind bytes that do not belong to it."""

from __future__ import annotations

import re
import struct

from checker.content.file import File

_LOOK = 64 << 10  # bytes in which a JPEG begins
_MOST = 30_000  # points of a side
_INFO = (40, 52, 56, 108, 124)  # sizes of a bitmap's header ([MS-WMF] 2.2.2.3 and its later versions)
_DEPTHS = (1, 4, 8, 16, 24, 32)
# Behind the first marker one that heads of JPEGs have: a camera's or program's, tables, a remark.
_JPEG = re.compile(rb"\xff\xd8\xff[\xdb\xe0-\xef\xfe]")


def headless(head: bytes) -> str:
    """ "dib" or "tga", where a file's first bytes are the sizes that one has; else nothing."""
    if _is_bitmap(head):
        return "dib"
    return "tga" if _is_targa(head) else ""


def jpeg_behind(file: File) -> int:
    """Where a JPEG begins behind stray bytes; 0 where there is none."""
    head = file.part(0, min(_LOOK, file.size))
    for found in _JPEG.finditer(head):
        at = found.start() + 2
        size = int.from_bytes(head[at + 2 : at + 4], "big")
        after = head[at + 2 + size : at + 4 + size]
        if size > 2 and len(after) == 2 and after[0] == 0xFF and after[1] >= 0xC0:
            return found.start()
    return 0


def _is_bitmap(head: bytes) -> bool:
    """A Windows bitmap without the 14 bytes that its files begin with, as the clipboard and old programs have it."""
    if len(head) < 40:
        return False
    size, wide, tall, planes, depth, packed = struct.unpack_from("<IiiHHI", head)
    sides = 0 < wide <= _MOST and 0 < abs(tall) <= _MOST
    return size in _INFO and sides and planes == 1 and depth in _DEPTHS and packed <= 3


def _is_targa(head: bytes) -> bool:
    """Uncompressed or run-length true colour and grey ([Truevision TGA 2.0]); palettes only of 256 colours."""
    if len(head) < 18:
        return False
    palette, kind, first, number, bits = struct.unpack_from("<xBBHHB", head)
    left, top, wide, tall, depth, flags = struct.unpack_from("<HHHHBB", head, 8)
    plain = flags & 0xC0 == 0 and flags & 15 in (0, 8)
    placed = plain and left == 0 and top in (0, tall) and 8 <= wide <= _MOST and 8 <= tall <= _MOST
    if palette == 0:
        return placed and kind in (2, 3, 10, 11) and (first, number, bits) == (0, 0, 0) and _fits(kind, depth)
    return placed and palette == 1 and kind in (1, 9) and number <= 256 and bits in (24, 32) and depth == 8


def _fits(kind: int, depth: int) -> bool:
    return depth == 8 if kind in (3, 11) else depth in (16, 24, 32)
