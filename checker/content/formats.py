"""What a file is, by its content: the name says nothing. The same answer on every system.

Where our table knows no document, libmagic is asked as well (`opinion`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.content import encodings, limits, opinion
from checker.content.file import File
from checker.content.readers import opc
from checker.content.readers.ole import Compound
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read

_LOOK = 4096  # bytes
_ZIP_END = 22  # bytes of a ZIP file's last record, where it has no comment
_PROGRAMS = (b"MZ", b"\x7fELF")  # which may carry an archive behind them

# (where, bytes, format); the first that fits.
_SIGNATURES = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"II+\0", "tiff"),
    (0, b"MM\0+", "tiff"),
    (8, b"WEBP", "webp"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"{\\rt", "rtf"),
    (0, b"\x09\0\x04\0", "xls"),  # Excel 2 to 5 without a container: the first record and its length
    (0, b"\x09\x02\x06\0", "xls"),
    (0, b"\x09\x04\x06\0", "xls"),
    (0, b"\x09\x08\x08\0\0\x05", "xls"),
    (0, b"\xdb\xa5", "word2"),
    (0, b"\x31\xbe\0\0\0\xab", "word2"),  # Word for DOS and Windows Write
    (0, b"\x32\xbe\0\0\0\xab", "word2"),
    (0, b"\x9b\xa5", "word2"),
    (0, b"\x01\xfe\x32\0", "works"),
    (0, b"\0\0\x02\0\x04\x04\x05\x54", "works"),
    (0, b"\xff\0\x02\0\x04\x04\x05\x54", "works"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"\x1f\x8b\x08", "gz"),
    (0, b"BZh", "bz2"),
    (0, b"\xfd7zXZ\0", "xz"),
    (257, b"ustar", "tar"),
    (0, b"AT&TFORM", "djvu"),
    (0, b"Founder CEB", "ceb"),
    (0, b"%!PS-AdobeFont", "other"),
    (0, b"%!FontType", "other"),
    (0, b"%!PS", "postscript"),
    (0, b"\xc5\xd0\xd3\xc6", "postscript"),
    (0, b"AC10", "dwg"),
    (0, b"8BPS", "psd"),
    (0, b"\0\0\0\x0cjP  ", "jp2"),
    (0, b"\0\0\0\x0cJXL ", "jxl"),
    (0, b"MSCF", "cab"),
    (0, b"\x28\xb5\x2f\xfd", "zst"),
    (0, b"\x78\x9f\x3e\x22", "tnef"),
    (0, b"\xcf\xad\x12\xfe", "dbx"),
    (0, b"!BDN", "pst"),
)
_BRANDS = dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "heic")
_BRANDS |= {b"avif": "avif", b"avis": "avif"}
PICTURES = frozenset(("jpeg", "png", "gif", "tiff", "webp", "bmp", "heic", "avif", "ppm"))
ARCHIVES = frozenset(("zip", "7z", "tar", "gz", "bz2", "xz", "rar"))
UNSUPPORTED = frozenset(
    ("rar", "ceb", "djvu", "xlsb", "xps", "postscript", "dwg", "psd", "jp2", "jxl", "cab", "zst", "vsd", "pub", "hwp")
)
UNSUPPORTED |= {"word2", "works", "powerpoint4"}
MAIL = frozenset(("eml", "msg", "mbox", "tnef", "dbx", "pst"))

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|table|div|p|title|style|script|center|font)[\s>]", re.IGNORECASE
)
_HEADERS = re.compile(r"(?im)^(?:received|return-path|delivered-to|message-id|x-mailer|from|to|subject|date):")
_HEADER = re.compile(r"[A-Za-z][A-Za-z-]{1,40}:")
# What a letter that was sent or is to be sent has, and a page that a browser saved has not.
_POST = re.compile(
    r"(?im)^(?:received|return-path|delivered-to|message-id|x-mailer|to|cc|bcc|reply-to|in-reply-to|dkim-signature):"
)
_SAVED = re.compile(r"(?im)^content-type:\s*(?:multipart/|text/html|application/xhtml)")


@dataclass(frozen=True, slots=True)
class Kind:
    """A format, and what was opened to tell it."""

    format: str
    archive: Zip | None = None
    compound: Compound | None = None


def sniffed(file: File) -> Kind:
    """What a file is: a format's short name, "text" for anything people could read, "other" for the rest.

    Raises:
        Trouble: a container whose directory cannot be read.
    """
    head = file.part(0, _LOOK)
    found = next((name for at, sign, name in _SIGNATURES if head[at : at + len(sign)] == sign), "")
    if head[4:8] == b"ftyp":
        return Kind(_BRANDS.get(head[8:12]) or _compatible(head) or "other")
    if b"%PDF-" in head[:1024]:
        return Kind("pdf")
    if found == "zip":
        return _zip(Zip(file))
    if found == "ole":
        compound = Compound(file)
        return Kind(compound.kind, compound=compound)
    if found:
        return Kind(found)
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and len(head) > 26:
        return Kind("bmp")
    if head[:2] in (b"P5", b"P6") and head[2:3].isspace():
        return Kind("ppm")
    found = _text(head if head.strip(b"\0") else _later(file))
    if found == "other" and not head.startswith(_PROGRAMS) and _ends_as_zip(file):
        return _zip(Zip(file))
    return Kind(opinion.second(head) or found if found == "other" else found)


def _compatible(head: bytes) -> str | None:
    size = min(int.from_bytes(head[:4], "big"), 256)
    brands = (head[at : at + 4] for at in range(16, size, 4))
    return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), None)


def _ends_as_zip(file: File) -> bool:
    """Whether a ZIP file's directory stands at the end: the first sector of it may be lost, and most of it be sound."""
    return file.part(max(0, file.size - _ZIP_END), _ZIP_END).startswith(b"PK\x05\x06")


