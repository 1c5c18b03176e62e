"""Tables whose cells hold their own words, as exporting programs write them; and parts that are unpacked directly."""

from __future__ import annotations

import io
import zipfile

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.readers.xml import unescaped
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read

_SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}'
)
_ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'


def _book(rows: list[str]) -> bytes:
    sheet = _SHEET.format("".join(_ROW.format(number, words) for number, words in enumerate(rows, 1)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", f"{sheet}</sheetData></worksheet>")
    return out.getvalue()


def test_personal_numbers_far_below_in_cells_of_their_own_are_counted() -> None:
    rows = ["姓名"] * 60 + [f"1380013{number:04d}" for number in range(50)]
    (seen,) = inspected(Bytes(_book(rows)), "导出.xlsx", Order())
    assert seen.personal.phones == 50


def test_words_written_as_numbers_are_read() -> None:
    (seen,) = inspected(Bytes(_book(["&#26426;&#23494;&#9733;10&#24180;"])), "导出.xlsx", Order())
    assert (seen.marking.text, seen.marking.level) == ("机密★10年", "机密")


def test_an_ampersand_written_as_a_number_is_unescaped_once() -> None:
    assert unescaped("&#38;lt; &#26426; &lt;") == "&lt; 机 <"


def test_a_part_whose_checksum_is_wrong_is_damaged() -> None:
    content = bytearray(_book(["一"]))
    at = content.rfind(b"PK\x01\x02")  # the sheet is the last entry of the directory
    content[at + 16] ^= 0xFF
    with pytest.raises(Trouble) as raised:
        Zip(Bytes(bytes(content))).read("xl/worksheets/sheet1.xml")
    assert raised.value.read is Read.DAMAGED
