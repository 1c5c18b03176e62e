"""The journal of ext3 and ext4 (jbd2): the copies of blocks that it holds, and how far it was ever written."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from checker.machine.media.medium import Medium
from checker.residue.finds import Run
from checker.residue.view import View

_MAGIC = b"\xc0\x3b\x39\x98"
_LONGEST = 4 << 30


class Journal:
    """`until`: bytes of it up to the last block that is its own, once `copies` came to its end. What lies behind was
    set aside, lazily, and never written: it holds what was there before.
    """

    def __init__(self, medium: Medium, runs: Iterable[Run], block: int) -> None:
        self._view, self._block = View(medium, runs), block
        self.until = self._view.size

    def copies(self) -> Iterator[tuple[int, bytes]]:
        """(block number, content) for every block that it holds a copy of."""
        view = self._view
        head = view.read(0, 1024)
        if head[:4] != _MAGIC:
            return
        features = struct.unpack_from(">I", head, 40)[0] if struct.unpack_from(">I", head, 4)[0] == 4 else 0
        position = last = self._block
        while position + self._block <= min(view.size, _LONGEST):
            content = view.read(position, self._block)
            position += self._block
            if content[:4] == _MAGIC:
                last = position
            if content[:8] != _MAGIC + b"\0\0\0\1":
                continue
            for number, escaped in _tags(content, features):
                copy = view.read(position, self._block)
                if len(copy) < self._block or copy[:4] == _MAGIC:
                    break  # this descriptor is older than what lies behind it
                position += self._block
                yield number, (_MAGIC + copy[4:] if escaped else copy)
        if view.size <= _LONGEST:
            self.until = last


def _tags(block: bytes, features: int) -> Iterator[tuple[int, bool]]:
    """(block number, escaped) of a descriptor block's tags; their size depends on the journal's features."""
    wide, second, third = bool(features & 2), bool(features & 8), bool(features & 16)
    length = 16 if third else 12 + 2 * second - (0 if wide else 4)
    at = 12
    while at + length <= len(block):
        low = struct.unpack_from(">I", block, at)[0]
        if third:
            flags, high = struct.unpack_from(">II", block, at + 4)
        else:
            flags = struct.unpack_from(">H", block, at + 6)[0]
            high = struct.unpack_from(">I", block, at + 8)[0] if wide else 0
        yield (high << 32 if wide else 0) | low, bool(flags & 1)
        at += length + (0 if flags & 2 else 16)
        if flags & 8:
            return
