"""What a file is, by its content: the name says nothing. The same answer on every system.

Where our table knows no document, libmagic is asked as well (`opinion`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.content import encodings, limits, opinion, signatures
from checker.content.file import File, Section
from checker.content.pictures import behind
from checker.content.pictures.headless import headless, jpeg_behind
from checker.content.readers import archives, iso, opc, opc_lists, streams
from checker.content.readers.ole import Compound
from checker.content.trouble import Trouble
from checker.content.zips import Zip, ends_with_a_zip
from checker.facts.content.document import Read

_LOOK = 4096  # bytes
_TAIL = 4096  # bytes in which a zip's directory ends
_ENDS_OF_RAR = (b"\xc4\x3d\x7b\0\x40\x07\0", b"\x1d\x77\x56\x51\x03\x05\x04\0")  # of releases 4 and 5
_END_OF_ZIP = b"PK\x05\x06"
_EXACT, _PADDING = ("png", "gif", "pdf"), 64  # behind which no camera writes anything of its own; bytes that may be

UNKNOWN = "unknown"  # what a paper's name is on, and nothing we know: encrypted by an office's own system, or spoilt
HOLLOW = "hollow"  # begins with nothing but zeros: what a file becomes when a write was lost
PICTURES = frozenset(("jpeg", "png", "gif", "tiff", "webp", "bmp", "heic", "avif", "ppm", "jp2", "pcx", "dib", "tga"))
ARCHIVES = frozenset(("zip", "7z", "tar", "iso", "ar", "cpio", "rpm", "ico", *streams.KINDS))
_ARCHIVES_UNREAD = (
    *("rar", "cab", "lz4", "lzip", "lzo", "compress", "arj", "lzh", "ace", "zoo", "alz", "egg", "stuffit", "xar"),
    *("wim", "msi", "disk image", "backup", "udf"),
)
_DOCUMENTS_UNREAD = (
    *("ceb", "djvu", "xlsb", "xps", "postscript", "dwg", "vsd", "pub", "hwp", "chm", "onenote", "mobi", "iwork"),
    *("wordperfect", "word2", "works", "powerpoint4", "hlp", "sqlite", "access", "plist", UNKNOWN),
)
_PICTURES_UNREAD = (
    *("psd", "jxl", "jxr", "wmf", "emf", "pict", "jbig2", "dcx", "xcf", "exr", "bpg", "sun raster", "sgi", "dicom"),
    *("raw", "pnm"),
)
UNSUPPORTED = frozenset((*_ARCHIVES_UNREAD, *_DOCUMENTS_UNREAD, *_PICTURES_UNREAD))
DOCUMENTS = frozenset(
    (
        *("docx", "xlsx", "pptx", "odt", "ods", "odp", "ofd", "doc", "xls", "ppt", "ole"),
        *("rtf", "pdf", "html", "mht", "xml", "text"),
    )
)  # that `inspection` has a reader for
MAIL = frozenset(("eml", "msg", "mbox", "tnef", "dbx", "pst"))

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|table|div|p|title|style|script|center|font)[\s>]", re.IGNORECASE
)
# Of an XML file whose first line was left out: drawings, diagrams, and parts of packages.
_ROOT = re.compile(
    r"(?:<!--.{0,500}?-->\s*)?<(?:svg|mxfile|mxGraphModel|map|opml)[\s>]"
    r"|<[A-Za-z_][\w:.-]{0,60}\s[^<>]{0,600}?\bxmlns(?::\w{1,40})?=",
    re.DOTALL,
)
_HEADERS = re.compile(r"(?im)^(?:received|return-path|delivered-to|message-id|x-mailer|from|to|subject|date):")
_HEADER = re.compile(r"[A-Za-z][A-Za-z-]{1,40}:")
# What a letter that was sent or is to be sent has, and a page that a browser saved has not.
_POST = re.compile(
    r"(?im)^(?:received|return-path|delivered-to|message-id|x-mailer|to|cc|bcc|reply-to|in-reply-to|dkim-signature):"
)
_SAVED = re.compile(r"(?im)^content-type:\s*(?:multipart/|text/html|application/)")


@dataclass(frozen=True, slots=True)
class Kind:
    """A format, and what was opened to tell it.

    at     where an archive begins behind the program that unpacks it, or a picture behind bytes that are none of it
    known  whether anything in the file says so; otherwise "other" only means that nobody knows
    """

    format: str
    archive: Zip | None = None
    compound: Compound | None = None
    at: int = 0
    known: bool = True


def sniffed(file: File) -> Kind:
    """What a file is: a format's short name, "text" for anything people could read, "other" for the rest.

    Raises:
        Trouble: a container whose directory cannot be read.
    """
    head = file.part(0, _LOOK)
    found = signatures.told(head)
    if found == "other":
        found = _despite(file, head)
    if found == "zip":
        return _zip(Zip(file))
    if found == "ole":
        compound = Compound(file)
        return Kind(compound.kind, compound=compound)
    found = found or headless(head)
    if found:
        return Kind(found)
    if archives.is_tar_block(head[:512]):
        return Kind("tar")
    found = _text(head) if head.strip(b"\0") and (head[:2] != b"MZ" or _is_plain(head)) else "other"
    kind = Kind(found) if found != "other" else _second_look(file, head)
    if kind.known or head.strip(b"\0"):
        return kind
    later = _later(file)
    found = _text(later)
    if found == "other" and later.strip(b"\0"):
        return Kind(HOLLOW)
    return Kind(found) if found != "other" else kind


def _despite(file: File, head: bytes) -> str:
    """What begins as a program, a film or a font does, and is a text or has an archive at its end all the same."""
    if _is_plain(head):
        return ""
    return "zip" if ends_with_a_zip(file) else "other"


def _is_plain(head: bytes) -> bool:
    """Whether it is a text by more than a chance: every program's header has zeros."""
    return b"\0" not in head[:64] and encodings.is_text(head)


