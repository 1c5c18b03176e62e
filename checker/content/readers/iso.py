"""Images of optical discs: ISO 9660 ([ECMA-119]) with the long names of Joliet; members are pieces of the file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from checker.content import limits
from checker.content.file import File
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.model.coverage import Unit

SECTOR = 2048
_FIRST = 16  # sector of the first descriptor
_DESCRIPTORS = 64
_DEEPEST = 64  # folders in folders
_FOLDER_LIMIT = 16 << 20  # bytes of one folder's list
_PRIMARY, _SUPPLEMENTARY, _LAST = 1, 2, 255
_JOLIET = (b"%/@", b"%/C", b"%/E")
_FOLDER, _CONTINUED = 0x02, 0x80
_UDF = (b"NSR02", b"NSR03")


class _Entry(NamedTuple):
    name: str
    at: int
    size: int
    flags: int


def is_image(file: File) -> bool:
    return file.part(_FIRST * SECTOR + 1, 5) == b"CD001"


def is_udf(file: File) -> bool:
    """Whether it is an image of UDF alone, as those of video discs and of large backups."""
    return file.part(_FIRST * SECTOR + 1, 5) == b"BEA01"


def listed(file: File, reading: Reading) -> None:
    """Raises Trouble."""
    primary = joliet = None
    for sector in range(_FIRST, _FIRST + _DESCRIPTORS):
        block = file.part(sector * SECTOR, SECTOR)
        if block[1:6] in _UDF:
            # The same files mostly, and sometimes more than here.
            reading.account.left("UDF", Read.UNSUPPORTED)
        if block[1:6] == b"CD001" and block[0] == _PRIMARY:
            primary = primary or block
        elif block[1:6] == b"CD001" and block[0] == _SUPPLEMENTARY and block[88:91] in _JOLIET:
            joliet = joliet or block
    if primary is None or len(primary) < SECTOR:
        raise Trouble(Read.DAMAGED)
    (sectors,) = struct.unpack_from("<I", primary, 80)
    if sectors * SECTOR > file.size:
        reading.account.left("end of the image", Read.DAMAGED)
    chosen = joliet or primary
    encoding = "utf-16-be" if joliet is not None else "gb18030"
    begin, size = struct.unpack_from("<I4xI", chosen, 158)
    root = _Entry("", begin, size, _FOLDER)
    reading.members = _walked(file, root, encoding, reading, _folders(file, chosen))


def _folders(file: File, descriptor: bytes) -> frozenset[int]:
    """Where every folder begins by the table of paths, which names each a second time (6.9)."""
    (size,) = struct.unpack_from("<I", descriptor, 132)
    (at,) = struct.unpack_from("<I", descriptor, 140)
    table = file.part(at * SECTOR, min(size, _FOLDER_LIMIT)) if at else b""
    found, place = set[int](), 0
    while place + 8 <= len(table) and table[place]:
        found.add(struct.unpack_from("<I", table, place + 2)[0])
        place += 8 + table[place] + table[place] % 2
    return frozenset(found)


def _walked(file: File, root: _Entry, encoding: str, reading: Reading, listed: frozenset[int]) -> Iterator[Inner]:
    waiting, done = [("", root, 0)], set[int]()
    while waiting:
        path, folder, depth = waiting.pop()
        if folder.at in done:  # a folder may say that it lies in itself
            continue
        done.add(folder.at)
        if depth > _DEEPEST or folder.size > _FOLDER_LIMIT or len(done) > limits.ENTRIES:
            reading.account.left(path, Read.TOO_LARGE, Unit.MEMBERS)
            continue
        content = file.part(folder.at * SECTOR, folder.size)
        if len(content) < folder.size:
            reading.account.left(path or "root folder", Read.DAMAGED, Unit.MEMBERS)
        pieces = list[tuple[int, int]]()
        for entry in _entries(content, encoding, path, reading):
            name = f"{path}/{entry.name}" if path else entry.name
            if entry.flags & _FOLDER:
                waiting.append((name, entry, depth + 1))
                continue
            pieces.append((entry.at * SECTOR, entry.size))
            if not entry.flags & _CONTINUED:
                size = sum(length for _, length in pieces)
                yield Inner(name, size, size, partial(_content, file, tuple(pieces)))
                pieces = []
    if listed - done:
        reading.account.more(Unit.FOLDERS, len(listed - done), Read.DAMAGED)


def _entries(content: bytes, encoding: str, path: str, reading: Reading) -> Iterator[_Entry]:
    at, number = 0, 0
    while at < len(content):
        length = content[at]
        if length == 0:  # no entry crosses a sector's end
            end = (at // SECTOR + 1) * SECTOR
            if content[at:end].strip(b"\0"):
                break
            at = end
            continue
        if length < 34 or at + length > len(content) or at + 33 + content[at + 32] > len(content):
            break
        begin, size = struct.unpack_from("<I", content, at + 2)[0], struct.unpack_from("<I", content, at + 10)[0]
        raw = content[at + 33 : at + 33 + content[at + 32]]
        number += 1
        if number > 2:  # behind the folder itself and the one above
            name = raw.decode(encoding, "replace").partition(";")[0].rstrip(".")
            yield _Entry(name.replace("/", "_"), begin, size, content[at + 25])
        at += length
    if number < 2 or at < len(content):
        reading.account.left(f"{path or 'root folder'}: list", Read.DAMAGED, Unit.MEMBERS)


def _content(file: File, pieces: tuple[tuple[int, int], ...]) -> bytes:
    content = b"".join(file.part(at, size) for at, size in pieces)
    if len(content) != sum(size for _, size in pieces):
        raise Trouble(Read.DAMAGED)
    return content
