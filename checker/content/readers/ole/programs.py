"""What programs keep in a compound file: macros with their forms ([MS-OVBA]), signatures, lists of users, equations.

Nothing of it is run. Of a macro its source is read, whose strings and remarks are words like any other; of the rest
what is legible, and the pictures in it.
"""

from __future__ import annotations

import re
import struct
from functools import partial

from checker.content.readers.looks import Looks, looks
from checker.content.readers.ole.compound import Entry
from checker.content.readers.ole.handing import Handing
from checker.content.readers.words import any_runs, legible, pictures_within
from checker.content.readers.xml import decoded, lines
from checker.content.reading import Inner
from checker.facts.content.marking import Zone

_SOURCE = b"\0Attribut"  # how a module begins when it is packed, behind a sign and a header of two bytes
_CHUNK, _LARGEST = 4096, 16 << 20
_REMARK = re.compile(r"(?m)^[ \t]*(?:'+|Rem\b)")
_EQUATION, _CHARACTER, _TYPEFACES = 28, 2, 0x80  # bytes before one; a record's kind; the least number of a typeface


def read(entry: Entry, content: bytes, handing: Handing) -> None:
    """One stream of a program's own, by what it is and not by its name."""
    reading = handing.reading
    match looks(content):
        case Looks.FILE:
            handing.member(entry.path, content)
        case Looks.PICTURE:
            reading.picture(Inner(entry.path, len(content), len(content), partial(bytes, content)))
        case Looks.XML:
            reading.add(Zone.COMMENT, lines(decoded(content)))
        case _:
            source = legible(unpacked(content, content.find(_SOURCE) - 3), "gb18030")
            reading.add(Zone.COMMENT, _REMARK.sub("", source).replace('"', "\n"))
            reading.add(Zone.COMMENT, any_runs(content))
            reading.add(Zone.COMMENT, _equation(content))
            for number, piece in enumerate(pictures_within(content), 1):
                name = f"{entry.path}: picture {number}"
                reading.picture(Inner(name, len(piece), len(piece), partial(bytes, piece)))
    reading.account.looked(entry.path)


def unpacked(content: bytes, at: int) -> bytes:
    """What is packed from a place on ([MS-OVBA] 2.4.1); as far as it goes."""
    found = bytearray()
    if at < 0 or content[at] != 1:
        return b""
    at += 1
    while at + 2 < len(content) and len(found) < _LARGEST:
        header = int.from_bytes(content[at : at + 2], "little")
        end = at + (header & 0x0FFF) + 3
        if header >> 12 & 7 != 3:
            break
        found += _chunk(content[at + 2 : end]) if header & 0x8000 else content[at + 2 : at + 2 + _CHUNK]
        at = end
    return bytes(found)


def _chunk(packed: bytes) -> bytearray:
    found, at = bytearray(), 0
    while at < len(packed):
        flags, at = packed[at], at + 1
        for bit in range(8):
            if at >= len(packed) or len(found) >= _CHUNK:
                return found
            if not flags >> bit & 1:
                found.append(packed[at])
                at += 1
                continue
            token = int.from_bytes(packed[at : at + 2], "little")
            at += 2
            wide = max(4, (len(found) - 1).bit_length())
            length, back = (token & 0xFFFF >> wide) + 3, (token >> 16 - wide) + 1
            if back > len(found):
                return found
            for _ in range(length):
                found.append(found[-back])
    return found


def _equation(content: bytes) -> str:
    """The signs of an equation of the old editor (MTEF 3): each is a record of its own."""
    if len(content) < _EQUATION or content[:4] != struct.pack("<HH", _EQUATION, 0) or content[4:6] != b"\2\0":
        return ""
    signs, at = list[str](), _EQUATION
    while at + 4 <= len(content):
        if content[at] & 0x0F == _CHARACTER and content[at + 1] >= _TYPEFACES:
            code = int.from_bytes(content[at + 2 : at + 4], "little")
            signs.append(chr(code) if 0x20 <= code < 0xD800 else "")
            at += 4
        else:
            at += 1
    return "".join(signs)
