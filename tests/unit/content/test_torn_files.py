"""Half a file is not a file: whatever was cut off or zeroed, a marked file never ends as read and clean."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator

import pytest

from checker.content.account import Account
from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.readers import ooxml
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read, Seen
from checker.facts.content.marking import Bucket
from checker.model.coverage import Unit
from tests.planting import opened, zipped

MARK = "机密★10年"
TEXTS = Order(pictures=False)
_SIGNS = "各部门要按照通知要求认真开展自查工作的一是在不了有和人这中大为上个国我以要他"


def _filler(number: int) -> str:
    chance = random.Random(5)
    return "".join(chance.choices(_SIGNS, k=number))


_FILLER = _filler(3_000)


def _docx() -> bytes:
    return zipped.docx(zipped.paragraph(zipped.run(MARK)) + zipped.paragraph(zipped.run(_filler(9_000))))


def _docx_marked_last() -> bytes:
    return zipped.docx(zipped.paragraph(zipped.run(_filler(9_000))) + zipped.paragraph(zipped.run(MARK)))


FILES = {
    "docx": _docx(),
    "docx, marked last": _docx_marked_last(),
    "docx, marked header": zipped.docx(
        zipped.paragraph(zipped.run(_filler(3_000))),
        {"word/header1.xml": "<w:hdr>" + zipped.paragraph(zipped.run(MARK)) + "</w:hdr>"},
        (("header", "header1.xml"),),
    ),
    "xlsx": zipped.xlsx(
        '<row r="2"><c t="s"><v>0</v></c></row>', strings=(MARK, *(_FILLER[n : n + 9] for n in range(900)))
    ),
    "pptx": zipped.pptx(zipped.shape(MARK), {"ppt/slides/slide2.xml": f"<p:sld>{zipped.shape(_filler(900))}</p:sld>"}),
    "odt": opened.odf("odt", f"<text:p>{MARK}</text:p><text:p>{_filler(9_000)}</text:p>"),
    "ofd": opened.ofd(
        {"Doc_0/Pages/Page_1/Content.xml": f"<ofd:Page>{opened.placed(MARK + _filler(9_000))}</ofd:Page>"},
        pages='<ofd:Page ID="2" BaseLoc="Pages/Page_1/Content.xml"/>',
    ),
}


def _cuts(content: bytes) -> Iterator[bytes]:
    for step in range(1, 40):
        yield content[: len(content) * step // 40]


def _zero_tails(content: bytes) -> Iterator[bytes]:
    for step in range(1, 40):
        at = len(content) * step // 40
        yield content[:at] + bytes(len(content) - at)


def _holes(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), max(64, len(content) // 60)):
        yield content[:at] + bytes(min(512, len(content) - at)) + content[at + 512 :]


def _beheaded(content: bytes) -> Iterator[bytes]:
    for size in (1, 4, 30, 512, 1024):
        yield bytes(size) + content[size:]
        yield content[size:]


def _judged(content: bytes) -> list[Seen]:
    return inspected(Bytes(content), "x", TEXTS)


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("harm", [_cuts, _zero_tails, _holes, _beheaded])
def test_a_marked_file_that_is_torn_is_never_read_and_clean(
    kind: str, harm: Callable[[bytes], Iterator[bytes]]
) -> None:
    for number, content in enumerate(harm(FILES[kind])):
        seen = _judged(content)
        found = any(one.marking.bucket is not Bucket.NONE for one in seen)
        assert found or any(one.read.could_not_read for one in seen), number


@pytest.mark.parametrize("kind", ["docx", "pptx", "odt"])
def test_what_stands_before_the_cut_is_found(kind: str) -> None:
    content = FILES[kind]
    seen = _judged(content[: len(content) * 3 // 4])
    assert [(one.read, one.suspected) for one in seen] == [(Read.PARTLY, True)]


# -- the container ----------------------------------------------------------------------------------------------------


def _with(*entries: tuple[str, str, int]) -> bytes:
    out = io.BytesIO(FILES["docx"])
    with zipfile.ZipFile(out, "a") as archive:
        for name, text, method in entries:
            archive.writestr(name, text, method)
    return out.getvalue()


def _missed(content: bytes) -> dict[str, Read]:
    (seen,) = _judged(content)
    return {name: one.why for one in seen.missed for name in one.names}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_parts_are_read_however_they_are_packed(method: int) -> None:
    content = _with(("customXml/item1.xml", "<a>绝密★长期</a>", method))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.getinfo("customXml/item1.xml").compress_type == method
    assert Zip(Bytes(content)).read("customXml/item1.xml") == "<a>绝密★长期</a>".encode()
    assert not _missed(content)


def test_a_part_that_nobody_knows_is_left_over_by_name() -> None:
    content = _with(("word/strange.dat", "\x01\x02", zipfile.ZIP_STORED))
    (seen,) = _judged(content)
    assert seen.read is Read.PARTLY
    assert _missed(content) == {"word/strange.dat": Read.UNSUPPORTED}


def _changed(content: bytes, name: str, at: int, value: int) -> bytes:
    """A number in a part's record in the directory."""
    changed = bytearray(content)
    record = content.rfind(b"PK\x01\x02", 0, content.rfind(name.encode()))
    struct.pack_into("<H", changed, record + at, value)
    return bytes(changed)


