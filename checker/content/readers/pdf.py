"""PDF with text, and PDF of scans: pages without text are turned into pictures."""

from __future__ import annotations

from functools import partial

import pypdfium2

from checker.content import limits
from checker.content.readers.properties import labelled
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_HEADER_PART = 0.35  # of a page's height
_HEADER_PAGES = 3
_TEXTLESS = 20  # characters; a scan's page number may be real text
_RENDERED_SIDE = 1600  # pixels
_BROKEN = (pypdfium2.PdfiumError, ValueError, OSError, MemoryError)


def read(content: bytes, reading: Reading) -> None:
    try:
        document = pypdfium2.PdfDocument(content)
        number = len(document)
    except _BROKEN as error:
        raise Trouble(Read.ENCRYPTED if "password" in str(error).lower() else Read.DAMAGED) from error
    metadata = document.get_metadata_dict(skip_empty=True)
    lines = (labelled(name, value) for name, value in metadata.items() if name not in ("Producer", "Creator"))
    reading.add(Zone.PROPERTY, "\n".join(line for line in lines if line))
    if number > limits.PAGES:
        reading.cut("further pages")
    left = limits.TEXT
    for index in range(min(number, limits.PAGES)):
        if left <= 0:
            return
        try:
            left -= _page(document, index, reading)
        except _BROKEN as error:
            if index == 0:
                raise Trouble(Read.DAMAGED) from error


def first_page(content: bytes) -> bytes:
    """The first page as a PPM picture. Raises Trouble."""
    try:
        document = pypdfium2.PdfDocument(content)
    except _BROKEN as error:
        raise Trouble(Read.ENCRYPTED if "password" in str(error).lower() else Read.DAMAGED) from error
    return _rendered(document, 0)


def _page(document: pypdfium2.PdfDocument, index: int, reading: Reading) -> int:
    page = document[index]
    try:
        texts = page.get_textpage()
        text = texts.get_text_range() if texts.count_chars() <= limits.TEXT else ""
        if len(text.strip()) < _TEXTLESS and len(reading.pictures) < limits.RENDERED:
            width, height = page.get_size()
            size = int(width * height)
            reading.picture(Inner(f"page {index + 1}", size, size, partial(_rendered, document, index)))
        text = text.replace("\r\n", "\n")
        # Text comes in the order in which it was drawn, and a marking may be drawn last.
        if index < _HEADER_PAGES and text.strip():
            height = page.get_height()
            top = texts.get_text_bounded(bottom=height * (1 - _HEADER_PART)).replace("\r\n", "\n")
            reading.add(Zone.MARGIN, top)
        reading.add(Zone.BODY, text)
        return len(text)
    finally:
        page.close()


def _rendered(document: pypdfium2.PdfDocument, index: int) -> bytes:
    """A page as a PPM picture."""
    try:
        page = document[index]
        longest = max(*page.get_size(), 1.0)
        bitmap = page.render(scale=_RENDERED_SIDE / longest, rev_byteorder=True, prefer_bgrx=False)
        pixels = bitmap.to_numpy()
    except _BROKEN as error:
        raise Trouble(Read.DAMAGED) from error
    gray = pixels.ndim == 2 or pixels.shape[2] == 1
    content: bytes = (pixels if gray else pixels[:, :, :3]).tobytes()
    return b"P%d %d %d 255\n" % (5 if gray else 6, pixels.shape[1], pixels.shape[0]) + content
