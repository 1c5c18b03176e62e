"""Every word of tables and slides, by its place, however a program writes them; and the quick ways give the same."""

from __future__ import annotations

import html
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pytest

from checker.content import markings, personal
from checker.content.account import Account
from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.markings import Part
from checker.content.readers import ooxml
from checker.content.readers.xml import decoded, unescaped
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read
from checker.facts.content.marking import Bucket, Zone
from tests.planting import zipped
from tests.unit.content import papers

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = (
    "<sst><si><t>编号</t></si>"
    '<si><t xml:space="preserve"> 甲&amp;乙 </t><phoneticPr fontId="1" type="noConversion"/></si>'
    "<si><r><t>机</t></r><r><rPr/><t>密★10年</t></r></si><si><t>远处</t></si></sst>"
)


def texts(content: bytes) -> list[tuple[Zone, str]]:
    reading = Reading(Account())
    ooxml.read(Zip(Bytes(content)), reading)
    return [(part.zone, part.text) for part in reading.parts]


def book(*sheets: str, strings: str = STRINGS) -> bytes:
    parts = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, 1)}
    return papers.zipped(
        {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>", "xl/sharedStrings.xml": strings, **parts}
    )


def sheet(rows: str, after: str = "") -> str:
    views = "<sheetPr><tabColor/></sheetPr><sheetViews><sheetView/></sheetViews>"
    return f'<worksheet xmlns="{SPREADSHEET}">{views}<sheetData>{rows}</sheetData>{after}</worksheet>'


# -- tables -----------------------------------------------------------------------------------------------------------

ROWS = {
    "strings, numbers, truth": (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>12.5</v></c><c r="C1" t="b"><v>1</v></c></row>',
        "编号\t12.5\t1",
    ),
    "a string with its style behind": ('<row><c r="A1" t="s" s="3"><v>1</v></c></row>', " 甲&乙 "),
    "a string of several runs": ('<row r="1"><c r="A1" s="1" t="s"><v>2</v></c></row>', "机密★10年"),
    "after an empty cell": ('<row r="1"><c r="A1" s="1"/><c r="B1" s="1" t="s"><v>2</v></c></row>', "机密★10年"),
    "the words of a formula, not the formula": (
        '<row r="1"><c r="A1" t="str"><f>IF(B1="秘密",1,2)</f><v>机密</v></c></row>',
        "机密",
    ),
    "inline": ('<row r="1"><c r="A1" t="inlineStr"><is><t>机密</t></is></c><c r="B1"><v>1</v></c></row>', "机密\t1"),
    "inline, in runs": (
        '<row r="1"><c t="inlineStr"><is><r><t>机</t></r><r><rPr><b/></rPr><t>密</t></r></is></c><c><v>1</v></c></row>',
        "机密\t1",
    ),
    "with blanks kept": ('<row r="1"><c t="str"><v xml:space="preserve"> 机密 </v></c></row>', " 机密 "),
    "a string that is not there": ('<row r="1"><c t="s"><v>99</v></c><c><v>1</v></c></row>', "1"),
    "written over several lines": (
        '<row r="1">\n <c r="A1" t="s">\n  <v>0</v>\n </c>\n <c r="B1">\n  <v>1</v>\n </c>\n</row>',
        "编号\t1",
    ),
}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_row_is_read_cell_by_cell(name: str, prefix: str) -> None:
    rows, words = ROWS[name]
    first = sheet('<row r="1"><c><v>7</v></c></row>')
    second = sheet(rows).replace("</", f"</{prefix}").replace("<", f"<{prefix}").replace(f"<{prefix}/", "</")
    body = [text for zone, text in texts(book(first, second)) if zone is Zone.BODY]
    lines = body[1].split("\n")
    assert lines[0] == words
    assert set(lines[1:]) <= {"机密"}  # what stands in cells of their own is read once more with all that are below


def test_words_below_the_first_rows_come_from_the_shared_strings() -> None:
    rows = '<row r="1"><c><v>1</v></c></row>' * 60 + '<row r="61"><c t="s"><v>3</v></c></row>'
    ((zone, text),) = texts(book(sheet(rows)))
    assert zone is Zone.BODY
    assert text.split("\n") == ["1"] * 40 + ["编号", " 甲&乙 ", "机密★10年", "远处"]


def test_cells_of_their_own_are_read_to_the_last_row_in_any_dress() -> None:
    plain, runs = "<is><t>甲&#20057;</t></is>", "<is><r><t>机</t></r><r><t>密</t></r></is>"
    rows = "".join(f'<row r="1"><c t="inlineStr">{plain}</c></row>' for _ in range(50))
    rows += f'<row r="51"><c t="inlineStr">{runs}</c></row>'
    ((_, text),) = texts(book(sheet(rows), strings="<sst/>"))
    assert text.split("\n") == ["甲乙"] * 90 + ["机密"]


def test_page_headers_and_long_numbers_have_places_of_their_own() -> None:
    after = '<headerFooter><oddHeader>&amp;C&amp;"宋体"机密&amp;P</oddHeader></headerFooter>'
    rows = '<row r="1"><c><v>13800138000</v></c><c><v>1380013800.5</v></c></row>'
    found = dict(texts(book(sheet(rows, after))))
    assert found[Zone.MARGIN].split() == ["机密"]
    assert found[Zone.COMMENT] == "13800138000"


def test_what_a_hidden_sheet_alone_shows_is_hidden() -> None:
    content = zipped.xlsx(
        '<row r="2"><c r="B2" t="s"><v>0</v></c></row>', state=' state="hidden"', strings=("机密★10年", "文")
    )
    (seen,) = inspected(Bytes(content), "a", Order())
    assert (seen.marking.zone, seen.altered) == (Zone.HIDDEN, ("机密",))
    assert [text for zone, text in texts(content) if zone is Zone.BODY] == ["文"]


PARAGRAPHS = {
    "runs": zipped.paragraph(zipped.run("机") + zipped.run("密★10年")),
    "breaks": "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>",
    "stops are no tabs": '<w:p><w:pPr><w:tabs><w:tab w:pos="9"/></w:tabs></w:pPr><w:r><w:t>一</w:t></w:r></w:p>',
    "cells": "<w:tr><w:tc><w:p><w:r><w:t>密级</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>",
    "signs": "<w:p><w:r><w:t xml:space='preserve'> a &lt; b &amp; c > d </w:t></w:r></w:p>",
    "a place": "<w:p><wp:posOffset>12700</wp:posOffset><wp:align>left</wp:align><w:r><w:t>机密</w:t></w:r></w:p>",
}


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_the_quick_way_through_a_story_gives_what_the_other_gives(name: str) -> None:
    def words(body: str) -> str:
        return next(text for zone, text in texts(zipped.docx(body)) if zone is Zone.BODY).rstrip()

    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>文</w:t></w:r></w:p>"
    assert words(PARAGRAPHS[name]) == words(PARAGRAPHS[name] + hidden)


# -- slides -----------------------------------------------------------------------------------------------------------


def show(slides: Mapping[str, str | bytes]) -> bytes:
    return papers.zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>", **slides})


def test_slides_notes_and_layouts_are_read_in_their_order() -> None:
    def words(text: str, root: str = "sld") -> str:
        return f"<p:{root}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:{root}>"

    numbers = (10, 2, 1)
    slides = {f"ppt/slides/slide{number}.xml": words(f"第{number}页") for number in numbers}
    others = {
        "ppt/slideLayouts/slideLayout1.xml": words("版式", "sldLayout"),
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": words("不读"),
        "ppt/notesSlides/notesSlide1.xml": words("备注", "notes"),
        "ppt/comments/comment1.xml": words("批注", "cmLst"),
        "ppt/slideMasters/slideMaster1.xml": words("母版", "sldMaster"),
    }
    assert texts(show(slides | others)) == [
        (Zone.BODY, "第1页\n"),
        (Zone.BODY, "第2页\n"),
        (Zone.BODY, "第10页\n"),
        (Zone.MARGIN, "版式\n"),
        (Zone.COMMENT, "备注\n"),
        (Zone.COMMENT, "批注"),
        (Zone.MARGIN, "母版\n"),
    ]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<a:p><a:r><a:t>机</a:t></a:r><a:r><a:t>密</a:t></a:r></a:p>", "机密\n"),
        ("<a:p><a:r><a:t>一</a:t></a:r><a:br/><a:r><a:t>二</a:t></a:r><a:br /></a:p>", "一\n二\n\n"),
        ('<a:p><a:r><a:t xml:space="preserve"> 一</a:t></a:r></a:p>', " 一\n"),
        ("<a:p><a:r><a:t>&#26426;&#23494; &lt;a:t&gt; &amp;lt;</a:t></a:r></a:p>", "机密 <a:t> &lt;\n"),
        ("<a:tbl><a:tr><a:tc><a:p><a:t>格</a:t></a:p></a:tc></a:tr></a:tbl><a:t/><a:p/>", "格\n"),
        ("<a:p><a:r><a:t>一</a:t></a:r><a:endParaRPr/></a:p><a:p><a:fld><a:t>2</a:t></a:fld></a:p>", "一\n2\n"),
    ],
)
def test_words_in_shapes_are_read_paragraph_by_paragraph(xml: str, text: str) -> None:
    assert texts(show({"ppt/slides/slide1.xml": f"<p:sld>{xml}</p:sld>"})) == [(Zone.BODY, text)]


