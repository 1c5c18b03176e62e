"""Places that a program shows and few people know of: a marking there is found, or the file is not read in full."""

from __future__ import annotations

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.markings import Part, judged
from checker.facts.content.document import Read
from checker.facts.content.marking import Bucket, Zone
from tests.planting.opened import odf
from tests.planting.zipped import docx, packed, paragraph, run

MARKING = "机密★10年"
_SHEETS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_STYLES = '<Relationship Id="a" Type="x/styles" Target="styles.xml"/>'


def _xlsx(strings: str = "", styles: str = "") -> bytes:
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f"<workbook {_SHEETS}/>",
            "xl/_rels/workbook.xml.rels": f"<Relationships>{_STYLES}</Relationships>",
            "xl/styles.xml": f"<styleSheet {_SHEETS}>{styles}</styleSheet>",
            "xl/sharedStrings.xml": f"<sst {_SHEETS}>{strings}</sst>",
        }
    )


def _page(body: str) -> bytes:
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def _header(encoding: str) -> bytes:
    root = 'w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    text = f'<?xml version="1.0" encoding="{encoding}"?><{root}>{paragraph(run("機密★10年"))}</w:hdr>'
    return docx(parts={"word/header1.xml": text.encode(encoding)}, leads=(("header", "header1.xml"),))


def _saved(headers: str, body: bytes) -> bytes:
    before = f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n{headers}\r\n\r\n"
    return before.encode() + body + b"\r\n--b--\r\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            _xlsx(styles=f'<numFmts><numFmt formatCode="&quot;{MARKING}&quot;"/></numFmts>'), id="number format"
        ),
        pytest.param(
            _xlsx("<si><r><t>机</t></r><rPh><t>jī</t></rPh><r><t>密★10年</t></r></si>"), id="cell with its sounds"
        ),
        pytest.param(docx(f"<w:p><w:r><w:cr/><x:t>{MARKING}</x:t></w:r></w:p>"), id="run of another prefix"),
        pytest.param(_header("utf-16-be"), id="part in UTF-16 without a mark"),
        pytest.param(_header("big5"), id="part in Big5"),
        pytest.param(
            odf("odt", "<text:p><text:ruby>机<text:ruby-text>jī</text:ruby-text></text:ruby>密★10年</text:p>"),
            id="line with its sounds",
        ),
        pytest.param(odf("odt", parts={"styles.xml": f'<a><b style:num-suffix="{MARKING}"/></a>'}), id="list's suffix"),
        pytest.param(odf("ods", parts={"styles.xml": f"<a><number:text>{MARKING}</number:text></a>"}), id="its text"),
        pytest.param(_page("<p><ruby>机<rp>(</rp><rt>jī</rt><rp>)</rp>密<rt>mì</ruby>★10年</p>"), id="ruby"),
        pytest.param(_page(f"<input value={MARKING}>"), id="value without quotation marks"),
        pytest.param(_page(f'<p data-head="{MARKING}"></p>'), id="value for a style"),
        pytest.param(
            _page('<iframe src="data:text/html;charset=gbk,%BB%FA%C3%DC%A1%EF10%C4%EA"></iframe>'), id="data in GBK"
        ),
        pytest.param(_saved("Content-Type: text/css", docx(paragraph(run(MARKING)))), id="document called a style"),
    ],
)
def test_it_is_found(content: bytes) -> None:
    assert [one.marking.level for one in inspected(Bytes(content), "x", Order()) if one.suspected] == ["机密"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(_saved("Content-Type: message/rfc822", b"Subject: x\r\n\r\nx"), id="mail in a page"),
        pytest.param(_saved("Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uuencode", b"x"), id="uuencode"),
        pytest.param(
            docx(parts={"word/a.xml": '<?xml version="1.0" encoding="x-nobodys"?><a>b</a>'}), id="nobody's encoding"
        ),
    ],
)
def test_it_is_not_read_in_full(content: bytes) -> None:
    assert inspected(Bytes(content), "x", Order())[0].read is Read.PARTLY


@pytest.mark.parametrize("sign", ["\u200e", "\u202a", "\u2062", "\u034f", "\ufe0f", "\U000e0100"], ids=ascii)
def test_signs_that_nobody_sees_do_not_part_a_marking(sign: str) -> None:
    text = sign.join(MARKING)
    assert judged([Part(Zone.BODY, f"通知\n{text}\n各单位")]).bucket is Bucket.MARKED


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"], ids=ascii)
def test_a_marking_stands_on_a_line_however_lines_end(end: str) -> None:
    assert judged([Part(Zone.BODY, f"关于开展自查{end}{MARKING}{end}请各单位落实")]).bucket is Bucket.MARKED


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", [b"of another program\n" * 400, b"of another program.\n" * 401], ids=["even", "odd"])
def test_a_text_that_was_hung_on_in_another_encoding_is_read(before: bytes, encoding: str) -> None:
    content = before + f"关于通知\r\n{MARKING}\r\n".encode(encoding)
    assert inspected(Bytes(content), "x", Order())[0].marking.level == "机密"
