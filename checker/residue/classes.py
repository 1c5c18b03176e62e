"""What a block holds, told by its bytes alone: nothing, one value or a short pattern, no pattern at all, or something.

One gather of eight bytes of every 128 serves for all of it: file headers begin at those of sectors, a block where they
differ is not constant, and how their bits are distributed tells text and tables from random bytes. That is 256 bytes of
each block; where they leave a doubt, all 4096 decide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checker.residue.cells import CELL as CELL
from checker.residue.cells import Class as Class

BLOCK = 4096
SECTOR = 512

# Chi-square over byte values, 255 degrees of freedom: values beyond these have a chance of 1e-6 each in random bytes.
_LOW, _HIGH = 161.0, 379.0
# The same over the bytes of one block, of which a large medium has many millions: a chance of 1e-15.
_LOWEST, _HIGHEST = 104.0, 480.0
_SAMPLE = 16 << 10  # bytes a cell: a histogram of everything would cost more than reading it
_QUADS = BLOCK // 8
_STEP = 128  # bytes, of which eight are gathered
_LINES = BLOCK // _STEP
_IN_A_ROW = 3  # blocks of a headerless picture that follow each other, at least
_DOUBT, _SURE = 3.5, 8.0  # standard deviations from what random bytes have

# Of every quad of a column so many bits count together, and random bytes set every second of them: all bits of the
# bytes; their high bits, which tell ASCII from GB 18030 and both from random bytes; those of every second byte, for
# UTF-16; bits 6 that differ from bits 7, likewise; bits that differ from those of the next byte.
_BITS = (64, 8, 4, 4, 8, 4, 56)
_AT_ONCE = 1024  # columns: what is computed on the way then stays near the processor
_EACH = np.uint64(0x0101010101010101)
_EVEN, _SUM = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0001000100010001)
_NEXT = np.uint64(0x00FFFFFFFFFFFFFF)
_HIGH_BITS = np.uint64(0x8080808080808080)
_FEW = 4  # of 32 high bits
_FARTHEST = 500.0  # chi-square of a sector's bytes: beyond what random ones ever reach
_MOST_BEGUN = 64  # blocks of a chunk, partly blank, that are looked at closely

_ROUND = (0x0101010101010101, 0x0001000100010001, 0x0000000100000001)  # one, two, four bytes over and over

Numbers = NDArray[np.int64]
Quads = NDArray[np.uint64]


@dataclass(slots=True)
class Tally:
    """How many blocks of each class there are. `patterned`: two to four bytes over and over."""

    zero: int = 0
    ones: int = 0
    constant: int = 0
    patterned: int = 0
    uniform: int = 0
    structured: int = 0
    values: set[int] = field(default_factory=set)  # of constant blocks, at most 16

    @property
    def blocks(self) -> int:
        return self.zero + self.ones + self.constant + self.patterned + self.uniform + self.structured

    def add(self, other: Tally) -> None:
        self.zero += other.zero
        self.ones += other.ones
        self.constant += other.constant
        self.patterned += other.patterned
        self.uniform += other.uniform
        self.structured += other.structured
        if len(self.values) < 16:
            self.values |= other.values


@dataclass(frozen=True, slots=True)
class Looked:
    """A chunk of the medium after one look.

    `heads` are the first eight bytes of each sector, `busy` the numbers of the blocks that hold something, `plain` of
    those among them that have a structure: they are not random bytes. `sample`: some of what looks random.
    """

    tally: Tally
    heads: Quads
    busy: Numbers
    plain: Numbers
    cells: tuple[Class, ...]  # one a MiB of the chunk
    sample: bytes


def look(content: bytes | memoryview) -> Looked:
    """Classify a chunk. A tail shorter than a block is filled up with its last byte."""
    tail = len(content) % BLOCK
    if tail:
        content = bytes(content) + bytes(content[-1:]) * (BLOCK - tail)
    quads = np.frombuffer(content, np.uint64)
    lines = quads[:: _STEP // 8].reshape(-1, _LINES)
    blocks = lines[:, :: SECTOR // _STEP]
    tally = Tally()
    columns = np.ascontiguousarray(lines.T)  # a line each: what is asked of all blocks is asked of neighbours in memory
    blank = _blank(quads.reshape(-1, _QUADS), columns, tally)
    busy = np.flatnonzero(~blank)
    plain = np.zeros(len(blank), bool)
    partly = np.zeros(len(blank), bool)
    plain[busy], partly[busy] = _structured(content, columns, busy)
    if tail and not blank[-1]:
        plain[-1] = not _looks_random(content[-BLOCK : len(content) - BLOCK + tail])
        partly[-1] = True
    cells, sample = _cells(content, busy, plain, partly, blocks[:, 0], tally)
    return Looked(tally, blocks.reshape(-1), busy, np.flatnonzero(plain), cells, sample)


def _blank(table: Quads, columns: Quads, tally: Tally) -> NDArray[np.bool_]:
    """Which blocks hold one value or a short pattern, counted by which. Sectors of 512 bytes each with one value make a
    block that holds nothing, too: where zeros end and 0xFF begin is no content.
    """
    blank = np.zeros(len(table), bool)
    # Sectors begin 512 bytes apart: a pattern of three bytes is at the same place in every third of them.
    sectors = columns[:: SECTOR // _STEP]
    likely = (sectors[3:] == sectors[:-3]).all(axis=0)
    if likely.any():
        numbers = np.flatnonzero(likely)
        rows = table if likely.all() else table[numbers]
        same = (rows == rows[:, :1]).all(axis=1)
        first = rows[:, 0]
        single = same & ((first & np.uint64(0xFF)) * np.uint64(_ROUND[0]) == first)
        several = np.zeros(len(rows), bool)
        rest = np.flatnonzero(~single)
        if len(rest):
            several[rest] = _patterned(rows[rest], same[rest])
        blank[numbers[single | several]] = True
        _count(first[single], tally)
        tally.patterned += int(several.sum())
    mixed = np.flatnonzero((sectors == columns[1 :: SECTOR // _STEP]).all(axis=0) & ~blank)
    if len(mixed):
        whole = table[mixed].reshape(-1, BLOCK // SECTOR, SECTOR // 8)
        firsts = whole[:, :, 0]
        single = (whole == whole[:, :, :1]).all(axis=(1, 2))
        single &= ((firsts & np.uint64(0xFF)) * np.uint64(_ROUND[0]) == firsts).all(axis=1)
        blank[mixed[single]] = True
        tally.constant += int(single.sum())
        tally.values |= {int(value) & 0xFF for value in np.unique(firsts[single])[:16]}
    return blank


def _count(values: Quads, tally: Tally) -> None:
    tally.zero = int((values == 0).sum())
    tally.ones = int((values == np.uint64(0xFFFFFFFFFFFFFFFF)).sum())
    tally.constant = len(values) - tally.zero - tally.ones
    if tally.constant:
        tally.values = {int(value) & 0xFF for value in np.unique(values)[:16]} - {0, 0xFF}


def _patterned(rows: Quads, same: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which rows are two, three or four bytes over and over: what tools for wiping write."""
    first = rows[:, 0]
    two = (first & np.uint64(0xFFFF)) * np.uint64(_ROUND[1]) == first
    four = (first & np.uint64(0xFFFFFFFF)) * np.uint64(_ROUND[2]) == first
    found: NDArray[np.bool_] = same & (two | four)
    begun = np.ascontiguousarray(rows[:, :3]).view(np.uint8)
    three = ~found & (begun[:, 3:] == begun[:, :-3]).all(axis=1)
    if three.any():
        numbers = np.flatnonzero(three)
        found[numbers] = (rows[numbers, 3:] == rows[numbers, :-3]).all(axis=1)
    return found