LAYOUT = "ppt/slideLayouts/slideLayout1.xml"


def forged(content: bytes, checksum: int) -> bytes:
    """A content with four more bytes that give it any CRC-32: the sum is linear in each bit."""
    without = zlib.crc32(content + bytes(4))
    basis = dict[int, tuple[int, int]]()
    for bit in range(32):
        value, bits = zlib.crc32(content + (1 << bit).to_bytes(4, "little")) ^ without, 1 << bit
        while value.bit_length() in basis:
            value, bits = (one ^ other for one, other in zip((value, bits), basis[value.bit_length()], strict=True))
        basis[value.bit_length()] = value, bits
    missing, wanted = without ^ checksum, 0
    while missing:
        value, bits = basis[missing.bit_length()]
        missing, wanted = missing ^ value, wanted ^ bits
    return content + wanted.to_bytes(4, "little")


def test_a_layout_of_the_same_size_and_checksum_as_anothers_hides_nothing() -> None:
    marked = "<a:p><a:t>机密★10年</a:t></a:p>".encode()
    usual = forged("<a:p><a:t>标题样式</a:t></a:p>".encode().ljust(len(marked)), zlib.crc32(marked + b"    "))
    assert (len(usual), zlib.crc32(usual)) == (len(marked) + 4, zlib.crc32(marked + b"    "))
    files = [(usual, Bucket.NONE), (marked + b"    ", Bucket.MARKED)] * 2
    for content, bucket in files:
        (seen,) = inspected(Bytes(show({LAYOUT: content})), "a", Order())
        assert (seen.read, seen.marking.bucket) == (Read.READ, bucket)


