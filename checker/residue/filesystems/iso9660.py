"""ISO 9660: discs and their images. Nothing is ever deleted on them; what no file occupies is searched like elsewhere.

ECMA-119, with Microsoft's Joliet (names in UCS-2) where it is there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from checker.residue.filesystems.survey import (
    MOST_DEPTH,
    MOST_ENTRIES,
    Held,
    Survey,
    Unsound,
    Volume,
)

_SECTOR = 2048
_FIRST = 16  # sector of the first descriptor
_MOST_DESCRIPTORS = 64
_LARGEST_FOLDER = 16 << 20
_FOLDER, _CONTINUES = 2, 0x80
_JOLIET = (b"%/@", b"%/C", b"%/E")


def survey(volume: Volume) -> Survey:
    """Read a disc.

    Raises:
        Unsound: it is none.
    """
    found = Survey("iso9660", _SECTOR)
    roots: list[tuple[int, int, str]] = []
    claimed = 0
    for number in range(_FIRST, _FIRST + _MOST_DESCRIPTORS):
        block = volume.read(number * _SECTOR, _SECTOR)
        if block[1:6] != b"CD001":
            break
        found.own.add(volume.offset + number * _SECTOR, _SECTOR)
        if block[0] == 255:
            break
        if block[0] not in (1, 2):
            continue
        claimed = max(claimed, struct.unpack_from("<I", block, 80)[0] * _SECTOR)
        length, *places = struct.unpack_from("<I4xII", block, 132)
        for place in (*places, struct.unpack_from(">I", block, 148)[0], struct.unpack_from(">I", block, 152)[0]):
            if place:
                found.own.add(volume.offset + place * _SECTOR, -(-length // _SECTOR) * _SECTOR)
        wide = block[0] == 2 and block[88:91] in _JOLIET
        start, size = struct.unpack_from("<I4xI", block, 158)
        if block[0] == 1 or wide:
            roots.append((start, size, "utf-16-be" if wide else "ascii"))
    if not roots:
        raise Unsound("no descriptor")
    found.short = claimed > volume.length
    for index, root in enumerate(roots):  # both trees name the same files; the last one has the better names
        _tree(volume, root, found, counted=index == len(roots) - 1)
    return found


def _tree(volume: Volume, root: tuple[int, int, str], found: Survey, *, counted: bool) -> None:
    start, size, encoding = root
    waiting, seen, left = [(start, size, "", 0)], {start}, MOST_ENTRIES
    while waiting:
        start, size, path, depth = waiting.pop()
        length = -(-min(size, _LARGEST_FOLDER) // _SECTOR) * _SECTOR
        try:
            content = volume.read(start * _SECTOR, length)
        except Unsound:
            found.cut = True
            continue
        found.own.add(volume.offset + start * _SECTOR, length)
        parts: list[tuple[int, int]] = []
        for at, flags, place, amount in _entries(content):
            left -= 1
            if left < 0:
                found.cut = True
                return
            name = content[at + 33 : at + 33 + content[at + 32]].decode(encoding, "replace").partition(";")[0]
            if flags & _FOLDER:
                if place not in seen and depth < MOST_DEPTH:
                    seen.add(place)
                    waiting.append((place, amount, f"{path}{name}/", depth + 1))
                continue
            parts.append((volume.offset + place * _SECTOR, amount))
            found.taken.add(volume.offset + place * _SECTOR, -(-amount // _SECTOR) * _SECTOR)
            if flags & _CONTINUES:  # a file of several parts: the next entry goes on
                continue
            if counted:
                total = sum(length for _, length in parts)
                found.live += 1
                found.live_bytes += total
                if volume.holding and total:
                    found.hold(Held(path + name, total, tuple(part for part in parts if part[1])))
            parts = []


def _entries(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(where it stands, flags, sector, bytes) of what is in a folder, without itself and the one above."""
    at = 0
    while at + 34 <= len(content):
        length = content[at]
        if not length:  # entries do not go across sectors
            at = (at // _SECTOR + 1) * _SECTOR
            continue
        if length < 34 or at + length > len(content) or 33 + content[at + 32] > length:
            return
        place, amount = struct.unpack_from("<I4xI", content, at + 2)
        if content[at + 32] != 1 or content[at + 33] > 1:
            yield at, content[at + 25], place + content[at + 1], amount
        at += length
