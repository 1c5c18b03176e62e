"""Markings planted in every place of doc, xls and ppt, byte by byte as the formats want it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from itertools import pairwise

from tests.planting.planted import Planted
from tests.unit.content import papers

USER = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
SUMMARY = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
DOCUMENT_SUMMARY = "\x05DocumentSummaryInformation"


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


# -- properties and drawings ------------------------------------------------------------------------------------------


def _padded(raw: bytes) -> bytes:
    return raw + bytes(-len(raw) % 4)


def properties(
    values: Mapping[int, str], kind: bytes = SUMMARY, page: int = 936, names: Mapping[int, str] | None = None
) -> bytes:
    """A property set of texts in a code page."""
    name = "utf-8" if page == 65001 else "utf-16-le" if page == 1200 else f"cp{page}"
    bodies = {1: struct.pack("<IHH", 2, page, 0)}
    if names:
        listed = b""
        for key, text in names.items():
            raw = (text + "\0").encode(name)
            length = len(raw) // 2 if page == 1200 else len(raw)
            listed += struct.pack("<II", key, length) + (_padded(raw) if page == 1200 else raw)
        bodies[0] = _padded(struct.pack("<I", len(names)) + listed)
    for key, text in values.items():
        raw = (text + "\0").encode(name)
        bodies[key] = struct.pack("<II", 0x1E, len(raw)) + _padded(raw)
    at, places, body = 8 + 8 * len(bodies), b"", b""
    for key, content in bodies.items():
        places += struct.pack("<II", key, at + len(body))
        body += content
    section = struct.pack("<II", at + len(body), len(bodies)) + places + body
    return struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0x20006, bytes(16), 1, kind, 48) + section


def shape(words: Mapping[int, str]) -> bytes:
    """A shape's properties ([MS-ODRAW] OfficeArtFOPT) with texts."""
    heads, texts = b"", b""
    for key, text in words.items():
        raw = wide(text + "\0")
        heads += struct.pack("<HI", key | 0xC000, len(raw))
        texts += raw
    return struct.pack("<HHI", len(words) << 4 | 3, 0xF00B, len(heads + texts)) + heads + texts


def blip(picture: bytes, kind: int = 0xF01D, instance: int = 0x46A) -> bytes:
    """A picture's record; JPEG unless said otherwise."""
    body = bytes(16) + b"\xff" + picture
    return struct.pack("<HHI", instance << 4, kind, len(body)) + body


def metafile(content: bytes, kind: int = 0xF01A, instance: int = 0x3D4) -> bytes:
    packed = zlib.compress(content)
    head = struct.pack("<I16s8sIBB", len(content), bytes(16), bytes(8), len(packed), 0, 0xFE)
    return struct.pack("<HHI", instance << 4, kind, 16 + len(head + packed)) + bytes(16) + head + packed


WORD_ART, ALTERNATIVE = 0xC0, 0x381

# -- doc --------------------------------------------------------------------------------------------------------------

STORIES = ("body", "footnote", "header", "macro", "comment", "endnote", "box", "header box")
_BODY = "关于有关工作安排的通知\r各单位结合实际抓好落实。\r"


def doc(
    texts: Mapping[str, str] | None = None,
    lists: Mapping[int, bytes] | None = None,
    streams: Mapping[str, bytes] | None = None,
    *,
    drawing: bytes = b"",
    pieces: int = 1,
) -> bytes:
    """Word 97: the stories one after the other, in one piece or in several that lie in another order."""
    told = {"body": _BODY, **(texts or {})}
    story = "".join(told.get(name, "") for name in STORIES) + "\r"
    main = bytearray(0x600)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200)
    for index, name in enumerate(STORIES):
        struct.pack_into("<I", main, 0x4C + 4 * index, len(told.get(name, "")))
    step = -(-len(story) // pieces)
    cuts = [*range(0, len(story), step), len(story)]
    places = {}
    for begin, end in reversed(list(pairwise(cuts))):
        places[begin] = len(main)
        main += wide(story[begin:end])
    main += b"\x01\x02" * 2048
    ends = struct.pack(f"<{len(cuts)}I", *cuts)
    table = bytearray(16)
    clx = b"".join(struct.pack("<HIH", 0, places[begin], 0) for begin in cuts[:-1])
    clx = b"\x02" + struct.pack("<I", len(ends + clx)) + ends + clx
    for number, content in {33: clx, **(lists or {}), 50: drawing}.items():
        struct.pack_into("<II", main, 0x9A + 8 * number, len(table), len(content))
        table += content
    return papers.compound({"WordDocument": bytes(main), "1Table": bytes(table) + b"\x07" * 64, **(streams or {})})


def string_table(*texts: str) -> bytes:
    """STTB of UTF-16."""
    body = b"".join(struct.pack("<H", len(text)) + wide(text) for text in texts)
    return struct.pack("<HHH", 0xFFFF, len(texts), 0) + body


def form_field(text: str) -> bytes:
    """What a form field holds, in the Data stream."""
    body = struct.pack("<IHHH", 0xFFFF_FFFF, 0, 0, 0) + struct.pack("<H", len(text)) + wide(text + "\0") + bytes(12)
    return struct.pack("<IH", 0x44 + len(body), 0x44) + bytes(0x3E) + body


def inline(content: bytes) -> bytes:
    """A drawing in the text, in the Data stream."""
    return struct.pack("<IHH", 0x44 + len(content), 0x44, 0x64) + bytes(0x3C) + content


def package(name: str, content: bytes) -> bytes:
    """\x01Ole10Native of a file that was put in."""
    raw = name.encode("gb18030") + b"\0"
    body = b"\x02\0" + raw + raw + struct.pack("<HHI", 0, 3, len(raw)) + raw + struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(body)) + body