def _structured(
    content: bytes | memoryview, columns: Quads, busy: Numbers
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which of the busy blocks are surely not random bytes, and which are blank in part."""
    chosen = columns if len(busy) == columns.shape[1] else columns[:, busy]
    if not len(busy):
        return np.zeros(0, bool), np.zeros(0, bool)
    farthest = _farthest(chosen)
    found: NDArray[np.bool_] = farthest > _SURE
    doubt = ((farthest > _DOUBT) | _speaks(chosen)) & ~found
    # Where random bytes begin or end within a block, the rest of it is blank, and that is no structure.
    begun = (chosen[:: SECTOR // _STEP] == chosen[1 :: SECTOR // _STEP]).any(axis=0)
    if int(begun.sum()) <= _MOST_BEGUN:
        doubt |= begun
    for index in np.flatnonzero(doubt).tolist():
        at = int(busy[index]) * BLOCK
        block = content[at : at + BLOCK]
        found[index] = not _looks_random(block) or _sector_of_text(block)
    return found, begun


def _speaks(columns: Quads) -> NDArray[np.bool_]:
    """Which blocks have a sector whose gathered bytes have nearly all high bits or nearly none, as texts in GB 18030,
    UTF-8 and ASCII do: one in some ten thousand of random ones.
    """
    told = np.zeros(columns.shape[1], bool)
    for start in range(0, columns.shape[1], _AT_ONCE):
        high = np.bitwise_count(columns[:, start : start + _AT_ONCE] & _HIGH_BITS)
        lines = SECTOR // _STEP
        count = high[::lines] + high[1::lines] + high[2::lines] + high[3::lines]
        told[start : start + _AT_ONCE] = (np.abs(count.view(np.int8) - 16) >= 16 - _FEW).any(axis=0)
    return told


def _sector_of_text(block: bytes | memoryview) -> bool:
    """Whether any sector of a block that looks random as a whole does not."""
    return any(_far_from_random(sector) for sector in np.frombuffer(block, np.uint8).reshape(-1, SECTOR))


def _far_from_random(sector: NDArray[np.uint8]) -> bool:
    """One value all over is blank, and no text."""
    counts = np.bincount(sector, minlength=256)
    return bool(((counts - 2) ** 2).sum() / 2 > _FARTHEST and counts.max() < SECTOR)


def _looks_random(block: bytes | memoryview) -> bool:
    """Whether the bytes of a block, apart from sectors of one value, look random."""
    sectors = [bytes(block[at : at + SECTOR]) for at in range(0, len(block), SECTOR)]
    rest = b"".join(sector for sector in sectors if sector.count(sector[0]) < len(sector))
    if len(rest) >= BLOCK // 2:
        return _LOWEST < _chi_square(rest) < _HIGHEST
    quads = np.frombuffer(rest[: len(rest) // 8 * 8], np.uint64).reshape(-1, 1)
    return bool(quads.size) and float(_farthest(quads)[0]) <= _DOUBT


def _farthest(columns: Quads) -> NDArray[np.float64]:
    """How far each column of bytes (less than 2 KiB) is from random ones by what is farthest, in standard deviations of
    random ones.
    """
    farthest = np.zeros(columns.shape[1])
    for start in range(0, columns.shape[1], _AT_ONCE):
        counts = _set_bits(columns[:, start : start + _AT_ONCE])
        part = farthest[start : start + _AT_ONCE]
        for count, bits in zip(counts, _BITS, strict=True):
            expected = bits * columns.shape[0] / 2
            np.maximum(part, np.abs(count - expected) * (expected / 2) ** -0.5, out=part)
    return farthest


def _set_bits(columns: Quads) -> tuple[NDArray[np.signedinteger[Any]], ...]:
    """How many bits are set in each column, by `_BITS`."""
    every = np.bitwise_count(columns).sum(axis=0, dtype=np.int16)
    first, second = _of_bytes((columns >> np.uint64(7)) & _EACH)
    apart = columns ^ (columns >> np.uint64(1))
    differ, other = _of_bytes((apart >> np.uint64(6)) & _EACH)
    beside = (columns ^ (columns >> np.uint64(8))) & _NEXT
    return (
        every,
        first + second,
        first,
        second,
        differ + other,
        differ,
        np.bitwise_count(beside).sum(axis=0, dtype=np.int16),
    )


def _of_bytes(single: Quads) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sums over each column of bytes that are 0 or 1: of the odd bytes and of the even ones. Less than 256 rows."""
    sums = single.sum(axis=0)
    odd, even = (sums >> np.uint64(8)) & _EVEN, sums & _EVEN
    return ((odd * _SUM) >> np.uint64(48)).astype(np.int64), ((even * _SUM) >> np.uint64(48)).astype(np.int64)


def _cells(
    content: bytes | memoryview,
    busy: Numbers,
    plain: NDArray[np.bool_],
    partly: NDArray[np.bool_],
    firsts: Quads,
    tally: Tally,
) -> tuple[tuple[Class, ...], bytes]:
    """The class of each cell, and a sample of what looks random. Blocks that look random one by one are counted so only
    where a sample of them does, too: compressed data give themselves away in more of it.
    """
    per_cell = CELL // BLOCK
    classes: list[Class] = []
    random = b""
    for start in range(0, len(plain), per_cell):
        first, last = np.searchsorted(busy, (start, start + per_cell))
        mine = busy[first:last]
        if not len(mine):
            classes.append(_blank_class(firsts[start : start + per_cell]))
            continue
        doubtful = mine[~plain[mine]]
        whole = doubtful[~partly[doubtful]]
        sample = _sample(content, whole)
        if is_uniform(sample):
            random = sample
        elif len(whole):
            plain[doubtful] = True
            doubtful = doubtful[:0]
        tally.uniform += len(doubtful)
        tally.structured += len(mine) - len(doubtful)
        classes.append(Class.UNIFORM if len(doubtful) == len(mine) else Class.STRUCTURED)
    return tuple(classes), random


def _blank_class(values: Quads) -> Class:
    if not values.any():
        return Class.ZERO
    return Class.ONES if (values == np.uint64(0xFFFFFFFFFFFFFFFF)).all() else Class.CONSTANT


def _sample(content: bytes | memoryview, busy: Numbers) -> bytes:
    """Blocks of a cell that hold something, from its beginning and its end."""
    half = _SAMPLE // BLOCK // 2
    chosen = dict.fromkeys((*busy[:half].tolist(), *busy[-half:].tolist()))
    return b"".join(content[number * BLOCK : (number + 1) * BLOCK] for number in chosen)


def is_uniform(content: bytes | memoryview) -> bool:
    """Whether bytes look like random ones: a random wipe, encrypted or strongly compressed data look the same."""
    return len(content) >= 2048 and _LOW < _chi_square(content) < _HIGH


def is_blank(content: bytes) -> bool:
    """Whether bytes are one to four bytes over and over, or sectors of one value each: what `look` calls blank."""
    if any(content[period:] == content[:-period] for period in (1, 2, 3, 4)):
        return True
    sectors = (content[at : at + SECTOR] for at in range(0, len(content), SECTOR))
    return all(sector.count(sector[0]) == len(sector) for sector in sectors)


def _chi_square(content: bytes | memoryview) -> float:
    counts = np.bincount(np.frombuffer(content, np.uint8), minlength=256)
    expected = len(content) / 256
    return float(((counts - expected) ** 2).sum() / expected)


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
