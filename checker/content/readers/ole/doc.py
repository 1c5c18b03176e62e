"""Word 97 and later, and the texts of Word 6 and 95 ([MS-DOC])."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import pairwise

from checker.content import limits
from checker.content.readers.ole.compound import BROKEN, Storage
from checker.content.readers.ole.drawing import Drawings, intact
from checker.content.readers.ole.handing import Handing
from checker.content.readers.words import holed, legible, wide
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone
from checker.model.coverage import Unit

MAIN = "WordDocument"
_WORD_97 = (0xA5EC, 0xA697, 0xA698, 0xA699)
_WORD_95 = 0xA5DC
_COMPLEX, _ENCRYPTED, _TABLE_1 = 0x0004, 0x0100, 0x0200
_FIELD = re.compile("\x13([^\x13\x14\x15]{0,2000})\x14?")
_SIGNS = re.compile("[\x01\x02\x05\x08\x15]")
_LINE = str.maketrans({"\r": "\n", "\x07": "\n", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": None})
_PIECES = 1_000_000
_HOLE = bytes(128)
_BARE = {0x08: "wmf", 0x62: "tif", 0x63: "bmp"}  # pictures of before drawings

# The stories in the order in which their texts follow one another: where their lengths stand, their zone, the number of
# the list that tells where each of its texts begins, and how many bytes that list has for each.
_STORIES = (
    (0x4C, Zone.BODY, None, 0),
    (0x50, Zone.COMMENT, 3, 0),
    (0x54, Zone.MARGIN, 11, 0),
    (0x58, Zone.HIDDEN, None, 0),
    (0x5C, Zone.COMMENT, 5, 0),
    (0x60, Zone.COMMENT, 47, 0),
    (0x64, Zone.BOX, 56, 22),
    (0x68, Zone.BOX, 58, 22),
)
# Lists of words in the table stream: bookmarks, associated texts (title, keywords), form fields, captions, variables.
_LISTS = (21, 32, 45, 52, 60)
_FIRST_LIST, _CLX, _DRAWINGS = 0x9A, 33, 50


def read(storage: Storage, handing: Handing) -> None:
    """Raises Trouble: ENCRYPTED, DAMAGED."""
    reading, drawings = handing.reading, handing.drawings
    main = storage.read(MAIN)
    if len(main) < 0x200:
        raise Trouble(Read.DAMAGED)
    kind, flags = struct.unpack_from("<H8xH", main, 0)
    if flags & _ENCRYPTED:
        raise Trouble(Read.ENCRYPTED)
    account, path = reading.account, storage.entry(MAIN).path
    version = struct.unpack_from("<H", main, 2)[0]
    if kind == _WORD_95 or (kind in _WORD_97 and version < 0xC0):
        _word_95(main, flags, reading, path)
        account.left(f"{path}: pictures and objects of Word 6 and 95", Read.UNSUPPORTED, Unit.PICTURES)
        account.looked(path)
        return
    if kind not in _WORD_97:
        raise Trouble(Read.DAMAGED)
    name = "1Table" if flags & _TABLE_1 else "0Table"
    other = "0Table" if flags & _TABLE_1 else "1Table"
    if name not in storage:
        raise Trouble(Read.DAMAGED)
    table = storage.read(name)
    account.looked(storage.entry(name).path)
    if other in storage:
        account.nothing(storage.entry(other).path)  # that of an earlier state, which the file itself no longer uses
    _stories(main, table, 0, reading, path)
    (glossary,) = struct.unpack_from("<H", main, 0x08)
    if glossary and glossary * 512 + 0x200 <= len(main):
        _stories(main, table, glossary * 512, reading, path)  # texts that are kept to be put in
    drawings.words(table)
    drawings.pictures(table, storage.entry(name).path)
    drawings.store(table, main, path)
    drawings.pictures(main, path)
    if "Data" in storage:
        data = storage.read("Data")
        account.looked(storage.entry("Data").path)
        drawings.words(data)
        drawings.pictures(data, storage.entry("Data").path)
        _elements(data, drawings, reading, storage.entry("Data").path)
    account.looked(path)


def _stories(main: bytes, table: bytes, base: int, reading: Reading, path: str) -> None:
    """The texts that one header of the file (FIB) leads to."""
    at, size = _list(main, base, _CLX)
    if at + size > len(table) or not size:
        raise Trouble(Read.DAMAGED)
    text = "".join(_pieces(main, table[at : at + size], reading, path))
    if holed(text):
        reading.account.left(path, Read.DAMAGED)
    begin = 0
    for place, zone, number, width in _STORIES:
        (length,) = struct.unpack_from("<I", main, base + place)
        story = text[begin : begin + length]
        if len(story) < length:
            reading.account.left(path, Read.DAMAGED)
        begin += length
        if len(story) > limits.TEXT:
            reading.cut(f"{path}: {zone.value}")
        for part in _parts(story[: limits.TEXT], main, table, base, number, width):
            _add(reading, zone, part)
    at, size = _list(main, base, _DRAWINGS)
    whole = intact(table[at : at + size])
    for number in _LISTS:
        at, size = _list(main, base, number)
        whole = whole and _HOLE not in table[at : at + size]
        reading.add(Zone.PROPERTY, "\n".join(wide(table[at : at + size])))
    if not whole:
        reading.account.left(f"{path}: lists and drawings", Read.DAMAGED)


def _list(main: bytes, base: int, number: int) -> tuple[int, int]:
    at, size = struct.unpack_from("<II", main, base + _FIRST_LIST + 8 * number)
    return at, size


def _parts(story: str, main: bytes, table: bytes, base: int, number: int | None, width: int) -> Iterator[str]:
    """Each header, note, comment, or text box by itself; the whole where the list of them makes no sense."""
    if number is None or not story:
        yield story
        return
    at, size = _list(main, base, number)
    count = max(0, (size - 4) // (4 + width)) + 1
    if not size or at + 4 * count > len(table) or count > 100_000:
        yield story
        return
    places = [0, *(place for place in struct.unpack_from(f"<{count}I", table, at) if place < len(story)), len(story)]
    if places != sorted(places):
        yield story
        return
    for begin, end in pairwise(places):
        yield story[begin:end]


def _add(reading: Reading, zone: Zone, text: str) -> None:
    """What a page shows; the codes of fields, which it does not show, are hidden text."""
    if "\x13" in text:
        reading.add(Zone.HIDDEN, "\n".join(code.translate(_LINE) for code in _FIELD.findall(text)))
        text = _FIELD.sub("", text)
    reading.add(zone, _SIGNS.sub("", text).translate(_LINE))


def _pieces(main: bytes, clx: bytes, reading: Reading, path: str) -> Iterator[str]:
    """The document's characters in order, as the piece table tells where they lie."""
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise Trouble(Read.DAMAGED)
    (size,) = struct.unpack_from("<I", clx, at + 1)
    number = (size - 4) // 12
    if not 0 <= number <= _PIECES:
        raise Trouble(Read.DAMAGED)
    ends = struct.unpack_from(f"<{number + 1}I", clx, at + 5)
    left = limits.TEXT * 2
    for index in range(number):
        (place,) = struct.unpack_from("<I", clx, at + 5 + 4 * (number + 1) + 8 * index + 2)
        length = ends[index + 1] - ends[index]
        if length < 0:
            reading.account.left(path, Read.DAMAGED)
            continue
        if length > left:
            reading.cut(f"{path}: text")
            length = left
        left -= length
        narrow = bool(place & 0x4000_0000)
        begin = (place & 0x3FFF_FFFF) // 2 if narrow else place
        piece = main[begin : begin + length * (1 if narrow else 2)]
        if len(piece) < length * (1 if narrow else 2):
            reading.account.left(path, Read.DAMAGED)
        yield piece.decode("cp1252" if narrow else "utf-16-le", "replace")


