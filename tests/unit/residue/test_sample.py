"""What a sample may claim: simulated, with seeds."""

from __future__ import annotations

import errno
import itertools
import random
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.machine.media.apart import Halted
from checker.machine.media.medium import EDGE, Medium
from checker.machine.media.shape import Shape
from checker.residue.classes import BLOCK
from checker.residue.quick import PARTS, Draw, bound, quick, tenth
from checker.residue.result import Mode, Verdict
from checker.residue.scan import Scan
from checker.residue.wording import statement
from tests.nightly import later, rounds
from tests.unit.residue.scanning import medium

MIB = 1 << 20


def dirty(size: int, blocks: set[int], read: list[tuple[int, int]] | None = None) -> Medium:
    """A blank medium with something in some blocks."""

    def pread(offset: int, length: int) -> bytes:
        if read is not None:
            read.append((offset, length))
        content = bytearray(length)
        for at in range(-(-offset // BLOCK), (offset + length - 1) // BLOCK + 1):
            if at in blocks:
                content[at * BLOCK - offset] = 1
        return bytes(content)

    return Medium(pread, Shape(size, 512))


def ticks(step: float = 1.0) -> Iterator[float]:
    return itertools.count(0.0, step)


def _scattered(total: int, share: float, chance: random.Random) -> set[int]:
    return set(chance.sample(range(EDGE // BLOCK, total - EDGE // BLOCK), round(total * share)))


def _one_stretch(total: int, share: float, chance: random.Random) -> set[int]:
    length = round(total * share)
    start = chance.randrange(EDGE // BLOCK, total - EDGE // BLOCK - length)
    return set(range(start, start + length))


def _at_the_end(total: int, share: float, chance: random.Random) -> set[int]:
    return set(range(total - EDGE // BLOCK - round(total * share), total - EDGE // BLOCK))


@pytest.mark.sampled
@pytest.mark.parametrize("spread", [_scattered, _one_stretch, _at_the_end])
@pytest.mark.parametrize("until", [None, 90], ids=["to its end", "cut short"])
def test_what_is_beyond_the_bound_is_met_as_often_as_promised(spread, until: int | None) -> None:  # type: ignore[no-untyped-def]
    size, blocks, draws = 256 * MIB, 150, rounds(60, 250)
    total, chance = size // BLOCK, random.Random(9)
    drawn = blocks if until is None else until + 1
    met = 0
    for seed in range(draws):
        busy = spread(total, bound(drawn), chance)
        clock = ticks().__next__
        seconds = 1e9 if until is None else float(until)
        sample = quick(dirty(size, busy), seed, blocks=blocks, seconds=seconds, clock=clock)
        met += sample.busy > 0
        if not sample.busy:
            assert sample.drawn == drawn
            assert sample.fraction == bound(drawn)
    assert met >= draws - rounds(3, 7), "99 % is promised; so many fewer are met by chance"


def test_a_sample_that_is_cut_short_lies_all_over_the_medium() -> None:
    size = 512 * MIB
    read: list[tuple[int, int]] = []
    sample = quick(dirty(size, set(), read), 3, blocks=4000, seconds=400.0, clock=ticks().__next__)
    assert sample.ended == "time"
    assert sample.drawn < 450
    places = [offset for offset, length in read if length == BLOCK]
    quarters = [sum(size * part // 4 <= at < size * (part + 1) // 4 for at in places) for part in range(4)]
    assert min(quarters) > len(places) / 4 * 0.7, "sorted ones would end in the first quarters"
    assert sample.fraction == bound(sample.drawn)


def test_a_tenth_is_two_places_in_each_of_a_thousand_parts_that_do_not_overlap() -> None:
    size = 400 * MIB
    read: list[tuple[int, int]] = []
    sample = tenth(dirty(size, set(), read), 5)
    assert sample.drawn == 2 * PARTS
    assert 0.1 <= sample.read / size < 0.14, "rounded up to whole blocks, and both ends"
    per_part: dict[int, list[tuple[int, int]]] = {}
    ends = [(part + 1) * (size // BLOCK) // PARTS * BLOCK for part in range(PARTS)]
    for offset, length in read:
        if length < EDGE:
            per_part.setdefault(bisect_right(ends, offset), []).append((offset, length))
    assert len(per_part) == PARTS
    for places in per_part.values():
        (first, length), (second, _) = sorted(places)
        assert first + length <= second
    order = [offset for offset, length in read if length < EDGE]
    assert order != sorted(order)


@pytest.mark.parametrize("seed", [0, *(later(seed) for seed in range(1, 5))])
def test_a_stretch_as_long_as_is_said_is_met_by_a_tenth(seed: int) -> None:
    size = 200 * MIB
    reach = tenth(dirty(size, set()), seed).reach
    assert 0 < reach < 3 * size // PARTS
    chance = random.Random(seed)
    for _ in range(5):
        start = chance.randrange(EDGE // BLOCK, (size - EDGE - reach) // BLOCK)
        assert tenth(dirty(size, set(range(start, start + reach // BLOCK))), seed).busy > 0


@pytest.mark.parametrize("size", [BLOCK, 3 * BLOCK + 512, MIB, 3 * MIB + 7 * BLOCK])
def test_small_media_are_sampled_without_a_fault(size: int) -> None:
    for sample in (quick(medium(bytes(size)), 1), tenth(medium(bytes(size)), 1)):
        assert (sample.busy, sample.values) == (0, (0,))
        assert sample.read >= min(size, 2 * EDGE)


def test_what_was_drawn_before_a_medium_went_stands() -> None:
    left = [300]

    def pread(offset: int, length: int) -> bytes:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENODEV, "gone")
        return bytes(length)

    sample = quick(Medium(pread, Shape(512 * MIB, 512)), 1, blocks=4000)
    assert sample.ended == "gone"
    assert 200 < sample.drawn < 300
    assert sample.fraction == bound(sample.drawn)


def test_what_was_drawn_before_a_stop_stands() -> None:
    def tell(done: int, total: int) -> None:
        if done > 100:
            raise Halted

    draw = Draw(dirty(512 * MIB, set()), 1, tell)
    with pytest.raises(Halted):
        draw.strata((), 4000, 1e9)
    assert draw.sample.drawn > 100
    assert draw.sample.fraction == bound(draw.sample.drawn)


def test_a_tenth_says_what_it_proves(tmp_path: Path) -> None:
    path = tmp_path / "m.img"
    path.write_bytes(bytes(100 * MIB))
    residue = Scan(str(path), Mode.TENTH, seed=4).run()
    assert residue.verdict is Verdict.ZERO
    said = statement(residue)
    assert "十分之一" in said.zh
    assert "种子 4" in said.zh
    assert "would surely have been met" in said.en
    assert not residue.whole
