"""What the verifier takes out of a PDF that nobody vouches for: by position, with limits, without a PDF parser.

It needs two things, the envelope and the signature value. Everything else is made again from them and compared, so a
file that is laid out otherwise than ours does not have to be understood: it is not ours.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from checker.report.payload import SIZE_LIMIT, NotAReport

_EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile\b")
_STREAM = re.compile(rb"stream\r?\n")
_RANGE = re.compile(rb"/ByteRange ?\[ ?(\d{1,10}) (\d{1,10}) (\d{1,10}) (\d{1,10}) ?\]")


@dataclass(frozen=True, slots=True)
class Signed:
    """`contents`: the hexadecimal digits as they stand; `start`: where they begin; `signed`: what the signature covers.

    `covers_all` is false where something follows.
    """

    contents: bytes
    start: int
    signed: bytes
    covers_all: bool


def envelope(pdf: bytes) -> bytes:
    """The first embedded file.

    Raises:
        NotAReport: no PDF, nothing embedded, or more than any envelope holds.
    """
    if not pdf.startswith(b"%PDF-"):
        raise NotAReport("neither an envelope nor a PDF")
    embedded = _EMBEDDED.search(pdf)
    stream = _STREAM.search(pdf, embedded.end(), embedded.end() + 1000) if embedded else None
    if stream is None:
        raise NotAReport("no signed data in this PDF")
    inflate = zlib.decompressobj()
    try:
        content = inflate.decompress(pdf[stream.end() :], 2 * SIZE_LIMIT + 1)
    except zlib.error as error:
        raise NotAReport("the signed data in this PDF is damaged") from error
    if len(content) > 2 * SIZE_LIMIT or not inflate.eof:
        raise NotAReport("the signed data in this PDF is too large or cut off")
    return content


def signatures(pdf: bytes) -> tuple[Signed, ...]:
    """Every signature whose byte range has the shape ours has: from the start, one hole, to some end."""
    found = []
    for match in _RANGE.finditer(pdf):
        first, length, second, rest = map(int, match.groups())
        hole = pdf[length:second]
        if first or second + rest > len(pdf) or hole[:1] != b"<" or hole[-1:] != b">":
            continue
        signed = pdf[:length] + pdf[second : second + rest]
        found.append(Signed(hole[1:-1], length + 1, signed, second + rest == len(pdf)))
    return tuple(found)
