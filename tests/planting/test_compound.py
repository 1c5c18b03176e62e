"""A marking in any place of doc, xls, ppt and rtf is found, or the file is said to be read in part."""

from __future__ import annotations

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.readers.ole import programs
from checker.facts.content.document import Read
from checker.facts.content.marking import Bucket
from tests.planting import compound, macros, richtext
from tests.planting.places import NOT_READ
from tests.planting.planted import Planted

PLANTED = (*compound.PLANTED, *macros.PLANTED, *richtext.PLANTED)
TEXTS = Order(pictures=False)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: f"{one.format}: {one.place}")
def test_a_marking_is_found_or_its_place_is_named(planted: Planted) -> None:
    mark = "机密" if planted.place.startswith("custom property") else "机密★10年"
    seen = inspected(Bytes(planted.make(mark)), f"a.{planted.format}", TEXTS)
    found = any(one.marking.bucket in (Bucket.MARKED, Bucket.REVIEW) for one in seen)
    missed = [name for one in seen for lost in one.missed if lost.why.could_not_read for name in lost.names]
    if (planted.format, planted.place) in NOT_READ:
        assert seen[0].read in (Read.PARTLY, Read.UNSUPPORTED)
        assert missed == [NOT_READ[planted.format, planted.place]]
        return
    assert found
    assert ([one.read for one in seen], missed) == ([Read.READ] * len(seen), [])


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: f"{one.format}: {one.place}")
def test_without_the_marking_nothing_is_found(planted: Planted) -> None:
    seen = inspected(Bytes(planted.make("某某测试文字")), f"a.{planted.format}", TEXTS)
    if planted.place != "custom property, Big5":  # it holds a marking whatever is asked for
        assert {one.marking.bucket for one in seen} == {Bucket.NONE}


def test_a_module_of_macros_is_unpacked_sign_by_sign() -> None:
    packed = macros.module("某某文字")
    source = programs.unpacked(packed, packed.find(b"\0Attribut") - 3).decode("gb18030")
    assert source == "Attribute VB_Name = 1\r\nAttributeSub A()\r\n' 某某文字\r\n"
