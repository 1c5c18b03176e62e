"""What stands in a PDF beside its pages' text: annotations, form fields, XFA, attachments, bookmarks, page labels."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from checker.content import limits
from checker.content.readers.xml import decoded, stripped
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone
from checker.model.coverage import Unit

_LONGEST = 1 << 20  # bytes of one string
_ANNOTATIONS = 20_000  # of one page
_BOOKMARKS = 20_000
_OBJECTS = 1_000  # of what is drawn for one
_OPTIONS = 1_000  # of one field
_ATTACHMENTS = 10_000
_TEXTS = (b"Contents", b"RC", b"Subj", b"T", b"TU", b"V", b"DV", b"OverlayText", b"CA", b"NM")
_HIDDEN = 0x02  # a flag; such an annotation is never drawn
_UNSEEN = _HIDDEN | 0x20  # not on the screen
_PLAIN = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)  # nothing is drawn for them
_RICH = re.compile(r"<[^>]{0,400}>")


def beside_the_pages(document: pypdfium2.PdfDocument, pages: int, reading: Reading) -> None:
    """Bookmarks, page labels, XFA and attachments."""
    titles = []
    for number, bookmark in enumerate(document.get_toc(max_depth=30)):
        if number >= _BOOKMARKS:
            reading.cut("further bookmarks")
            break
        titles.append(bookmark.get_title())
    reading.add(Zone.BODY, "\n".join(titles))
    labels = {label for label in map(document.get_page_label, range(pages)) if label and not label.isdigit()}
    reading.add(Zone.BODY, "\n".join(sorted(labels)))
    for index in range(max(0, raw.FPDF_GetXFAPacketCount(document))):
        packet = _bytes(partial(_packet, document, index), limits.PART)
        if packet is None:
            reading.cut("XFA")
        else:
            reading.add(Zone.BODY, stripped(decoded(packet).replace("</", "\n</")))
    number = raw.FPDFDoc_GetAttachmentCount(document)
    for index in range(min(number, _ATTACHMENTS)):
        _attached(document, raw.FPDFDoc_GetAttachment(document, index), f"attachment {index + 1}", reading)
    reading.account.more(Unit.MEMBERS, number - _ATTACHMENTS, Read.TOO_LARGE)


def annotated(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, name: str, reading: Reading) -> bool:
    """What a page's annotations and fields say; whether anything is drawn for one of them."""
    number, drawn = raw.FPDFPage_GetAnnotCount(page), False
    for index in range(min(number, _ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            reading.account.left(f"{name}, annotation {index + 1}", Read.DAMAGED)
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            drawn = drawn or (kind not in _PLAIN and bool(raw.FPDFAnnot_HasKey(annotation, b"AP")))
            unseen = raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN
            shown = Zone.BODY if kind in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT) else Zone.COMMENT
            if unseen & _HIDDEN and _has_picture(annotation):
                reading.account.left(f"{name}, annotation {index + 1}", Read.UNSUPPORTED)
            reading.add(Zone.HIDDEN if unseen else shown, "\n".join(_said(document, annotation, kind)))
            if kind == raw.FPDF_ANNOT_FILEATTACHMENT:
                attached = raw.FPDFAnnot_GetFileAttachment(annotation)
                _attached(document, attached, f"{name}, attachment {index + 1}", reading)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    reading.account.more(Unit.PARTS, number - _ANNOTATIONS, Read.TOO_LARGE)
    return drawn


def _has_picture(annotation: Any) -> bool:
    objects = range(min(_OBJECTS, raw.FPDFAnnot_GetObjectCount(annotation)))
    kinds = (raw.FPDFPageObj_GetType(raw.FPDFAnnot_GetObject(annotation, index)) for index in objects)
    return any(kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM) for kind in kinds)


def flattened(page: pypdfium2.PdfPage) -> bool:
    """Whether what is drawn for annotations was made part of the page."""
    return bool(raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)


def as_ppm(pixels: Any) -> bytes:
    """A picture of 8 bits a colour, red first, as a file."""
    gray = pixels.ndim == 2 or pixels.shape[2] == 1
    content: bytes = (pixels if gray else pixels[:, :, :3]).tobytes()
    return b"P%d %d %d 255\n" % (5 if gray else 6, pixels.shape[1], pixels.shape[0]) + content


def _said(document: pypdfium2.PdfDocument, annotation: Any, kind: int) -> list[str]:
    said = [_string(partial(raw.FPDFAnnot_GetStringValue, annotation, key)) for key in _TEXTS]
    if kind == raw.FPDF_ANNOT_WIDGET and document.formenv:
        form = document.formenv
        said.append(_string(partial(raw.FPDFAnnot_GetFormFieldValue, form, annotation)))
        options = range(min(_OPTIONS, raw.FPDFAnnot_GetOptionCount(form, annotation)))
        said += [_string(partial(raw.FPDFAnnot_GetOptionLabel, form, annotation, index)) for index in options]
    found = dict.fromkeys(_RICH.sub("\n", one).strip() if one.startswith("<") else one.strip() for one in said)
    return [one for one in found if one]


def _attached(document: pypdfium2.PdfDocument, attachment: Any, name: str, reading: Reading) -> None:
    """Hand on an attached file; it is unpacked when it is its turn, and the document stays open until then."""
    if not attachment:
        reading.account.left(name, Read.DAMAGED, Unit.MEMBERS)
        return
    called = _string(partial(raw.FPDFAttachment_GetName, attachment)) or name
    size = raw.c_ulong(0)
    if not raw.FPDFAttachment_GetFile(attachment, None, 0, size):
        reading.account.left(called, Read.DAMAGED, Unit.MEMBERS)
        return
    reading.account.there(Unit.MEMBERS, [called])
    inner = Inner(called, size.value, size.value, partial(_content, document, attachment, size.value))
    reading.members = iter([*reading.members, inner])


def _content(document: pypdfium2.PdfDocument, attachment: Any, size: int) -> bytes:
    assert document.raw is not None  # the attachment lies in it
    content = _bytes(partial(_file, attachment), size)
    if content is None:
        raise Trouble(Read.DAMAGED)
    return content


def _file(attachment: Any, buffer: Any, size: int) -> int:
    wanted = raw.c_ulong(0)
    done = raw.FPDFAttachment_GetFile(attachment, buffer, size, wanted)
    return wanted.value if done else 0


def _packet(document: pypdfium2.PdfDocument, index: int, buffer: Any, size: int) -> int:
    wanted = raw.c_ulong(0)
    done = raw.FPDF_GetXFAPacketContent(document, index, buffer, size, wanted)
    return wanted.value if done else 0


def _bytes(ask: Callable[[Any, int], int], most: int) -> bytes | None:
    """What a call of PDFium's gives into a buffer of the size that it names itself; None where that is too much."""
    size = ask(None, 0)
    if size > most:
        return None
    buffer = raw.create_string_buffer(max(1, size))
    filled = min(size, ask(buffer, size))
    return bytes(buffer.raw[:filled])


def _string(ask: Callable[[Any, int], int]) -> str:
    """The same for a string, UTF-16 with an end of two bytes."""

    def into(buffer: Any, size: int) -> int:
        return ask(None if buffer is None else raw.cast(buffer, raw.POINTER(raw.FPDF_WCHAR)), size)

    return (_bytes(into, _LONGEST) or b"").decode("utf-16-le", "replace").rstrip("\0")
