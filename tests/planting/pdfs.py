"""PDFs made object by object, so that each test says what is in them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageFont, ImageOps
from pylopdf_fonts_zh_cn import sans_path

from tests.planting.planted import Planted
from tests.unit.content import papers

_LINES = "现将有关事项通知如下，请结合实际抓好贯彻落实，确保取得实效。"
_FOOTER = "Scanned with the scanner's own application, page by page, 2026-01-01"


def hexed(text: str) -> bytes:
    """A text string of a PDF."""
    return b"<FEFF" + text.encode("utf-16-be").hex().encode() + b">"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


class Made:
    """A PDF in the making; `add` returns an object's number."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []
        self.catalog = self.add(b"")
        self.tree = self.add(b"")
        self.font = self.add(b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>")
        self._pages: list[int] = []

    def add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)

    def page(self, drawn: bytes = b"", resources: bytes = b"", more: bytes = b"", fonts: bytes = b"") -> int:
        content = self.add(stream(drawn))
        self._pages.append(
            self.add(
                b"<</Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
                b" /Resources <</Font <</F1 %d 0 R %s>> %s>> %s>>"
                % (self.tree, content, self.font, fonts, resources, more)
            )
        )
        return self._pages[-1]

    def picture(self, image: Image.Image) -> int:
        out = io.BytesIO()
        image.convert("L").save(out, "JPEG", quality=85)
        entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
        return self.add(stream(out.getvalue(), entries % image.size + b" /Filter /DCTDecode"))

    def scan(self, image: Image.Image, text: str = "", more: bytes = b"") -> int:
        """A page that is a picture, with real text at its foot."""
        footer = b"BT /F1 8 Tf 40 20 Td (%s) Tj ET" % text.encode("ascii")
        return self.page(
            b"q 595 0 0 842 0 0 cm /Im Do Q " + footer, b"/XObject <</Im %d 0 R>>" % self.picture(image), more
        )

    def whole(self, catalog: bytes = b"", trailer: bytes = b"") -> bytes:
        pages = b" ".join(b"%d 0 R" % number for number in self._pages)
        self._objects[self.catalog - 1] = b"<</Type /Catalog /Pages %d 0 R %s>>" % (self.tree, catalog)
        self._objects[self.tree - 1] = b"<</Type /Pages /Count %d /Kids [%s]>>" % (len(self._pages), pages)
        out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
        for number, body in enumerate(self._objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        at = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<</Size %d /Root %d 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
            len(places) + 1,
            self.catalog,
            trailer,
            at,
        )
        return bytes(out)


@cache
def paper(marking: str, size: tuple[int, int] = (827, 1169)) -> Image.Image:
    """A page of text as a scanner sees it; with a marking above, where there is one."""
    image = Image.new("L", size, 255)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(sans_path(), 24)
    for number in range(18):
        pen.text((90, 80 + 54 * number), marking if marking and number == 0 else _LINES[:26], 0, font)
    return image


def _text(made: Made) -> int:
    return made.page(b"BT /F1 12 Tf 60 700 Td (An ordinary page with words enough to be read by itself.) Tj ET")


def _annotated(entries: Callable[[Made, str], bytes], catalog: bytes = b"") -> Callable[[str], bytes]:
    def make(marking: str) -> bytes:
        made = Made()
        note = made.add(b"<</Type /Annot /Rect [100 600 300 650] %s>>" % entries(made, marking))
        made.page(
            b"BT /F1 12 Tf 60 700 Td (An ordinary page with words enough to be read.) Tj ET",
            more=b"/Annots [%d 0 R]" % note,
        )
        return made.whole(catalog.replace(b"NOTE", b"%d" % note))

    return make


def _stamp(made: Made, marking: str) -> bytes:
    picture = made.picture(paper(marking))
    drawn = made.add(
        stream(
            b"q 500 0 0 700 0 0 cm /Im Do Q",
            b"/Type /XObject /Subtype /Form /BBox [0 0 500 700] /Resources <</XObject <</Im %d 0 R>>>>" % picture,
        )
    )
    return b"/Subtype /Stamp /Rect [40 60 540 760] /F 4 /AP <</N %d 0 R>>" % drawn


def _attached_note(made: Made, marking: str) -> bytes:
    inside = made.add(stream(papers.docx(marking), b"/Type /EmbeddedFile"))
    return b"/Subtype /FileAttachment /FS <</Type /Filespec /F (a.docx) /EF <</F %d 0 R>>>>" % inside


