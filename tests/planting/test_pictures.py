"""What a picture's file says beside its points, or carries behind them, is looked at."""

from __future__ import annotations

import base64

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.facts.content.document import Read
from checker.facts.content.marking import Bucket
from tests.planting.pictures import PLANTED, saved
from tests.planting.planted import Planted

MARKING = "机密★10年"


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: f"{one.format}, {one.place}")
def test_a_marking_beside_a_picture_is_found(planted: Planted) -> None:
    seen = inspected(Bytes(planted.make(MARKING)), "x", Order())
    assert [one.marking.level for one in seen if one.suspected] == ["机密"]
    assert {one.read for one in seen} == {Read.READ}


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: f"{one.format}, {one.place}")
def test_without_one_there_is_none(planted: Planted) -> None:
    seen = inspected(Bytes(planted.make("通知")), "x", Order())
    assert {one.marking.bucket for one in seen} == {Bucket.NONE}


def test_the_pictures_of_an_icon_within_a_page_are_looked_at() -> None:
    icon = next(one.make(MARKING) for one in PLANTED if (one.format, one.place) == ("ico", "picture"))
    page = b'<html><body><img src="data:image/x-icon;base64,%s"></body></html>' % base64.b64encode(icon)
    (seen,) = inspected(Bytes(page), "x", Order())
    assert (seen.suspected, seen.read) == (True, Read.READ)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
@pytest.mark.parametrize("content", [b"Rar!\x1a\x07\x01\0" + bytes(range(200)), b"MSCF\0\0\0\0" + bytes(range(200))])
def test_what_hangs_behind_a_picture_and_cannot_be_read_is_named(kind: str, content: bytes) -> None:
    seen = inspected(Bytes(saved(kind) + content), "x", Order())
    assert [(one.member, one.read) for one in seen[1:]] == [("what follows", Read.UNSUPPORTED)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_zeros_and_line_ends_behind_a_picture_are_nothing(kind: str) -> None:
    seen = inspected(Bytes(saved(kind) + b"\r\n" + bytes(600)), "x", Order())
    assert [one.read for one in seen] == [Read.READ]
