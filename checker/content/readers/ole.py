"""doc, xls, ppt and wps, et, dps: streams within a compound file ([MS-CFB], [MS-DOC], [MS-XLS], [MS-PPT]).

WPS Office writes the same streams into its own kinds as into the others; no file of an old Kingsoft version was seen.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

import olefile

from checker.content import limits
from checker.content.file import File, Stream
from checker.content.readers.properties import labelled
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_BROKEN = (OSError, struct.error, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)
_FIELD = re.compile("\x13[^\x13\x14\x15]{0,2000}\x14?|[\x15\x01\x08]")
_LINE = str.maketrans({"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": None})
_WORD_95 = 0xA5DC
_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200


class Compound:
    """An opened compound file.

    Raises:
        Trouble: DAMAGED.
    """

    def __init__(self, file: File) -> None:
        try:
            self._ole = olefile.OleFileIO(Stream(file))
            self.streams = {"/".join(path): "/".join(path) for path in self._ole.listdir()}
        except _BROKEN as error:
            raise Trouble(Read.DAMAGED) from error

    def __contains__(self, name: str) -> bool:
        return name in self.streams

    @property
    def kind(self) -> str:
        """doc, xls, ppt, msg, vsd, pub, hwp, "encrypted" (an office file with a password), or "ole" for the rest."""
        if "EncryptedPackage" in self or "EncryptedSummary" in self:
            return "encrypted"
        if any(name.startswith("__substg1.0_") or name == "__properties_version1.0" for name in self.streams):
            return "msg"
        kinds = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
        kinds |= {"VisioDocument": "vsd", "Quill/QuillSub/CONTENTS": "pub", "\x05HwpSummaryInformation": "hwp"}
        return next((kind for name, kind in kinds.items() if name in self), "ole")

    def read(self, name: str) -> bytes:
        try:
            if self._ole.get_size(name) > limits.PART * 2:
                raise Trouble(Read.TOO_LARGE)
            content: bytes = self._ole.openstream(name).read()
        except _BROKEN as error:
            raise Trouble(Read.DAMAGED) from error
        return content

    def properties(self) -> Iterator[tuple[str, str]]:
        """Text properties; Chinese programs write them in UTF-16 or GBK."""
        for name in ("\x05SummaryInformation", "\x05DocumentSummaryInformation"):
            if name not in self:
                continue
            try:
                found = self._ole.getproperties(name, convert_time=False)
            except _BROKEN:
                continue
            for key, value in found.items():
                if isinstance(value, bytes):
                    value = value.rstrip(b"\0").decode("gb18030", "replace")
                if isinstance(value, str):
                    yield _PROPERTIES.get((name[-7:], key), str(key)), value


_PROPERTIES = {
    ("rmation", 2): "title",
    ("rmation", 3): "subject",
    ("rmation", 5): "keywords",
    ("rmation", 6): "description",
    ("rmation", 14): "manager",
    ("rmation", 15): "company",
}


def read(compound: Compound, reading: Reading) -> None:
    lines = (labelled(name, value) for name, value in compound.properties())
    reading.add(Zone.PROPERTY, "\n".join(line for line in lines if line))
    try:
        match compound.kind:
            case "doc":
                _word(compound, reading)
            case "xls":
                _excel(compound.read("Workbook" if "Workbook" in compound else "Book"), reading)
            case "ppt":
                _powerpoint(compound, reading)
    except _BROKEN as error:
        raise Trouble(Read.DAMAGED) from error


# -- Word -------------------------------------------------------------------------------------------------------------


def _word(compound: Compound, reading: Reading) -> None:
    main = compound.read("WordDocument")
    (flags,) = struct.unpack_from("<H", main, 0x0A)
    if flags & _ENCRYPTED:
        raise Trouble(Read.ENCRYPTED)
    if struct.unpack_from("<H", main, 0)[0] == _WORD_95:
        begin, end = struct.unpack_from("<II", main, 0x18)
        reading.add(Zone.BODY, _legible(main[begin:end].decode("gb18030", "replace")))
        return
    table = compound.read("1Table" if flags & _TABLE_1 else "0Table")
    at, size = struct.unpack_from("<II", main, 0x01A2)
    text = "".join(_pieces(main, table[at : at + size]))
    # The stories follow one another: main text, footnotes, headers and footers, comments, end notes, text boxes.
    stories = (0x4C, Zone.BODY), (0x50, Zone.COMMENT), (0x54, Zone.MARGIN), (0x5C, Zone.COMMENT)
    begin = 0
    for place, zone in (*stories, (0x60, Zone.COMMENT), (0x64, Zone.BOX), (0x68, Zone.MARGIN)):
        (length,) = struct.unpack_from("<I", main, place)
        reading.add(zone, _legible(text[begin : begin + length])[: limits.TEXT])
        begin += length


def _pieces(main: bytes, clx: bytes) -> Iterator[str]:
    """The document's characters in order, as the piece table tells where they lie."""
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise Trouble(Read.DAMAGED)
    (size,) = struct.unpack_from("<I", clx, at + 1)
    number = (size - 4) // 12
    if not 0 <= number <= 1_000_000:
        raise Trouble(Read.DAMAGED)
    ends = struct.unpack_from(f"<{number + 1}I", clx, at + 5)
    left = limits.TEXT * 2
    for index in range(number):
        (place,) = struct.unpack_from("<I", clx, at + 5 + 4 * (number + 1) + 8 * index + 2)
        length = min(max(0, ends[index + 1] - ends[index]), left)
        left -= length
        if place & 0x4000_0000:
            begin = (place & 0x3FFF_FFFF) // 2
            yield main[begin : begin + length].decode("cp1252", "replace")
        else:
            yield main[place : place + 2 * length].decode("utf-16-le", "replace")