def attachment(marking: str) -> bytes:
    made = Made()
    _text(made)
    inside = made.add(stream(papers.docx(marking), b"/Type /EmbeddedFile"))
    spec = made.add(b"<</Type /Filespec /F (a.docx) /UF (a.docx) /EF <</F %d 0 R>>>>" % inside)
    return made.whole(b"/Names <</EmbeddedFiles <</Names [(a.docx) %d 0 R]>>>>" % spec)


def bookmark(marking: str) -> bytes:
    made = Made()
    page = _text(made)
    root = made.add(b"")
    line = made.add(b"<</Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]>>" % (hexed(marking), root, page))
    made._objects[root - 1] = b"<</Type /Outlines /First %d 0 R /Last %d 0 R /Count 1>>" % (line, line)
    return made.whole(b"/Outlines %d 0 R" % root)


def label(marking: str) -> bytes:
    made = Made()
    _text(made)
    return made.whole(b"/PageLabels <</Nums [0 <</P %s>>]>>" % hexed(marking))


def title(marking: str) -> bytes:
    made = Made()
    _text(made)
    info = made.add(b"<</Subject %s>>" % hexed(marking))
    return made.whole(trailer=b"/Info %d 0 R" % info)


def xmp(marking: str) -> bytes:
    made = Made()
    _text(made)
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:li>{marking}</rdf:li></x:xmpmeta>'
    number = made.add(stream(packet.encode(), b"/Type /Metadata /Subtype /XML"))
    return made.whole(b"/Metadata %d 0 R" % number)


def xfa(marking: str) -> bytes:
    made = Made()
    _text(made)
    data = f"<xfa:datasets><xfa:data><field>{marking}</field></xfa:data></xfa:datasets>"
    number = made.add(stream(data.encode()))
    return made.whole(b"/AcroForm <</Fields [] /XFA [(datasets) %d 0 R]>>" % number)


def layer(marking: str) -> bytes:
    """A picture on a layer that is switched off."""
    made = Made()
    group = made.add(b"<</Type /OCG /Name (Layer)>>")
    picture = made.picture(paper(marking))
    drawn = b"BT /F1 12 Tf 60 700 Td (An ordinary page with words enough to be read.) Tj ET "
    drawn += b"/OC /L1 BDC q 595 0 0 842 0 0 cm /Im Do Q EMC"
    made.page(drawn, b"/XObject <</Im %d 0 R>> /Properties <</L1 %d 0 R>>" % (picture, group))
    return made.whole(b"/OCProperties <</OCGs [%d 0 R] /D <</OFF [%d 0 R] /Order []>>>>" % (group, group))


def scanned(pages: int, marked: int, text: str = "") -> Callable[[str], bytes]:
    """A scan of so many pages with the marking on one of them, counted from one."""

    def make(marking: str) -> bytes:
        made = Made()
        for number in range(1, pages + 1):
            image = paper(marking if number == marked else "").copy()
            ImageDraw.Draw(image).text((760, 1130), str(number), 0)  # no two pages of a scan are the same
            made.scan(image, text)
        return made.whole()

    return make


def _drawn(*pieces: tuple[slice, int]) -> Callable[[str], bytes]:
    """A line whose pieces are drawn in that order, each so many points from the left; signs are 12 points wide."""

    def make(marking: str) -> bytes:
        made = Made()
        line = f"姓名{marking}"
        signs = "".join(dict.fromkeys(line))
        told = "".join(f"<{0x41 + code:02x}> <{ord(sign):04x}>\n" for code, sign in enumerate(signs))
        table = f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(signs)} beginbfchar\n{told}endbfchar".encode()
        unicode = made.add(stream(b"begincmap\n%s\nendcmap" % table))
        widths = b" ".join([b"1000"] * len(signs))
        font = made.add(
            b"<</Type /Font /Subtype /TrueType /BaseFont /Mixed /FirstChar 65 /LastChar %d /Widths [%s] /ToUnicode %d 0 R"
            b" /Encoding /WinAnsiEncoding>>" % (64 + len(signs), widths, unicode)
        )
        words = b"BT /F1 12 Tf 60 700 Td (An ordinary page with words enough to be read by itself.) Tj ET\n"
        for piece, left in pieces:
            codes = "".join(f"{0x41 + signs.index(sign):02x}" for sign in line[piece])
            words += b"BT /F2 12 Tf %d 400 Td <%s> Tj ET\n" % (left, codes.encode())
        made.page(words, fonts=b"/F2 %d 0 R" % font)
        return made.whole()

    return make


def _with(make: Callable[[Made, str], bytes]) -> Callable[[str], bytes]:
    """A page of text, and what the catalogue says besides."""

    def made(marking: str) -> bytes:
        document = Made()
        _text(document)
        return document.whole(make(document, marking))

    return made


