"""Folders of ext2, ext3 and ext4: a deleted entry stays behind the one before it, which is made longer to cover it.

Linux 5.13 and later blank it; the journal's copy of the block has it all the same.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_HEAD = 8
_KINDS = 7  # 1 file, 2 folder, up to 7 symbolic link


def gone(content: bytes, block: int, inodes: int) -> Iterator[str]:
    """Names of entries that were deleted, in a folder's blocks; `inodes`: how many the volume has."""
    for start in range(0, len(content) - block + 1, block):
        at, end = start, start + block
        while at + _HEAD <= end:
            number, size, letters, _ = struct.unpack_from("<IHBB", content, at)
            if size < _HEAD:
                break
            yield from _covered(content, at + (_room(letters) if number else 0), min(at + size, end), inodes)
            at += size


def is_folder(content: bytes) -> bool:
    """Whether a block is the first of a folder: it begins with itself and the one above."""
    return content[4:10] == b"\x0c\0\x01\x02.\0" and content[18:20] == b"\x02\x02" and content[20:22] == b".."


def files(content: bytes) -> Iterator[str]:
    """Names of the files in a block that begins a folder."""
    at = 0
    while at + _HEAD <= len(content):
        number, size, letters, kind = struct.unpack_from("<IHBB", content, at)
        if size < _HEAD:
            return
        if number and kind == 1:
            yield content[at + _HEAD : at + _HEAD + letters].decode("utf-8", "replace")
        at += size


def _covered(content: bytes, at: int, end: int, inodes: int) -> Iterator[str]:
    """Entries in the rest of a longer one, the first of it where that was deleted itself."""
    while at + _HEAD < end:
        number, size, letters, kind = struct.unpack_from("<IHBB", content, at)
        name = content[at + _HEAD : at + _HEAD + letters]
        if not letters or not 1 <= kind <= _KINDS or number > inodes or size < _room(letters) or len(name) < letters:
            return
        if b"\0" in name or b"/" in name:
            return
        yield name.decode("utf-8", "replace")
        at += _room(letters)


def _room(letters: int) -> int:
    """Bytes that an entry takes: its head and name, up to a multiple of four."""
    return -(-(_HEAD + letters) // 4) * 4
