"""A PDF as bytes: PDFium mends what is broken without a word, so that damage has to be looked for here."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from checker.content import encodings
from checker.content.file import File
from checker.content.readers.properties import labelled
from checker.content.readers.xml import decoded, stripped

_PIECE, _OVERLAP = 8 << 20, 1 << 20  # bytes that are looked at together
_TAIL = 64 << 10
_END = 2048  # bytes in which the end has to stand; [ISO 32000-1] 7.5.5 says the last lines, programs append blanks
_BESIDE, _LETTERS = 256, bytes((*b"\t\n\f\r", *range(0x20, 0x7F)))
_HOLE = bytes(512)  # a sector; compressed content has no such run of zeros
_LENGTH = re.compile(rb"/Linearized[^>]{0,200}?/L\s+(\d{1,12})")
_START = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
_TABLE = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)")
_XMP = re.compile(rb"<(?:x|xmp):x[am]pmeta\b.{0,500000}?</(?:x|xmp):x[am]pmeta>", re.DOTALL)
_METADATA = re.compile(rb"/Type\s*/Metadata\b[^>]{0,300}>>\s*stream\r?\n|/Subtype\s*/XML\b[^>]{0,300}>>\s*stream\r?\n")
_LINE = 200  # signs of one property
_LINES = 200


def damaged(file: File) -> Iterator[str]:
    """What is wrong with the file as a whole, in the words of the account."""
    tail = file.part(max(0, file.size - _TAIL), _TAIL).rstrip(b"\0\t\n\f\r ")
    head = file.part(0, min(1024, file.size))
    starts = list(_START.finditer(tail[-_END:]))
    said = _LENGTH.search(head)
    if not starts:
        yield "end of file"
    elif not _leads_to_a_table(file, int(starts[-1][1]), max(0, head.find(b"%PDF-"))):
        yield "table of objects"
    if said is not None and int(said[1]) > file.size:
        yield "end of file"
    if any(_has_hole(piece) for piece in _pieces(file)):
        yield "hole"


def before(file: File) -> str:
    """A text in front of the header, where one stands: readers look for the header in the first 1,024 bytes."""
    head = file.part(0, min(1024, file.size))
    content = head[: max(0, head.find(b"%PDF-"))]
    return encodings.read(content).text if content.strip() and encodings.is_text(content) else ""


def described(file: File) -> Iterator[str]:
    """XMP packets as lines; they describe the document and its pictures."""
    for piece in _pieces(file):
        if b"etadata" not in piece and b"pmeta" not in piece:
            continue
        for found in _XMP.finditer(piece):
            yield from _lines(found[0])
        for begun in _METADATA.finditer(piece):
            if b"FlateDecode" in piece[max(0, begun.start() - 300) : begun.end()]:
                try:
                    yield from _lines(zlib.decompressobj().decompress(piece[begun.end() :], 1 << 20))
                except zlib.error:
                    continue  # encrypted, as the rest of such a file


def _lines(packet: bytes) -> Iterator[str]:
    text = stripped(decoded(packet).replace("</", "\n</"))
    for line in [line.strip() for line in text.splitlines() if line.strip()][:_LINES]:
        yield labelled("", line[:_LINE])


def _pieces(file: File) -> Iterator[bytes]:
    for at in range(0, max(1, file.size), _PIECE):
        begin = max(0, at - _OVERLAP)
        yield file.part(begin, min(file.size, at + _PIECE) - begin)


def _leads_to_a_table(file: File, at: int, before: int) -> bool:
    """Whether the table of objects stands where the file's end says; `before`: bytes in front of the header."""
    places = {at, at + before, max(0, at - 1), max(0, at - 2)}
    return any(0 < place < file.size and _TABLE.match(file.part(place, 32)) for place in places)


def _has_hole(piece: bytes) -> bool:
    """Whether a run of zeros stands where none can: outside of streams, in one that is packed, or amid its words."""
    at = piece.find(_HOLE)
    while at >= 0:
        end = len(piece) - len(piece[at:].lstrip(b"\0"))
        if end == len(piece):
            return False  # the end of the file is judged by itself, and a next piece begins earlier
        begun = piece.rfind(b"stream", 0, at)
        if begun < 0 or piece[begun - 3 : begun] == b"end":
            return True
        filters = piece[max(0, begun - 600) : begun]
        filters = filters[filters.rfind(b"obj") + 1 :]
        packed = b"Filter" in filters or b"/F " in filters
        ends = piece.find(b"endstream", end)
        # EXIF may hold blank space; the photo itself follows it.
        photo = b"DCT" in filters and b"\xff\xda" not in piece[begun:at] and b"\xff\xda" in piece[end:ends]
        if (packed and not photo) or (not packed and _is_written(piece, begun, at, end)):
            return True
        at = piece.find(_HOLE, end)
    return False


def _is_written(piece: bytes, begun: int, at: int, end: int) -> bool:
    """Whether a stream that is not compressed is a text on both sides of its zeros: what draws a page, or maps signs.

    Points of a picture, a font and the samples of a sound have zeros of their own.
    """
    around = piece[begun:at][-_BESIDE:] + piece[end : end + _BESIDE]
    return not around.translate(None, _LETTERS)