def _elements(data: bytes, drawings: Drawings, reading: Reading, path: str) -> None:
    """The Data stream's own elements: pictures of before drawings, and what form fields and links hold."""
    at = 0
    while at + 0x44 <= len(data):
        size, head, kind = struct.unpack_from("<IHH", data, at)
        if size < head or head < 0x0E or at + size > len(data):
            formatting = size & 0xFFFF  # of a paragraph whose list of formats is too long for its page
            if not formatting:
                return  # padding
            at += 2 + formatting
            continue
        body = data[at + head : at + size]
        if kind in _BARE and body:
            drawings.bare(_BARE[kind], body, f"{path}@{at:x}")
        elif kind not in (0x64, 0x66):
            reading.add(Zone.HIDDEN, "\n".join(wide(body)))
        at += max(size, 1)


# -- Word 6 and 95 ----------------------------------------------------------------------------------------------------


def _word_95(main: bytes, flags: int, reading: Reading, path: str) -> None:
    """The text lies in one piece, unless the file was saved in a hurry; signs are bytes of the code page."""
    begin, end = struct.unpack_from("<II", main, 0x18)
    if end > len(main) or begin > end:
        reading.account.left(path, Read.DAMAGED)
    text = main[begin:end]
    if bytes(64) in text:
        reading.account.left(path, Read.DAMAGED)
    if flags & _COMPLEX:
        try:
            at, size = struct.unpack_from("<II", main, 0x160)
            text = b"".join(_pieces_95(main, main[at : at + size])) or text
        except BROKEN:
            reading.account.left(path, Read.DAMAGED)
    _add(reading, Zone.BODY, legible(text, "gb18030")[: limits.TEXT])


def _pieces_95(main: bytes, clx: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    number = (struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12
    ends = struct.unpack_from(f"<{number + 1}I", clx, at + 5)
    for index in range(min(number, _PIECES)):
        (place,) = struct.unpack_from("<I", clx, at + 5 + 4 * (number + 1) + 8 * index + 2)
        yield main[place : place + ends[index + 1] - ends[index]]
