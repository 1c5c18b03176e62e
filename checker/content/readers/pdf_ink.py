"""Whether a PDF page's text tells all that is drawn on it, or the page has to be looked at as a picture."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from checker.content.readers.pdf_objects import as_ppm
from checker.content.readers.pdf_pictures import Met
from checker.content.reading import Inner
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_FEW = 20  # signs; a page with less of them is looked at, too
_THIN = 8  # points of a picture, in which no sign can be read; lower or narrower ones are lines and strips
_WIDE = 16  # on the page: a picture of one point may be stretched over it, and carry a mask that is a page
_LARGE = 300  # points; a larger picture may show another piece of itself on each page
_STRIPS = 4  # so many of those may be a picture that was cut up
_OBJECTS = 20_000  # of one page; with more of them it is looked at without counting
_CUT = 3  # times a page's area: such a picture is a page of which a piece is shown
_DEEPEST = 8  # forms in forms
_DENSE = 8  # points of a picture to one of the page: 576 to the inch, and a page that is drawn for us has 140
_COVERED, _SHOWN = 0.5, 0.95  # of a picture's area
_SEGMENTS = 1_000  # of a path
_CURVED, _OUTLINES = (
    8,
    60,
)  # segments of a path that is no line or frame, and of so many in all: letters turned to paths
_SHORT, _STROKES = 40, 20  # on the page; so many short slanting paths may be the strokes of signs
_HASHED = 4 << 20  # bytes of a picture by which it is known again
_MOST_BYTES = 1 << 30  # of a decoded picture; PDFium has no more than its rows in memory
_MOST_AT_ONCE = 192 << 20  # of a JPEG 2000 one, which it decodes as a whole, in four bytes for each colour of a point
_SAMPLE = 64  # signs of a page that are asked whether their font says what they mean
_UNKNOWN = b""
_STRANGE = re.compile("[\\x00-\\x08\\x0e-\\x1f\\ufffd\\ue000-\\uf8ff]")


class Ink:
    """One document's pictures, so that a logo that stands on each page is looked at once."""

    def __init__(self, *, drawn: bool = False) -> None:
        """`drawn`: signs of a font or the filling of paths are drawings, of which the text tells nothing.

        `met`: all pictures that lie on pages so far, by width, height and bytes in the file.
        """
        self.met: set[Met] = set()
        self._seen: set[bytes] = set()
        self._handed: set[bytes] = set()
        self._drawn = drawn

    def told(self, page: pypdfium2.PdfPage, texts: Any, text: str) -> bool:
        """Whether the text is all there is to see.

        Raises:
            Trouble: TOO_LARGE, a picture on it would not fit into memory.
        """
        drawn = _Drawn(page)
        drawn.take(page, raw.FPDFPage_CountObjects(page), raw.FPDFPage_GetObject)
        if drawn.too_large:
            raise Trouble(Read.TOO_LARGE)
        fresh = {_known_by(image) for image in drawn.images} - self._seen
        self._seen |= fresh - {_UNKNOWN}
        few = len("".join(text.split())) < _FEW and bool(drawn.objects)
        pictures = bool(fresh) or drawn.strips >= _STRIPS or drawn.objects > _OBJECTS
        letters = self._drawn or drawn.outlines > _OUTLINES or drawn.strokes > _STROKES
        return not (few or pictures or letters or drawn.other or _unmapped(texts, text))

    def unshown(
        self, document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, index: int, name: str, *, layers: bool
    ) -> Iterator[Inner]:
        """Pictures that a drawn page may not show: on layers that may be switched off, beyond the page's edges, cut out
        of it, below something else, far smaller than they are.

        `layers`: the document has some, and any form or picture may lie on one without a mark in the page.
        """
        wide, tall = page.get_size()
        above = _Above(page)
        for path, one in _images(raw.FPDFPage_CountObjects(page), partial(raw.FPDFPage_GetObject, page), ()):
            left, bottom, right, top = _bounds(one)
            beyond = len(path) == 1 and _share((left, bottom, right, top), (0.0, 0.0, wide, tall)) < _SHOWN
            cut = len(path) == 1 and (right - left) * (top - bottom) > _CUT * wide * tall
            points = _points(one)
            self.met.add((*points, raw.FPDFImageObj_GetImageDataRaw(one, None, 0)))
            small = min(points) > _LARGE and max(points) > _DENSE * max(right - left, top - bottom)
            hidden = beyond or cut or small or above.covers(path[0], (left, bottom, right, top)) or _is_clipped(one)
            if layers or (len(path) == 1 and _on_a_layer(one)) or (hidden and self._is_new(one)):
                size = _size(one, page)
                called = ".".join(str(at + 1) for at in path)
                yield Inner(f"{name}, picture {called}", size, size, partial(_image, document, index, path))

    def _is_new(self, image: Any) -> bool:
        """Whether it was not handed on from another page."""
        key = _known_by(image)
        if key in self._handed:
            return False
        self._handed |= {key} - {_UNKNOWN}
        return True