def hung_on(file: File, kind: str) -> tuple[File, Kind] | None:
    """What was hung on behind a picture or a PDF, which viewers do not show; None where nothing is known of it."""
    at = behind.end(file, kind)
    if at < file.size:
        rest = Section(file, at)
        head = rest.part(0, min(rest.size, _LOOK))
        found = sniffed(rest) if head.strip(b"\0\r\n ") else Kind("other")
        if found.format != "other":
            return rest, found
        if kind in _EXACT and len(head.strip(b"\0")) > _PADDING:
            return rest, Kind(UNKNOWN)
    if kind == "pdf":
        return None  # an attachment of its own may stand near its end
    if ends_with_a_zip(file):
        return file, _zip(Zip(file))
    if file.part(max(0, file.size - 8), 8).endswith(_ENDS_OF_RAR):
        return file, Kind("rar")
    return None


def _second_look(file: File, head: bytes) -> Kind:
    """What is no document by its beginning: that may be lost, or be a program's whose archive follows."""
    if iso.is_image(file):
        return Kind("iso")
    if _END_OF_ZIP in file.part(max(0, file.size - _TAIL), _TAIL):
        return _zip(Zip(file))
    if head[:2] == b"MZ":
        found, at = signatures.behind_a_program(file, head)
        if found == "zip":  # whose directory should stand at the file's end
            raise Trouble(Read.DAMAGED)
        return Kind(found, at=at) if found else Kind("other")
    at = jpeg_behind(file)
    if at:
        return Kind("jpeg", at=at)
    found = "udf" if iso.is_udf(file) else signatures.trailing(file) or opinion.second(head)
    return Kind(found or "other", known=bool(found))


def _zip(archive: Zip) -> Kind:
    """What a container holds: by the names that nearly all programs use, else by what it says of its parts itself."""
    found = _document(archive)
    if found:
        return Kind(found, archive)
    names = set(archive.names)
    if any(name.endswith(".iwa") or name in ("index.apxl", "Index.zip") for name in names):
        return Kind("iwork", archive)
    return Kind("zip", archive)


def _document(archive: Zip) -> str:
    names, listed = opc.names_of(archive).own, opc.names_of(archive).listed
    if "ofd.xml" in names:
        return "ofd"
    if opc_lists.TYPES in names or archive.torn:
        for main, name in (("word/document", "docx"), ("xl/workbook.xml", "xlsx"), ("ppt/presentation", "pptx")):
            if f"\n{main}" in listed:
                return name
        if "\nxl/workbook.bin" in listed:
            return "xlsb"
        if any(one.endswith(".fdseq") for one in names):
            return "xps"
        said = opc_lists.main_kinds(archive)
        for main, name in (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx"), ("xlsb", "xlsb")):
            if main in said:
                return name
    if (
        opc_lists.TYPES in names and archive.torn
    ):  # an office file that lost its main part: its other parts are read as such
        return next((name for folder, name in (("\nxl/", "xlsx"), ("\nppt/", "pptx")) if folder in listed), "docx")
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


def _later(file: File) -> bytes:
    """What follows where a file's beginning was never written."""
    places = (*range(_LOOK, 16 * _LOOK, _LOOK), file.size // 4, file.size // 2, file.size // 4 * 3)
    for at in places:
        found = file.part(at // 4 * 4, _LOOK) if at < file.size else b""
        if found.strip(b"\0"):
            return found
    return b""


def _text(head: bytes) -> str:
    if not encodings.is_text(head):
        return "other"
    if encodings.is_foreign(head):
        return "foreign-text"
    text = encodings.read(encodings.begun(head)).text.lstrip("\ufeff \t\n")
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
    return "xml" if text.startswith("<?xml") or _ROOT.match(text) else "text"


def is_hollow(file: File) -> bool:
    return not file.part(0, _LOOK).strip(b"\0")


def readable(kind: Kind) -> Read:
    """Whether this version reads a format: READ, or why not. One that nobody wrote a reader for is not read."""
    if kind.format in PICTURES or kind.format in ARCHIVES or kind.format in DOCUMENTS:
        return Read.READ
    if kind.format in MAIL:
        return Read.EXCLUDED
    if kind.format == HOLLOW:
        return Read.DAMAGED
    if kind.format == "encrypted":
        return Read.ENCRYPTED
    if kind.format == "empty":
        return Read.EMPTY
    return Read.OTHER if kind.format == "other" else Read.UNSUPPORTED
