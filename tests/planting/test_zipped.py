"""A marking in any place of an office file is found, or the file is read in part with that place named."""

from __future__ import annotations

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.facts.content.document import Read
from checker.facts.content.marking import Bucket
from tests.planting import disguised, drawn, macros, opened, seldom, zipped
from tests.planting.planted import Planted

MARK = "机密★10年"
PLACES = (*zipped.PLACES, *opened.PLACES, *disguised.DISGUISED, *seldom.SELDOM, *macros.IN_PACKAGES, *drawn.SPELLED)
TEXTS = Order(pictures=False)


@pytest.mark.parametrize("planted", PLACES, ids=lambda one: f"{one.format}: {one.place}")
def test_a_marking_in_any_place_is_found(planted: Planted) -> None:
    seen = inspected(Bytes(planted.make(MARK)), planted.name or "x", TEXTS)
    assert seen[0].format == planted.format
    assert any(one.marking.level == "机密" for one in seen)
    assert all(one.read is Read.READ for one in seen), [one.missed for one in seen]


@pytest.mark.parametrize(
    "planted", [*disguised.OUTLINED, *drawn.OUTLINED], ids=lambda one: f"{one.format}: {one.place}"
)
@pytest.mark.parametrize(("mark", "level"), [(MARK, "机密"), ("通知", "")])
def test_a_page_whose_letters_are_drawn_is_looked_at_as_a_picture(planted: Planted, mark: str, level: str) -> None:
    seen = inspected(Bytes(planted.make(mark)), "x", Order())
    assert [(one.marking.level, one.read) for one in seen] == [(level, Read.READ)]


@pytest.mark.parametrize(("mark", "bucket"), [(MARK, Bucket.REVIEW), ("关于★自查", Bucket.NONE)])
def test_the_title_of_a_sound_is_read_however_long_it_is(mark: str, bucket: Bucket) -> None:
    (seen,) = inspected(Bytes(drawn.SOUND.make(mark)), "x.mp3", TEXTS)
    assert (seen.read, seen.marking.bucket) == (Read.OTHER, bucket)


@pytest.mark.parametrize("planted", PLACES, ids=lambda one: f"{one.format}: {one.place}")
def test_without_a_marking_the_same_file_carries_none(planted: Planted) -> None:
    seen = inspected(Bytes(planted.make("关于★自查")), planted.name or "x", TEXTS)
    assert {one.marking.bucket for one in seen} == {Bucket.NONE}
    assert all(one.read is Read.READ for one in seen), [one.missed for one in seen]