@pytest.mark.parametrize(
    ("at", "value", "why"), [(10, 97, Read.UNSUPPORTED), (8, 1, Read.ENCRYPTED), (16, 1, Read.DAMAGED)]
)
def test_a_part_in_an_unknown_method_with_a_password_or_a_wrong_checksum_is_named(
    at: int, value: int, why: Read
) -> None:
    content = _changed(
        _with(("customXml/item1.xml", "<a>文</a>", zipfile.ZIP_DEFLATED)), "customXml/item1.xml", at, value
    )
    assert _missed(content) == {"customXml/item1.xml": why}


@pytest.mark.parametrize("kind", FILES)
def test_each_part_in_turn_that_is_damaged_is_named(kind: str) -> None:
    """But those that hold no content, which nobody opens."""
    for name in Zip(Bytes(FILES[kind])).names:
        if name in ("word/styles.xml", "mimetype", "settings.xml"):
            continue
        seen = _judged(_changed(FILES[kind], name, 16, 0x1234))
        assert any(name in one.names and one.why is Read.DAMAGED for one in seen[0].missed), name


def test_the_target_of_a_relationship_that_is_not_there_is_named() -> None:
    content = zipped.docx(leads=(("header", "header9.xml"),))
    assert _missed(content) == {"header9.xml": Read.DAMAGED}


@pytest.mark.parametrize("stray", [b"#!/bin/sh\n", b"PK\x03\x04 and more"])
def test_bytes_that_belong_to_no_part_are_told(stray: bytes) -> None:
    content = FILES["docx"]
    assert list(_missed(content + stray)) == [f"bytes {len(content)} to {len(content + stray) - 1}"]
    end = content.rfind(b"PK\x05\x06")
    (begin,) = struct.unpack_from("<I", content, end + 16)
    moved = bytearray(content[:begin] + stray + content[begin:])
    struct.pack_into("<I", moved, len(moved) - 6, begin + len(stray))
    assert list(_missed(bytes(moved))) == [f"bytes {begin} to {begin + len(stray) - 1}"]


