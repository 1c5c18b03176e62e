"""PDFs that are built to take memory: PDFium unpacks a stream in whole, and objects within one another without an end.

Asked before PDFium sees the file. Streams of pictures are left out: whoever draws a page weighs their points first.
"""

from __future__ import annotations

import re
import zlib

from checker.content.file import File
from checker.content.readers.pdf_strings import pieces
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

UNPACKED = 64 << 20  # bytes of one stream: a page of a million signs is drawn by a tenth of it
_SMALL = UNPACKED // 1_040  # bytes of a packed stream that cannot come to more: deflate saves at most 1,032 to 1
_DEEP = 2_000  # arrays and dictionaries that begin within one another, side by side
_NESTED = re.compile(rb"(?:(?:\[|<<)(?:/[^\s/<\[\]>()]{1,30})?\s{0,8}){%d}" % _DEEP)
_BEGIN = re.compile(rb"(?<!end)stream\r?\n")
_ENTRIES = 600  # bytes before a stream in which what it is packed with stands
_PICTURE = re.compile(rb"/Subtype\s*/Image\b|/Width\b")
_PACKERS = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b")
_STEP = 1 << 20


def refuse(file: File) -> None:
    """Raises Trouble: REFUSED."""
    for at, piece in pieces(file):
        if _NESTED.search(piece):
            raise Trouble(Read.REFUSED)
        if at < 0:
            continue
        for begin in _BEGIN.finditer(piece):
            entries = piece[max(0, begin.start() - _ENTRIES) : begin.start()].rpartition(b" obj")[2]
            packers = len(_PACKERS.findall(entries))
            if packers > 1 or (packers and not _PICTURE.search(entries) and _swells(file, at + begin.end())):
                raise Trouble(Read.REFUSED)


def _swells(file: File, at: int) -> bool:
    """Whether a stream unpacks to more than any page or font has. It is not kept."""
    unpacked, packed = 0, zlib.decompressobj()
    if file.part(at, min(_SMALL, file.size - at)).find(b"endstream") >= 0:
        return False
    try:
        while at < file.size and not packed.eof:
            content = file.part(at, min(_STEP, file.size - at))
            at += len(content)
            while content and not packed.eof:
                unpacked += len(packed.decompress(content, _STEP))
                if unpacked > UNPACKED:
                    return True
                content = packed.unconsumed_tail
    except zlib.error:
        return False  # packed in another way, or encrypted: what limits PDFium itself has
    return False
