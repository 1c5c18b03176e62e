"""What a PDF's pages no longer lead to: their text in an earlier state of the file, and texts that no object names.

Programs save a change behind the old file ([ISO 32000-2], 7.5.6): all up to an earlier end is the file as it was.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing

import pypdfium2

from checker.content.file import File, Section, Stream
from checker.content.readers.pdf_strings import pieces
from checker.content.reading import Reading
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_END = re.compile(rb"%%EOF[\r\n]{0,2}")
_REFERENCE = re.compile(rb"(?<![\d.])(\d{1,9})\s{1,4}\d{1,5}\s{1,4}R\b")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s{1,4}\d{1,5}\s{1,4}obj\b")
_BEGIN = re.compile(rb"(?<!end)stream\r?\n")
# Of streams that are anything but a page's: fonts, pictures, lists of objects, colours, what has another use.
_KNOWN = re.compile(rb"/(?:Type|Subtype|FunctionType|ShadingType|PatternType|Length[123]|N|Crypt)\b|endobj")
_WRITES = re.compile(rb"(?:\)|>|\])\s*T[jJ]|\)\s*['\"]")
_DICTIONARY = 600  # bytes in which a stream's entries end
_STATES, _PAGES, _MOST = 5, 500, 500  # earlier states that are opened, the latest first; pages of each; streams
_LAST = 16  # bytes behind the last end
_UNPACKED = 4 << 20  # bytes of a stream
_BROKEN = (pypdfium2.PdfiumError, ValueError, OSError, MemoryError)


def read(file: File, shown: Collection[str], reading: Reading) -> None:
    """Words of earlier states; a text that nothing leads to is named as not read. `shown`: texts of today's pages."""
    ends, named, begun = set[int](), set[bytes](), dict[bytes, int]()
    for begin, piece in pieces(file):
        named |= set(_REFERENCE.findall(piece))
        if begin >= 0:
            ends |= {begin + one.end() for one in _END.finditer(piece)}
            begun |= {number: begin + at for number, at in _streams(piece)}
        reading.step()
    alone = sorted(begun[number] for number in begun.keys() - named)
    if len(alone) > _MOST or any(_WRITES.search(_unpacked(file, at)) for at in alone[:_MOST]):
        reading.account.left("text that no page shows", Read.UNSUPPORTED)
    earlier = sorted(end for end in ends if end < file.size - _LAST)
    if len(earlier) > _STATES:
        reading.cut("earlier states")
    for end in earlier[-_STATES:]:
        for text in _as_it_was(Section(file, 0, end), reading):
            if text not in shown:
                reading.add(Zone.HIDDEN, text)


def _streams(piece: bytes) -> Iterator[tuple[bytes, int]]:
    """Streams that may be what a page shows: each one's number, and where its content begins."""
    for found in _OBJECT.finditer(piece):
        begin = _BEGIN.search(piece, found.end(), found.end() + _DICTIONARY)
        if begin is not None and not _KNOWN.search(piece, found.end(), begin.start()):
            yield found[1], begin.end()


def _unpacked(file: File, at: int) -> bytes:
    content = file.part(at, min(_UNPACKED, file.size - at))
    try:
        return zlib.decompressobj().decompress(content, _UNPACKED)
    except zlib.error:
        return content.partition(b"endstream")[0]


def _as_it_was(file: File, reading: Reading) -> Iterator[str]:
    """The text of each page, as far as that state can be opened."""
    try:
        with closing(pypdfium2.PdfDocument(io.BufferedReader(Stream(file), 1 << 20))) as document:
            for index in range(min(len(document), _PAGES)):
                reading.step()
                with closing(document[index]) as page, closing(page.get_textpage()) as texts:
                    yield texts.get_text_range().replace("\r\n", "\n")
    except _BROKEN:  # no state of it: the first half of a file that is arranged to be shown while it is fetched
        return
