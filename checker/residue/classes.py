"""What a block holds, told by its bytes alone: nothing, one value, no pattern at all, or something.

One gather of the first eight bytes of each sector serves twice: a block whose eight values differ is not constant, and
file headers begin there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from checker.residue.cells import CELL as CELL
from checker.residue.cells import Class as Class

BLOCK = 4096
SECTOR = 512

# Chi-square over byte values, 255 degrees of freedom: values beyond these have a chance of 1e-6 each in random bytes.
_LOW, _HIGH = 161.0, 379.0
_SAMPLE = 16 << 10  # bytes a cell: a histogram of everything would cost more than reading it
_QUADS = BLOCK // 8
_IN_A_ROW = 3  # blocks of a headerless picture that follow each other, at least

Numbers = NDArray[np.int64]


@dataclass(slots=True)
class Tally:
    """How many blocks of each class there are. `uniform` and `structured` follow from the cells' samples."""

    zero: int = 0
    ones: int = 0
    constant: int = 0
    uniform: int = 0
    structured: int = 0
    values: set[int] = field(default_factory=set)  # of constant blocks, at most 16

    @property
    def blocks(self) -> int:
        return self.zero + self.ones + self.constant + self.uniform + self.structured

    def add(self, other: Tally) -> None:
        self.zero += other.zero
        self.ones += other.ones
        self.constant += other.constant
        self.uniform += other.uniform
        self.structured += other.structured
        if len(self.values) < 16:
            self.values |= other.values


@dataclass(frozen=True, slots=True)
class Looked:
    """A chunk of the medium after one look.

    `heads` are the first eight bytes of each sector, `busy` the numbers of the blocks that are not constant.
    """

    tally: Tally
    heads: NDArray[np.uint64]
    busy: Numbers
    cells: tuple[Class, ...]  # one a MiB of the chunk


def look(content: bytes | memoryview) -> Looked:
    """Classify a chunk. A tail shorter than a block is filled up with its last byte."""
    tail = len(content) % BLOCK
    if tail:
        content = bytes(content) + bytes(content[-1:]) * (BLOCK - tail)
    quads = np.frombuffer(content, np.uint64)
    heads = quads[:: SECTOR // 8].copy()
    blocks = heads.reshape(-1, BLOCK // SECTOR)
    even = (blocks == blocks[:, :1]).all(axis=1)
    tally = Tally()
    constant = np.zeros(len(blocks), bool)
    if even.any():
        table = quads.reshape(-1, _QUADS)
        rows = table if even.all() else table[even]
        same = (rows == rows[:, :1]).all(axis=1)
        values = rows[same, 0]
        repeated = (values & np.uint64(0xFF)) * np.uint64(0x0101010101010101) == values
        constant[np.flatnonzero(even)[same][repeated]] = True
        values = values[repeated]
        tally.zero = int((values == 0).sum())
        tally.ones = int((values == np.uint64(0xFFFFFFFFFFFFFFFF)).sum())
        tally.constant = len(values) - tally.zero - tally.ones
        if tally.constant:
            tally.values = {int(value) & 0xFF for value in np.unique(values)[:16]} - {0, 0xFF}
    busy = np.flatnonzero(~constant)
    cells = _cells(content, constant, busy, blocks[:, 0], tally)
    return Looked(tally, heads, busy, cells)


def _cells(
    content: bytes | memoryview, constant: NDArray[np.bool_], busy: Numbers, firsts: NDArray[np.uint64], tally: Tally
) -> tuple[Class, ...]:
    per_cell = CELL // BLOCK
    classes: list[Class] = []
    for start in range(0, len(constant), per_cell):
        first, last = np.searchsorted(busy, (start, start + per_cell))
        mine = busy[first:last]
        if len(mine):
            uniform = is_uniform(_sample(content, mine))
            if uniform:
                tally.uniform += len(mine)
            else:
                tally.structured += len(mine)
            classes.append(Class.UNIFORM if uniform else Class.STRUCTURED)
            continue
        values = firsts[start : start + per_cell]
        if not values.any():
            classes.append(Class.ZERO)
        else:
            classes.append(Class.ONES if (values == np.uint64(0xFFFFFFFFFFFFFFFF)).all() else Class.CONSTANT)
    return tuple(classes)


def _sample(content: bytes | memoryview, busy: Numbers) -> bytes:
    """Blocks of a cell that hold something, from its beginning and its end."""
    half = _SAMPLE // BLOCK // 2
    chosen = dict.fromkeys((*busy[:half].tolist(), *busy[-half:].tolist()))
    return b"".join(content[number * BLOCK : (number + 1) * BLOCK] for number in chosen)


def is_uniform(content: bytes | memoryview) -> bool:
    """Whether bytes look like random ones: a random wipe, encrypted or strongly compressed data look the same."""
    if len(content) < 2048:
        return False
    counts = np.bincount(np.frombuffer(content, np.uint8), minlength=256)
    expected = len(content) / 256
    statistic = float(((counts - expected) ** 2).sum() / expected)
    return _LOW < statistic < _HIGH


def jpeg_blocks(content: bytes | memoryview, busy: Numbers) -> Numbers:
    """Numbers of the blocks that are inside a JPEG's coded image: every 0xFF is followed by 0x00 or a restart marker.

    Three in a row are the least that is told, so the first eighth of each third block decides around which of them all
    are looked at as a whole.
    """
    whole = len(content) // BLOCK
    busy = busy[busy < whole]
    if not len(busy):
        return busy
    table = np.frombuffer(content, np.uint8, whole * BLOCK).reshape(whole, BLOCK)
    tried: Numbers = busy[(busy % _IN_A_ROW == 0) | (busy < _IN_A_ROW) | (busy >= whole - _IN_A_ROW)]
    if not len(tried):
        return tried
    good, bad = _stuffing(table[tried, :SECTOR])
    # Texts have no 0xFF at all, but no large values either; a picture's first bytes may lack the one, never the other.
    likely: Numbers = tried[(bad == 0) & (good > 0)]
    unsure = tried[(bad == 0) & (good == 0)]
    if len(unsure):
        likely = np.concatenate((likely, unsure[table[unsure, :SECTOR].max(axis=1) >= 0xF0]))
    if not len(likely):
        return likely
    near = np.zeros(whole + 2 * _IN_A_ROW, bool)
    for step in range(1 - _IN_A_ROW, _IN_A_ROW):
        near[likely + step + _IN_A_ROW] = True
    around: Numbers = busy[near[busy + _IN_A_ROW]]
    good, bad = _stuffing(table[around])
    certain: Numbers = around[(good >= 3) & (bad == 0)]
    return certain


def _stuffing(rows: NDArray[np.uint8]) -> tuple[Numbers, Numbers]:
    """For each row: how many 0xFF are followed as in a coded JPEG, and how many are not."""
    count, width = rows.shape
    flat = rows.reshape(-1)
    places = np.flatnonzero(flat == 0xFF)
    places = places[places % width != width - 1]
    after = flat[places + 1]
    fits = (after == 0) | ((after >= 0xD0) & (after <= 0xD7))
    row = places // width
    return np.bincount(row[fits], minlength=count), np.bincount(row[~fits], minlength=count)