def _zip(archive: Zip) -> Kind:
    """What a container holds: by the names that nearly all programs use, else by what it says of its parts itself.

    Raises:
        Trouble: its directory is gone, and what is left of it is no document.
    """
    found = _document(archive)
    if found:
        return Kind(found, archive)
    if archive.torn:
        raise Trouble(Read.DAMAGED)
    if set(archive.names) & {"META-INF/MANIFEST.MF", "AndroidManifest.xml", "classes.dex"}:
        return Kind("other", archive)  # programs, however many files they are made of
    return Kind("zip", archive)


def _later(file: File) -> bytes:
    """What follows where a file's beginning was never written."""
    places = (*range(_LOOK, 16 * _LOOK, _LOOK), file.size // 4, file.size // 2, file.size // 4 * 3)
    for at in places:
        found = file.part(at // 4 * 4, _LOOK) if at < file.size else b""
        if found.strip(b"\0"):
            return found
    return b""


def _document(archive: Zip) -> str:
    names = {opc.folded(archive.called(name)) for name in archive.names}
    if "ofd.xml" in names:
        return "ofd"
    listed = "\n".join(("", *names))
    if opc.TYPES in names or archive.torn:
        for main, name in (("word/document", "docx"), ("xl/workbook.xml", "xlsx"), ("ppt/presentation", "pptx")):
            if f"\n{main}" in listed:
                return name
        if "\nxl/workbook.bin" in listed:
            return "xlsb"
        if any(one.endswith(".fdseq") for one in names):
            return "xps"
        said = opc.main_kinds(archive)
        for main, name in (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx"), ("xlsb", "xlsb")):
            if main in said:
                return name
    if "mimetype" in names or "meta-inf/manifest.xml" in names:
        kind = _media_type(archive)
        for word, name in ((b"opendocument.text", "odt"), (b".spreadsheet", "ods"), (b".presentation", "odp")):
            if word in kind:
                return name
    return ""


def _media_type(archive: Zip) -> bytes:
    """What an OpenDocument file says that it is, in a part of its own or in the list of its parts."""
    for name, limit in (("mimetype", 200), ("META-INF/manifest.xml", limits.PART)):
        try:
            if name in archive:
                found = archive.read(name, limit)
                return found if name == "mimetype" else found[: found.find(b"/>") + 2]
        except Trouble:
            continue
    return b""


def _text(head: bytes) -> str:
    if not encodings.is_text(head):
        return "other"
    if encodings.is_foreign(head):
        return "foreign-text"
    text = encodings.read(head).text.lstrip("\ufeff \t\n")
    headers = text.partition("\n\n")[0] if _HEADER.match(text) else ""
    posted = bool(headers) and _POST.search(headers) is not None
    if "mime-version:" in headers.lower() and (posted or _SAVED.search(headers)):
        return "eml" if posted else "mht"
    if len({match.lower() for match in _HEADERS.findall(text[:2048])}) >= 3:
        return "eml"
    if text.startswith("From ") and _HEADERS.search(text):
        return "mbox"
    if _HTML.search(text[:1024]):
        return "xml" if text.startswith("<?xml") and "<html" not in text[:2048].lower() else "html"
    return "xml" if text.startswith("<?xml") else "text"


def readable(kind: Kind) -> Read:
    """Whether this version reads a format: READ, or why not."""
    if kind.format in MAIL:
        return Read.EXCLUDED
    if kind.format in UNSUPPORTED or kind.format in opinion.NAMES:
        return Read.UNSUPPORTED
    if kind.format == "encrypted":
        return Read.ENCRYPTED
    if kind.format == "empty":
        return Read.EMPTY
    return Read.OTHER if kind.format == "other" else Read.READ
