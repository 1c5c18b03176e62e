"""What lies in compound files and RTF beside their texts: pictures, unknown streams, kinds that are not read."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest

from checker.content.account import Account
from checker.content.file import Bytes
from checker.content.formats import readable, sniffed
from checker.content.inspection import Order, inspected
from checker.content.readers import ole, rtf
from checker.content.readers.metafiles import drawn
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Bucket
from checker.model.coverage import Unit
from tests.planting import compound, richtext
from tests.unit.content import papers

TEXTS = Order(pictures=False)
MARK = "机密★10年"
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(1, 255)) * 9 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(1, 255)) * 9 + b"IEND\xaeB`\x82"
DIB = struct.pack("<IiiHHIIiiII", 40, 8, 8, 1, 24, 0, 192, 0, 0, 0, 0) + bytes(range(192))


def read(content: bytes) -> Reading:
    reading = Reading(Account())
    if content.startswith(b"{\\rt"):
        rtf.read(content, reading)
    else:
        ole.read(ole.Compound(Bytes(content)), reading)
    return reading


# -- pictures ---------------------------------------------------------------------------------------------------------


def split(kind: int, content: bytes, size: int) -> bytes:
    """A record that goes on in others."""
    first = compound.record(kind, content[:size])
    rest = [content[at : at + size] for at in range(size, len(content), size)]
    return first + b"".join(compound.record(0x3C, piece) for piece in rest)


def stored(blip: bytes) -> bytes:
    """The pictures that a document keeps, one of them."""
    entry = struct.pack("<BB16sHIIIBBBB", 5, 5, bytes(16), 0, len(blip), 1, 0xFFFF_FFFF, 0, 0, 0, 0) + blip
    listed = struct.pack("<HHI", 2, 0xF007, len(entry)) + entry
    return compound.container(0xF000, compound.container(0xF001, listed))


def bitmap_of_1990() -> bytes:
    return struct.pack("<HHI", 9, 1, len(DIB)) + DIB


WITH_PICTURES: dict[str, tuple[Callable[[], bytes], bytes]] = {
    "doc, in the text": (lambda: compound.doc(streams={"Data": compound.inline(compound.blip(JPEG))}), JPEG),
    "doc, in a drawing": (lambda: compound.doc(drawing=stored(compound.blip(JPEG))), JPEG),
    "doc, with two identifiers": (
        lambda: compound.doc(drawing=stored(compound.blip(bytes(16) + PNG, 0xF01E, 0x6E1))),
        PNG,
    ),
    "xls, across records": (
        lambda: compound.xls(compound.workbook(top=split(0xEB, bytes(8) + compound.blip(JPEG), 700))),
        JPEG,
    ),
    "xls, behind the sheet": (lambda: compound.xls(compound.workbook(compound.record(0xE9, bitmap_of_1990()))), DIB),
    "ppt": (lambda: compound.ppt(Pictures=compound.blip(JPEG)), JPEG),
    "ppt, two of them": (lambda: compound.ppt(Pictures=compound.blip(PNG, 0xF01E, 0x6E0) + compound.blip(JPEG)), JPEG),
    "rtf, digits": (lambda: richtext.rtf(f"{{\\*\\shppict{{\\pict\\jpegblip\\picw9 {JPEG.hex()}}}}}"), JPEG),
    "rtf, digits on lines": (
        lambda: richtext.rtf(
            "{\\pict\\pngblip\n" + "\n".join(PNG.hex()[at : at + 99] for at in range(0, 9999, 99)) + "}"
        ),
        PNG,
    ),
    "rtf, raw": (lambda: richtext.rtf(b"{\\pict\\jpegblip\\bin%d " % len(JPEG) + JPEG + b"}"), JPEG),
    "rtf, for old readers": (lambda: richtext.rtf(f"{{\\nonshppict{{\\pict\\dibitmap0 {DIB.hex()}}}}}"), DIB),
}


@pytest.mark.parametrize("place", WITH_PICTURES)
def test_a_picture_is_handed_on_as_it_is(place: str) -> None:
    make, picture = WITH_PICTURES[place]
    reading = read(make())
    assert any(inner.open().endswith(picture) for inner in reading.pictures)
    assert [(one.unit, one.why, one.number) for one in reading.account.missed] == [
        (Unit.PICTURES, Read.UNSUPPORTED, len(reading.pictures))  # until somebody looks at them
    ]


def test_sixty_pictures_are_sixty_and_the_same_twice_is_one() -> None:
    pictures = [JPEG[:-2] + bytes((number + 1,)) * 9 + b"\xff\xd9" for number in range(60)]
    stream = b"".join(map(compound.blip, [*pictures, *pictures]))
    assert len(read(compound.ppt(Pictures=stream)).pictures) == 60


@pytest.mark.parametrize("lost", [JPEG[:900] + bytes(len(JPEG) - 900), PNG[:900] + bytes(len(PNG) - 900)])
def test_a_picture_without_its_end_is_damaged(lost: bytes) -> None:
    kind = (0xF01D, 0x46A) if lost[:1] == b"\xff" else (0xF01E, 0x6E0)
    reading = read(compound.doc(streams={"Data": compound.inline(compound.blip(lost, *kind))}))
    assert [(one.unit, one.why) for one in reading.account.missed] == [(Unit.PICTURES, Read.DAMAGED)]


def test_a_picture_that_the_document_lists_and_that_is_not_there_is_damaged() -> None:
    entry = struct.pack("<BB16sHIIIBBBB", 5, 5, bytes(16), 0, 500, 1, 64, 0, 0, 0, 0)
    listed = struct.pack("<HHI", 2, 0xF007, len(entry)) + entry
    (missed,) = read(compound.ppt(compound.container(1035, listed), Pictures=b"")).account.missed
    assert (missed.unit, missed.why) == (Unit.PICTURES, Read.DAMAGED)


# -- metafiles --------------------------------------------------------------------------------------------------------


def emf(*records: tuple[int, bytes]) -> bytes:
    head = struct.pack("<II32s4s44s", 1, 88, bytes(32), b" EMF", bytes(44))
    body = b"".join(struct.pack("<II", kind, 8 + len(content)) + content for kind, content in records)
    return head + body + struct.pack("<IIIII", 14, 20, 0, 16, 20)


def emf_text(text: str, options: int = 0) -> tuple[int, bytes]:
    raw = compound.wide(text)
    raw += bytes(-len(raw) % 4)
    return 84, bytes(28) + struct.pack("<iiIII", 10, 20, len(text), 76, options) + bytes(20) + raw


def wmf(*records: tuple[int, bytes]) -> bytes:
    body = b"".join(struct.pack("<IH", 3 + len(content) // 2, kind) + content for kind, content in records)
    return struct.pack("<HHHIHIH", 1, 9, 0x300, 0, 0, 0, 0) + body + struct.pack("<IH", 3, 0)


def wmf_text(text: str) -> tuple[int, bytes]:
    raw = text.encode("gb18030")
    return 0x0A32, struct.pack("<hhHH", 20, 10, len(raw), 0) + raw + bytes(len(raw) % 2)


@pytest.mark.parametrize(
    "content", [emf(emf_text("机密"), emf_text("★10年")), wmf(wmf_text("机密"), wmf_text("★10年"))]
)
def test_words_of_a_metafile_are_read_along_their_line(content: bytes) -> None:
    found = drawn(content)
    assert found is not None
    assert (found.text, found.whole) == (MARK, True)


@pytest.mark.parametrize(
    "content",
    [
        emf((3, bytes(40))),
        emf(emf_text("abc", options=0x10)),
        emf((70, struct.pack("<I", 4) + b"EMF+")),
        emf(emf_text(MARK))[:-20],
        emf(emf_text(MARK))[:150] + bytes(60),
        emf(*[(54, bytes(8))] * 100),
        wmf((0x324, bytes(20))),
        wmf((0x626, b"\x0f\0\x20\0WMFC" + bytes(10))),
        wmf(wmf_text(MARK))[:-6],
    ],
)
def test_a_metafile_that_draws_more_than_words_is_not_whole(content: bytes) -> None:
    found = drawn(content)
    assert found is not None
    assert not found.whole


def test_a_bitmap_in_a_metafile_is_a_picture_of_its_own() -> None:
    stretched = bytes(40) + struct.pack("<IIII", 80, 40, 120, 192) + bytes(16) + DIB
    content = compound.metafile(emf((81, stretched)))
    (inner,) = read(compound.doc(streams={"Data": compound.inline(content)})).pictures
    assert inner.open()[14:] == DIB


def test_a_marking_in_a_metafile_is_found_and_one_that_nobody_can_follow_is_said() -> None:
    (told,) = inspected(Bytes(compound.ppt(Pictures=compound.metafile(emf(emf_text(MARK))))), "a.ppt", TEXTS)
    assert (told.read, told.marking.bucket) == (Read.READ, Bucket.MARKED)
    outlines = compound.metafile(emf((3, bytes(40))))
    assert [one.unit for one in read(compound.ppt(Pictures=outlines)).account.missed] == [Unit.PICTURES]


# -- streams and kinds ------------------------------------------------------------------------------------------------


def test_every_stream_has_a_fate_and_the_one_nobody_knows_is_named() -> None:
    streams = {
        "Plans": b"x" * 80,
        "Folder/Inner/More": b"y" * 80,
        "Macros/VBA/dir": b"z" * 80,
        "\x01CompObj": b"c" * 80,
    }
    (seen,) = inspected(Bytes(compound.doc(streams=streams)), "a.doc", TEXTS)
    assert seen.read is Read.PARTLY
    assert [(one.why, set(one.names)) for one in seen.missed] == [(Read.UNSUPPORTED, {"Plans", "Folder/Inner/More"})]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (papers.compound({"SomeProgram": b"x" * 80}), Read.UNSUPPORTED),
        (papers.compound({"MatOST": b"x" * 80, "CONTENTS": b"y" * 80}), Read.UNSUPPORTED),
        (papers.compound({"CONTENTS": b"y" * 80, "\x01CompObj": b"x" * 80}), Read.UNSUPPORTED),
        (papers.compound({"VisioDocument": b"x" * 80}), Read.UNSUPPORTED),
        (papers.compound({"Quill/QuillSub/CONTENTS": b"x" * 80}), Read.UNSUPPORTED),
        (papers.compound({"PP40": b"x" * 80}), Read.UNSUPPORTED),
        (papers.compound({"   1": b"x" * 80, "Props12": b"y" * 80}), Read.UNSUPPORTED),
        (b"\xdb\xa5\x2d\0" + bytes(800), Read.UNSUPPORTED),
        (b"\x31\xbe\0\0\0\xab\0\0" + bytes(800), Read.UNSUPPORTED),
        (papers.compound({"Catalog": b"x" * 80, "1": b"y" * 80}), Read.READ),
        (papers.compound({"DestList": b"x" * 80}), Read.READ),
        (
            papers.compound({"\u4840\u3f7f\u4164": b"x", "\u4840\u3b3f\u43f2": b"y", "\u4840\u4559\u44f2": b"z"}),
            Read.UNSUPPORTED,
        ),
        (papers.compound({"__properties_version1.0": b"x" * 80}), Read.EXCLUDED),
        (papers.compound({"ENCRYPTEDPACKAGE": b"x" * 80}), Read.ENCRYPTED),
        (papers.compound({}), Read.EMPTY),
        (papers.compound({"WordDocument": b"x" * 80}), Read.DAMAGED),
        (papers.compound({"WordDocument": bytes(5000)}), Read.DAMAGED),
    ],
)
def test_a_compound_file_that_is_not_read_is_called_what_it_is(content: bytes, read: Read) -> None:
    (seen,) = inspected(Bytes(content), "a", TEXTS)
    assert seen.read is read


def test_an_object_in_a_document_that_has_a_password_is_told() -> None:
    locked = compound.workbook(top=compound.record(0x2F, bytes(6)))
    reading = read(compound.doc(streams={"ObjectPool/_1/Workbook": locked}))
    assert [(one.why, one.names) for one in reading.account.missed] == [(Read.ENCRYPTED, ("ObjectPool/_1/Workbook",))]


def test_a_sheet_that_is_listed_and_not_there_is_damage() -> None:
    book = compound.workbook(names=("表一", "表二"))
    reading = read(compound.xls(book[: -len(book) // 4]))
    assert [one.why for one in reading.account.missed] == [Read.DAMAGED]


def test_words_of_a_broken_file_are_still_found_and_mail_is_not_searched() -> None:
    content = bytearray(compound.doc({"body": f"\r{MARK}\r"}))
    content[48:52] = b"\xf0\xff\xff\x7f"  # where the directory begins
    (seen,) = inspected(Bytes(bytes(content)), "a.doc", TEXTS)
    assert (seen.read, seen.marking.bucket) == (Read.DAMAGED, Bucket.MARKED)
    (mail,) = inspected(Bytes(bytes(content) + compound.wide("__substg1.0_1000001F")), "a", TEXTS)
    assert (mail.read, mail.marking.bucket) == (Read.DAMAGED, Bucket.NONE)


def test_one_bad_byte_costs_one_sign() -> None:
    good = compound.properties({2: "甲乙丙" + MARK})
    at = good.index("甲".encode("gbk"))
    reading = read(compound.doc(streams={"\x05SummaryInformation": good[:at] + b"\xff" + good[at + 1 :]}))
    assert any(MARK in part.text for part in reading.parts)


@pytest.mark.parametrize(
    "bytes_of",
    [lambda mark: f"\\'{mark[0]:02x}\\b0 \\'{mark[1]:02x}", lambda mark: f"\\'{mark.hex()[:2]}{{}}\\'{mark.hex()[2:]}"],
)
def test_both_bytes_of_a_sign_may_stand_apart(bytes_of: Callable[[bytes], str]) -> None:
    spelled = "".join(bytes_of(sign.encode("gbk")) for sign in "机密")
    (part,) = [part for part in read(richtext.rtf(f"\\f1 {spelled}\\'a1\\'ef10\\'c4\\'ea")).parts if "密" in part.text]
    assert MARK in part.text


def test_an_object_that_is_packed_wrongly_is_told() -> None:
    packed = struct.pack("<I", 500) + zlib.compress(bytes(100))
    seen = inspected(Bytes(compound.ppt(compound.atom(4113, packed, 1))), "a.ppt", TEXTS)
    assert Read.DAMAGED in {one.read for one in seen} | {lost.why for one in seen for lost in one.missed}


def test_kinds_are_told_without_regard_to_case() -> None:
    for name, kind in (("worddocument", "doc"), ("WORKBOOK", "xls"), ("BOOK", "xls"), ("powerpoint document", "ppt")):
        found = sniffed(Bytes(papers.compound({name: b"x" * 80})))
        assert (found.format, readable(found)) == (kind, Read.READ)


def test_a_directory_that_leads_nowhere_is_damage() -> None:
    content = bytearray(compound.doc(streams={"\x01CompObj": b"c" * 80}))
    at = content.index(compound.wide("1Table"))
    content[at : at + 128] = bytes(128)
    (seen,) = inspected(Bytes(bytes(content)), "a.doc", TEXTS)
    assert seen.read is Read.DAMAGED


def test_an_object_that_ends_too_early_is_told_and_the_text_is_read() -> None:
    lost = richtext.old_object(papers.docx())[:-9]
    (seen,) = inspected(
        Bytes(richtext.rtf(f"{{\\object{{\\*\\objdata {lost.hex()}}}}}{richtext.spelled(MARK)}")), "a", TEXTS
    )
    assert (seen.read, seen.marking.bucket) == (Read.PARTLY, Bucket.MARKED)
    assert [(one.why, one.names) for one in seen.missed] == [(Read.DAMAGED, ("object 1",))]


def test_a_metafile_that_unpacks_to_a_thousand_times_its_size_is_refused() -> None:
    (inner,) = read(compound.ppt(Pictures=compound.metafile(bytes(20 << 20)))).pictures
    with pytest.raises(Trouble) as raised:
        inner.open()
    assert raised.value.read is Read.REFUSED


@pytest.mark.parametrize("name", ["a\\b", "wordDOCUMENT2", "\x05Summary"])
def test_a_stream_of_any_name_is_named(name: str) -> None:
    (seen,) = inspected(Bytes(compound.doc(streams={name: b"x" * 80})), "a.doc", TEXTS)
    assert [(one.why, one.names) for one in seen.missed] == [(Read.UNSUPPORTED, (name,))]


def test_levels_to_choose_from_are_no_marking() -> None:
    """A register of papers asks for the level of each: in a list to choose from, and in formulas."""
    names = ("绝密", "机密", "秘密")
    asked = b"".join(compound.text8(name) for name in ("提示", "错误", "选择", "有误"))
    listed = "\0".join(names)
    choice = bytes(4) + asked + struct.pack("<HH", 3 + 2 * len(listed), 0) + b"\x17" + compound.text8(listed, 1)
    formulas = b"".join(
        compound.record(
            0x06, bytes(20) + struct.pack("<H", 4 + 2 * len(name)) + b"\x17" + compound.text8(name, 1) + b"\x0b"
        )
        for name in names
    )
    content = compound.xls(
        compound.workbook(compound.record(0x1BE, choice) + formulas, compound.strings("编号", "名称"))
    )
    (seen,) = inspected(Bytes(content), "a.xls", TEXTS)
    assert (seen.read, seen.altered, seen.marking.bucket) == (Read.READ, (), Bucket.NONE)
