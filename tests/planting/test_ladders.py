"""Half a file is not a file, whatever its format: cut off, ending in zeros or with a hole, it is never read and clean."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.facts.content.marking import Bucket
from tests.planting.places import ALL, NOT_READ
from tests.planting.planted import Planted

MARKING = "机密★10年"
STEPS = 10
LARGEST = 300_000  # bytes of a planting that is torn so often
ENDINGS = {"deb": "deb", "exe": "exe", "text": "txt", "odt": "odt", "avif": "avif"}
# Formats without an end of their own, or with an end that is one at any member: what is left of a cut is a whole file.
ENDLESS = frozenset(("text", "csv", "exe", "gz", "bz2", "xz", "zst"))
# Nothing in these says what a run of zeros has replaced: points of a picture, the text beside one, padding.
UNTOLD = frozenset(("bmp", "tiff", "webp", "avif", "jpeg", "png", "gif", "jp2", "ico"))


def _first_of_each() -> Iterator[Planted]:
    seen = set[str]()
    for one in ALL:
        if (one.format, one.place) not in NOT_READ and one.format not in seen and len(one.make(MARKING)) < LARGEST:
            seen.add(one.format)
            yield one


FIRST = tuple(_first_of_each())


def clean(one: Planted, content: bytes) -> bool:
    """Whether a torn file counts as read with nothing found."""
    ending = one.format.split(",")[0].replace("packed", "")
    seen = inspected(
        Bytes(content), one.name or f"x.{ENDINGS.get(ending, ending)}", Order(pictures=one.format in UNTOLD)
    )
    return not any(part.read.could_not_read or part.marking.bucket is not Bucket.NONE for part in seen)


def places(size: int) -> Iterator[int]:
    """Places all over a file, and the last bytes of it in growing steps."""
    yield from (size * step // STEPS for step in range(1, STEPS))
    yield from (size - (1 << power) for power in range(4, 12, 2) if size > 1 << power)


@pytest.mark.parametrize("one", [one for one in FIRST if one.format not in ENDLESS], ids=lambda one: one.format)
def test_what_was_cut_off_is_not_clean(one: Planted) -> None:
    whole = one.make(MARKING)
    assert [at for at in places(len(whole)) if clean(one, whole[:at])] == []


@pytest.mark.parametrize(
    "one", [one for one in FIRST if one.format not in ENDLESS | UNTOLD], ids=lambda one: one.format
)
def test_what_ends_in_zeros_is_not_clean(one: Planted) -> None:
    whole = one.make(MARKING)
    zeroed = {at: whole[:at] + bytes(len(whole) - at) for at in places(len(whole))}
    assert [at for at, content in zeroed.items() if content != whole and clean(one, content)] == []


@pytest.mark.parametrize("size", [512, 4096])
@pytest.mark.parametrize("one", [one for one in FIRST if one.format not in UNTOLD], ids=lambda one: one.format)
def test_what_has_a_hole_is_not_clean(one: Planted, size: int) -> None:
    whole = one.make(MARKING)
    holed = {at: whole[:at] + bytes(size) + whole[at + size :] for at in range(0, len(whole) - size, max(512, size))}
    assert [at for at, content in holed.items() if content != whole and clean(one, content)] == []


def test_every_format_of_the_table_is_torn() -> None:
    assert {one.format for one in FIRST} >= {one.format for one in ALL} - {"pdf"}
