"""A PDF that is built to take memory is refused before anything unpacks it in whole; what programs write is read."""

from __future__ import annotations

import zlib

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.readers.pdf_bombs import UNPACKED
from checker.facts.content.document import Read

_DRAWN = b"BT /F 9 Tf 9 9 Td (x) Tj ET"


def _stream(entries: bytes, content: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def _pdf(contents: bytes, more: bytes = b"") -> bytes:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R%s>>" % more,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
        contents,
    )
    out, places = b"%PDF-1.5\n", list[int]()
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return b"%sxref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        out,
        table,
        len(out),
    )


def _read(content: bytes) -> Read:
    return inspected(Bytes(content), "x.pdf", Order(pictures=False))[0].read


def _much() -> bytes:
    return zlib.compress(bytes(UNPACKED + 1), 9)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: _pdf(_stream(b"/Filter/FlateDecode", _much())), id="a page of 64 MiB"),
        pytest.param(
            lambda: _pdf(_stream(b"/Filter[/FlateDecode /FlateDecode]", zlib.compress(zlib.compress(_DRAWN)))),
            id="packed twice",
        ),
        pytest.param(lambda: _pdf(_stream(b"/Filter[/Fl/LZW]", b"x")), id="packed twice, in short"),
        pytest.param(lambda: _pdf(_stream(b"", _DRAWN), b"/X " + b"[" * 3000 + b"]" * 3000), id="arrays in arrays"),
        pytest.param(lambda: _pdf(_stream(b"", _DRAWN), b"/X " + b"<</A " * 3000 + b">>" * 3000), id="dictionaries"),
    ],
)
def test_what_is_built_to_take_memory_is_refused(content: object) -> None:
    assert callable(content)
    assert _read(content()) is Read.REFUSED


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(_pdf(_stream(b"", _DRAWN)), id="plain"),
        pytest.param(_pdf(_stream(b"/Filter/FlateDecode", zlib.compress(_DRAWN * 60_000, 1))), id="a long page"),
        pytest.param(
            _pdf(_stream(b"/Filter[/ASCIIHexDecode/FlateDecode]", zlib.compress(_DRAWN).hex().encode() + b">")),
            id="packed, and written in letters",
        ),
        pytest.param(_pdf(_stream(b"", _DRAWN), b"/X " + b"[" * 50 + b"]" * 50), id="a few arrays"),
    ],
)
def test_what_programs_write_is_read(content: bytes) -> None:
    assert _read(content) is Read.READ