def test_what_a_zip_says_beside_its_parts_is_read() -> None:
    out = io.BytesIO(zipped.docx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = MARK.encode()
    assert _judged(out.getvalue())[0].suspected


def test_of_two_parts_with_one_name_both_are_read() -> None:
    for first, second in (("文", MARK), (MARK, "文")):
        out = io.BytesIO(zipped.docx())
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("customXml/item1.xml", f"<a>{first}</a>")
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr("customXml/item1.xml", f"<a>{second}</a>")
        assert _judged(out.getvalue())[0].suspected


def test_a_torn_archive_that_is_no_document_gives_its_members_and_is_read_in_part() -> None:
    content = zipped.packed({"a.txt": MARK, "b.txt": "文" * 999})
    seen = _judged(content[:-30])
    assert [(one.member, one.read) for one in seen] == [
        ("a.txt", Read.READ),
        ("b.txt", Read.READ),
        ("", Read.PARTLY),
    ]


@pytest.mark.parametrize(
    ("part", "format"), [("word/header1", "docx"), ("xl/comments1", "xlsx"), ("ppt/notes1", "pptx")]
)
def test_of_an_office_file_that_lost_its_main_part_the_others_are_read(part: str, format: str) -> None:
    content = zipped.packed({"[Content_Types].xml": "<Types/>", f"{part}.xml": f"<a>{MARK}</a>", "main": "文" * 999})
    (seen,) = _judged(content[: content.index(b"main") - 30])
    assert (seen.format, seen.read, seen.marking.text) == (format, Read.PARTLY, MARK)


def test_lzma_that_asks_for_much_memory_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", "文" * 99)
    content = bytearray(out.getvalue())
    begin = 30 + 1
    assert content[begin + 2 : begin + 4] == b"\x05\0"
    struct.pack_into("<I", content, begin + 5, 0xFFFF_FFFF)
    with pytest.raises(Trouble):
        Zip(Bytes(bytes(content))).read("a")


def test_pictures_of_any_size_and_kind_are_handed_on() -> None:
    names = ("word/media/a.png", "word/media/b.emf", "word/media/c.wmf", "word/media/d.jp2", "docProps/thumbnail.jpeg")
    reading = Reading(Account())
    ooxml.read(Zip(Bytes(zipped.docx(parts=dict.fromkeys(names, "x")))), reading)
    assert tuple(inner.name for inner in reading.pictures) == names
    assert [(one.unit, one.names) for one in reading.account.missed] == [(Unit.PICTURES, names)]


def test_a_file_embedded_deeper_than_the_limit_is_told() -> None:
    content = zipped.docx(zipped.paragraph(zipped.run(MARK)))
    for _ in range(4):
        content = zipped.docx(parts={"word/embeddings/a.docx": content}, leads=(("package", "embeddings/a.docx"),))
    assert [one.read for one in _judged(content)] == [Read.READ] * 3 + [Read.PARTLY]


ENDLESS = {
    "looks": zipped.docx(parts={"word/charts/chart1.xml": "<c:chartSpace>" + "<a:rPr>" * 60_000}),
    "values": zipped.docx(parts={"word/charts/chart1.xml": "<c:chartSpace " + '="文' * 60_000}),
    "CDATA": zipped.docx(parts={"word/charts/chart1.xml": "<c:chartSpace>" + "<![CDATA[" * 60_000}),
    "remarks": zipped.docx(parts={"word/charts/chart1.xml": "<c:chartSpace>" + "<!--" * 60_000}),
    "blanks": zipped.docx(parts={"word/charts/chart1.xml": "<c:chartSpace>" + " " * 200_000 + "文"}),
    "relationships": zipped.docx(parts={"word/_rels/a.xml.rels": "<Relationship " + "a" * 60_000 + ">"}),
    "properties": zipped.docx(parts={"docProps/custom.xml": "<Properties>" + '<property name="a">' * 60_000}),
    "strings": zipped.xlsx(parts={"xl/sharedStrings.xml": "<sst>" + "<si>" * 60_000}),
    "rows": zipped.xlsx('<row hidden="1">' * 60_000),
    "cells": zipped.xlsx('<c r="B2">' * 60_000, head='<cols><col min="2" max="2" hidden="1"/></cols>'),
    "notes": opened.odf("odt", "<office:annotation>" * 60_000),
    "objects": opened.ofd({"Doc_0/Pages/Page_1/Content.xml": "<ofd:Page>" + "<ofd:TextObject>" * 60_000}),
    "lists": opened.ofd({"Doc_0/a.xml": "<ofd:Annotations><ofd:FileLoc>a" + " " * 60_000}),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_beginnings_without_an_end_do_not_hold_a_reader_up(what: str) -> None:
    """Each would take minutes if every beginning were tried against all that follows."""
    assert [one.marking.bucket for one in _judged(ENDLESS[what])] == [Bucket.NONE]
