"""doc, xls, ppt and wps, et, dps: streams within a compound file ([MS-CFB], [MS-DOC], [MS-XLS], [MS-PPT]).

WPS Office writes the same streams into its own kinds as into the others; no file of an old Kingsoft version was seen.
Every stream has a fate: the reader of the main stream settles what it reads, and what lies beside it is looked for in
the lists here. What is in neither counts as not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from checker.content import limits
from checker.content.readers.ole import doc, objects, ppt, programs, xls
from checker.content.readers.ole.compound import BROKEN, Compound, Entry, Storage
from checker.content.readers.ole.handing import Handing
from checker.content.readers.ole.properties import properties
from checker.content.readers.properties import labelled
from checker.content.readers.words import LEVELS, any_runs, wide
from checker.content.readers.xml import decoded, stripped
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone
from checker.model.coverage import Unit

__all__ = ["Compound", "read", "records"]

# Storages that hold programs, signatures, or the rights of readers.
_PROGRAMS = ("MACROS", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT", "_XMLSIGNATURES", "_SIGNATURES", "\x06DATASPACES")
# Streams that hold the name of a class, the place of an object, settings of a window, a person's name, an equation.
_OF_A_PROGRAM = re.compile(
    r"\x01COMPOBJ|\x01OLE|\x01OLE10(?:FMTPROGID|ITEMNAME)|MACROS|\x03OBJINFO|\x03OCXNAME|CURRENT USER|USER NAMES|XCB"
    r"|EQUATION NATIVE|_SIGNATURES|\x05DIGITALSIGNATURE|MSODATASTORE/.*/PROPERTIES"
)
_PROPERTIES = re.compile(r"\x05.*INFORMATION")
_PRESENTATION = re.compile(r"\x02OLEPRES\d{3}")
_METAFILE = re.compile(r"\x03(?:E?PRINT|PICT?|PRNTPICT|META)")
_CONTROL = re.compile(r"CONTENTS|\x03OCXDATA|CTLS")
_RECORDS = re.compile(r"(?:.*/)?_SX_DB(?:_CUR)?/[^/]+")
_XML = re.compile(r"MSODATASTORE/.*/ITEM")
_WORKBOOK, _DUAL = "Workbook", "PP97_DUALSTORAGE"
# A show that was saved for PowerPoint 95 and 97 in one file holds the same twice; the newer one is read.
_OF_POWERPOINT_95 = ("PowerPoint Document", "Header", "PersistentStorage Directory", "Text_Content", "Pictures")
# Storages and streams beside which all is a program's own: a project of macros, small pictures of a folder, lists of
# what was opened last, settings of a program that makes programs.
_OWN_STORAGES = frozenset(("VBA",))
_OWN = ("_VBA_PROJECT", "Catalog", "DestList", "SolutionConfiguration")
_DEEPEST = 8
_STARS = tuple(dict.fromkeys(star.encode(name) for name in ("utf-8", "gb18030", "utf-16-le") for star in "★☆"))


def read(compound: Compound, reading: Reading) -> None:
    """Raises Trouble: ENCRYPTED; DAMAGED, where the main stream could not be read at all; UNSUPPORTED."""
    handing = Handing(reading)
    try:
        _whole(compound, handing)
    except Trouble as trouble:
        if trouble.read is Read.DAMAGED:
            reading.add(Zone.BODY, "\n".join(wide(compound.salvage()))[: limits.TEXT])
        raise
    finally:
        reading.members = iter(handing.members)


def _whole(compound: Compound, handing: Handing) -> None:
    account = handing.reading.account
    if compound.broken:
        raise Trouble(Read.DAMAGED)
    with _damage():
        compound.follow()
    for entry in compound.root.every():
        account.there(Unit.PARTS, [entry.path])
        if entry.size and not entry.whole:
            account.left(entry.path, Read.DAMAGED)
    if not compound.directory_is_whole:
        account.left("directory", Read.DAMAGED)
        if compound.kind == "ole":
            raise Trouble(Read.DAMAGED)  # what it was is lost with the directory
    _storage(compound.root, handing, 0)
    handing.reading.add(Zone.COMMENT, _strewn(compound))
    if compound.kind == "ole" and not handing.members and any(one.why is Read.UNSUPPORTED for one in account.missed):
        raise Trouble(Read.UNSUPPORTED)  # of a kind that nobody here knows


def _strewn(compound: Compound) -> str:
    """Lines with a level and its star, wherever in the file: records that nobody knows, and what was written over."""
    if compound.file.size > limits.PART:
        return ""
    content = compound.file.part(0, compound.file.size)
    if not any(star in content for star in _STARS) or not any(word in content for word in LEVELS):
        return ""
    return "\n".join(line for line in any_runs(content).split("\n") if "★" in line or "☆" in line)


def records(content: bytes, reading: Reading) -> None:
    """A workbook of Excel 2 to 5 that is a file of its own, without a container. Raises Trouble."""
    reading.account.there(Unit.PARTS, [_WORKBOOK])
    with _damage():
        xls.read(content, Handing(reading), _WORKBOOK)


def _storage(storage: Storage, handing: Handing, depth: int) -> None:
    """What lies in one storage: the document itself, what lies beside it, and what lies in storages of its own."""
    account = handing.reading.account
    if not storage.storages.keys().isdisjoint(_OWN_STORAGES) or any(name in storage for name in _OWN):
        for entry in storage.every():
            _of_a_program(entry, storage, handing)
        return
    for entry in storage.streams.values():
        if _PROPERTIES.fullmatch(entry.name):
            _settle(entry, storage, handing)
    try:
        if _DUAL in storage.storages:
            for name in _OF_POWERPOINT_95:
                if name in storage:
                    account.nothing(storage.entry(name).path)
        else:
            with _damage():
                _document(storage, handing)
    except Trouble as trouble:
        if not depth:
            raise
        for entry in storage.streams.values():
            account.left(entry.path, trouble.read)
    settled = account.settled
    for entry in storage.streams.values():
        if entry.path not in settled:
            _settle(entry, storage, handing)
    for name, inner in storage.storages.items():
        if name in _PROGRAMS:
            for entry in inner.every():
                _of_a_program(entry, inner, handing)
        elif depth >= _DEEPEST:
            for entry in inner.every():
                account.left(entry.path, Read.TOO_LARGE)
        else:
            _storage(inner, handing, depth if name == _DUAL else depth + 1)


@contextmanager
def _damage() -> Iterator[None]:
    """What a reader stumbles over is damage."""
    try:
        yield
    except BROKEN as error:
        raise Trouble(Read.DAMAGED) from error


def _document(storage: Storage, handing: Handing) -> None:
    match storage.kind:
        case "doc":
            doc.read(storage, handing)
        case "xls":
            name = _WORKBOOK if _WORKBOOK in storage else "Book"
            xls.read(storage.read(name), handing, storage.entry(name).path)
            if name == _WORKBOOK and "Book" in storage:
                handing.reading.account.nothing(storage.entry("Book").path)  # the same once more for Excel 95
        case "ppt":
            ppt.read(storage, handing)
        case "encrypted":
            raise Trouble(Read.ENCRYPTED)


def _settle(entry: Entry, storage: Storage, handing: Handing) -> None:
    """One stream that is not the document itself. What no list knows keeps no fate, and so counts as not read."""
    account = handing.reading.account
    name, path = entry.name, entry.path.upper()
    if not entry.size:
        account.nothing(entry.path)
        return
    if _OF_A_PROGRAM.fullmatch(name) or _OF_A_PROGRAM.fullmatch(path):
        _of_a_program(entry, storage, handing)
        return
    try:
        content = storage.compound.content(entry)
        with _damage():
            if _beside(name, path, entry, content, handing):
                account.looked(entry.path)
    except Trouble as trouble:
        account.left(entry.path, trouble.read)


def _of_a_program(entry: Entry, storage: Storage, handing: Handing) -> None:
    try:
        programs.read(entry, storage.compound.content(entry), handing)
    except Trouble as trouble:
        handing.reading.account.left(entry.path, trouble.read)


def _beside(name: str, path: str, entry: Entry, content: bytes, handing: Handing) -> bool:
    """Look at a stream by its name or, where that is unknown, by what it begins with; whether anybody could."""
    reading, found = handing.reading, True
    if _PROPERTIES.fullmatch(name):
        for key, value in properties(content):
            reading.add(Zone.PROPERTY, labelled(key, value))
    elif name == "\x01OLE10NATIVE":
        objects.package(content, entry.path, handing)
    elif _PRESENTATION.fullmatch(name):
        found = objects.presentation(content, entry.path, handing)
    elif _METAFILE.fullmatch(name):
        handing.drawings.bare("pict" if "PICT" in name else "wmf", content, entry.path)
    elif _RECORDS.fullmatch(path):
        xls.cache(content, handing, entry.path)
    elif _XML.fullmatch(path):
        reading.add(Zone.HIDDEN, stripped(decoded(content).replace("</", "\n</")))
    elif objects.is_a_file(content):
        handing.member(entry.path, content)
    elif _CONTROL.fullmatch(name) and (name == "CTLS" or "/" in entry.path):
        reading.add(Zone.BOX, "\n".join(wide(content)))
    else:
        found = False
    return found