def _object(before: bytes, body: Callable[[str], bytes], after: bytes = b"") -> Callable[[str], bytes]:
    return _with(lambda made, marking: before + b"%d 0 R" % made.add(body(marking)) + after)


def _packed(marking: str) -> bytes:
    """An object within a packed list of objects."""
    inside = zlib.compress(b"99 0 <</Note %s>>" % hexed(marking))
    document = Made()
    _text(document)
    document.add(stream(inside, b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode"))
    return document.whole()


_WORDS = b"BT /F1 12 Tf 60 500 Td (An ordinary page with words enough to be read by itself.) Tj ET "


def _shown(drawn: bytes, entries: bytes = b"", more: bytes = b"", catalog: bytes = b"") -> Callable[[str], bytes]:
    """A page of words that shows a scanned one so; `GROUP` is a layer that is off."""

    def make(marking: str) -> bytes:
        made = Made()
        group = b"%d 0 R" % made.add(b"<</Type /OCG /Name (Layer)>>")
        picture = b"/XObject <</Im %d 0 R>>" % made.picture(paper(marking))
        inside = stream(
            b"q 595 0 0 842 0 0 cm /Im Do Q", entries.replace(b"GROUP", group) + b"/Resources <<%s>>" % picture
        )
        number = made.add(inside)
        resources = picture if not entries else b"/XObject <</Fx %d 0 R>> /Pattern <</Fx %d 0 R>>" % (number, number)
        made.page(drawn + _WORDS, resources, more)
        return made.whole(catalog.replace(b"GROUP", group))

    return make


def _again(*places: bytes) -> Callable[[str], bytes]:
    """One picture on several pages, each time placed otherwise; the last one shows the marking."""

    def make(marking: str) -> bytes:
        made = Made()
        picture = b"/XObject <</Im %d 0 R>>" % made.picture(paper(marking))
        for place in places:
            made.page(b"q %s cm /Im Do Q " % place + _WORDS, picture)
        return made.whole()

    return make


def _strip(marking: str) -> bytes:
    image = Image.new("L", (160, 15), 255)
    ImageDraw.Draw(image).text((1, 0), marking, 0, ImageFont.truetype(sans_path(), 13))
    made = Made()
    made.page(b"q 480 0 0 45 40 700 cm /Im Do Q " + _WORDS, b"/XObject <</Im %d 0 R>>" % made.picture(image))
    return made.whole()


def _masked(marking: str) -> bytes:
    """A picture of one point, stretched over the page, whose mask is a scanned page."""
    made = Made()
    mask = made.picture(ImageOps.invert(paper(marking)))
    entries = (
        b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /SMask %d 0 R"
    )
    point = made.add(stream(b"\0", entries % mask))
    made.page(b"q 595 0 0 842 0 0 cm /Im Do Q " + _WORDS, b"/XObject <</Im %d 0 R>>" % point)
    return made.whole()


def _large(marking: str) -> bytes:
    """Pages of one size whose pictures are too many bytes to be told apart by them."""
    made = Made()
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8"
    for number in range(3):
        image = paper(marking if number == 2 else "", (1240, 1754)).convert("RGB")
        picture = made.add(stream(image.tobytes(), entries % image.size))
        made.page(b"q 595 0 0 842 0 0 cm /Im Do Q " + _WORDS, b"/XObject <</Im %d 0 R>>" % picture)
    return made.whole()


def _signs_that_are_drawings(marking: str) -> bytes:
    made = Made()
    sign = made.add(stream(b"1000 0 d0 q 595 0 0 842 0 0 cm /Im Do Q"))
    picture = made.picture(paper(marking))
    font = made.add(
        b"<</Type /Font /Subtype /Type3 /FontBBox [0 0 595 842] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97"
        b" /LastChar 97 /Widths [1000] /CharProcs <</a %d 0 R>> /Encoding <</Differences [97 /a]>>"
        b" /Resources <</XObject <</Im %d 0 R>>>>>>" % (sign, picture)
    )
    made.page(b"BT /F3 1000 Tf 0 0 Td (a) Tj ET " + _WORDS, fonts=b"/F3 %d 0 R" % font)
    return made.whole()


_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
_OFF = b"/OCProperties <</OCGs [GROUP] /D <</OFF [GROUP] /Order []>>>>"
PDFS = (
    Planted("pdf", "body", lambda marking: papers.pdf(f"{marking}\n正文在此")),
    Planted(
        "pdf", "signs of a second font, drawn last", _drawn((slice(2, 4), 60), (slice(7, None), 120), (slice(4, 7), 84))
    ),
    Planted("pdf", "column of a table", _drawn((slice(0, 2), 60), (slice(2, None), 110))),
    Planted("pdf", "property", title),
    Planted("pdf", "xmp", xmp),
    Planted("pdf", "comment", _annotated(lambda _, marking: b"/Subtype /Text /Contents " + hexed(marking))),
    Planted("pdf", "freetext", _annotated(lambda _, marking: b"/Subtype /FreeText /Contents " + hexed(marking))),
    Planted("pdf", "hidden", _annotated(lambda _, marking: b"/Subtype /Text /F 2 /Contents " + hexed(marking))),
    Planted("pdf", "stamp", _annotated(_stamp)),
    Planted(
        "pdf",
        "field",
        _annotated(
            lambda _, marking: b"/Subtype /Widget /FT /Tx /T (a) /V " + hexed(marking),
            b"/AcroForm <</Fields [NOTE 0 R]>>",
        ),
    ),
    Planted("pdf", "xfa", xfa),
    Planted("pdf", "attached file", attachment),
    Planted("pdf", "attached file in a note", _annotated(_attached_note)),
    Planted("pdf", "bookmark", bookmark),
    Planted("pdf", "page label", label),
    Planted("pdf", "layer", layer),
    Planted(
        "pdf",
        "name of a layer",
        _object(b"/OCProperties <</OCGs [", lambda mark: b"<</Type /OCG /Name %s>>" % hexed(mark), b"] /D <<>>>>"),
    ),
    Planted(
        "pdf", "name of a place", _with(lambda _, mark: b"/Names <</Dests <</Names [%s [3 0 R /Fit]]>>>>" % hexed(mark))
    ),
    Planted("pdf", "description of structure", _object(b"/StructTreeRoot ", lambda mark: b"<</Alt %s>>" % hexed(mark))),
    Planted("pdf", "program's own data", _with(lambda _, mark: b"/PieceInfo <</X <</Private %s>>>>" % hexed(mark))),
    Planted(
        "pdf",
        "string in bytes of UTF-16",
        _with(lambda _, mark: b"/X (\xfe\xff%s)" % mark.encode("utf-16-be").replace(b"\\", b"\\\\")),
    ),
    Planted("pdf", "string in UTF-8", _with(lambda _, mark: b"/X (\xef\xbb\xbf%s)" % mark.encode())),
    Planted("pdf", "packed object", _packed),
    Planted(
        "pdf",
        "caption of a button",
        _annotated(
            lambda _, mark: b"/Subtype /Widget /FT /Btn /T (a) /MK <</CA %s>>" % hexed(mark),
            b"/AcroForm <</Fields [NOTE 0 R]>>",
        ),
    ),
    Planted(
        "pdf", "address of a link", _annotated(lambda _, mark: b"/Subtype /Link /A <</S /URI /URI %s>>" % hexed(mark))
    ),
    Planted("pdf", "text before it", lambda mark: f"{mark}\n".encode() + title("x")),
    Planted("pdf", "text behind it", lambda mark: title("x") + f"\n{mark}\n".encode()),
    Planted("pdf", "docx behind it", lambda mark: title("x") + papers.docx(mark)),
    Planted("pdf", "zip behind it", lambda mark: title("x") + papers.zipped({"a.docx": papers.docx(mark)})),
    Planted("pdf", "scan", scanned(2, 1)),
    Planted("pdf", "scan under a footer", scanned(2, 1, _FOOTER)),
    Planted("pdf", "fourth page of a scan", scanned(5, 4)),
    Planted("pdf", "large page of a scan", _large),
    Planted("pdf", "form on a layer", _shown(b"/Fx Do ", _FORM + b" /OC GROUP ", catalog=_OFF)),
    Planted("pdf", "beyond the page", _again(b"595 0 0 842 1000 1000")),
    Planted(
        "pdf", "beyond the piece that is shown", _shown(b"q 595 0 0 842 0 0 cm /Im Do Q ", more=b"/CropBox [0 0 9 9]")
    ),
    Planted(
        "pdf",
        "filling of a path",
        _shown(
            b"/Pattern cs /Fx scn 0 0 595 842 re f ",
            b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 595 842] /XStep 595 /YStep 842 ",
        ),
    ),
    Planted("pdf", "a font's drawing", _signs_that_are_drawings),
    Planted("pdf", "low strip", _strip),
    Planted("pdf", "mask of a picture", _masked),
    Planted("pdf", "picture that was a small one before", _again(b"6 0 0 8 0 0", b"595 0 0 842 0 0")),
    Planted("pdf", "lower half of a picture", _again(b"595 0 0 1684 0 -842", b"595 0 0 842 0 0")),
)
