"""Which blocks of an ext volume are whose, by inodes that are there."""

from __future__ import annotations

import struct

from checker.residue.filesystems.survey import MOST_ENTRIES, Places, Survey, Volume

EXTENTS, INLINE = 0x80000, 0x10000000
_LONGEST = 32768  # blocks of an extent; more means that it was set aside and never written
_DEEPEST = 5


class Ownership:
    """Notes where files and the file system's own lie. What was set aside and never written is nobody's."""

    def __init__(self, volume: Volume, block: int, blocks: int, found: Survey) -> None:
        self._volume, self._block, self._blocks, self._found = volume, block, blocks, found
        self._left = MOST_ENTRIES  # blocks of numbers that are followed: crafted ones lead on for ever

    def claim(self, inode: bytes, content: Places) -> None:
        """Note the content's blocks in `content`, and those that say where they lie as the file system's own."""
        flags = struct.unpack_from("<I", inode, 32)[0]
        if flags & INLINE:
            return
        if flags & EXTENTS:
            self._node(inode[40:100], -(-size_of(inode) // self._block), content, 0)
            return
        for number in struct.unpack_from("<12I", inode, 40):
            self._add(number, content)
        for level, number in enumerate(struct.unpack_from("<3I", inode, 88), 1):
            self._numbers(number, level, content)

    def block(self, number: int) -> None:
        """Note one block as the file system's own."""
        self._add(number, self._found.own)

    def _node(self, node: bytes, left: int, content: Places, depth: int) -> None:
        if len(node) < 12 or node[:2] != b"\x0a\xf3" or depth > _DEEPEST:
            return
        count, _, level = struct.unpack_from("<HHH", node, 2)
        for at in range(12, min(12 + count * 12, len(node) - 11), 12):
            if level == 0:
                logical, length, high, low = struct.unpack_from("<IHHI", node, at)
                written = min(length, left - logical) if length <= _LONGEST else 0
                self._add(high << 32 | low, content, written)
                continue
            _, low, high = struct.unpack_from("<IIH", node, at)
            below = self._followed(high << 32 | low)
            if below:
                self._node(below, left, content, depth + 1)

    def _numbers(self, block: int, level: int, content: Places) -> None:
        """ext2 and ext3: a block of block numbers, `level` deep."""
        below = self._followed(block)
        for number in struct.unpack(f"<{len(below) // 4}I", below):
            if level == 1:
                self._add(number, content)
            elif number:
                self._numbers(number, level - 1, content)

    def _followed(self, block: int) -> bytes:
        """A block that says where others lie; empty where it is none, or too many were read."""
        self._left -= 1
        if self._left < 0:
            self._found.cut = True
        if self._left < 0 or not self._add(block, self._found.own):
            return b""
        return self._volume.read(block * self._block, self._block)

    def _add(self, number: int, places: Places, count: int = 1) -> bool:
        inside = number > 0 and count > 0 and number + count <= self._blocks
        if inside:
            places.add(self._volume.offset + number * self._block, count * self._block)
        return inside


def size_of(inode: bytes) -> int:
    """Bytes of the file that an inode speaks of."""
    low, high = struct.unpack_from("<I", inode, 4)[0], struct.unpack_from("<I", inode, 108)[0]
    return int(high << 32 | low)
