"""A film in a document too long to be unpacked is looked at where it ends; a file of zeros or a few bytes is told."""

from __future__ import annotations

import random

import pytest

from checker.content import limits
from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.facts.content.document import Read, Seen
from tests.planting.zipped import docx, packed, paragraph, run

MARK = "机密★10年"
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + random.Random(1).randbytes(40_000)
PAPER = docx(paragraph(run(MARK)))


def _seen(film: bytes) -> list[Seen]:
    return inspected(Bytes(docx(parts={"word/media/film.mp4": film})), "x", Order(pictures=False))


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PART", 20_000)


def test_a_long_film_holds_no_words() -> None:
    assert [one.read for one in _seen(FILM)] == [Read.READ]


def test_a_paper_behind_a_long_film_is_found() -> None:
    assert any(one.marking.level == "机密" for one in _seen(FILM + PAPER))


def test_a_paper_behind_a_film_that_is_too_long_to_be_a_member_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMBER", 30_000)
    (paper,) = _seen(FILM + PAPER)
    assert [(one.why, one.names) for one in paper.missed] == [(Read.TOO_LARGE, ("word/media/film.mp4",))]


@pytest.mark.parametrize("name", ["x", "x.dat", "x.docx"])
def test_a_file_whose_beginning_is_zeros_is_damaged_whatever_its_name(name: str) -> None:
    content = bytes(8192) + random.Random(2).randbytes(9000)
    assert [one.read for one in inspected(Bytes(content), name, Order())] == [Read.DAMAGED]


def test_a_file_of_zeros_alone_holds_nothing() -> None:
    assert [one.read for one in inspected(Bytes(bytes(20_000)), "x.dat", Order())] == [Read.OTHER]


def test_what_follows_zeros_is_read_where_it_can_be() -> None:
    content = bytes(8192) + packed({"a.txt": MARK.encode()})
    assert any(one.marking.level == "机密" for one in inspected(Bytes(content), "x", Order()))


@pytest.mark.parametrize(("name", "read"), [("x.txt", Read.READ), ("x.csv", Read.READ), ("x.docx", Read.DAMAGED)])
def test_a_text_may_be_as_short_as_it_likes_and_no_other_paper(name: str, read: Read) -> None:
    assert [one.read for one in inspected(Bytes("通知".encode()), name, Order())] == [read]
