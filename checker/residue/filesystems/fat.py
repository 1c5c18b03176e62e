"""FAT12, FAT16 and FAT32. A deleted entry keeps the file's size and first cluster, not where the rest lay.

The rest is taken to follow in free clusters, as it does unless the file was in pieces. Windows clears the high half of
the first cluster on FAT32; it is found again by looking which free cluster begins like the file's kind.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from checker.residue.filesystems.survey import (
    LARGEST_TABLE,
    MOST_DEPTH,
    MOST_ENTRIES,
    MOST_RUNS,
    Held,
    Record,
    Survey,
    Unsound,
    Volume,
    cut_to,
    extension,
    is_bin,
    is_systems_own,
)
from checker.residue.finds import Run

_LONG_NAME, _FOLDER, _LABEL = 0x0F, 0x10, 0x08
_DELETED = 0xE5
_LARGEST_FOLDER = 4 << 20
_MOST_BOOT = 64 << 10  # bytes in which boot records are looked for
_MOST_GUESSES = 4096  # high halves tried for one entry

Fits = Callable[[bytes, str], bool]
"""Whether bytes begin like a file of that extension."""


@dataclass(frozen=True, slots=True)
class _Shape:
    kind: str
    cluster: int
    clusters: int
    data: int  # offset of cluster 2 in the volume
    root: int  # FAT32: its first cluster; else 0
    root_run: Run  # FAT12/16: where it lies in the volume
    reserved: int  # bytes before the tables
    tables: int  # bytes of all tables
    short: bool  # it says that it has more clusters than the volume


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    attributes: int
    start: int
    size: int
    deleted: bool


class Fat:
    """A FAT volume, with its table in memory."""

    def __init__(self, volume: Volume, fits: Fits) -> None:
        self._volume, self._fits = volume, fits
        self._shape, table = _boot(volume)
        self._table = _decoded(table, self._shape)
        self._free = self._table[2:] == 0
        self._free_numbers = np.flatnonzero(self._free)
        self._ends = _row_ends(self._table)
        self._seen: set[int] = set()
        self._left = MOST_ENTRIES

    def survey(self) -> Survey:
        shape = self._shape
        found = Survey(shape.kind, shape.cluster, short=shape.short)
        self._own = found.own
        self._tables_own()
        waiting: list[tuple[bytes, int, bool, bool, str]] = [(self._root(), 0, False, False, "")]
        while waiting:
            content, depth, in_bin, gone, path = waiting.pop()
            for entry in _entries(content):
                self._left -= 1
                if self._left < 0:
                    found.cut = True
                    return found
                if entry.attributes & _FOLDER:
                    below = self._folder(entry, gone)
                    binned = in_bin or (depth == 0 and is_bin(entry.name))
                    if below and depth < MOST_DEPTH:
                        waiting.append((below, depth + 1, binned, gone or entry.deleted, f"{path}{entry.name}/"))
                elif entry.deleted or gone:
                    self._deleted(entry, in_bin, found)
                else:
                    self._live(entry, in_bin, path, found)
        return found

    def _tables_own(self) -> None:
        """Boot records and the tables. What else lies in the reserved sectors is nobody's, and is searched."""
        base, shape = self._volume.offset, self._shape
        head = self._volume.read(0, min(shape.reserved, _MOST_BOOT))
        for at in range(0, len(head), 512):
            if not at or head[at + 510 : at + 512] == b"\x55\xaa":
                self._own.add(base + at, 512)
        self._own.add(base + shape.reserved, shape.tables)

    def _root(self) -> bytes:
        if not self._shape.root:
            start, length = self._shape.root_run
            self._own.add(self._volume.offset + start, length)
            return self._volume.read(start, length)
        return self._kept(self._chain(self._shape.root))

    def _kept(self, clusters: list[int]) -> bytes:
        """A folder that is there: the file system's own."""
        for number in clusters:
            self._own.add(self._volume.offset + self._at(number), self._shape.cluster)
        return self._content(clusters)

    def _chain(self, start: int) -> list[int]:
        """Clusters along the table, as far as it leads."""
        found: list[int] = []
        number = start
        most = _LARGEST_FOLDER // self._shape.cluster + 1
        while 2 <= number < self._shape.clusters + 2 and len(found) < most:
            found.append(number)
            number = int(self._table[number])
        return found

    def _content(self, clusters: list[int]) -> bytes:
        return b"".join(self._volume.read(self._at(number), self._shape.cluster) for number in clusters)

    def _at(self, cluster: int) -> int:
        return self._shape.data + (cluster - 2) * self._shape.cluster

    def _folder(self, entry: _Entry, gone: bool) -> bytes:
        """The content of a folder; empty where it is not to be found or was seen before."""
        if entry.name in (".", ".."):
            return b""
        start = entry.start
        deleted = entry.deleted or gone
        if deleted:
            guessed = next((number for number in self._guesses(start) if self._is_folder(number)), None)
            if guessed is None:
                return b""
            start = guessed
        if start in self._seen or not 2 <= start < self._shape.clusters + 2:
            return b""
        self._seen.add(start)
        return self._content([start]) if deleted else self._kept(self._chain(start))

    def _is_folder(self, cluster: int) -> bool:
        head = self._volume.read(self._at(cluster), 64)
        return head[:11] == b".          " and head[32:43] == b"..         " and bool(head[11] & _FOLDER)

    def _is_free(self, cluster: int) -> bool:
        return 2 <= cluster < self._shape.clusters + 2 and bool(self._free[cluster - 2])

    def _guesses(self, start: int) -> Iterator[int]:
        """Free clusters that a deleted entry may mean: as it says, or with another high half on FAT32."""
        if self._is_free(start):
            yield start
        if self._shape.kind != "fat32" or start >> 16:
            return
        for high in range(1, min((self._shape.clusters >> 16) + 1, _MOST_GUESSES)):
            if self._is_free(high << 16 | start):
                yield high << 16 | start

    def _deleted(self, entry: _Entry, in_bin: bool, found: Survey) -> None:
        ending = extension(entry.name)
        if not entry.size or not entry.start:
            found.name_left(ending, self._volume, in_bin)
            return
        start = self._start(entry, ending)
        if start is None:
            place = self._volume.offset + self._at(max(2, min(entry.start, self._shape.clusters + 1)))
            found.keep(Record(ending, entry.size, ((place, min(entry.size, self._shape.cluster)),), False, in_bin))
            return
        found.keep(Record(ending, entry.size, self._following(start, entry.size), True, in_bin))

    def _start(self, entry: _Entry, ending: str) -> int | None:
        guesses = list(self._guesses(entry.start))
        if not guesses or (guesses == [entry.start] and (entry.start >> 16 or self._shape.clusters < 1 << 16)):
            return guesses[0] if guesses else None
        fitting = [number for number in guesses if self._fits(self._volume.read(self._at(number), 512), ending)]
        if fitting:
            return fitting[0] if len(fitting) == 1 or fitting[0] == entry.start else None
        return entry.start if guesses[0] == entry.start else None

    def _following(self, start: int, size: int) -> tuple[Run, ...]:
        """Free clusters from `start` on, as many as the size takes, those in use left out."""
        first = int(np.searchsorted(self._free_numbers, start - 2))
        need = -(-size // self._shape.cluster)
        numbers = self._free_numbers[first : first + need]
        if not len(numbers):
            return ()
        breaks = np.flatnonzero(np.diff(numbers) != 1) + 1
        base, cluster = self._volume.offset + self._shape.data, self._shape.cluster
        parts = np.split(numbers, breaks[:MOST_RUNS])
        return cut_to(tuple((base + int(part[0]) * cluster, len(part) * cluster) for part in parts), size)

    def _live(self, entry: _Entry, in_bin: bool, path: str, found: Survey) -> None:
        if entry.attributes & _LABEL:
            return
        runs = self._along(entry.start, entry.size)
        if self._volume.holding and entry.size:
            found.hold(Held(path + entry.name, entry.size, cut_to(runs, entry.size), in_bin))
        found.taken.update(runs)
        if is_systems_own(path + entry.name):
            return
        found.live += 1
        found.live_bytes += entry.size
        found.in_bin += in_bin
        rest = entry.size % self._shape.cluster
        if rest and sum(length for _, length in runs) == entry.size - rest + self._shape.cluster:
            found.behind((sum(runs[-1]) - self._shape.cluster, self._shape.cluster), rest)

    def _along(self, start: int, size: int) -> tuple[Run, ...]:
        """The clusters of a live file, along the table, as many as its size takes."""
        cluster, left = self._shape.cluster, -(-size // self._shape.cluster)
        runs: list[Run] = []
        number = start
        while left > 0 and 2 <= number < self._shape.clusters + 2 and self._table[number] and len(runs) < MOST_RUNS:
            last = int(self._ends[np.searchsorted(self._ends, number)])
            count = min(left, last - number + 1)
            runs.append((self._volume.offset + self._at(number), count * cluster))
            left -= count
            number = int(self._table[last])
        return tuple(runs)


def survey(volume: Volume, fits: Fits) -> Survey:
    """Read a FAT volume.

    Raises:
        Unsound: it is none.
    """
    return Fat(volume, fits).survey()


def _boot(volume: Volume) -> tuple[_Shape, bytes]:
    boot = volume.read(0, 512)
    if boot[510:] != b"\x55\xaa" or boot[0] not in (0xEB, 0xE9):
        raise Unsound("no boot record")
    sector, per_cluster, reserved, tables, root_entries, small = struct.unpack_from("<HBHBHH", boot, 11)
    short = struct.unpack_from("<H", boot, 22)[0]
    total, wide, _, _, root = struct.unpack_from("<IIHHI", boot, 32)
    total = small or total
    length = short or wide
    if sector not in (512, 1024, 2048, 4096) or per_cluster not in (1, 2, 4, 8, 16, 32, 64, 128):
        raise Unsound("sector or cluster size")
    if not reserved or tables not in (1, 2) or not length or not total:
        raise Unsound("counts")
    root_bytes = -(-root_entries * 32 // sector) * sector
    root_at = (reserved + tables * length) * sector
    data = root_at + root_bytes
    cluster = per_cluster * sector
    clusters = (total * sector - data) // cluster
    if clusters < 1 or length * sector > LARGEST_TABLE:
        raise Unsound("size")
    kind = "fat12" if clusters < 4085 else "fat16" if clusters < 65525 else "fat32"
    if not short:
        kind = "fat32"
    there = min(clusters, (volume.length - data) // cluster)
    table = volume.read(reserved * sector, length * sector)
    first = root if kind == "fat32" else 0
    before, rows = reserved * sector, tables * length * sector
    shape = _Shape(kind, cluster, there, data, first, (root_at, root_bytes), before, rows, there < clusters)
    return shape, table


def _decoded(table: bytes, shape: _Shape) -> NDArray[np.uint32]:
    count = shape.clusters + 2
    if shape.kind == "fat12":
        triples = np.frombuffer(table[: len(table) // 3 * 3], np.uint8).reshape(-1, 3).astype(np.uint32)
        numbers = np.empty(len(triples) * 2, np.uint32)
        numbers[0::2] = triples[:, 0] | (triples[:, 1] & 15) << 8
        numbers[1::2] = triples[:, 1] >> 4 | triples[:, 2] << 4
        numbers[numbers >= 0xFF8] = 0x0FFFFFFF
    elif shape.kind == "fat16":
        numbers = np.frombuffer(table[: len(table) // 2 * 2], "<u2").astype(np.uint32)
        numbers[numbers >= 0xFFF8] = 0x0FFFFFFF
    else:
        numbers = np.frombuffer(table[: len(table) // 4 * 4], "<u4") & np.uint32(0x0FFFFFFF)
    if len(numbers) < count:
        raise Unsound("the table is shorter than the volume")
    return numbers[:count]


def _row_ends(table: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The last cluster of each row of clusters in use that follow each other in a chain."""
    found: list[NDArray[np.int64]] = []
    step = 1 << 20
    for start in range(0, len(table), step):
        part = table[start : start + step]
        following = np.append(table[start + 1 : start + step + 1], 0)[: len(part)]  # behind the last there is nothing
        goes_on = (part == np.arange(start + 1, start + len(part) + 1, dtype=np.uint32)) & (following != 0)
        found.append(np.flatnonzero((part != 0) & ~goes_on) + start)
    return np.concatenate(found)


def _entries(content: bytes) -> Iterator[_Entry]:
    """Entries of a folder. Long names are only used for their endings' sake, and the short ones have those too."""
    for at in range(0, len(content) - 31, 32):
        first = content[at]
        if not first:
            return
        attributes = content[at + 11]
        if attributes & 0x3F == _LONG_NAME or attributes & 0xC0:
            continue
        if attributes & _LABEL and not attributes & _FOLDER:
            continue
        deleted = first == _DELETED
        short = content[at : at + 11].decode("cp437")
        stem = ("?" + short[1:8]) if deleted else short[:8]
        name = f"{stem.rstrip()}.{short[8:].rstrip()}" if short[8:].strip() else stem.rstrip()
        high, low = struct.unpack_from("<H", content, at + 20)[0], struct.unpack_from("<H", content, at + 26)[0]
        size = struct.unpack_from("<I", content, at + 28)[0]
        yield _Entry(_long_name(content, at) or name, attributes, high << 16 | low, size, deleted)


def _long_name(content: bytes, at: int) -> str:
    """The long name before a short entry, where there is one: `.Trash-1000` has no short form to be told by."""
    pieces: list[bytes] = []
    at -= 32
    while at >= 0 and content[at + 11] & 0x3F == _LONG_NAME and len(pieces) < 20:
        pieces.append(content[at + 1 : at + 11] + content[at + 14 : at + 26] + content[at + 28 : at + 32])
        if content[at] & 0x40 and content[at] != _DELETED:
            break
        at -= 32
    name = b"".join(pieces).decode("utf-16-le", "replace")
    return name.partition("\0")[0].rstrip("\uffff")
