"""PowerPoint 97 and later ([MS-PPT]): one tree of records, the latest state of each slide at the end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import partial

from checker.content import limits
from checker.content.gathered import Lines
from checker.content.readers.ole.compound import Storage
from checker.content.readers.ole.handing import Handing
from checker.content.readers.words import holed
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

MAIN = "PowerPoint Document"
_DOCUMENT, _SLIDE, _NOTES, _PERSIST, _MASTER, _HANDOUT = 1000, 1006, 1008, 1011, 1016, 4041
_CHARACTERS, _BYTES, _CSTRING = 4000, 4008, 4026
_MARGINS, _COMMENT, _TAG, _TAG_DATA = 4057, 12000, 5001, 5003
_OBJECT, _EDIT, _DIRECTORY = 4113, 4085, 6002
_TABLE_STYLES = 1064  # named like a container, and a ZIP of styles
_SHAPES = (0xF00B, 0xF121, 0xF122)
_PLACES = {_MASTER: Zone.MARGIN, _HANDOUT: Zone.MARGIN, _NOTES: Zone.COMMENT, _SLIDE: Zone.BODY, _PERSIST: Zone.BODY}
_PLACES |= {_MARGINS: Zone.MARGIN, _COMMENT: Zone.COMMENT, _TAG: Zone.HIDDEN, _DOCUMENT: Zone.BODY}
_USER = "Current User"
_TOKEN, _ENCRYPTED_TOKEN = 0xE391_C05F, 0xF3D1_C4DF
_HOLE = -1
_STEP = 1 << 14  # records after which whoever waits is told that it goes on
_LINE = str.maketrans({"\r": "\n", "\x0b": "\n", "\0": None})


def read(storage: Storage, handing: Handing) -> None:
    """Raises Trouble: ENCRYPTED, DAMAGED, UNSUPPORTED for PowerPoint 95."""
    account, path = handing.reading.account, storage.entry(MAIN).path
    user = storage.read(_USER) if _USER in storage else b""
    if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED_TOKEN:
        raise Trouble(Read.ENCRYPTED)
    content = storage.read(MAIN)
    if len(content) < 8 or struct.unpack_from("<H", content, 2)[0] not in (*_PLACES, _EDIT, _DIRECTORY, _OBJECT):
        raise Trouble(Read.UNSUPPORTED if content.strip(b"\0") else Read.DAMAGED)
    if not _tree(content, handing, path) or not _edits(content, user):
        account.left(path, Read.DAMAGED)
    account.looked(path)
    delayed = b""
    if "Pictures" in storage:
        pictures = storage.entry("Pictures").path
        delayed = storage.read("Pictures")
        account.looked(pictures)
        handing.drawings.pictures(delayed, pictures)
    handing.drawings.store(content, delayed, f"{path}: picture")


def _tree(content: bytes, handing: Handing, path: str) -> bool:
    """Hand on every text and object in the tree; whether the tree has no hole."""
    reading, pieces, total, whole = handing.reading, Lines(), 0, True
    zone = Zone.BODY
    for number, (kind, instance, begin, end) in enumerate(_records(content, 0, len(content))):
        if number % _STEP == 0:
            reading.step()
        if kind in _PLACES:
            reading.add(zone, pieces.text)
            zone, pieces = _PLACES[kind], Lines()
        elif kind in (_CHARACTERS, _BYTES, _CSTRING):
            raw = content[begin:end]
            text = raw.decode("latin-1") if kind == _BYTES else raw.decode("utf-16-le", "replace")
            whole = whole and not holed(text)
            total += len(text)
            if total > limits.TEXT:
                reading.cut(f"{path}: text")
                break
            pieces.add(text.translate(_LINE))
        elif kind in _SHAPES:
            handing.drawings.words(content[begin - 8 : end])
        elif kind == _OBJECT:
            _object(content[begin:end], instance == 1, f"{path}@{begin:x}", handing)
        elif kind == _HOLE:
            whole = False
    reading.add(zone, pieces.text)
    return whole


def _object(content: bytes, packed: bool, name: str, handing: Handing) -> None:
    """An embedded object is a compound file of its own; most are packed."""
    if not packed:
        handing.member(name, content)
    elif len(content) > 4:
        size = int.from_bytes(content[:4], "little")
        handing.member_later(name, size, len(content), partial(_unpacked, content))


def _unpacked(content: bytes) -> bytes:
    size = int.from_bytes(content[:4], "little")
    try:
        unpacked = zlib.decompressobj().decompress(content[4:], min(size, limits.MEMBER) + 1)
    except zlib.error as error:
        raise Trouble(Read.DAMAGED) from error
    if len(unpacked) < size:
        raise Trouble(Read.DAMAGED)
    return unpacked


def _records(content: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Kind, instance, begin and end of each record, containers before what is in them; _HOLE where one makes no sense.

    Where it goes on after a hole, the container around it says.
    """
    ends = [end]
    while at + 8 <= end:
        while len(ends) > 1 and at >= ends[-1]:
            ends.pop()
        version, kind, size = struct.unpack_from("<HHI", content, at)
        begin, until = at + 8, at + 8 + size
        if not kind and len(ends) == 1 and not any(content[at:end]):
            return  # padding
        if not kind or until > ends[-1]:
            yield _HOLE, 0, at, ends[-1]
            if not kind:
                at = ends[-1] if len(ends) > 1 else end
                continue
            until = ends[-1]
        yield kind, version >> 4, begin, until
        if version & 0xF == 0xF and kind != _TABLE_STYLES:
            ends.append(until)
            at = begin
        else:
            if kind == _TAG_DATA:
                # Most hold records, and some what another program put there.
                yield from (one for one in _records(content, begin, until) if one[0] != _HOLE)
            at = until


def _edits(content: bytes, user: bytes) -> bool:
    """Whether what the last state is made of lies where the file says: it was written last."""
    if len(user) < 20 or struct.unpack_from("<I", user, 12)[0] != _TOKEN:
        return False
    (at,) = struct.unpack_from("<I", user, 16)
    seen = set[int]()
    while at and at not in seen:
        seen.add(at)
        if at + 28 > len(content) or struct.unpack_from("<H", content, at + 2)[0] != _EDIT:
            return False
        last, directory = struct.unpack_from("<II", content, at + 16)
        if directory + 8 > len(content) or struct.unpack_from("<H", content, directory + 2)[0] != _DIRECTORY:
            return False
        if not all(_begins(content, place) for place in _persisted(content, directory)):
            return False
        at = last
    return bool(seen)


def _begins(content: bytes, at: int) -> bool:
    return at + 8 <= len(content) and struct.unpack_from("<H", content, at + 2)[0] != 0


def _persisted(content: bytes, at: int) -> Iterator[int]:
    (size,) = struct.unpack_from("<I", content, at + 4)
    begin, end = at + 8, min(at + 8 + size, len(content) - 3)
    while begin < end:
        (entry,) = struct.unpack_from("<I", content, begin)
        number = entry >> 20
        for index in range(number):
            if begin + 8 + 4 * index > len(content):
                return
            yield struct.unpack_from("<I", content, begin + 4 + 4 * index)[0]
        begin += 4 + 4 * number
