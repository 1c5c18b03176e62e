"""PDF: the text of every page, what lies beside the pages, and each page as a picture whose ink its text leaves open.

A scan stays a scan under a footer or a layer of recognised text: a page is looked at whenever a picture lies on it that
was not seen before, or when its signs do not tell what is drawn, however many they are.
"""

from __future__ import annotations

import io
from functools import partial

import pypdfium2
import pypdfium2.raw as pdfium

from checker.content import limits
from checker.content.file import Bytes, File, Stream
from checker.content.readers import pdf_bombs, pdf_bytes, pdf_left, pdf_objects, pdf_pictures, pdf_strings
from checker.content.readers.pdf_ink import Ink
from checker.content.readers.pdf_lines import by_place
from checker.content.readers.properties import labelled
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone
from checker.model.coverage import Unit

_HEADER_PART = 0.35  # of a page's height
_HEADER_PAGES = 3
_SIGN = "密"  # a page without it carries no level, in whatever order its signs were drawn
_RENDERED_SIDE = 1600  # pixels
_IN_MEMORY = 32 << 20  # bytes; larger files are read as PDFium asks for them
BROKEN = (pypdfium2.PdfiumError, ValueError, OSError, MemoryError)


def read(file: File, reading: Reading) -> None:
    """Raises Trouble."""
    pdf_bombs.refuse(file)
    document, number = _opened(file)
    pages = min(number, limits.PAGES)
    names = [f"page {index + 1}" for index in range(pages)]
    reading.account.there(Unit.PAGES, names)
    reading.account.more(Unit.PAGES, number - pages, Read.TOO_LARGE)
    for damage in pdf_bytes.damaged(file):
        reading.account.left(damage, Read.DAMAGED)
    for line in pdf_bytes.described(file):
        reading.add(Zone.PROPERTY, line)
    told = pdf_strings.read(file)
    reading.add(Zone.PROPERTY, told.text)
    reading.add(Zone.HIDDEN, told.script)
    if told.unseen:
        reading.account.left("what a program writes", Read.UNSUPPORTED)
    reading.add(Zone.HIDDEN, pdf_bytes.before(file))
    metadata = document.get_metadata_dict(skip_empty=True)
    lines = (labelled(name, value) for name, value in metadata.items() if name not in ("Producer", "Creator"))
    reading.add(Zone.PROPERTY, "\n".join(line for line in lines if line))
    pdf_objects.beside_the_pages(document, pages, reading)
    met = _pages(document, names, told, reading)
    encrypted = pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0
    if met is not None and pages == number and not encrypted:  # else they lie there in signs that PDFium alone can read
        for picture in pdf_pictures.undrawn(file, met):
            reading.picture(picture)
    if met is not None and not encrypted:
        try:
            pdf_left.read(file, {part.text for part in reading.parts}, reading)
        except Trouble as trouble:
            reading.account.left("what no page shows", trouble.read)
    attached = list(reading.members)
    reading.members = iter(attached)
    # Those that no list and no note of PDFium's leads to: of a page, of a film, of an earlier state of the file.
    reading.account.more(Unit.MEMBERS, told.files - len(attached), Read.UNSUPPORTED)
    if number == 0:
        raise Trouble(Read.DAMAGED)


def first_page(content: bytes) -> bytes:
    """The first page as a PPM picture. Raises Trouble."""
    return _rendered(_opened(Bytes(content))[0], 0)


def _opened(file: File) -> tuple[pypdfium2.PdfDocument, int]:
    """The document and how many pages it says it has. Raises Trouble."""
    source = file.part(0, file.size) if file.size <= _IN_MEMORY else io.BufferedReader(Stream(file), 1 << 20)
    try:
        document = pypdfium2.PdfDocument(source)
        # No script runs: this build of PDFium has no engine for them.
        document.init_forms()
        return document, len(document)
    except BROKEN as error:
        raise Trouble(Read.ENCRYPTED if "password" in str(error).lower() else Read.DAMAGED) from error


def _pages(
    document: pypdfium2.PdfDocument, names: list[str], told: pdf_strings.Told, reading: Reading
) -> set[pdf_pictures.Met] | None:
    """All pages; the pictures that lie on them, unless a page was left."""
    whole, ink, left, stopped = True, Ink(drawn=told.drawn), limits.TEXT, Read.READ
    for index, name in enumerate(names):
        try:
            reading.step()
        except Trouble as trouble:
            stopped = trouble.read
        if left <= 0:
            stopped = Read.TOO_LARGE
        if stopped is not Read.READ:
            reading.account.left(name, stopped)
            whole = False
            continue
        try:
            left -= _page(document, index, name, ink, reading, layers=told.layers)
        except Trouble as trouble:
            reading.account.left(name, trouble.read)
            whole = False
        except BROKEN:
            reading.account.left(name, Read.DAMAGED)
            whole = False
    return ink.met if whole else None


def _page(document: pypdfium2.PdfDocument, index: int, name: str, ink: Ink, reading: Reading, *, layers: bool) -> int:
    """One page, with what stands in its annotations; how many signs it has."""
    page = document[index]
    try:
        drawn = pdf_objects.annotated(document, page, name, reading)
        if drawn and pdf_objects.flattened(page):
            page.close()  # what is drawn on top belongs to the page from now on, in memory
            page = document[index]
        texts = page.get_textpage()
        number = texts.count_chars()
        if number > limits.TEXT:
            reading.account.left(name, Read.TOO_LARGE)
            number = 0
        text = texts.get_text_range().replace("\r\n", "\n") if number else ""
        # Text comes in the order in which it was drawn, and a marking may be drawn last.
        if index < _HEADER_PAGES and text.strip():
            height = page.get_height()
            top = texts.get_text_bounded(bottom=height * (1 - _HEADER_PART)).replace("\r\n", "\n")
            reading.add(Zone.MARGIN, top)
        reading.add(Zone.BODY, text)
        if _SIGN in text:
            reading.add(Zone.MARGIN, by_place(texts, number))
        told = ink.told(page, texts, text)
        for hidden in ink.unshown(document, page, index, name, layers=layers):
            reading.picture(hidden)
        if not told:
            size = _RENDERED_SIDE * _RENDERED_SIDE * 3
            reading.picture(Inner(name, size, size, partial(_rendered, document, index)))
        else:
            reading.account.looked(name)
        return len(text)
    finally:
        page.close()


def _rendered(document: pypdfium2.PdfDocument, index: int) -> bytes:
    """A page as a PPM picture. Raises Trouble."""
    try:
        page = document[index]
        try:
            longest = max(*page.get_size(), 1.0)
            bitmap = page.render(scale=_RENDERED_SIDE / longest, rev_byteorder=True, prefer_bgrx=False)
            return pdf_objects.as_ppm(bitmap.to_numpy())
        finally:
            page.close()
    except BROKEN as error:
        raise Trouble(Read.DAMAGED) from error
