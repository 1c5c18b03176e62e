"""OFD: what the pages say and draw is all there, by our own reader's word and by the drawing itself."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import pytest

from checker.model.text import Language
from checker.report.export.ofd import About, to_ofd
from checker.report.export.ofd.drawn import Font, Glyph, Line, Page, Shape
from checker.report.export.ofd.package import _content
from checker.report.export.ofd.pages import drawing
from checker.report.export.ofd.tokens import NotUnderstood, operations
from checker.report.forms.record import record
from checker.report.forms.render import render
from checker.report.forms.sheets import media_scrap
from tests.packages import needs
from tests.unit.content.test_readers import seen
from tests.unit.report import sample

ABOUT = About(title="编号 <1>", author="某某局 & 某某处", made=datetime(2026, 10, 9, 1, 2, 3, tzinfo=UTC))
DIGEST = "ab" * 32
OFD = "{http://www.ofdspec.org/2016}"


@pytest.fixture(scope="module", params=list(Language))
def pdf(request: pytest.FixtureRequest) -> bytes:
    made = sample.covered(request.param)
    return render("record", record(made, DIGEST), made.times.prepared, qr=f"mijian:sha256:{DIGEST}")


def parts(ofd: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(ofd)) as package:
        return {name: package.read(name) for name in package.namelist()}


def said(ofd: bytes) -> list[str]:
    """The words of each page, blanks left out."""
    contents = (content for name, content in sorted(parts(ofd).items()) if name.endswith("Content.xml"))
    trees = map(ElementTree.fromstring, contents)
    return ["".join("".join(one.text or "" for one in tree.iter(f"{OFD}TextCode")).split()) for tree in trees]


@needs("poppler-utils")
def test_every_page_has_the_words_of_the_pdfs(pdf: bytes, tmp_path: Path):
    (tmp_path / "r.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", str(tmp_path / "r.pdf"), "-"], capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")[:-1]
    there = said(to_ofd(pdf, ABOUT))
    assert len(there) == len(pages) > 3
    for mine, theirs in zip(there, pages, strict=True):  # pdftotext takes hyphens at the end of lines away
        left_out = str.maketrans("", "", "\u200b-\u00ad\u2010")
        assert sorted(mine.translate(left_out)) == sorted("".join(theirs.translate(left_out).split()))


def test_the_same_pdf_makes_the_same_file_and_what_is_attached_comes_out(pdf: bytes):
    made = to_ofd(pdf, ABOUT, {"payload.dsse.json": b"{}"})
    assert made == to_ofd(pdf, ABOUT, {"payload.dsse.json": b"{}"})
    inside = parts(made)
    assert inside["Doc_0/Attachs/payload.dsse.json"] == b"{}"
    for name, content in inside.items():
        if name.endswith(".xml"):
            ElementTree.fromstring(content)


def test_every_place_that_a_list_names_is_there_and_every_number_is_given_once(pdf: bytes):
    inside = parts(to_ofd(pdf, ABOUT, {"payload.dsse.json": b"{}"}))
    document = ElementTree.fromstring(inside["Doc_0/Document.xml"])
    pages = [f"Doc_0/{page.get('BaseLoc')}" for page in document.iter(f"{OFD}Page")]
    resources = ElementTree.fromstring(inside["Doc_0/PublicRes.xml"])
    fonts = [f"Doc_0/{resources.get('BaseLoc')}/{one.text}" for one in resources.iter(f"{OFD}FontFile")]
    listed = {"OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml", "Doc_0/Attachs/Attachments.xml"}
    assert {*pages, *fonts, *listed, "Doc_0/Attachs/payload.dsse.json"} == set(inside)
    numbers = [one.get("ID") for one in (*document.iter(), *resources.iter()) if one.get("ID")]
    for page in pages:
        numbers += [one.get("ID") for one in ElementTree.fromstring(inside[page]).iter() if one.get("ID")]
    assert len(numbers) == len(set(numbers))
    highest = document.find(f".//{OFD}MaxUnitID")
    assert highest is not None
    assert max(int(one or 0) for one in numbers) <= int(highest.text or 0)


def test_nothing_lies_outside_the_paper_and_glyphs_fit_their_words(pdf: bytes):
    for page in drawing(pdf).pages:
        assert (round(page.width), round(page.height)) == (210, 297)
        lines = [one for one in page.objects if isinstance(one, Line)]
        assert lines
        for one in lines:
            assert 0 < one.matrix[4] < page.width
            assert 0 < one.matrix[5] < page.height
            assert all(glyph.words for glyph in one.glyphs)
            assert [glyph.at for glyph in one.glyphs] == sorted(glyph.at for glyph in one.glyphs)
        for shape in (one for one in page.objects if isinstance(one, Shape)):
            assert all(-0.5 <= value <= 297.5 for _, numbers in shape.steps for value in numbers)


def test_a_glyph_of_two_characters_moves_nothing_after_it():
    glyphs = [Glyph(number=n, words=w, at=at) for n, w, at in ((1, "a", 0.0), (2, "fi", 2.0), (3, "b", 5.0))]
    line = Line(
        font="f",
        size=4.0,
        colour=(0, 0, 0),
        alpha=255,
        matrix=(1, 0, 0, 1, 10, 20),
        glyphs=tuple(glyphs),
        width=8.0,
    )
    font = Font(name="f", family="f", file=b"")
    page = Page(width=210, height=297, objects=(line,))
    content = _content(page, {"f": (1, font)}, count(1))
    placed = [
        (float(one.get("Boundary", "").split()[0]), code.text)
        for one in ElementTree.fromstring(content).iter(f"{OFD}TextObject")
        for code in one.iter(f"{OFD}TextCode")
    ]
    assert placed == [(10.0, "a"), (12.0, "fi"), (15.0, "b")]


@pytest.mark.parametrize(("marking", "found"), [("内部", False), ("机密★10年", True)])
def test_our_own_reader_of_documents_reads_all_of_it(marking: str, found: bool):
    made = replace(sample.said().predicate, marking=marking)
    sheet = render("media_scrap", media_scrap(made, DIGEST), made.times.prepared)
    read = seen(to_ofd(sheet, ABOUT))
    assert read.suspected is found
    assert not read.missed


@pytest.mark.parametrize(
    "content", [b"1 0 0 1 0 0 cm /Im0 Do", b"BT (open", b"0 0 1 0 k", b"[1 2 TJ", b"\xff\xfe", b"] TJ"]
)
def test_what_it_does_not_know_is_refused_and_never_left_out(content: bytes):
    from checker.report.export.ofd.pages import _Hand, _State

    with pytest.raises((NotUnderstood, LookupError)):
        list(_Hand(_State((1, 0, 0, 1, 0, 0)), {}, {}).draw(content))


def test_strings_of_a_page_are_read_as_they_are_written():
    ((operator, given),) = operations(rb"[(a\(b\)\\\101\n(in)c)-5.5<0041> /N]TJ")
    assert (operator, given) == ("TJ", [[b"a(b)\\A\n(in)c", -5.5, b"\x00A", "N"]])
