"""A sample instead of the whole: enough to say "surely not wiped", or how little may still be there.

Always the first and last MiB, and the places where file systems keep their tables. Beside them either one block at a
random place in each of n equal strata; or a tenth of the medium, as NIST SP 800-88r1 (of 2014, since withdrawn) had it:
two places in each of a thousand equal parts, each a twentieth of its part. Places are drawn in random order to the
last read: whenever it ends, what was drawn is a random sample, and only the bound is wider. If every place of a random
sample is blank, less than 1 - (1 - C)^(1/n) of all blocks are not, with confidence C.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from checker.machine.media.medium import EDGE, Gone, Medium
from checker.residue.classes import BLOCK, CELL, Class, look
from checker.residue.finds import Run

CONFIDENCE = 0.99
BLOCKS = 46_050  # 99 %: less than one ten-thousandth
PARTS = 1000  # of a medium of which a tenth is read
_SHARE = 20  # each place is this part of its part
_FEWEST = 2 * _SHARE  # blocks of a part, so that two places of it are whole blocks
_STEP = 1 << 20  # bytes of a place that are read at once
SECONDS = 40.0
_ENOUGH = 2_000  # blocks that are not blank: what they are like is settled by then


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample's outcome.

    `drawn`: places drawn at random that could be read; `blocks`: of so many there are on the medium. `read`: bytes,
    known places and ends too. `busy`: blocks that were not blank, at random places or known ones. `fraction`: less than
    this share of all blocks is not blank, with CONFIDENCE; None where some were, or none could be read. `values`: which
    byte values the blank ones hold. `reach`: no stretch as long as this can lie between the places; 0 where they are
    not all drawn. `ended`: why before the end (gone, halted, time).
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
    read: int = 0
    reach: int = 0
    ended: str = ""


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
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> Sample:
    """Draw one block in each of `blocks` strata. `known` are further places to look at, where something would lie if
    anything does.

    Raises:
        Whatever `tell` raises.
    """
    return Draw(medium, seed, tell, clock).strata(known, blocks, seconds)


def tenth(
    medium: Medium,
    seed: int,
    known: tuple[Run, ...] = (),
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Sample:
    """Read a tenth. As `quick`, without a limit of time."""
    return Draw(medium, seed, tell).tenth(known)


class Draw:
    """A sample being drawn; `sample` tells at any time what it comes to."""

    def __init__(
        self,
        medium: Medium,
        seed: int,
        tell: Callable[[int, int], None] = lambda done, total: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._medium, self._seed, self._tell, self._clock = medium, seed, tell, clock
        self._chance = random.Random(seed)
        self._cells = bytearray(-(-medium.size // CELL))
        self._busy = self._uniform = self._drawn = self._read = self._reach = 0
        self._first: int | None = None
        self._values: set[int] = set()
        self.ended = ""

    @property
    def sample(self) -> Sample:
        blank = not self._busy
        return Sample(
            seed=self._seed,
            drawn=self._drawn,
            blocks=-(-self._medium.size // BLOCK),
            busy=self._busy,
            uniform=self._uniform,
            values=tuple(sorted(self._values)[:16]),
            fraction=bound(self._drawn) if blank and self._drawn else None,
            first_busy=self._first,
            cells=bytes(self._cells),
            unread=tuple(self._medium.bad),
            read=self._read,
            reach=self._reach,
            ended=self.ended,
        )

    def strata(self, known: tuple[Run, ...], blocks: int, seconds: float) -> Sample:
        total = self._medium.size // BLOCK
        count = min(blocks, total)
        return self._run(known, self._in_strata(count, total), count, seconds)

    def tenth(self, known: tuple[Run, ...]) -> Sample:
        total = self._medium.size // BLOCK
        parts = max(1, min(PARTS, total // _FEWEST))
        sample = self._run(known, self._in_parts(parts, total), 2 * parts, math.inf)
        if sample.drawn == 2 * parts:
            self._reach = 2 * -(-total // parts) * BLOCK
        return self.sample

    def _run(self, known: tuple[Run, ...], places: Iterator[Run], count: int, seconds: float) -> Sample:
        begun, size = self._clock(), self._medium.size
        try:
            for offset, length in ((0, EDGE), (max(0, size - EDGE), EDGE), *known):
                self._look(offset, min(length, EDGE))
            for tried, (offset, length) in enumerate(places, 1):
                self._drawn += self._look(offset, length)
                if tried % 16 == 0 or length > BLOCK:
                    self._tell(tried, count)
                if self._busy >= _ENOUGH:
                    break
                if tried < count and self._clock() - begun > seconds:
                    self.ended = "time"
                    break
        except Gone:
            self.ended = "gone"
        return self.sample

    def _in_strata(self, count: int, total: int) -> Iterator[Run]:
        for stratum in self._shuffled(count):
            low, high = stratum * total // count, (stratum + 1) * total // count
            yield self._chance.randrange(low, max(high, low + 1)) * BLOCK, BLOCK

    def _in_parts(self, parts: int, total: int) -> Iterator[Run]:
        """Two places in each part that do not overlap, all in random order."""
        drawn: dict[int, int] = {}
        for number in self._shuffled(2 * parts):
            part = number // 2
            low, high = part * total // parts, (part + 1) * total // parts
            length = max(1, -(-(high - low) // _SHARE))
            if part not in drawn:
                start = self._chance.randrange(low, max(high - length + 1, low + 1))
                drawn[part] = start
            else:
                start = self._apart(low, high, length, drawn[part])
            yield start * BLOCK, length * BLOCK

    def _apart(self, low: int, high: int, length: int, other: int) -> int:
        """A place of a part that does not overlap with the other one."""
        before, behind = max(0, other - length - low + 1), max(0, high - length - (other + length) + 1)
        if not before + behind:
            return low
        chosen = self._chance.randrange(before + behind)
        return low + chosen if chosen < before else other + length + chosen - before

    def _shuffled(self, count: int) -> list[int]:
        order = list(range(count))
        self._chance.shuffle(order)
        return order

    def _look(self, offset: int, length: int) -> bool:
        """Look at a place; whether all of it could be read. What could not is no blank block."""
        whole = True
        end = min(offset + length, self._medium.size)
        for start in range(offset, end, _STEP):
            content = self._medium.read(start, min(_STEP, end - start))
            if not self._medium.failed(start, len(content)):
                self._see(start, content)
                continue
            whole = False
            for at in range(0, len(content), BLOCK):
                if not self._medium.failed(start + at, min(BLOCK, len(content) - at)):
                    self._see(start + at, content[at : at + BLOCK])
        return whole and end > offset

    def _see(self, offset: int, content: bytes) -> None:
        if not content:
            return
        self._read += len(content)
        looked = look(content)
        for number, kind in enumerate(looked.cells):
            cell = min((offset + number * CELL) // CELL, len(self._cells) - 1)
            self._cells[cell] = max(self._cells[cell], kind)
        self._values |= looked.tally.values
        self._values |= ({0} if looked.tally.zero else set()) | ({0xFF} if looked.tally.ones else set())
        if looked.tally.patterned:
            self._values |= {0, 0xFF}  # no one value
        if not len(looked.busy):
            return
        self._busy += len(looked.busy)
        if self._first is None:
            self._first = offset + int(looked.busy[0]) * BLOCK
        if Class.STRUCTURED not in looked.cells:
            self._uniform += len(looked.busy)
