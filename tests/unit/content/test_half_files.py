"""Half a file is not a file: cut off, ending in zeros, or with a hole, it is damaged or read in part."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.facts.content.document import Read
from checker.facts.content.marking import Bucket
from tests.planting import compound, richtext

TEXTS = Order(pictures=False)
MARK = "机密★10年"
LINES = [f"第{number}项工作按照既定安排继续推进，请各单位结合实际抓好落实。" for number in range(150)]
FORMATS = {
    "doc": compound.doc({"body": "\r".join((MARK, *LINES, MARK)), "comment": f"批注\r{MARK}\r"}),
    "doc, saved in a hurry": compound.doc({"body": "\r".join((MARK, *LINES, MARK))}, pieces=7),
    "xls": compound.xls(
        compound.workbook(
            b"".join(map(compound.box, LINES[:40])) + compound.box(MARK), compound.strings(MARK, *LINES[:100], MARK)
        )
    ),
    "ppt": compound.ppt(*map(compound.characters, (MARK, *LINES)), slide=compound.characters(MARK)),
    "rtf": richtext.rtf("\\par ".join(map(richtext.spelled, (MARK, *LINES, MARK)))),
}
STEPS = 24


def ends(size: int) -> Iterator[int]:
    """Places all over a file, and the last bytes of it one by one in growing steps."""
    yield from (size * step // STEPS for step in range(1, STEPS))
    yield from (size - (1 << power) for power in range(9, 13))


def state(content: bytes) -> tuple[Read, bool]:
    seen = inspected(Bytes(content), "a", TEXTS)
    return seen[0].read, any(one.marking.bucket is not Bucket.NONE for one in seen)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_whole_file_is_read_and_marked(kind: str) -> None:
    assert state(FORMATS[kind]) == (Read.READ, True)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_that_was_cut_off_is_never_whole(kind: str) -> None:
    content = FORMATS[kind]
    assert {at for at in ends(len(content)) if state(content[:at])[0] is Read.READ} == set()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_that_ends_in_zeros_is_never_whole(kind: str) -> None:
    content = FORMATS[kind]
    zeroed = {at: content[:at] + bytes(len(content) - at) for at in ends(len(content))}
    assert {at for at, half in zeroed.items() if state(half)[0] is Read.READ} == set()


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("size", [512, 4096])
def test_a_hole_never_makes_a_marked_file_clean(kind: str, size: int) -> None:
    content = FORMATS[kind]
    holed = {
        at: content[:at] + bytes(size) + content[at + size :]
        for at in range(0, len(content) - size, max(512, size // 2))
    }
    assert {at for at, half in holed.items() if state(half) == (Read.READ, False)} == set()


@pytest.mark.parametrize("kind", ["doc", "xls", "ppt", "rtf"])  # in pieces, the marking does not head its line
def test_what_was_found_in_a_half_is_told(kind: str) -> None:
    content = FORMATS[kind]
    found = [state(content[:at] + bytes(len(content) - at))[1] for at in ends(len(content))]
    assert any(found)
