"""Text strings of a PDF wherever an object has one: layers, named places, scripts, descriptions, structure, signatures.

PDFium hands out those that it knows a use for. The others are found by how one begins ([ISO 32000-2] 7.9.2.2): the
mark of UTF-16 or UTF-8, in letters of hex or as bytes, in the file itself and in its packed lists of objects.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from checker.content.file import File

_PIECE, _OVERLAP = 8 << 20, 1 << 20
_HEX = re.compile(rb"<\s*[Ff][Ee]\s*[Ff][Ff]([0-9A-Fa-f\s]{4,100000})>")
_BYTES = re.compile(rb"\((\xfe\xff|\xef\xbb\xbf)((?:[^\\()]|\\.){2,100000})\)", re.DOTALL)
_OBJECTS = re.compile(rb"/ObjStm\b[^>]{0,400}>>\s*stream\r?\n")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_DRAWN = re.compile(rb"/PatternType\s*1\b|/Subtype\s*/Type3\b")
_FILE = re.compile(rb"/Type\s*/EmbeddedFile\b")
_UNPACKED = 16 << 20  # bytes of one list of objects
_MOST = 1 << 20  # characters in all


@dataclass(frozen=True, slots=True)
class Told:
    """What a file's objects say outside of its pages.

    text    strings with a sign that is not ASCII, a line each
    drawn   it has fonts whose signs are drawings (Type 3), or patterns that paths are filled with
    layers  it has layers, which may be switched off
    files   how many streams say that they are attached files, whatever leads to them
    """

    text: str
    drawn: bool
    layers: bool
    files: int


def read(file: File) -> Told:
    found, length, drawn, layers, files = dict[str, None](), 0, False, False, set[int]()
    for begin, piece in _pieces(file):
        files |= {begin + one.start() for one in _FILE.finditer(piece)} if begin >= 0 else set()
        drawn = drawn or _DRAWN.search(piece) is not None
        layers = layers or b"/OCProperties" in piece
        for text in _told(piece):
            if not text.isascii() and text not in found and length < _MOST:
                found[text] = None
                length += len(text)
    return Told("\n".join(found), drawn, layers, len(files))


def _pieces(file: File) -> Iterator[tuple[int, bytes]]:
    """With the place where it begins; -1 for what was unpacked."""
    for at in range(0, max(1, file.size), _PIECE):
        begin = max(0, at - _OVERLAP)
        piece = file.part(begin, min(file.size, at + _PIECE) - begin)
        yield begin, piece
        for objects in _OBJECTS.finditer(piece):
            try:
                yield -1, zlib.decompressobj().decompress(piece[objects.end() :], _UNPACKED)
            except zlib.error:
                continue  # not packed so, or encrypted as the rest of the file


def _told(piece: bytes) -> Iterator[str]:
    for found in _HEX.finditer(piece):
        letters = b"".join(found[1].split())
        yield bytes.fromhex(letters[: len(letters) // 4 * 4].decode("ascii")).decode("utf-16-be", "replace")
    if b"(\xfe\xff" in piece or b"(\xef\xbb\xbf" in piece:
        for found in _BYTES.finditer(piece):
            content = _ESCAPE.sub(_unescaped, found[2])
            yield content.decode("utf-16-be" if found[1] == b"\xfe\xff" else "utf-8", "replace")


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes((int(found[1], 8) & 0xFF,))
    return _LETTERS.get(found[2], found[2])
