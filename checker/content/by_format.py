"""Which reader takes a file of which format."""

from __future__ import annotations

from checker.content.file import File, Section, whole
from checker.content.formats import Kind
from checker.content.readers import (
    archives,
    embedded,
    icons,
    iso,
    markup,
    mht,
    odf,
    ofd,
    ole,
    ooxml,
    packages,
    plain,
    rtf,
    web,
)
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_SPELLED_BY_THEMSELVES = frozenset(("html", "mht", "xml", "text"))  # whose bytes are searched as they are


def read(file: File, kind: Kind, reading: Reading) -> None:
    """A document, by the reader of its format. Raises Trouble."""
    match kind.format:
        case "docx" | "xlsx" | "pptx" if kind.archive is not None:
            ooxml.read(kind.archive, reading)
        case "odt" | "ods" | "odp" if kind.archive is not None:
            odf.read(kind.archive, kind.format, reading)
        case "ofd" if kind.archive is not None:
            ofd.read(kind.archive, reading)
        case "doc" | "xls" | "ppt" | "ole" if kind.compound is not None:
            ole.read(kind.compound, reading)
        case "xls":
            ole.records(whole(file), reading)
        case "rtf":
            rtf.read(whole(file), reading)
        case "pdf":
            from checker.content.readers import pdf  # native code: loaded where it is needed

            pdf.read(file, reading)
        case "html":
            web.file(file, reading)
        case "mht":
            mht.read(file, reading)
        case "xml":
            markup.file(file, reading)
        case "text":
            plain.text(file, reading)
        case _:
            raise Trouble(Read.UNSUPPORTED)


def spelled(kind: Kind, reading: Reading) -> None:
    """What the words that were read spell in letters that stand for bytes."""
    if kind.format not in _SPELLED_BY_THEMSELVES:
        embedded.among_words(reading)


def list_members(file: File, kind: Kind, name: str, reading: Reading) -> None:
    """What an archive holds. Raises Trouble."""
    if kind.at:
        file = Section(file, kind.at)
    if kind.archive is not None:
        archives.zipped(kind.archive, reading, program=kind.archive.follows_a_program)
    elif kind.format == "7z":
        archives.sevens(file, reading)
    elif kind.format == "iso":
        iso.listed(file, reading)
    elif kind.format in ("ar", "cpio", "rpm"):
        packages.listed(file, kind.format, reading)
    elif kind.format == "ico":
        icons.listed(file, reading)
    elif kind.format == "tar" or archives.is_tar(file, kind.format):
        archives.tarred(file, kind.format, reading)
    else:
        archives.squeezed(file, kind.format, name, reading)
