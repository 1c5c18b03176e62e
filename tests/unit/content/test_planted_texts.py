"""A marking in any place of a text, a table, a page or an XML file is found, whole or with the rest of it missing."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from checker.content.account import Account
from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.readers import web
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read, Seen
from checker.facts.content.marking import Bucket
from checker.model.coverage import Unit
from tests.planting.planted import Planted
from tests.planting.texts import LINES, PLANTED, mime

MARK = "机密★10年"
FORMATS = {"csv": "text"}


def seen(content: bytes) -> list[Seen]:
    return inspected(Bytes(content), "x.bin", Order(pictures=False))


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: f"{one.format}: {one.place}")
def test_a_marking_is_found_in_every_place(planted: Planted) -> None:
    found = seen(planted.make(MARK))
    assert found[0].format == FORMATS.get(planted.format, planted.format)
    assert {one.read for one in found} == {Read.READ}, found
    assert Bucket.MARKED in {one.marking.bucket for one in found}, found


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: f"{one.format}: {one.place}")
def test_the_same_file_without_it_is_clean(planted: Planted) -> None:
    found = seen(planted.make("普通文字"))
    assert {one.read for one in found} == {Read.READ}, found
    assert {one.marking.bucket for one in found} == {Bucket.NONE}, found


WHOLE = {one.format: one for one in reversed(PLANTED)}


@pytest.mark.parametrize("form", ["text", "csv", "html", "mht", "xml"])
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8, 0.97])
def test_a_file_whose_later_part_is_zeros_is_read_in_part(form: str, kept: float) -> None:
    content = WHOLE[form].make(MARK) + LINES.encode() * (form in ("text", "csv"))
    content = content.replace(b"<p>", f"<p>{MARK}</p><p>".encode(), 1)
    at = int(len(content) * kept)
    found = seen(content[:at] + bytes(max(4096, len(content) - at)))[0]
    assert (found.read, found.missed[0].why) == (Read.PARTLY, Read.DAMAGED), found


@pytest.mark.parametrize("form", ["text", "html", "mht", "xml"])
@pytest.mark.parametrize("begin", [0.1, 0.4, 0.7])
def test_a_file_with_a_hole_of_zeros_is_read_in_part_with_what_is_around_it(form: str, begin: float) -> None:
    content = WHOLE[form].make(MARK)
    at = int(len(content) * begin)
    found = seen(content[:at] + bytes(1024) + content[at + 1024 :])[0]
    assert found.read is Read.PARTLY, found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030", "utf-16"])
def test_what_stands_on_both_sides_of_a_hole_is_found(encoding: str) -> None:
    before, after = f"{MARK}\n{LINES}".encode(encoding), f"\n{LINES}\n绝密★长期\n".encode(encoding)
    found = seen(before + bytes(8192) + after)[0]
    assert (found.read, found.marking.bucket) == (Read.PARTLY, Bucket.MARKED)
    late = seen(LINES.encode(encoding) + bytes(8192) + after)[0]
    assert (late.read, late.marking.level) == (Read.PARTLY, "绝密")


def test_a_text_whose_first_sector_is_zeros_is_no_program() -> None:
    found = seen(bytes(4096) + f"{LINES}{MARK}\n".encode())[0]
    assert (found.format, found.read, found.marking.level) == ("text", Read.PARTLY, "机密")


@pytest.mark.parametrize("form", ["html", "mht", "xml"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.97, 0.99])
def test_a_file_that_breaks_off_is_read_in_part(form: str, kept: float) -> None:
    content = WHOLE[form].make(MARK)
    found = seen(content[: int(len(content) * kept)])[0]
    assert (found.format, found.read) == (form, Read.PARTLY), found
    assert Read.DAMAGED in {one.why for one in found.missed}


PAGE = f"<!DOCTYPE html><html><head><title>x</title></head><body><div><p>{LINES}</p></div><ul><li>甲<li>乙</ul>"


@pytest.mark.parametrize("end", ["", "\n\n", "</body>", "<p><img src=a.png>\n"])
def test_a_page_that_nobody_closed_is_whole(end: str) -> None:
    page = PAGE if end == "</body>" else PAGE.replace("<body>", "")
    assert seen(f"{page}{end}".encode())[0].read is Read.READ


def test_a_page_whose_body_has_no_end_is_read_in_part() -> None:
    assert seen(PAGE.encode())[0].read is Read.PARTLY


@pytest.mark.parametrize(
    "end", ["<p>工作按照既", "<div>", "<table><tr><td>甲</td>", "<pre><b>x</b>", "<script>x='<div>'"]
)
def test_a_page_that_breaks_off_within_something_is_read_in_part(end: str) -> None:
    assert seen(f"{PAGE}{end}".encode())[0].read is Read.PARTLY


@pytest.mark.parametrize("form", ["html", "mht", "xml", "text", "csv"])
def test_a_file_cut_anywhere_ends_as_a_state(form: str) -> None:
    content = WHOLE[form].make(MARK)
    for at in range(1, len(content), max(1, len(content) // 40)):
        assert seen(content[:at])


def test_a_picture_that_a_page_carries_is_there_to_be_looked_at() -> None:
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    data = base64.b64encode(out.getvalue()).decode("ascii")
    shown = f'<img src="data:image/png;base64,{data}"><p style="background:url(data:image/png;base64,{data})">'
    reading = Reading(Account())
    web.file(Bytes(f"<html><body>{shown}</body></html>".encode()), reading)
    assert [inner.open() for inner in reading.pictures] == [out.getvalue()] * 2
    (missed,) = reading.account.missed  # until somebody looks at them
    assert (missed.unit, missed.number) == (Unit.PICTURES, 2)


def test_a_picture_whose_letters_break_off_is_damaged() -> None:
    reading = Reading(Account())
    web.file(Bytes(b'<html><img src="data:image/png;base64,' + b"iVBORw0KGgoA" * 20 + b'iVBO$"></html>'), reading)
    (inner,) = reading.pictures
    with pytest.raises(Trouble):
        inner.open()


def test_parts_of_a_saved_page_are_counted() -> None:
    found = seen(
        mime(
            [
                ("text/html", "base64", b"<html><p>x</p></html>"),
                ("text/css", "8bit", b"p{}"),
                ("text/plain", "8bit", b"y"),
            ]
        )
    )
    assert (found[0].read, found[0].parts) == (Read.READ, 3)


@pytest.mark.parametrize("head", ["To: a@b\r\n", "Received: from x\r\n", "Message-ID: <1@x>\r\n", "Bcc: c@d\r\n"])
def test_a_letter_is_never_opened_however_much_it_looks_like_a_page(head: str) -> None:
    letter = mime(
        [("text/html", "8bit", f"<html><p>{MARK}</p></html>".encode())], head=f"From: x@y\r\nSubject: z\r\n{head}"
    )
    (found,) = seen(letter)
    assert (found.read, found.marking.bucket) == (Read.EXCLUDED, Bucket.NONE)


def test_a_letter_that_is_attached_to_a_page_is_left_unopened() -> None:
    letter = ("message/rfc822", "8bit", f"From: a@b\r\nTo: c@d\r\n\r\n{MARK}\r\n".encode())
    found = seen(mime([("text/html", "8bit", b"<html><p>x</p></html>"), letter]))
    assert {one.marking.bucket for one in found} == {Bucket.NONE}


def test_a_level_that_a_page_hides_is_told() -> None:
    page = f"<html><body><p>秘密★1年</p><div hidden>{MARK}</div></body></html>"
    assert seen(page.encode())[0].altered == ("机密",)


def test_a_form_with_options_is_none() -> None:
    options = "".join(f"<option>{one}</option>" for one in ("绝密", "机密", "秘密"))
    assert seen(f"<html><body>密级：<select>{options}</select></body></html>".encode())[0].marking.bucket is Bucket.NONE


def test_what_lies_beyond_the_limit_of_a_text_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.content.limits.TEXT_FILE", 4096)
    found = seen(LINES.encode() * 3)[0]
    assert (found.read, found.missed[0].why, found.missed[0].names) == (Read.PARTLY, Read.TOO_LARGE, ("what follows",))