def _user(mark: str, page: int) -> bytes:
    return properties({2: mark}, USER, page, {2: "密级"})


def _docs() -> dict[str, Callable[[str], bytes]]:
    told = {name: (lambda mark, name=name: doc({name: mark + "\r"})) for name in STORIES if name != "macro"}
    return told | {
        "table cell": lambda mark: doc({"body": f"{_BODY}单位\x07{mark}\x07\x07\r"}),
        "fast-saved pieces": lambda mark: doc({"body": f"{mark}\r{_BODY}"}, pieces=5),
        "field code": lambda mark: doc({"body": f"{_BODY}\x13 QUOTE {mark} \x14见附件\x15\r"}),
        "bookmark": lambda mark: doc(lists={21: string_table("附件", mark)}),
        "associated texts": lambda mark: doc(lists={32: string_table("", "", mark)}),
        "document variable": lambda mark: doc(lists={60: string_table("名", mark)}),
        "WordArt": lambda mark: doc(drawing=shape({WORD_ART: mark})),
        "alternative text": lambda mark: doc(drawing=shape({0x380: "图片 1", ALTERNATIVE: mark})),
        "inline drawing": lambda mark: doc(streams={"Data": inline(shape({ALTERNATIVE: mark}))}),
        "form field": lambda mark: doc(streams={"Data": form_field(mark)}),
        "title": lambda mark: doc(streams={"\x05SummaryInformation": properties({2: mark})}),
        "keyword": lambda mark: doc(streams={"\x05SummaryInformation": properties({5: mark}, page=65001)}),
        "custom property": lambda mark: doc(streams={DOCUMENT_SUMMARY: _user(mark, 936)}),
        "custom property, UTF-8": lambda mark: doc(streams={DOCUMENT_SUMMARY: _user(mark, 65001)}),
        "custom property, UTF-16": lambda mark: doc(streams={DOCUMENT_SUMMARY: _user(mark, 1200)}),
        "custom property, Big5": lambda mark: doc(
            streams={DOCUMENT_SUMMARY: properties({2: "機密"}, USER, 950, {2: "密級"})}
        ),
        "embedded workbook": lambda mark: doc(streams={"ObjectPool/_1/Workbook": records(mark)}),
        "embedded file": lambda mark: doc(
            streams={"ObjectPool/_1/\x01Ole10Native": package("文件.docx", papers.docx(mark))}
        ),
        "embedded document of 2007": lambda mark: doc(streams={"ObjectPool/_1/Package": papers.docx(mark)}),
        "custom XML": lambda mark: doc(streams={"MsoDataStore/A/Item": f"<a><b>{mark}</b></a>".encode()}),
        "names in capitals": lambda mark: papers.compound(
            {
                "WORDDOCUMENT": _stream(doc({"body": mark + "\r"}), "WordDocument"),
                "1TABLE": _stream(doc({"body": mark + "\r"}), "1Table"),
            }
        ),
        "unknown stream": lambda mark: doc(streams={"PlansForLater": wide(mark) * 200}),
    }


def _stream(content: bytes, name: str) -> bytes:
    import io

    import olefile

    found: bytes = olefile.OleFileIO(io.BytesIO(content)).openstream(name).read()
    return found


# -- xls --------------------------------------------------------------------------------------------------------------


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text8(text: str, width: int = 2) -> bytes:
    return len(text).to_bytes(width, "little") + b"\x01" + wide(text)


def strings(*texts: str) -> bytes:
    return record(0xFC, struct.pack("<II", len(texts), len(texts)) + b"".join(map(text8, texts)))


