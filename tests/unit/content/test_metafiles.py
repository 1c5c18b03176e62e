"""Words and bitmaps of a drawing are read; one that may show more is looked at as a picture as well."""

from __future__ import annotations

import struct

import pytest

from checker.content.account import Account
from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.readers import ooxml
from checker.content.readers.metafiles import drawn
from checker.content.reading import Reading
from checker.content.zips import Zip
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone
from tests.planting import zipped

MARK = "机密★10年"


def _record(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, 8 + len(body)) + body


def _emf(*records: bytes) -> bytes:
    header = bytes(32) + b" EMF" + bytes(44)
    return _record(1, header) + b"".join(records) + _record(14, bytes(12))


def _text(text: str, y: int = 10, options: int = 0) -> bytes:
    written = text.encode("utf-16-le")
    return _record(84, bytes(28) + struct.pack("<iiIII", 5, y, len(text), 76, options) + bytes(20) + written)


def _small(text: str) -> bytes:
    return _record(108, struct.pack("<iiIIIff", 5, 10, len(text), 0x100, 1, 1, 1) + text.encode("utf-16-le"))


def _wmf(*records: tuple[int, bytes]) -> bytes:
    found = b"\1\0\x09\0" + bytes(14)
    for kind, body in (*records, (0, b"")):
        body += bytes(len(body) % 2)
        found += struct.pack("<IH", 3 + len(body) // 2, kind) + body
    return found


def _wmf_text(text: str, y: int = 10) -> tuple[int, bytes]:
    written = text.encode("gb18030")
    return 0x0A32, struct.pack("<hhHH", y, 5, len(written), 0) + written


DRAWINGS = {
    "emf": _emf(_text("题目"), _text(MARK, 30)),
    "emf, a sign each": _emf(*(_text(sign) for sign in MARK)),
    "emf, small": _emf(_small(MARK)),
    "wmf": _wmf(_wmf_text("题目"), _wmf_text(MARK, 30)),
    "wmf, old": _wmf((0x0521, struct.pack("<H", 4) + "机密".encode("gbk") + struct.pack("<hh", 10, 5))),
}


@pytest.mark.parametrize("kind", DRAWINGS)
def test_the_words_of_a_drawing_are_read(kind: str) -> None:
    found = drawn(DRAWINGS[kind])
    assert found is not None
    assert found.whole
    assert found.text.split("\n")[-1] == ("机密" if "old" in kind else MARK)


@pytest.mark.parametrize(
    "content",
    [
        _emf(_text(MARK), _record(81, bytes(80))),
        _emf(_text(MARK), _record(63, bytes(16))),
        _emf(_text(MARK + MARK)).replace(struct.pack("<II", 12, 76), struct.pack("<II", 99, 76)),
        _emf(_text(MARK), _text("文", options=0x10)),
        _emf(_text(MARK), _record(70, struct.pack("<I", 8) + b"EMF+" + bytes(4))),
        _emf(_text(MARK))[:-30],
        _wmf(_wmf_text(MARK), (0x0F43, bytes(20))),
        _wmf(_wmf_text(MARK))[:-4],
    ],
)
def test_a_drawing_that_may_show_more_is_not_read_through_and_through(content: bytes) -> None:
    found = drawn(content)
    assert found is not None
    assert not found.whole


@pytest.mark.parametrize("content", [b"", b"\x89PNG" + bytes(99), bytes(44)])
def test_what_is_no_drawing_is_none(content: bytes) -> None:
    assert drawn(content) is None


@pytest.mark.parametrize("name", ["word/media/a.emf", "docProps/thumbnail.WMF"])
def test_a_marking_in_a_drawing_is_the_documents(name: str) -> None:
    content = DRAWINGS["emf" if name.endswith("emf") else "wmf"]
    (seen,) = inspected(Bytes(zipped.docx(parts={name: content})), "x", Order(pictures=False))
    assert (seen.read, seen.marking.text, seen.marking.zone) == (Read.READ, MARK, Zone.PICTURE)


def _dib() -> bytes:
    return struct.pack("<IiiHHIIiiII", 40, 2, 2, 1, 24, 0, 16, 0, 0, 0, 0) + bytes(16)


BITMAPS = {
    "emf": _emf(_record(81, bytes(40) + struct.pack("<IIII", 80, 40, 120, 16) + bytes(16) + _dib())),
    "wmf": _wmf((0x0F43, bytes(22) + _dib())),
}


@pytest.mark.parametrize("kind", BITMAPS)
def test_a_bitmap_in_a_drawing_of_a_package_is_a_picture_of_the_document(kind: str) -> None:
    content = zipped.docx(parts={f"word/media/a.{kind}": BITMAPS[kind]})
    reading = Reading(Account())
    ooxml.read(Zip(Bytes(content)), reading)
    (picture,) = reading.pictures
    assert picture.open()[14:] == _dib()
    (seen,) = inspected(Bytes(content), "x", Order())
    assert seen.read is Read.READ


@pytest.mark.parametrize("content", [_emf(_record(76, bytes(92))), _wmf((0x0B41, bytes(18)))])
def test_a_box_that_is_filled_shows_nothing(content: bytes) -> None:
    found = drawn(content)
    assert found is not None
    assert (found.whole, found.bitmaps) == (True, [])
