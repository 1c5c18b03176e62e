"""A sample instead of the whole: enough to say "surely not wiped", or how little may still be there.

One block at a random place in each of n equal strata, the first and last MiB, and the places where file systems keep
their tables. If every block of a random sample is blank, less than 1 - (1 - C)^(1/n) of all blocks are not, with
confidence C.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from checker.machine.media.medium import EDGE, Medium
from checker.residue.classes import BLOCK, CELL, Class, is_uniform, look
from checker.residue.finds import Run

CONFIDENCE = 0.99
BLOCKS = 46_050  # 99 %: less than one ten-thousandth
_SECONDS = 40.0
_ROUNDS = 16
_ENOUGH = 2_000  # blocks that are not blank: what they are like is settled by then


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample's outcome.

    `drawn`: blocks drawn at random that could be read; `blocks`: of so many there are. `busy`: those that were not
    blank, at random places or known ones. `fraction`: less than this share of all blocks is not blank, with CONFIDENCE;
    None where some were, or none could be read. `values`: which byte values the blank ones hold.
    """

    seed: int
    drawn: int
    blocks: int
    busy: int
    uniform: int
    values: tuple[int, ...]
    fraction: float | None
    first_busy: int | None
    cells: bytes
    unread: tuple[Run, ...]


def bound(drawn: int, confidence: float = CONFIDENCE) -> float:
    """Which share of blocks may still not be blank, when `drawn` random ones all were."""
    return -math.expm1(math.log1p(-confidence) / drawn) if drawn else 1.0


def needed(share: float, confidence: float = CONFIDENCE) -> int:
    """How many random blocks have to be blank to say that less than `share` is not."""
    return math.ceil(math.log1p(-confidence) / math.log1p(-share))


def quick(
    medium: Medium,
    seed: int,
    known: tuple[Run, ...] = (),
    tell: Callable[[int, int], None] = lambda done, total: None,
    blocks: int = BLOCKS,
    seconds: float = _SECONDS,
) -> Sample:
    """Draw a sample. `known` are further places to look at, where something would lie if anything does.

    Raises:
        Gone: the medium was pulled out. Whatever `tell` raises.
    """
    return _Draw(medium, seed, tell).run(known, blocks, seconds)


class _Draw:
    def __init__(self, medium: Medium, seed: int, tell: Callable[[int, int], None]) -> None:
        self._medium, self._seed, self._tell = medium, seed, tell
        self._cells = bytearray(-(-medium.size // CELL))
        self._busy = self._uniform = 0
        self._first: int | None = None
        self._values: set[int] = set()

    def run(self, known: tuple[Run, ...], blocks: int, seconds: float) -> Sample:
        size = self._medium.size
        for offset, length in ((0, EDGE), (max(0, size - EDGE), EDGE), *known):
            self._look(offset, min(length, EDGE))
        drawn = self._strata(min(blocks, size // BLOCK), seconds)
        blank = not self._busy
        return Sample(
            seed=self._seed,
            drawn=drawn,
            blocks=-(-size // BLOCK),
            busy=self._busy,
            uniform=self._uniform,
            values=tuple(sorted(self._values)[:16]),
            fraction=bound(drawn) if blank and drawn else None,
            first_busy=self._first,
            cells=bytes(self._cells),
            unread=tuple(self._medium.bad),
        )

    def _strata(self, count: int, seconds: float) -> int:
        """Rounds of strata in random order: where time runs out, what was drawn is still a random sample."""
        chance = random.Random(self._seed)
        order = list(range(count))
        chance.shuffle(order)
        total = self._medium.size // BLOCK
        begun, drawn, tried = time.monotonic(), 0, 0
        part = -(-count // _ROUNDS) if count else 1
        for start in range(0, count, part):
            for stratum in sorted(order[start : start + part]):
                low, high = stratum * total // count, (stratum + 1) * total // count
                drawn += self._look(chance.randrange(low, max(high, low + 1)) * BLOCK, BLOCK)
                tried += 1
                if tried % 16 == 0:
                    self._tell(tried, count)
                if self._busy >= _ENOUGH or time.monotonic() - begun > seconds:
                    return drawn
        return drawn

    def _look(self, offset: int, length: int) -> int:
        """Look at a place; how many blocks of it could be read. What could not is no blank block."""
        content = self._medium.read(offset, length)
        if not self._medium.failed(offset, len(content)):
            return self._see(offset, content)
        if length <= BLOCK:
            return 0
        end = offset + length
        return sum(self._look(start, min(BLOCK, end - start)) for start in range(offset, end, BLOCK))

    def _see(self, offset: int, content: bytes) -> int:
        if not content:
            return 0
        looked = look(content)
        for number, kind in enumerate(looked.cells):
            cell = min((offset + number * CELL) // CELL, len(self._cells) - 1)
            self._cells[cell] = max(self._cells[cell], kind)
        self._values |= looked.tally.values
        self._values |= ({0} if looked.tally.zero else set()) | ({0xFF} if looked.tally.ones else set())
        blocks = -(-len(content) // BLOCK)
        if not len(looked.busy):
            return blocks
        self._busy += len(looked.busy)
        if self._first is None:
            self._first = offset + int(looked.busy[0]) * BLOCK
        if Class.STRUCTURED not in looked.cells and is_uniform(content[: 16 << 10]):
            self._uniform += len(looked.busy)
        return blocks