def workbook(sheet: bytes = b"", top: bytes = b"", names: tuple[str, ...] = ("表一",), version: int = 0x600) -> bytes:
    """A stream of a workbook's records, whose sheets all hold the same."""
    begin = record(0x809, struct.pack("<HHHH8x"[: 5 if version == 0x500 else 7], version, 5, 0, 0))
    head = begin + record(0x42, struct.pack("<H", 936 if version == 0x500 else 1200)) + top
    page = (
        record(0x809, struct.pack("<HH12x" if version == 0x600 else "<HH4x", version, 0x10)) + sheet + record(0x0A, b"")
    )
    listed = [
        text8(name, 1) if version == 0x600 else bytes((len(name.encode("gbk")),)) + name.encode("gbk") for name in names
    ]
    size = len(head) + sum(10 + len(name) for name in listed) + 4
    for index, name in enumerate(listed):
        head += record(0x85, struct.pack("<IH", size + index * len(page), index and 1) + name)
    return head + record(0x0A, b"") + page * len(names)


def records(mark: str) -> bytes:
    return workbook(top=strings("编号", mark))


def xls(content: bytes, **streams: bytes) -> bytes:
    return papers.compound({"Workbook": content, **streams})


def box(text: str) -> bytes:
    head = record(0x1B6, struct.pack("<HH6xHHI", 0x212, 0, len(text), 16, 0))
    return head + record(0x3C, b"\x01" + wide(text)) + record(0x3C, bytes(16))


def _across(mark: str) -> bytes:
    rich = struct.pack("<HBHI", len(mark), 0x0D, 1, 4) + wide(mark) + bytes(4) + b"abcd"
    first = struct.pack("<II", 2, 2) + text8("编号") + rich[: 9 + 4]
    return record(0xFC, first) + record(0x3C, b"\x01" + rich[13:])


def _formula(mark: str) -> bytes:
    token = b"\x17" + text8(mark, 1)
    return record(0x06, struct.pack("<HHH8sHIH", 0, 0, 0, bytes(8), 0, 0, len(token)) + token)


def _xls() -> dict[str, Callable[[str], bytes]]:
    return {
        "cell": lambda mark: xls(records(mark)),
        "rich cell across records": lambda mark: xls(workbook(top=_across(mark))),
        "label": lambda mark: xls(workbook(record(0x204, bytes(6) + text8(mark)))),
        "formula result": lambda mark: xls(workbook(_formula("甲") + record(0x207, text8(mark)))),
        "formula constant": lambda mark: xls(workbook(_formula(mark))),
        "comment or text box": lambda mark: xls(workbook(box(mark))),
        "header": lambda mark: xls(workbook(record(0x14, text8(f"&C{mark}")))),
        "header of even pages": lambda mark: xls(
            workbook(record(0x89C, bytes(28) + struct.pack("<HHHHH", 0, len(mark), 0, 0, 0) + text8(mark)))
        ),
        "sheet name": lambda mark: xls(workbook(names=(mark,))),
        "hidden sheet": lambda mark: xls(workbook(record(0x204, bytes(6) + text8(mark)), names=("表一", "表二"))),
        "defined name": lambda mark: xls(
            workbook(
                top=record(
                    0x18, struct.pack("<HBBHHHBBBB", 0, 0, len(mark), 0, 0, 0, 0, 0, 0, 0) + b"\x01" + wide(mark)
                )
            )
        ),
        "data validation": lambda mark: xls(workbook(record(0x1BE, bytes(4) + text8(mark) + text8("甲") * 3))),
        "chart": lambda mark: xls(
            workbook(
                record(0x809, struct.pack("<HH12x", 0x600, 0x20))
                + record(0x100D, bytes(2) + text8(mark, 1))
                + record(0x0A, b"")
            )
        ),
        "link": lambda mark: xls(workbook(record(0x1B8, bytes(40) + wide(mark) + bytes(2)))),
        "cached external cell": lambda mark: xls(workbook(top=record(0x5A, b"\0\0\0\0\x02" + text8(mark)))),
        "number format": lambda mark: xls(workbook(top=record(0x41E, struct.pack("<H", 200) + text8(f'"{mark}"0')))),
        "WordArt": lambda mark: xls(workbook(record(0xEC, shape({WORD_ART: mark})))),
        "alternative text": lambda mark: xls(workbook(record(0xEC, shape({ALTERNATIVE: mark})))),
        "pivot cache": lambda mark: papers.compound(
            {"Workbook": workbook(), "_SX_DB_CUR/0001": record(0xCD, text8(mark)) + record(0x0A, b"")}
        ),
        "title": lambda mark: papers.compound(
            {"Workbook": workbook(), "\x05SummaryInformation": properties({2: mark})}
        ),
        "custom property": lambda mark: papers.compound({"Workbook": workbook(), DOCUMENT_SUMMARY: _user(mark, 65001)}),
        "embedded document": lambda mark: papers.compound(
            {"Workbook": workbook(), "MBD0001/Package": papers.docx(mark)}
        ),
        "form control": lambda mark: papers.compound({"Workbook": workbook(), "Ctls": bytes(8) + wide(mark)}),
        "Excel 95: cell": lambda mark: papers.compound(
            {"Book": workbook(record(0x204, bytes(6) + _narrow(mark)), version=0x500)}
        ),
        "Excel 95: sheet name": lambda mark: papers.compound({"Book": workbook(names=(mark,), version=0x500)}),
        "Excel 95: comment": lambda mark: papers.compound(
            {"Book": workbook(record(0x1C, bytes(4) + _narrow(mark)), version=0x500)}
        ),
        "Excel 4": lambda mark: (
            record(0x409, struct.pack("<HHH", 0, 0x10, 0)) + record(0x204, bytes(6) + _narrow(mark)) + record(0x0A, b"")
        ),
        "shared changes": lambda mark: papers.compound(
            {"Workbook": workbook(), "Revision Log": record(0x1234, wide(mark))}
        ),
    }


