"""What a part of a medium holds, in one word: a word of the map, which the screen knows without the rest."""

from __future__ import annotations

from enum import IntEnum

CELL = 1 << 20  # bytes whose blocks are counted together in the map


class Class(IntEnum):
    """Classes of a block, and of a cell of the map (there: the strongest of its blocks)."""

    UNREAD = 0
    ZERO = 1
    ONES = 2  # every byte 0xFF
    CONSTANT = 3  # one other byte value, or two to four of them over and over
    UNIFORM = 4
    STRUCTURED = 5
    LIVE = 6  # occupied by a file that is there; not looked into