def test_a_layout_with_anothers_checksum_hides_nothing() -> None:
    ordinary = show({LAYOUT: "<a:p><a:t>标题样式某某单位</a:t></a:p>"})
    marked = bytearray(show({LAYOUT: "<a:p><a:t>机密★10年测试</a:t></a:p>"}))
    with zipfile.ZipFile(io.BytesIO(ordinary)) as archive:
        checksum = archive.getinfo(LAYOUT).CRC
    struct.pack_into("<I", marked, marked.rfind(b"PK\x01\x02") + 16, checksum)
    inspected(Bytes(ordinary), "a", Order())
    (seen,) = inspected(Bytes(bytes(marked)), "b", Order())
    assert (seen.read, [one.why for one in seen.missed]) == (Read.PARTLY, [Read.DAMAGED])
    assert seen.suspected


# -- directories and parts --------------------------------------------------------------------------------------------


def packed(fill: Callable[[zipfile.ZipFile], None], before: bytes = b"") -> bytes:
    out = io.BytesIO()
    out.write(before)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        fill(archive)
    return out.getvalue()


def _plain(archive: zipfile.ZipFile) -> None:
    for name in ("a.xml", "folder/b.xml"):
        archive.writestr(name, name * 9)


def _folder(archive: zipfile.ZipFile) -> None:
    _plain(archive)
    archive.writestr("folder/empty/", "")