def _narrow(text: str) -> bytes:
    raw = text.encode("gb18030")
    return struct.pack("<H", len(raw)) + raw


# -- ppt --------------------------------------------------------------------------------------------------------------


def atom(kind: int, body: bytes, instance: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4, kind, len(body)) + body


def container(kind: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack("<HHI", 0xF, kind, len(body)) + body


def characters(text: str) -> bytes:
    return atom(4000, wide(text))


def ppt(*parts: bytes, slide: bytes = b"", **streams: bytes) -> bytes:
    """A show of a document and a slide, with the list of where they lie at the end, as it is saved."""
    document = container(1000, atom(1001, bytes(40)), *parts)
    first = container(1006, atom(1007, bytes(24)), characters("题目"), slide)
    content = document + first
    directory = len(content)
    content += atom(6002, struct.pack("<III", 2 << 20 | 1, 0, len(document)))
    edit = len(content)
    content += atom(4085, struct.pack("<IIIIIIHH", 256, 0x0300_0000, 0, directory, 1, 2, 1, 0))
    user = struct.pack("<HHIIIIHHBBH", 0, 4086, 20, 20, 0xE391_C05F, edit, 0, 0x3F4, 3, 0, 0)
    return papers.compound({"PowerPoint Document": content, "Current User": user, **streams})


def embedded(content: bytes) -> bytes:
    return atom(4113, struct.pack("<I", len(content)) + zlib.compress(content), 1)


def _ppts() -> dict[str, Callable[[str], bytes]]:
    return {
        "slide": lambda mark: ppt(slide=container(0xF00D, characters(mark))),
        "placeholder": lambda mark: ppt(container(4080, atom(1011, bytes(20)), characters(mark))),
        "notes": lambda mark: ppt(container(1008, characters(mark))),
        "master": lambda mark: ppt(container(1016, characters(mark))),
        "header and footer": lambda mark: ppt(container(4057, atom(4058, bytes(4)), atom(4026, wide(mark), 2))),
        "comment": lambda mark: ppt(
            slide=container(
                5000,
                container(5002, atom(4026, wide("___PPT10")), atom(5003, container(12000, atom(4026, wide(mark), 1)))),
            )
        ),
        "tag": lambda mark: ppt(
            slide=container(5000, container(5001, atom(4026, wide("密级")), atom(4026, wide(mark), 1)))
        ),
        "WordArt": lambda mark: ppt(
            slide=container(1036, container(0xF002, container(0xF004, shape({WORD_ART: mark}))))
        ),
        "alternative text": lambda mark: ppt(slide=container(1036, container(0xF004, shape({ALTERNATIVE: mark})))),
        "embedded document": lambda mark: ppt(embedded(doc({"body": mark + "\r"}))),
        "embedded file": lambda mark: ppt(embedded(papers.compound({"Package": papers.docx(mark)}))),
        "saved for PowerPoint 95, too": lambda mark: papers.compound(
            {
                "PowerPoint Document": b"\x03\0\0\0" * 2000,
                "PP97_DUALSTORAGE/PowerPoint Document": _stream(ppt(slide=characters(mark)), "PowerPoint Document"),
                "PP97_DUALSTORAGE/Current User": _stream(ppt(slide=characters(mark)), "Current User"),
            }
        ),
        "PowerPoint 95": lambda mark: papers.compound({"PowerPoint Document": b"\x03\0\0\0" + wide(mark) * 900}),
        "custom property": lambda mark: ppt(**{DOCUMENT_SUMMARY: _user(mark, 936)}),
    }


PLANTED = tuple(
    Planted(kind, place, make)
    for kind, places in (("doc", _docs()), ("xls", _xls()), ("ppt", _ppts()))
    for place, make in places.items()
)
