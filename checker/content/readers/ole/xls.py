"""Excel's records ([MS-XLS]): BIFF8, BIFF5 and, as files without a container, BIFF2 to BIFF4."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.content import limits
from checker.content.gathered import Lines
from checker.content.readers.ole.handing import Handing
from checker.content.readers.ole.strings import Across, bytewise, shared, sized
from checker.content.readers.words import code_page, holed, legible, narrow, wide
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_CONTINUE, _END = 0x3C, 0x0A
_BEGINS = frozenset((0x09, 0x209, 0x409, 0x809))
_BIFF8, _BIFF5 = 0x600, 0x500
_LOCKED, _PAGE, _SHEET, _STRINGS = 0x2F, 0x42, 0x85, 0xFC
_LABELS = frozenset((0x04, 0x204, 0xD6))
_FORMULA_TEXTS = frozenset((0x07, 0x207))
_MARGINS = frozenset((0x14, 0x15))
_CELLS = frozenset((0x06, 0x206, 0x406))  # those that a formula fills
_FORMULAS = frozenset((0x06, 0x206, 0x406, 0x221, 0x4BC, 0x1B1))
_NOTE, _TEXT_BOX, _FORMAT, _CHOICE = 0x1C, 0x1B6, 0x41E, 0x1BE
_DRAWING, _DRAWING_GROUP, _PICTURE, _GROUND = 0xEC, 0xEB, 0x7F, 0xE9
_NUMBERS = frozenset((0x03, 0x203))
# Records of numbers, formats, positions and settings, which hold no words: most of a table is made of them.
_NO_WORDS = frozenset(
    int(kind, 16)
    for kind in (
        b"a c d e f 10 11 12 13 19 1a 1b 1d 22 26 27 28 29 2a 2b 2c 31 33 3d 40 41 43 4d 55 5c 5f 63 7d 7e 80 81 "
        b"82 83 84 8c 8d 92 99 9b 9c a0 a1 bd be c1 d3 d7 da dd e0 e1 e2 e5 fd ff 12f 13d 160 161 1af 1b7 1bc 1c0 "
        b"1c1 200 201 205 208 20b 225 231 243 27e 293 863 87c 87d 892 896 89a 89b 8c8 1002 1003 1006 1007 1009 "
        b"100a 1014 1017 101a 101d 101e 101f 1020 1021 1022 1024 1025 1026 1027 1032 1033 1034 103a 1041 1044 1045 "
        b"1046 104e 104f 105d 105f 1060 1062 1063 1064 1065 59 23e 100b ef 867 88b"
    ).split()
)
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|\d{1,3}|[A-Z])', re.IGNORECASE)
# A bare level in a formula is what it compares with; where it shows one, that stands in its result.
_COMPARED = re.compile("(?:绝密|机密|秘密)级?")
_CONSTANT = re.compile(rb"\x17[^\0]\x01")  # how a string of two-byte characters begins in a formula
_OUTSIDE = 0x5A  # what was last seen in cells of another workbook
_STEP = 1 << 14  # records after which whoever waits is told that it goes on
_HOLE = bytes(2048)
_MOST_WORDS = 1 << 20  # bytes of one record that are searched for words


@dataclass(slots=True)
class _Book:
    """What was found in a workbook so far, by its place."""

    version: int = _BIFF8
    page: str = "gb18030"
    cells: Lines = field(default_factory=Lines)
    sheets: Lines = field(default_factory=Lines)
    margins: Lines = field(default_factory=Lines)
    notes: list[str] = field(default_factory=list)
    boxes: Lines = field(default_factory=Lines)
    words: Lines = field(default_factory=Lines)
    numbers: Lines = field(default_factory=Lines)
    begins: set[int] = field(default_factory=set)
    group: list[bytes] = field(default_factory=list)
    drawing: list[bytes] = field(default_factory=list)
    whole: bool = True


def read(content: bytes, handing: Handing, path: str) -> None:
    """One stream of records. Raises Trouble: ENCRYPTED, DAMAGED."""
    book, reading = _Book(), handing.reading
    starts: list[int] = []
    try:
        for number, (at, kind, bodies) in enumerate(_records(content, book)):
            if number % _STEP == 0:
                reading.step()
            if kind == _LOCKED:
                raise Trouble(Read.ENCRYPTED)
            if kind == _SHEET and book.version >= _BIFF5 and len(bodies[0]) >= 8:
                starts.append(struct.unpack_from("<I", bodies[0])[0])
            _record(at, kind, bodies, book, handing, path)
    finally:
        _handed_on(book, handing, path)
    if not book.whole or not book.begins.issuperset(starts):
        reading.account.left(path, Read.DAMAGED)
    reading.account.looked(path)


def cache(content: bytes, handing: Handing, path: str) -> None:
    """The strings that a pivot table keeps of the table it was made of: records without a beginning."""
    at, words = 0, list[str]()
    while at + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        if kind not in _NO_WORDS and kind != _CONTINUE:
            words += wide(content[at + 4 : at + 4 + length])
        at += 4 + length
    if at > len(content) or _HOLE in content:
        handing.reading.account.left(path, Read.DAMAGED)
    handing.reading.add(Zone.HIDDEN, "\n".join(words))


def _handed_on(book: _Book, handing: Handing, path: str) -> None:
    reading = handing.reading
    texts = (
        (Zone.BODY, book.cells),
        (Zone.BODY, book.sheets),
        (Zone.MARGIN, book.margins),
        (Zone.BOX, book.boxes),
        (Zone.COMMENT, book.words),
        (Zone.COMMENT, book.numbers),
    )
    for zone, lines in texts:
        if lines.cut:
            reading.cut(f"{path}: {zone.value}")
        words = lines.text
        reading.add(zone, words)
        book.whole = book.whole and not holed(words)
    for note in book.notes:
        reading.add(Zone.COMMENT, note)
    shapes = b"".join(book.drawing)
    book.whole = book.whole and _HOLE not in shapes
    for drawing in (shapes, b"".join(book.group)):
        handing.drawings.words(drawing)
        handing.drawings.pictures(drawing, path)


def _records(content: bytes, book: _Book) -> Iterator[tuple[int, int, list[bytes]]]:
    """Each record with those that continue it, and where it begins; each part of the stream has to come to its end."""
    at, size, depth, ended = 0, len(content), 0, False
    begin, kind, bodies = 0, -1, list[bytes]()
    unpack = struct.Struct("<HH").unpack_from
    while at + 4 <= size:
        found, length = unpack(content, at)
        until = at + 4 + length
        if found == _CONTINUE:
            bodies.append(content[at + 4 : until])
            at = until
            continue
        if kind >= 0:
            yield begin, kind, bodies
        begin, kind = at, -1
        if found in _BEGINS and length >= 4:
            depth += 1
            book.begins.add(at)
        elif found == _END:
            depth -= 1
            ended = True
        elif depth <= 0 and ended:
            book.whole = book.whole and depth == 0
            break  # what lies behind the last end is padding
        elif not found and not length:
            book.whole = False
            break
        if found not in _NO_WORDS:
            kind, bodies = found, [content[at + 4 : until]]
        at = until
    if at > size or depth > 0 or not ended:
        book.whole = False
    if kind >= 0:
        yield begin, kind, bodies


def _record(at: int, kind: int, bodies: list[bytes], book: _Book, handing: Handing, path: str) -> None:
    body = bodies[0]
    if kind in _NUMBERS:
        if len(body) >= 14 and not book.numbers.cut:
            (value,) = struct.unpack_from("<d", body, 6)
            if 1e10 <= value < 1e15:
                book.numbers.add(f"{value:.0f}")
    elif kind in _BEGINS:
        _begun(kind, body, book)
    elif kind == _STRINGS:
        _shared(bodies, book)
    elif kind == _PAGE and len(body) >= 2:
        book.page = code_page(struct.unpack_from("<H", body)[0])
    elif kind == _DRAWING_GROUP:
        book.group += bodies
    elif kind == _DRAWING:
        book.drawing += bodies
    elif kind in (_PICTURE, _GROUND) and len(body) > 8:
        _picture(b"".join(bodies), handing, f"{path}@{at:x}")
    elif book.version >= _BIFF8:
        _text_8(kind, bodies, book)
    else:
        _text_5(kind, bodies, book)


def _begun(kind: int, body: bytes, book: _Book) -> None:
    (version,) = struct.unpack_from("<H", body)
    if kind == 0x809 and version in (_BIFF8, _BIFF5):
        book.version = version
    elif kind != 0x809:
        book.version = {0x09: 0x200, 0x209: 0x300}.get(kind, 0x400)


def _shared(bodies: list[bytes], book: _Book) -> None:
    try:
        for cell in shared(bodies):
            book.cells.add(cell)
    except (Trouble, struct.error):
        book.whole = False


def _text_8(kind: int, bodies: list[bytes], book: _Book) -> None:
    """The words of one record of BIFF8; where only a search tells, only Chinese ones are words."""
    body = bodies[0]
    try:
        if kind in _LABELS:
            book.cells.add(sized(bodies, 6))
        elif kind in _FORMULA_TEXTS:
            book.cells.add(sized(bodies, 0))
        elif kind == _SHEET:
            book.sheets.add(sized(bodies, 6, 1))
        elif kind in _MARGINS:
            book.margins.add(_HEADER_CODE.sub(" ", sized(bodies, 0)))
        elif kind == _CHOICE:
            _choice(b"".join(bodies), book)
        elif kind == _FORMAT:
            found = wide(body) if body[4:5] == b"\x01" else []
            book.words.extend(words.replace('"', "\n") for words in found)  # they stand in quotes
        elif kind == _TEXT_BOX and len(body) >= 14:
            _text_box(bodies, book)
        elif kind == _TEXT_BOX or (kind in _CELLS and not _CONSTANT.search(body, 22)):
            return
        elif kind == _OUTSIDE and b"\x02" not in body:
            return  # numbers alone
        else:
            found = wide(b"".join(bodies)[:_MOST_WORDS])
            book.words.extend(word for word in found if kind not in _FORMULAS or not _COMPARED.fullmatch(word))
    except (Trouble, struct.error):
        book.whole = False


def _choice(body: bytes, book: _Book) -> None:
    """What a cell says of the values that it takes: two titles and two sentences; the values are a list, not a mark."""
    at = 4
    for _ in range(4):
        number, flags = struct.unpack_from("<HB", body, at)
        end = at + 3 + (number << (flags & 1))
        book.words.add(sized([body[at:end]], 0).strip("\0"))
        at = end
    book.words.add(",".join(wide(body[at:])))


def _text_box(bodies: list[bytes], book: _Book) -> None:
    """The text of a box or a comment: in records of its own behind, each with its width."""
    length, runs = struct.unpack_from("<HH", bodies[0], 10)
    if length:
        book.boxes.add(Across([b"", *bodies[1:]]).characters(length, wide=False))
    if len(bodies) > 2 and runs:
        book.drawing += bodies[3:]  # the drawing goes on there


def _text_5(kind: int, bodies: list[bytes], book: _Book) -> None:
    """The words of one record before BIFF8: bytes of the code page."""
    body, width = bodies[0], 1 if book.version == 0x200 else 2
    if kind in _LABELS:
        book.cells.add(bytewise(body, 7 if book.version == 0x200 else 6, book.page, width))
    elif kind in _FORMULA_TEXTS:
        book.cells.add(bytewise(b"".join(bodies), 0, book.page, width))
    elif kind == _SHEET:
        book.sheets.add(bytewise(body, 6, book.page, 1))
    elif kind in _MARGINS:
        book.margins.add(_HEADER_CODE.sub(" ", bytewise(body, 0, book.page, 1)))
    elif kind == _NOTE:
        # A long note goes on in more records, whose row is none.
        note = legible(body[6:], book.page)
        if body[:2] == b"\xff\xff" and book.notes:
            book.notes[-1] += note
        else:
            if len(book.notes) < limits.PIECES:
                book.notes.append(note)
            else:
                book.words.add(note)
    elif kind not in _CELLS or b"\x17" in body[16:]:
        book.words.extend(narrow(b"".join(bodies)[:_MOST_WORDS], book.page))


def _picture(content: bytes, handing: Handing, name: str) -> None:
    """A picture of before drawings, or the one that lies behind a sheet."""
    (kind,) = struct.unpack_from("<H", content)
    handing.drawings.bare("bmp" if kind == 9 else "wmf", content[8:], name)