def _comment(archive: zipfile.ZipFile) -> None:
    _plain(archive)
    archive.comment = b"a comment"


def _extra(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("c.xml")
    info.extra = b"\xfe\xca\0\0"
    archive.writestr(info, "c")


def _wide(archive: zipfile.ZipFile) -> None:
    with archive.open("w.xml", "w", force_zip64=True) as part:
        part.write(b"w" * 99)


def _chinese(archive: zipfile.ZipFile) -> None:
    _plain(archive)
    archive.writestr("公文/甲.xml", "甲")


def _backslash(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = "folder\\c.xml"
    archive.writestr(info, "c")


def _twice(archive: zipfile.ZipFile) -> None:
    archive.writestr("a.xml", "first")
    with pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.xml", "second")


def _stored(archive: zipfile.ZipFile) -> None:
    archive.writestr("s.xml", "s" * 20, zipfile.ZIP_STORED)
    archive.writestr("l.xml", "l" * 20, zipfile.ZIP_LZMA)


@pytest.mark.parametrize(
    "fill", [_plain, _folder, _comment, _extra, _wide, _chinese, _backslash, _stored, lambda _: None]
)
@pytest.mark.parametrize("before", [b"", b"#!/bin/sh\n"])
def test_names_and_parts_are_those_that_zipfile_sees(fill: Callable[[zipfile.ZipFile], None], before: bytes) -> None:
    content = packed(fill, before)
    ours = Zip(Bytes(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = {info.filename: info for info in archive.infolist() if not info.is_dir()}
        assert ours.names == list(infos)
        for name, info in infos.items():
            assert (ours.read(name), ours.size(name)) == (archive.read(info), info.file_size)
            assert ours.inner(name).packed == info.compress_size


@pytest.mark.parametrize("before", [b"", b"#!/bin/sh\n"])
def test_of_two_parts_with_one_name_both_are_there(before: bytes) -> None:
    ours = Zip(Bytes(packed(_twice, before)))
    assert {name: ours.read(name) for name in ours.names} == {"a.xml": b"second", "a.xml (2)": b"first"}
    assert [ours.called(name) for name in ours.names] == ["a.xml"] * 2


@pytest.mark.parametrize("size", [3_000, 3_000_000])
@pytest.mark.parametrize("claimed", [10, 2_999])
def test_a_part_that_is_larger_than_it_says_is_damaged(size: int, claimed: int) -> None:
    content = bytearray(papers.zipped({"a.xml": random.Random(1).randbytes(size)}))
    struct.pack_into("<I", content, content.rfind(b"PK\x01\x02") + 24, claimed)
    with pytest.raises(Trouble) as raised:
        Zip(Bytes(bytes(content))).read("a.xml")
    assert raised.value.read is Read.DAMAGED


def test_a_directory_that_ends_too_early_or_too_late_is_left_to_zipfile() -> None:
    content = bytearray(packed(_plain))
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<H", content, end + 10, 1)  # it says one entry, and there are two
    assert Zip(Bytes(bytes(content))).names == ["a.xml", "folder/b.xml"]
    struct.pack_into("<H", content, end + 10, 3)
    assert Zip(Bytes(bytes(content))).names == ["a.xml", "folder/b.xml"]


@pytest.mark.parametrize("offset", [0, 1, 900, 0x7FFF_FFFF, 0xFFFF_FFFE])
@pytest.mark.parametrize("begin", [0, 7, 0x7FFF_FFFF, 0xFFFF_FFFE])
def test_places_outside_the_file_are_damage(offset: int, begin: int) -> None:
    content = bytearray(papers.zipped({"a.xml": "a" * 99}))
    struct.pack_into("<I", content, content.rfind(b"PK\x05\x06") + 16, offset)
    struct.pack_into("<I", content, content.rfind(b"PK\x01\x02") + 42, begin)
    with pytest.raises(Trouble) as raised:
        Zip(Bytes(bytes(content))).read("a.xml")
    assert raised.value.read is Read.DAMAGED


# -- characters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "&#26426;&#23494;&#9733;10&#24180;",
        "&#26426; &amp;lt; &quot;&apos; &gt;]]&gt;",
        "&#26426;&nbsp;&hellip;",  # names that XML does not know
        "&#26426;&#0;&#55296;&#1114112;",  # no characters
        "&#26426; & &;&#;&#x;&amp",
        "&#26426;&#x5bc6;\r\n]]> >",
        "&#26426;<b>",
        "&#128512;" * 20_000,
    ],
)
def test_numbers_and_names_stand_for_the_same_signs_in_each_way(text: str) -> None:
    assert unescaped(text) == html.unescape(text)


def test_a_part_is_decoded_as_it_says() -> None:
    for name in ("utf-8", "utf-16", "gb2312", "gbk"):
        xml = f'<?xml version="1.0" encoding="{name}"?><a>机密!</a>'
        assert decoded(xml.encode(name)).lstrip("\ufeff") == xml


@pytest.mark.parametrize("name", ["utf-8", "utf-16", "gbk"])
def test_a_document_type_is_refused_in_every_encoding(name: str) -> None:
    xml = f'<?xml version="1.0" encoding="{name}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(Trouble) as raised:
        decoded(xml.encode(name))
    assert raised.value.read is Read.REFUSED


# -- what texts are searched for --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "feature"),
    [
        ("某发〔2019〕3号", "docno"),
        ("某發〔２０１９〕３ 號", "docno"),
        ("000123", "copyno"),
        ("份号：０００１２３ ", "copyno"),
        ("特急", "urgent"),
        ("等级 加 急", "urgent"),
        ("限　时", "urgent"),
        ("特提", "urgent"),
        ("某某单位文件", "redhead"),
        ("某某单位文　件 ", "redhead"),
        ("某某单位情况通报", "redhead"),
        ("某某单位命 令", "redhead"),
        ("某某会议纪要", "redhead"),
        ("签发人：某某", "signer"),
        ("某某单位办公室　2019年3月1日印发", "imprint"),
        ("某某单位内部传真电报", "telegram"),
        ("明電", "telegram"),
    ],
)
def test_each_feature_is_seen_on_a_picture_and_beside_a_marking(line: str, feature: str) -> None:
    """A text without a sign of any marking is asked for none: nobody weighs them."""
    for text in (f"题目\n{line}\n正文", f"题目\n{line}"):
        assert feature in markings.judged([Part(Zone.PICTURE, text)], read=True).features
    assert feature in markings.judged([Part(Zone.BODY, f"机密★10年\n{line}\n正文")]).features


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("11010519491231002X", 1),
        ("号码11010519491231002x，", 1),
        ("身份证 12 11010519491231002X 13800138000", 2),
        ("x11010519491231002X", 0),
        ("11010519491231002Xy", 0),
        ("1.13800138000", 0),
        ("13800138000\t138-0013-8000", 1),
        ("2138001380001", 0),
        ("卡 3530 1113 3330 0000", 1),
        ("卡号6222020200112233445。", 0),
        ("3530111333300000\n138 0013 8000", 2),
    ],
)
def test_personal_numbers_are_told_by_what_stands_around_them(text: str, number: int) -> None:
    assert personal.counted([Part(Zone.BODY, text)]).number == number
    assert personal.counted([Part(Zone.BODY, "9"), Part(Zone.BODY, text), Part(Zone.BODY, "9")]).number == number
