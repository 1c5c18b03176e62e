"""Text strings of a PDF wherever an object has one: layers, named places, scripts, descriptions, structure, signatures.

PDFium hands out those that it knows a use for. The others are found by how one begins ([ISO 32000-2] 7.9.2.2): the
mark of UTF-16 or UTF-8, in letters of hex or as bytes, in the file itself and in its packed lists of objects; those
without a mark, as old Chinese programs wrote them, by the bytes of a level.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from checker.content import encodings
from checker.content.file import File
from checker.content.readers import scripts

_PIECE, _OVERLAP = 8 << 20, 1 << 20
_HEX = re.compile(rb"<\s*[Ff][Ee]\s*[Ff][Ff]([0-9A-Fa-f\s]{4,100000})>")
_BYTES = re.compile(rb"\((\xfe\xff|\xef\xbb\xbf)((?:[^\\()]|\\.){2,100000})\)", re.DOTALL)
_OBJECTS = re.compile(rb"/ObjStm\b[^>]{0,400}>>\s*stream\r?\n")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_DRAWN = re.compile(rb"/PatternType\s*1\b|/Subtype\s*/Type3\b")
_FILE = re.compile(rb"/Type\s*/EmbeddedFile\b")
_SCRIPT = re.compile(rb"/JS\s*(?:(\()|<([0-9A-Fa-f\s]{4,200000})>|(\d{1,9})\s+\d+\s+R)")
_BRACKET, _LONGEST, _MOST_PROGRAMS = re.compile(rb"\\.|[()]", re.DOTALL), 50_000, 500
_LEVELS = tuple(word.encode(name) for name in ("utf-8", "gb18030") for word in ("绝密", "机密", "秘密", "絕密", "機密"))
_WORDS = (*_LEVELS, *(b"".join(b"\\%03o" % byte for byte in word) for word in _LEVELS))
_AROUND = 1_000  # bytes of a string without a mark, on each side of a level
_DRAWS = re.compile(rb"\s*(?:T[jJ]|['\"]|\]|-?[\d.]|\()")  # what follows a string that a page draws
_UNPACKED = 16 << 20  # bytes of one list of objects
_MOST = 1 << 20  # characters in all


@dataclass(frozen=True, slots=True)
class Told:
    """What a file's objects say outside of its pages.

    text    strings with a sign that is not ASCII, a line each
    drawn   it has fonts whose signs are drawings (Type 3), or patterns that paths are filled with
    layers  it has layers, which may be switched off
    script  strings and remarks of its programs; `unseen`: one of them shows what only running it would tell
    files   how many streams say that they are attached files, whatever leads to them
    """

    text: str
    drawn: bool
    layers: bool
    files: int
    script: str
    unseen: bool


def read(file: File) -> Told:
    found, length, drawn, layers, files = dict[str, None](), 0, False, False, set[int]()
    programs, apart, more = list[bytes](), set[bytes](), False
    for begin, piece in pieces(file):
        files |= {begin + one.start() for one in _FILE.finditer(piece)} if begin >= 0 else set()
        drawn = drawn or _DRAWN.search(piece) is not None
        layers = layers or b"/OCProperties" in piece
        for one in _SCRIPT.finditer(piece) if b"/JS" in piece else ():
            if len(programs) + len(apart) >= _MOST_PROGRAMS:
                more = True
                break
            programs.append(_in_brackets(piece, one.end()) if one[1] else _from_hex(one[2] or b""))
            apart |= {one[3]} - {None}
        for text in _told(piece):
            if not text.isascii() and text not in found and length < _MOST:
                found[text] = None
                length += len(text)
    programs += _streams(file, apart) if apart else ()
    said = [scripts.written(_characters(program)) for program in programs if program]
    script = "\n".join(text for text, _ in said)
    return Told("\n".join(found), drawn, layers, len(files), script, more or any(unseen for _, unseen in said))


def _streams(file: File, numbers: set[bytes]) -> Iterator[bytes]:
    """The content of some objects, as far as it is not packed in another way than the usual one."""
    wanted = b"|".join(sorted(numbers))
    begins = re.compile(rb"(?<!\d)(?:%s)\s+\d+\s+obj\b[^>]{0,400}>>\s*stream\r?\n" % wanted)
    for begin, piece in pieces(file):
        for found in begins.finditer(piece) if begin >= 0 else ():
            content = piece[found.end() : piece.find(b"endstream", found.end())]
            try:
                yield zlib.decompressobj().decompress(content, _UNPACKED) if b"Flate" in found[0] else content
            except zlib.error:
                continue


def _characters(content: bytes) -> str:
    if content.startswith(b"\xfe\xff"):
        return content[2:].decode("utf-16-be", "replace")
    return encodings.read(content).text


def _in_brackets(piece: bytes, begin: int) -> bytes:
    """A string up to the bracket that closes it; those within may stand there as they are ([ISO 32000-2] 7.3.4.2)."""
    depth, at = 1, begin
    while (found := _BRACKET.search(piece, at, begin + _LONGEST)) is not None:
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        at = found.end()
        if not depth:
            return _ESCAPE.sub(_unescaped, piece[begin : found.start()])
    return b""


def _from_hex(letters: bytes) -> bytes:
    solid = b"".join(letters.split())
    return bytes.fromhex(solid[: len(solid) // 2 * 2].decode("ascii"))


def _unmarked(piece: bytes) -> Iterator[str]:
    for word in _WORDS:
        at = -1
        while (at := piece.find(word, at + 1)) >= 0:
            begin, end = piece.rfind(b"(", max(0, at - _AROUND), at), piece.find(b")", at, at + _AROUND)
            if begin >= 0 and end >= 0 and not _DRAWS.match(piece, end + 1):
                yield from encodings.read(_ESCAPE.sub(_unescaped, piece[begin + 1 : end])).all


def pieces(file: File) -> Iterator[tuple[int, bytes]]:
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
    yield from _unmarked(piece)
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
