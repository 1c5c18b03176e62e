"""A quick look at a medium in use: records of deleted files, and a sample of what no file occupies."""

from __future__ import annotations

import random

from checker.residue.glance import BLOCKS, Glance, glanced
from tests.unit.residue import files
from tests.unit.residue.media import File, exfat, partitioned
from tests.unit.residue.scanning import medium

MIB = 1 << 20
FULL = File("BIG.BIN", random.Random(1).randbytes(6 * MIB), deleted=False)


def look(content: bytes) -> Glance:
    return glanced(medium(content), lambda message: None, 7)


def test_files_that_are_there_are_no_remnants() -> None:
    seen = look(partitioned(exfat([FULL]), 7))
    assert (seen.deleted, seen.sample.busy) == (0, 0)
    assert seen.sample.drawn > 0
    assert seen.free < 4 * MIB


def test_content_that_no_file_has_is_met() -> None:
    image = bytearray(partitioned(exfat([FULL], clusters=4000), 7))
    image[-4 * MIB : -2 * MIB] = files.docx(3, 600_000)[: 2 * MIB].ljust(2 * MIB, b"x")
    seen = look(bytes(image))
    assert seen.sample.busy > 0
    assert seen.sample.uniform < seen.sample.busy


def test_deleted_files_are_counted_by_their_records() -> None:
    seen = look(partitioned(exfat([FULL, File("A.JPG", files.jpeg(1)), File("B.JPG", files.jpeg(2))]), 7))
    assert seen.deleted == 2


def test_what_lies_in_a_file_system_that_is_not_read_may_be_there() -> None:
    volume = bytearray(random.Random(2).randbytes(6 * MIB))
    volume[32:36] = b"NXSB"
    seen = look(partitioned(bytes(volume), 0x83))
    assert [one.state for one in seen.volumes] == ["unread"]
    assert seen.sample.busy == 0


def test_a_large_free_space_is_sampled_and_no_more() -> None:
    seen = look(bytes(64 * MIB))
    assert (seen.sample.drawn, seen.sample.fraction is not None) == (BLOCKS, True)
    assert seen.sample.read < 32 * MIB
