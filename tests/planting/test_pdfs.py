"""A marking in any place of a PDF is found, or the file is read in part with that place named."""

from __future__ import annotations

import pytest

from checker.content import limits
from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.facts.content.document import Missed, Read
from checker.facts.content.marking import Bucket
from checker.model.coverage import Unit
from tests.nightly import later
from tests.planting.pdfs import PDFS, Made, paper, scanned, stream
from tests.planting.planted import Planted
from tests.planting.undrawn import ALONE, UNDRAWN

MARKING = "机密★10年"


@pytest.mark.parametrize("planted", [*PDFS, *UNDRAWN], ids=lambda one: one.place)
def test_a_marking_is_found_wherever_it_stands(planted: Planted) -> None:
    seen = inspected(Bytes(planted.make(MARKING)), "x", Order())
    assert [one.marking.level for one in seen if one.suspected] == ["机密"]
    assert all(one.read is Read.READ for one in seen)


@pytest.mark.parametrize("planted", [*PDFS, *UNDRAWN], ids=lambda one: one.place)
def test_without_a_marking_there_is_none(planted: Planted) -> None:
    seen = inspected(Bytes(planted.make("通知")), "x", Order())
    assert all(one.marking.bucket is Bucket.NONE and one.read is Read.READ for one in seen)


def test_words_that_no_page_has_any_more_are_named_as_not_read() -> None:
    (seen,) = inspected(Bytes(ALONE.make("")), "x", Order())
    assert [(one.why, one.names) for one in seen.missed] == [(Read.UNSUPPORTED, ("text that no page shows",))]


@pytest.mark.parametrize("pages", [9, later(40)])
def test_every_page_of_a_long_scan_is_looked_at(pages: int) -> None:
    seen = inspected(Bytes(scanned(pages, pages)(MARKING)), "x", Order())[0]
    assert (seen.read, seen.parts, seen.marking.text) == (Read.READ, pages, MARKING)


@pytest.mark.parametrize(
    ("limit", "value", "why"),
    [("PICTURES", 2, Read.TOO_LARGE), ("PAGES", 2, Read.TOO_LARGE), ("SECONDS", -1.0, Read.TOO_SLOW)],
)
def test_what_lies_beyond_a_limit_is_counted(
    limit: str, value: float, why: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, limit, value)
    seen = inspected(Bytes(scanned(5, 5)("")), "x", Order())[0]
    looked = 0 if why is Read.TOO_SLOW else 2
    assert (seen.read, seen.parts) == (Read.PARTLY, looked)
    assert {(one.unit, one.why, one.number) for one in seen.missed} == {(Unit.PAGES, why, 5 - looked)}


def test_pages_that_were_not_asked_for_are_not_read_as_pictures() -> None:
    seen = inspected(Bytes(scanned(2, 1)(MARKING)), "x", Order(pictures=False))[0]
    assert (seen.read, seen.marking.bucket) == (Read.READ, Bucket.NONE)


def test_a_logo_on_every_page_is_looked_at_once() -> None:
    made = Made()
    logo = made.picture(paper("").resize((200, 283)))
    for number in range(4):
        words = b"BT /F1 12 Tf 60 700 Td (Page %d of a letter, with words enough.) Tj ET" % number
        made.page(words + b" q 60 0 0 85 20 740 cm /Im Do Q", b"/XObject <</Im %d 0 R>>" % logo)
    seen = inspected(Bytes(made.whole()), "x", Order(pictures=False))[0]
    assert (seen.parts, [one.number for one in seen.missed]) == (3, [1])  # the picture's page, which nobody asked for


def test_a_page_whose_letters_are_curves_is_looked_at() -> None:
    made = Made()
    curve = b"".join(b"%d 700 m %d 710 %d 720 %d 730 c " % (x, x + 1, x + 2, x + 3) for x in range(60, 400, 4))
    made.page(curve + b"S BT /F1 12 Tf 60 600 Td (A page number and words enough.) Tj ET")
    seen = inspected(Bytes(made.whole()), "x", Order())[0]
    assert seen.picture is not None


def test_a_page_whose_picture_is_too_large_is_counted_and_the_others_are_read() -> None:
    made = Made()
    entries = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8"
    huge = made.add(stream(b"", entries))
    made.page(b"q 595 0 0 842 0 0 cm /Im Do Q", b"/XObject <</Im %d 0 R>>" % huge)
    made.scan(paper(MARKING))
    seen = inspected(Bytes(made.whole()), "x", Order())[0]
    assert (seen.read, seen.marking.level) == (Read.PARTLY, "机密")
    assert seen.missed == (Missed(Unit.PAGES, Read.TOO_LARGE, 1, ("page 1",)),)


def damaged_names(missed: tuple[Missed, ...]) -> set[str]:
    return {name for one in missed if one.why is Read.DAMAGED for name in one.names}


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("harm", ["cut", "zeros to the end", "hole", "sector lost"])
def test_half_a_pdf_is_not_a_pdf(part: float, harm: str) -> None:
    whole = scanned(2, 1)("")
    at = int(len(whole) * part) // 512 * 512
    content = {
        "cut": whole[:at],
        "zeros to the end": whole[:at] + bytes(len(whole) - at),
        "hole": whole[:at] + bytes(1024) + whole[at + 1024 :],
        "sector lost": whole[:at] + whole[at + 512 :],
    }[harm]
    seen = inspected(Bytes(content), "x", Order(pictures=False))[0]
    assert seen.read is Read.DAMAGED or damaged_names(seen.missed), (harm, part)


def test_an_attached_file_that_nothing_leads_to_is_said() -> None:
    made = Made()
    inside = made.add(stream(b"words", b"/Type /EmbeddedFile"))
    made.page(b"", more=b"/AF [<</Type /Filespec /F (a.txt) /EF <</F %d 0 R>>>>]" % inside)
    seen = inspected(Bytes(made.whole()), "x", Order())[0]
    assert seen.read is Read.PARTLY
    assert [(one.unit, one.why, one.number) for one in seen.missed] == [(Unit.MEMBERS, Read.UNSUPPORTED, 1)]


def test_the_picture_of_a_hidden_note_is_said() -> None:
    made = Made()
    shown = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</Im %d 0 R>>>>"
    drawn = made.add(stream(b"q 9 0 0 9 0 0 cm /Im Do Q", shown % made.picture(paper(MARKING))))
    note = made.add(b"<</Type /Annot /Subtype /Stamp /F 2 /Rect [0 0 9 9] /AP <</N %d 0 R>>>>" % drawn)
    made.page(b"", more=b"/Annots [%d 0 R]" % note)
    seen = inspected(Bytes(made.whole()), "x", Order())[0]
    assert seen.read is Read.PARTLY
    assert [one.names for one in seen.missed] == [("page 1, annotation 1",)]
    assert seen.marking.level == "机密", "it lies in the file, whether or not it is drawn"


def test_short_strokes_in_great_number_are_looked_at_as_a_picture() -> None:
    strokes = b" ".join(b"%d 700 m %d 710 l S" % (40 + 9 * number, 46 + 9 * number) for number in range(40))
    made = Made()
    made.page(strokes + b" BT /F1 12 Tf 60 500 Td (An ordinary page with words enough to be read.) Tj ET")
    assert inspected(Bytes(made.whole()), "x", Order())[0].picture is not None