def _share(box: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """How much of a box lies within another one."""
    left, bottom, right, top = box
    wide = min(right, other[2]) - max(left, other[0])
    tall = min(top, other[3]) - max(bottom, other[1])
    return max(0.0, wide) * max(0.0, tall) / max((right - left) * (top - bottom), 1e-6)


class _Above:
    """What is drawn on a page, asked for only where a picture lies on it."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._boxes: list[tuple[float, float, float, float]] | None = None

    def covers(self, place: int, box: tuple[float, float, float, float]) -> bool:
        """Whether something that is drawn later lies on most of a box."""
        if self._boxes is None:
            self._boxes = list(map(_filled, self._objects()))
        return any(_share(box, other) > _COVERED for other in self._boxes[place + 1 :])

    def _objects(self) -> Iterator[Any]:
        number = min(_OBJECTS, raw.FPDFPage_CountObjects(self._page))
        return (raw.FPDFPage_GetObject(self._page, at) for at in range(number))


def _filled(one: Any) -> tuple[float, float, float, float]:
    """The box that an object fills; an empty one where it has none, as a line of text."""
    kind = raw.FPDFPageObj_GetType(one)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        mode, stroke = raw.c_int(0), raw.c_int(0)
        raw.FPDFPath_GetDrawMode(one, mode, stroke)
        return _bounds(one) if mode.value else (0.0, 0.0, 0.0, 0.0)
    drawn = kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM)
    return _bounds(one) if drawn else (0.0, 0.0, 0.0, 0.0)


def _is_clipped(one: Any) -> bool:
    """Whether the smallest of the paths that it is shown through leaves out much of it."""
    clip = raw.FPDFPageObj_GetClipPath(one)
    number = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    for path in range(max(0, number)):
        xs, ys = list[float](), list[float]()
        for at in range(min(_SEGMENTS, raw.FPDFClipPath_CountPathSegments(clip, path))):
            x, y = raw.c_float(0), raw.c_float(0)
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, at), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs and _share(_bounds(one), (min(xs), min(ys), max(xs), max(ys))) < _SHOWN:
            return True
    return False


def _images(number: int, get: Callable[[int], Any], path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Any]]:
    """All pictures, those in forms, too, each with the numbers that lead to it."""
    for at in range(min(_OBJECTS, max(0, number))):
        one = get(at)
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            yield (*path, at), one
        elif kind == raw.FPDF_PAGEOBJ_FORM and len(path) < _DEEPEST:
            yield from _images(raw.FPDFFormObj_CountObjects(one), partial(raw.FPDFFormObj_GetObject, one), (*path, at))


class _Drawn:
    """What is drawn on a page, the forms within it counted in."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self.objects = self.outlines = self.strokes = self.strips = 0
        self.images = list[Any]()
        self.other = self.too_large = False

    def take(self, parent: Any, number: int, get: Any, depth: int = 0) -> None:
        for index in range(max(0, number)):
            self.objects += 1
            if self.objects > _OBJECTS:
                return
            self._one(get(parent, index), depth)

    def _one(self, one: Any, depth: int) -> None:
        match raw.FPDFPageObj_GetType(one):
            case raw.FPDF_PAGEOBJ_TEXT:
                pass
            case raw.FPDF_PAGEOBJ_PATH:
                segments = raw.FPDFPath_CountSegments(one)
                self.outlines += segments if segments > _CURVED else 0
                self.strokes += segments <= _CURVED and all(1 < side < _SHORT for side in _sides(one))
            case raw.FPDF_PAGEOBJ_IMAGE:
                self._image(one)
            case raw.FPDF_PAGEOBJ_FORM if depth < _DEEPEST:
                self.take(one, raw.FPDFFormObj_CountObjects(one), raw.FPDFFormObj_GetObject, depth + 1)
            case raw.FPDF_PAGEOBJ_SHADING:
                pass  # a run of colours
            case _:
                self.other = True

    def _image(self, one: Any) -> None:
        wide, tall = _points(one)
        at_once = wide * tall * 12 > _MOST_AT_ONCE and _is_jpeg_2000(one)
        self.too_large = self.too_large or at_once or _size(one, self._page) > _MOST_BYTES
        if min(wide, tall) < _THIN and min(_sides(one)) < _WIDE:
            self.strips += 1
        else:
            self.images.append(one)


def _points(image: Any) -> tuple[int, int]:
    wide, tall = raw.c_uint(0), raw.c_uint(0)
    raw.FPDFImageObj_GetImagePixelSize(image, wide, tall)
    return wide.value, tall.value


def _is_jpeg_2000(image: Any) -> bool:
    names = [raw.create_string_buffer(16) for _ in range(max(0, raw.FPDFImageObj_GetImageFilterCount(image)))]
    for index, name in enumerate(names):
        raw.FPDFImageObj_GetImageFilter(image, index, name, 16)
    return any(name.value == b"JPXDecode" for name in names)


def _size(image: Any, page: pypdfium2.PdfPage) -> int:
    """Bytes of a picture when it is decoded."""
    wide, tall = _points(image)
    said = raw.FPDF_IMAGEOBJ_METADATA()
    bits = said.bits_per_pixel if raw.FPDFImageObj_GetImageMetadata(image, page, said) else 0
    return wide * tall * (bits or 24) // 8


def _sides(one: Any) -> tuple[float, float]:
    """How wide and tall it is where it is drawn."""
    left, bottom, right, top = _bounds(one)
    return right - left, top - bottom


def _bounds(one: Any) -> tuple[float, float, float, float]:
    sides = [raw.c_float(0) for _ in range(4)]
    raw.FPDFPageObj_GetBounds(one, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _known_by(image: Any) -> bytes:
    """What tells a picture from others; `_UNKNOWN` where that would take too long."""
    size = raw.FPDFImageObj_GetImageDataRaw(image, None, 0)
    if size > _HASHED:
        return _UNKNOWN
    buffer = raw.create_string_buffer(max(1, size))
    raw.FPDFImageObj_GetImageDataRaw(image, buffer, size)
    place = repr([round(side) for side in _bounds(image)]) if min(_points(image)) > _LARGE else ""
    return hashlib.blake2b(buffer.raw + place.encode(), digest_size=16).digest()


def _unmapped(texts: Any, text: str) -> bool:
    """Whether fonts do not say which signs they draw, so that the text is not what one sees."""
    if len(_STRANGE.findall(text)) * 10 > len(text):
        return True
    number = texts.count_chars()
    places = range(0, number, max(1, number // _SAMPLE))
    return 10 * sum(1 for at in places if raw.FPDFText_HasUnicodeMapError(texts, at) == 1) > len(places)


def _on_a_layer(one: Any) -> bool:
    for index in range(max(0, raw.FPDFPageObj_CountMarks(one))):
        mark = raw.FPDFPageObj_GetMark(one, index)
        buffer, size = (raw.FPDF_WCHAR * 8)(), raw.c_ulong(0)
        raw.FPDFPageObjMark_GetName(mark, buffer, raw.sizeof(buffer), size)
        if buffer[0] == ord("O") and buffer[1] == ord("C") and buffer[2] == 0:
            return True
    return False


def _image(document: pypdfium2.PdfDocument, index: int, path: tuple[int, ...]) -> bytes:
    """One picture of a page as PPM. Raises Trouble."""
    try:
        page = document[index]
        try:
            one = raw.FPDFPage_GetObject(page, path[0])
            for at in path[1:]:
                one = raw.FPDFFormObj_GetObject(one, at)
            bitmap = raw.FPDFImageObj_GetBitmap(one) or raw.FPDFImageObj_GetRenderedBitmap(document, page, one)
            if not bitmap:
                raise Trouble(Read.DAMAGED)
            points = pypdfium2.PdfBitmap.from_raw(bitmap).to_numpy()
            return as_ppm(points if points.ndim == 2 else points[:, :, 2::-1])
        finally:
            page.close()
    except (pypdfium2.PdfiumError, ValueError, IndexError, MemoryError) as error:
        raise Trouble(Read.DAMAGED) from error
