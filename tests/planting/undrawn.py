"""PDFs whose pages do not show what they hold: pictures below something, cut away or never drawn, programs, old strings."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial

from PIL import Image

from tests.planting.pdfs import Made, hexed, paper, stream
from tests.planting.planted import Planted

_WORDS = b"BT /F1 12 Tf 60 780 Td (An ordinary page with words enough to be read by itself.) Tj ET "
_DRAWN = b"q 500 0 0 700 50 40 cm /Im Do Q "


def _page(drawn: bytes, mark: str) -> bytes:
    made = Made()
    white = made.picture(Image.new("L", (90, 90), 255))
    resources = b"/XObject <</Im %d 0 R /White %d 0 R>>" % (made.picture(paper(mark)), white)
    made.page(_WORDS + drawn, resources)
    return made.whole()


def _small_copy(mark: str) -> bytes:
    made = Made()
    made.page(_WORDS, more=b"/Thumb %d 0 R" % made.picture(paper(mark)))
    return made.whole()


def _alternate(mark: str) -> bytes:
    made = Made()
    entries = b"/Type /XObject /Subtype /Image /Width 90 /Height 90 /ColorSpace /DeviceGray /BitsPerComponent 8"
    entries += b" /Filter /FlateDecode /Alternates [<</Image %d 0 R>>]" % made.picture(paper(mark))
    shown = made.add(stream(zlib.compress(b"\xff" * 8100), entries))
    made.page(_WORDS + _DRAWN, b"/XObject <</Im %d 0 R>>" % shown)
    return made.whole()


def _unused(packing: str, mark: str) -> bytes:
    """A picture that nothing leads to any more."""
    made = Made()
    made.page(_WORDS)
    image = paper(mark).convert("L")
    points = image.tobytes()
    entries = b"/Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8" % image.size
    if packing == "rows":
        rows = b"".join(b"\0" + points[at : at + image.width] for at in range(0, len(points), image.width))
        rule = b" /DecodeParms <</Predictor 15 /Colors 1 /Columns %d>>" % image.width
        made.add(stream(zlib.compress(rows), entries + b" /Filter [/FlateDecode]" + rule))
    else:
        made.add(stream(points, entries))
    return made.whole()


def _whole(catalog: Callable[[Made, str], bytes], mark: str) -> bytes:
    made = Made()
    made.page(_WORDS)
    return made.whole(catalog(made, mark))


def _program(script: Callable[[str], bytes]) -> Callable[[Made, str], bytes]:
    return lambda made, mark: b"/OpenAction <</S /JavaScript /JS (%s)>>" % script(mark)


def _apart(made: Made, mark: str) -> bytes:
    program = made.add(stream(zlib.compress(f'app.alert("{mark}")'.encode()), b"/Filter /FlateDecode"))
    return b"/OpenAction <</S /JavaScript /JS %d 0 R>>" % program


def _codes(mark: str) -> bytes:
    return b"app.alert(String.fromCharCode(%s))" % b",".join(b"%d" % ord(sign) for sign in mark)


def _title(encoding: str) -> Callable[[Made, str], bytes]:
    return lambda _, mark: b"/PieceInfo <</Title (%s)>>" % mark.encode(encoding)


def _in_pieces(made: Made, mark: str) -> bytes:
    return b"/OpenAction <</S /JavaScript /JS %s>>" % hexed(f'app.alert("{mark[:1]}" + "{mark[1:]}")')


def _earlier(mark: str) -> bytes:
    """A page whose words were replaced, and the change saved behind the file as it was."""
    made = Made()
    kind = b"/Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
    system = b"/CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 2>>"
    font = made.add(
        b"<</Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [<<%s %s>>]>>" % (kind, system)
    )
    letters = mark.encode("utf-16-be").hex().encode()
    made.page(b"BT /F2 16 Tf 60 780 Td <%s> Tj ET" % letters, fonts=b"/F2 %d 0 R" % font)
    before = made.whole()
    number, at = font + 1, len(before)
    change = b"%d 0 obj\n%s\nendobj\n" % (number, stream(_WORDS))
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    old = before.rpartition(b"startxref\n")[2].split()[0]
    trailer = b"trailer\n<</Size %d /Root 1 0 R /Prev %s>>\n" % (number + 2, old)
    return before + change + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (at + len(change))


def _orphan(_: str) -> bytes:
    """A page's words that no page has any more."""
    made = Made()
    made.page(_WORDS)
    made.add(stream(zlib.compress(b"BT /F2 16 Tf 60 780 Td <0A0B0C> Tj ET"), b"/Filter /FlateDecode"))
    return made.whole()


UNDRAWN = tuple(
    Planted("pdf", place, make)
    for place, make in {
        "picture cut away": partial(_page, b"q 0 0 9 9 re W n " + _DRAWN + b"Q "),
        "picture below a box": partial(_page, _DRAWN + b"1 1 1 rg 0 0 595 842 re f "),
        "picture below another": partial(_page, _DRAWN + b"q 595 0 0 842 0 0 cm /White Do Q "),
        "picture as a dot": partial(_page, b"q 5 0 0 7 50 40 cm /Im Do Q "),
        "picture that is not drawn": partial(_page, b""),
        "small copy of a page": _small_copy,
        "alternate of a picture": _alternate,
        "picture of an earlier state": partial(_unused, ""),
        "picture in rows of an earlier state": partial(_unused, "rows"),
        "words of an earlier state": _earlier,
        "program by numbers": partial(_whole, _program(_codes)),
        "program apart": partial(_whole, _apart),
        "program in pieces": partial(_whole, _in_pieces),
        "string of GBK": partial(_whole, _title("gb18030")),
        "string of UTF-8 without a mark": partial(_whole, _title("utf-8")),
    }.items()
)
ALONE = Planted("pdf", "text that no page shows", _orphan)
