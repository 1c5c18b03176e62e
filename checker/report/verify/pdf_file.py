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
_HOLE_LIMIT = 1 << 20  # hexadecimal digits of a signature: ours has 16,384
_RANGE = re.compile(rb"/ByteRange ?\[ ?(\d{1,10}) (\d{1,10}) (\d{1,10}) (\d{1,10}) ?\]")


@dataclass(frozen=True, slots=True)
class Signed:
    """`contents`: the hexadecimal digits as they stand; `start`: where they begin; `signed`: what the signature covers.

    `covers_all` is false where something follows, `alone` where there is another signature beside this one.
    """

    contents: bytes
    start: int
    signed: bytes
    covers_all: bool
    alone: bool


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
        content = inflate.decompress(memoryview(pdf)[stream.end() :], 2 * SIZE_LIMIT + 1)
    except zlib.error as error:
        raise NotAReport("the signed data in this PDF is damaged") from error
    if len(content) > 2 * SIZE_LIMIT or not inflate.eof:
        raise NotAReport("the signed data in this PDF is too large or cut off")
    return content


def signature(pdf: bytes) -> Signed | None:
    """The first signature whose byte range has the shape ours has: from the start, one hole, to some end.

    Whoever made the file chose how often that pattern stands in it: what is covered is put together once, and the
    search ends with the second that is found.
    """
    shapes = (shape for match in _RANGE.finditer(pdf) if (shape := _shape(pdf, match)) is not None)
    first = next(shapes, None)
    if first is None:
        return None
    length, second, end = first
    signed = b"".join((memoryview(pdf)[:length], memoryview(pdf)[second:end]))
    contents = pdf[length + 1 : second - 1]
    return Signed(contents, length + 1, signed, end == len(pdf), next(shapes, None) is None)


def _shape(pdf: bytes, match: re.Match[bytes]) -> tuple[int, int, int] | None:
    """Where the hole begins and ends, and where the signed bytes end; None: it is not of our shape."""
    first, length, second, rest = map(int, match.groups())
    end = second + rest
    if first or not length < second <= end <= len(pdf) or second - length > _HOLE_LIMIT:
        return None
    return (length, second, end) if pdf[length] == ord("<") and pdf[second - 1] == ord(">") else None
