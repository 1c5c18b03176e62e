"""Compound files: doc, xls, ppt, WPS. Chains of sectors have to close; without checksums, never more than CLOSED."""

from __future__ import annotations

import struct
from typing import cast

import numpy as np
from numpy.typing import NDArray

from checker.residue.finds import State
from checker.residue.formats.judged import Bytes, Judged

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE, _END, _TABLE, _TABLES = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFA
_MOST_TABLES = 8192
_MOST_ENTRIES = 20_000
_KINDS = (
    ("WpsDocument", "wps"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "mail"),
)

Table = NDArray[np.uint32]


def judge(view: Bytes) -> Judged | None:
    head = view.read(0, 512)
    if len(head) < 512 or head[:8] != MAGIC or head[28:30] != b"\xfe\xff":
        return None
    shift, mini_shift = struct.unpack_from("<HH", head, 30)
    tables, root = struct.unpack_from("<II", head, 44)
    if shift not in (9, 12) or mini_shift != 6 or not 0 < tables <= _MOST_TABLES:
        return None
    size = 1 << shift
    table = _table(view, head, size, tables)
    if table is None:
        return Judged("ole", 512, State.TRUNCATED)
    used = np.flatnonzero(table != _FREE)
    length = (int(used[-1]) + 2) * size if len(used) else size
    chain = _chain(table, root, len(table))
    if chain is None:
        return Judged("ole", min(length, view.size), State.TRUNCATED)
    entries = _entries(view, chain, size)
    kind = _kind(entries)
    if entries is None or not _streams_close(entries, table, size, view, struct.unpack_from("<I", head, 60)[0]):
        return Judged(kind, min(length, view.size), State.FRAGMENTED)
    if length > view.size:
        # The last sector may be cut short in a file; more may not.
        short = length - view.size
        return Judged(kind, view.size, State.CLOSED if short < size else State.TRUNCATED)
    return Judged(kind, length, State.CLOSED)


def _table(view: Bytes, head: bytes, size: int, tables: int) -> Table | None:
    numbers = list(struct.unpack_from("<109I", head, 76))
    following, more = struct.unpack_from("<II", head, 68)
    for _ in range(min(more, 256)):
        if following >= _TABLES:
            break
        content = view.read((following + 1) * size, size)
        if len(content) < size:
            return None
        part = struct.unpack(f"<{size // 4}I", content)
        numbers += part[:-1]
        following = part[-1]
    chosen = [number for number in numbers if number < _TABLES][:tables]
    if len(chosen) < tables:
        return None
    pieces = []
    for number in chosen:
        content = view.read((number + 1) * size, size)
        if len(content) < size:
            return None
        pieces.append(np.frombuffer(content, "<u4"))
    table = cast(Table, np.concatenate(pieces))
    # Sectors of the table are marked as such in the table: random bytes do not do that.
    return table if all(number < len(table) and table[number] == _TABLE for number in chosen) else None


def _chain(table: Table, start: int, limit: int) -> list[int] | None:
    """The sectors of a stream; None where the chain leaves the table or runs in a circle."""
    found: list[int] = []
    number = start
    jumps = np.flatnonzero(table != np.arange(1, len(table) + 1))  # most sectors follow each other
    while number != _END:
        if number >= len(table):
            return None
        index = int(np.searchsorted(jumps, number))
        last = int(jumps[index]) if index < len(jumps) else len(table) - 1
        found += range(number, last + 1)
        if len(found) > limit:
            return None
        number = int(table[last])
    return found


def _entries(view: Bytes, chain: list[int], size: int) -> list[bytes] | None:
    entries: list[bytes] = []
    for number in chain:
        content = view.read((number + 1) * size, size)
        if len(content) < size:
            return None
        entries += [content[at : at + 128] for at in range(0, size, 128)]
        if len(entries) > _MOST_ENTRIES:
            return None
    root = "Root Entry".encode("utf-16-le")
    return entries if entries and (entries[0].startswith(root) or entries[0][66] == 5) else None


def _kind(entries: list[bytes] | None) -> str:
    names = {_name(entry) for entry in entries or ()}
    return next((kind for name, kind in _KINDS if name in names), "ole")


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")


def _streams_close(entries: list[bytes], table: Table, size: int, view: Bytes, mini_table_start: int) -> bool:
    """Whether every stream's chain is as long as the stream says it is."""
    mini = _mini_table(view, table, size, mini_table_start)
    for entry in entries:
        if entry[66] not in (2, 5):
            continue
        start = struct.unpack_from("<I", entry, 116)[0]
        length = struct.unpack_from("<Q", entry, 120)[0] & (0xFFFFFFFF if size == 512 else (1 << 63) - 1)
        if not length:
            continue
        if length < 4096 and entry[66] == 2:
            if mini is None or not _long_enough(_chain(mini, start, len(mini)), length, 64):
                return False
        elif not _long_enough(_chain(table, start, len(table)), length, size):
            return False
    return True


def _long_enough(chain: list[int] | None, length: int, unit: int) -> bool:
    return chain is not None and len(chain) >= -(-length // unit)


def _mini_table(view: Bytes, table: Table, size: int, start: int) -> Table | None:
    chain = _chain(table, start, len(table))
    if chain is None:
        return None
    content = b"".join(view.read((number + 1) * size, size) for number in chain)
    return np.frombuffer(content[: len(content) // 4 * 4], "<u4")
