"""Classes of blocks, and how sure a sample may be."""

from __future__ import annotations

import lzma
import random

import numpy as np
import pytest

from checker.residue.classes import BLOCK, Class, is_blank, is_uniform, jpeg_blocks, look
from checker.residue.quick import bound, needed, quick
from tests.unit.residue import files
from tests.unit.residue.scanning import medium

CHANCE = random.Random(3)
RANDOM = CHANCE.randbytes(1 << 20)


def test_blank_blocks_are_told_by_their_value() -> None:
    looked = look(bytes(BLOCK) * 3 + b"\xff" * BLOCK * 2 + b"\xa5" * BLOCK + (b"secrets!" * (BLOCK // 8)))
    tally = looked.tally
    assert (tally.zero, tally.ones, tally.constant, tally.uniform, tally.structured) == (3, 2, 1, 0, 1)
    assert tally.values == {0xA5}
    assert looked.busy.tolist() == [6], "eight bytes over and over are something"


@pytest.mark.parametrize("pattern", [b"\x55\xaa", b"\x92\x49\x24", b"\x00\xff\x00", b"\xde\xad\xbe\xef"])
@pytest.mark.parametrize("phase", [0, 1, 2])
def test_two_to_four_bytes_over_and_over_are_a_pattern(pattern: bytes, phase: int) -> None:
    content = (pattern * (4 * BLOCK))[phase : phase + 3 * BLOCK]
    tally = look(content).tally
    assert (tally.patterned, tally.blocks) == (3, 3)
    spoilt = bytearray(content)
    spoilt[BLOCK + 2000] ^= 1
    assert look(bytes(spoilt)).busy.tolist() == [1]


def test_where_one_value_ends_and_another_begins_is_no_content() -> None:
    looked = look(bytes(BLOCK + 512) + b"\xff" * (2 * BLOCK - 512))
    assert (looked.tally.zero, looked.tally.constant, looked.tally.ones) == (1, 1, 1)
    assert not len(looked.busy)
    within = look(bytes(BLOCK + 300) + b"\xff" * (BLOCK - 300))
    assert within.busy.tolist() == [1], "not at a sector"


PAPER = "机密★10年　本单位第三季度工作总结，内部资料，不得外传。关于进一步做好保密检查工作的通知\n"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16-le", "utf-16-be", "ascii"])
@pytest.mark.parametrize("at", [0, 137, 5 * BLOCK + 1001, (1 << 20) - 2 * BLOCK])
@pytest.mark.parametrize("size", [3072, 2 * BLOCK])
def test_text_in_random_bytes_is_seen_wherever_it_lies(encoding: str, at: int, size: int) -> None:
    paper = PAPER if encoding != "ascii" else "Internal report of the third quarter, not to be passed on. "
    content = bytearray(RANDOM)
    content[at : at + size] = (paper * 400).encode(encoding)[:size]
    looked = look(bytes(content))
    assert looked.cells == (Class.STRUCTURED,)
    blocks = range(at // BLOCK, -(-(at + size) // BLOCK))
    assert set(looked.plain.tolist()) <= set(blocks), "the random bytes around it are none"
    assert looked.tally.uniform == 256 - len(looked.plain)


def test_random_bytes_that_begin_at_a_sector_are_random_all_the_same() -> None:
    looked = look(bytes(5 * 512) + RANDOM[: 20 * BLOCK] + bytes(3 * 512))
    assert looked.tally.structured == 0
    assert looked.tally.uniform == 21


def test_of_much_random_data_nothing_is_called_something_else() -> None:
    chance = np.random.default_rng(11)
    for _ in range(8):
        assert look(chance.bytes(8 << 20)).tally.structured == 0


def test_one_other_byte_anywhere_makes_a_block_busy() -> None:
    for at in (0, 7, 8, 511, 512, 4095):
        content = bytearray(BLOCK * 2)
        content[BLOCK + at] = 1
        assert look(bytes(content)).busy.tolist() == [1]


def test_a_tail_shorter_than_a_block_counts() -> None:
    looked = look(bytes(BLOCK) + bytes(100))
    assert (looked.tally.zero, looked.tally.blocks) == (2, 2)
    assert look(bytes(BLOCK) + b"secret").tally.structured == 1


def test_random_bytes_are_uniform_and_documents_are_not() -> None:
    assert look(RANDOM).cells == (Class.UNIFORM,)
    assert look((b"2026-01-01 INFO served\n" * 50_000)[: 1 << 20]).cells == (Class.STRUCTURED,)
    assert is_uniform(lzma.compress(RANDOM)[:16384]), "strong compression cannot be told from random bytes"
    assert not is_uniform(files.docx(1, 200_000)[100:8292]) or not is_uniform(files.jpeg()[1000:17384])


def test_blocks_inside_a_picture_are_told_by_their_stuffing() -> None:
    picture = files.jpeg(5, 800)
    inside = picture[4096 : 4096 + 20 * BLOCK]
    busy = np.arange(20)
    assert len(jpeg_blocks(inside, busy)) >= 15
    assert len(jpeg_blocks(RANDOM, np.arange(256))) == 0
    assert len(jpeg_blocks(bytes(20 * BLOCK), busy)) == 0


@pytest.mark.parametrize(("share", "blocks"), [(0.01, 459), (0.001, 4_603), (0.0001, 46_050), (1e-5, 460_515)])
def test_how_many_blocks_a_claim_takes(share: float, blocks: int) -> None:
    assert needed(share) == blocks
    assert bound(blocks) <= share < bound(blocks - 1)


def test_a_sample_of_a_blank_medium_claims_a_share_and_no_more() -> None:
    sample = quick(medium(bytes(64 << 20)), seed=7, blocks=2000)
    assert (sample.busy, sample.drawn, sample.values) == (0, 2000, (0,))
    assert sample.fraction == bound(2000)


def test_a_sample_that_meets_something_says_so() -> None:
    image = bytearray(64 << 20)
    image[32 << 20 : 40 << 20] = b"a secret text. " * ((8 << 20) // 15) + bytes((8 << 20) % 15)
    sample = quick(medium(bytes(image)), seed=7, blocks=2000)
    assert sample.busy > 0
    assert sample.fraction is None
    assert sample.first_busy is not None


def test_the_ends_are_always_looked_at() -> None:
    image = bytearray(64 << 20)
    image[-1] = 1
    assert quick(medium(bytes(image)), seed=1, blocks=10).busy == 1


def test_a_run_longer_than_a_stratum_is_never_missed() -> None:
    for seed in range(20):
        image = bytearray(16 << 20)
        start = random.Random(seed).randrange(2 << 20, 13 << 20)
        image[start : start + (16 << 20) // 400 * 2 + 8192] = b"x" * ((16 << 20) // 400 * 2 + 8191) + b"y"
        image[start : start + 60_000] = RANDOM[:60_000]
        image[start : start + (1 << 17)] = RANDOM[: 1 << 17]
        assert quick(medium(bytes(image)), seed=seed, blocks=400).busy > 0


@pytest.mark.parametrize(
    "content",
    [b"\0" * 4096, b"\xff" * 4096, b"ab" * 2048, (b"abc" * 1366)[:4096], b"abcd" * 1024, b"\0" * 512 + b"\xff" * 512],
)
def test_what_a_look_calls_blank_is_blank_by_the_short_question(content: bytes) -> None:
    assert is_blank(content)
    assert look(content).cells[0] in (Class.ZERO, Class.ONES, Class.CONSTANT)


@pytest.mark.parametrize("at", [0, 1, 511, 512, 2048, 4095])
def test_one_byte_of_content_is_not_blank(at: int) -> None:
    content = bytearray(4096)
    content[at] = 1
    assert not is_blank(bytes(content))


SENTENCE = "会议纪要：本次会议讨论了下列事项，各单位要按照要求抓好落实。第2条，附件1份。\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "ascii"])
@pytest.mark.parametrize("sector", [0, 3, 7])
def test_one_sector_of_text_in_random_bytes_is_seen(encoding: str, sector: int) -> None:
    words = "The minutes of 12 May are attached. " if encoding == "ascii" else SENTENCE
    text = (words * 30).encode(encoding)[:512]
    content = bytearray(random.Random(7).randbytes(64 * BLOCK))
    content[9 * BLOCK + sector * 512 : 9 * BLOCK + (sector + 1) * 512] = text
    assert look(bytes(content)).plain.tolist() == [9]


def test_random_bytes_have_no_sector_of_text() -> None:
    assert not len(look(random.Random(8).randbytes(32 << 20)).plain)