def _legible(text: str) -> str:
    return _FIELD.sub("", text).translate(_LINE)


# -- Excel ------------------------------------------------------------------------------------------------------------

_CONTINUE = 0x3C
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|\d{1,3}|[A-Z])', re.IGNORECASE)
_LONGEST_NUMBERS = 100_000


def _excel(book: bytes, reading: Reading) -> None:
    strings: list[str] = []
    margins: list[str] = []
    labels: list[str] = []
    numbers: list[str] = []
    for kind, body in _records(book):
        match kind:
            case 0x2F:
                raise Trouble(Read.ENCRYPTED)
            case 0xFC:
                strings += _shared(body)
            case 0x204:
                labels.append(body[0][8:].decode("gb18030", "replace"))
            case 0x14 | 0x15:
                margins.append(_HEADER_CODE.sub(" ", _short(body[0])))
            case 0x203 if len(body[0]) >= 14 and len(numbers) < _LONGEST_NUMBERS:
                (value,) = struct.unpack_from("<d", body[0], 6)
                if 1e10 <= value < 1e15:
                    numbers.append(f"{value:.0f}")
    reading.add(Zone.BODY, "\n".join((*strings, *labels))[: limits.TEXT])
    reading.add(Zone.MARGIN, "\n".join(margins))
    reading.add(Zone.COMMENT, "\n".join(numbers))


def _records(book: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Each record with those that continue it."""
    at = 0
    kind, body = -1, list[bytes]()
    while at + 4 <= len(book):
        found, size = struct.unpack_from("<HH", book, at)
        content = book[at + 4 : at + 4 + size]
        at += 4 + size
        if found == _CONTINUE:
            body.append(content)
            continue
        if kind >= 0:
            yield kind, body
        kind, body = found, [content]
    if kind >= 0:
        yield kind, body


def _short(content: bytes) -> str:
    if len(content) < 3:
        return ""
    (length,) = struct.unpack_from("<H", content, 0)
    wide = content[2] & 1
    return content[3 : 3 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


class _Across:
    """Reads over the ends of continued records; characters that go on in the next one begin with a new width."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces, self._piece, self._at = pieces, 0, 0

    @property
    def done(self) -> bool:
        while self._piece < len(self._pieces) and self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0
        return self._piece >= len(self._pieces)

    def take(self, size: int) -> bytes:
        found = b""
        while len(found) < size and not self.done:
            piece = self._pieces[self._piece][self._at : self._at + size - len(found)]
            self._at += len(piece)
            found += piece
        if len(found) < size:
            raise Trouble(Read.DAMAGED)
        return found

    def characters(self, number: int, wide: bool) -> str:
        found = []
        while number:
            left = len(self._pieces[self._piece]) - self._at if self._piece < len(self._pieces) else 0
            if left <= 0:
                if self.done:
                    raise Trouble(Read.DAMAGED)
                wide = bool(self.take(1)[0] & 1)
                continue
            here = min(number, max(1, left // 2) if wide else left)
            found.append(
                self.take(here * 2).decode("utf-16-le", "replace") if wide else self.take(here).decode("latin-1")
            )
            number -= here
        return "".join(found)


def _shared(pieces: list[bytes]) -> Iterator[str]:
    across = _Across(pieces)
    _, unique = struct.unpack("<II", across.take(8))
    left = limits.TEXT
    for _ in range(min(unique, 2_000_000)):
        if across.done or left <= 0:
            return
        number, flags = struct.unpack("<HB", across.take(3))
        runs = struct.unpack("<H", across.take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", across.take(4))[0] if flags & 4 else 0
        text = across.characters(number, bool(flags & 1))
        left -= number
        across.take(4 * runs + min(extra, 1 << 20))
        yield text


# -- PowerPoint -------------------------------------------------------------------------------------------------------

_MASTER, _SLIDE, _PERSIST, _NOTES = 1016, 1006, 1011, 1008
_CHARACTERS, _BYTES, _CSTRING = 4000, 4008, 4026
_ENCRYPTED_TOKEN = 0xF3D1_C4DF


def _powerpoint(compound: Compound, reading: Reading) -> None:
    if "Current User" in compound:
        user = compound.read("Current User")
        if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED_TOKEN:
            raise Trouble(Read.ENCRYPTED)
    content = compound.read("PowerPoint Document")
    zone, pieces, total = Zone.BODY, list[str](), 0
    for kind, body in _atoms(content):
        if kind in (_MASTER, _SLIDE, _PERSIST, _NOTES):
            reading.add(zone, "\n".join(pieces))
            zone = {_MASTER: Zone.MARGIN, _NOTES: Zone.COMMENT}.get(kind, Zone.BODY)
            pieces = []
        elif total < limits.TEXT:
            text = body.decode("latin-1") if kind == _BYTES else body.decode("utf-16-le", "replace")
            pieces.append(text.translate(_LINE))
            total += len(text)
    reading.add(zone, "\n".join(pieces))


def _atoms(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Text atoms, and where slides begin; containers are walked through without going into them by calls."""
    at = 0
    while at + 8 <= len(content):
        version, kind, size = struct.unpack_from("<HHI", content, at)
        at += 8
        if version & 0xF == 0xF:
            if kind in (_MASTER, _SLIDE, _NOTES):
                yield kind, b""
            continue
        if kind == _PERSIST:
            yield kind, b""
        elif kind in (_CHARACTERS, _BYTES, _CSTRING):
            yield kind, content[at : at + size]
        at += size
