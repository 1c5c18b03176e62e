"""exFAT. A deleted file's entries only lose their in-use bits, and each set of entries carries a checksum."""

from __future__ import annotations

import struct
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

_LARGEST_FOLDER = 16 << 20
_FOLDER = 0x10
_BOOT_SECTORS = 12  # of the boot region, which is there twice
_PAGE = 64 << 10


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    folder: bool
    deleted: bool
    contiguous: bool
    start: int
    size: int  # that was written
    given: int  # that was allocated


class ExFat:
    """An exFAT volume, with its bitmap in memory."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        boot = volume.read(0, 512)
        if boot[3:11] != b"EXFAT   " or boot[510:] != b"\x55\xaa":
            raise Unsound("no boot record")
        table, table_length, heap, clusters, root = struct.unpack_from("<IIIII", boot, 80)
        sector_shift, cluster_shift = boot[108], boot[109]
        if not 9 <= sector_shift <= 12 or sector_shift + cluster_shift > 25 or not clusters:
            raise Unsound("sector or cluster size")
        sector = 1 << sector_shift
        self._sector, self._cluster = sector, sector << cluster_shift
        self._tables = 2 if boot[110] == 2 else 1
        self._heap = heap * sector
        self._clusters = min(clusters, (volume.length - self._heap) // self._cluster)
        self._short = self._clusters < clusters
        if self._clusters < 1 or self._clusters // 8 > LARGEST_TABLE:
            raise Unsound("size")
        self._table = (table * sector, table_length * sector)
        self._page = (-1, b"")  # of the table: chains are followed a few bytes at a time
        self._root = root
        self._seen: set[int] = set()
        self._left = MOST_ENTRIES

    def survey(self) -> Survey:
        found = Survey("exfat", self._cluster, short=self._short)
        self._own = found.own
        self._own.add(self._volume.offset, 2 * _BOOT_SECTORS * self._sector)
        self._own.add(self._volume.offset + self._table[0], self._table[1] * self._tables)
        root = self._kept(self._chain(self._root, _LARGEST_FOLDER // self._cluster + 1))
        used = self._bitmap(root)
        self._free = ~used
        self._free_numbers = np.flatnonzero(self._free)
        waiting = [(root, 0, False, False, "")]
        while waiting:
            content, depth, in_bin, gone, path = waiting.pop()
            for entry in _entries(content):
                self._left -= 1
                if self._left < 0:
                    found.cut = True
                    return found
                if entry.folder:
                    below = self._folder(entry, gone)
                    if below and depth < MOST_DEPTH:
                        binned = in_bin or (depth == 0 and is_bin(entry.name))
                        waiting.append((below, depth + 1, binned, gone or entry.deleted, f"{path}{entry.name}/"))
                elif entry.deleted or gone:
                    self._deleted(entry, in_bin, found)
                else:
                    self._live(entry, in_bin, path, found)
        return found

    def _bitmap(self, root: bytes) -> NDArray[np.bool_]:
        self._case_table(root)
        for at in range(0, len(root) - 31, 32):
            if root[at] == 0x81:
                start, length = struct.unpack_from("<IQ", root, at + 20)
                need = -(-self._clusters // 8)
                if length < need or not self._inside(start):
                    break
                clusters = self._chain(start, -(-need // self._cluster))
                if len(clusters) * self._cluster < need:
                    clusters = list(range(start, start + -(-need // self._cluster)))
                bits = np.unpackbits(np.frombuffer(self._kept(clusters)[:need], np.uint8), bitorder="little")
                return bits[: self._clusters].astype(bool)
        raise Unsound("no allocation bitmap")

    def _case_table(self, root: bytes) -> None:
        for at in range(0, len(root) - 31, 32):
            if root[at] == 0x82:
                start, length = struct.unpack_from("<IQ", root, at + 20)
                need = min(-(-length // self._cluster), _LARGEST_FOLDER // self._cluster + 1)
                for number in self._chain(start, need) or range(start, start + need):
                    if self._inside(number):
                        self._own.add(self._volume.offset + self._at(number), self._cluster)

    def _kept(self, clusters: list[int]) -> bytes:
        """What the file system keeps for itself: folders that are there, its bitmap."""
        for number in clusters:
            self._own.add(self._volume.offset + self._at(number), self._cluster)
        return self._content(clusters)

    def _inside(self, cluster: int) -> bool:
        return bool(2 <= cluster < self._clusters + 2)

    def _at(self, cluster: int) -> int:
        return int(self._heap + (cluster - 2) * self._cluster)

    def _next(self, cluster: int) -> int:
        if cluster * 4 + 4 > self._table[1]:
            return 0
        page, at = divmod(cluster * 4, _PAGE)
        if self._page[0] != page:
            length = min(_PAGE, self._table[1] - page * _PAGE)
            self._page = (page, self._volume.read(self._table[0] + page * _PAGE, length))
        return int.from_bytes(self._page[1][at : at + 4], "little")

    def _chain(self, start: int, most: int) -> list[int]:
        found: list[int] = []
        number = start
        while self._inside(number) and len(found) < most:
            found.append(number)
            number = self._next(number)
        return found

    def _content(self, clusters: list[int]) -> bytes:
        return b"".join(self._volume.read(self._at(number), self._cluster) for number in clusters)

    def _folder(self, entry: _Entry, gone: bool) -> bytes:
        if not self._inside(entry.start) or entry.start in self._seen:
            return b""
        self._seen.add(entry.start)
        need = min(-(-max(entry.given, 1) // self._cluster), _LARGEST_FOLDER // self._cluster + 1)
        if entry.contiguous:
            clusters = [number for number in range(entry.start, entry.start + need) if self._inside(number)]
        else:
            clusters = self._chain(entry.start, need) or [entry.start]
        if entry.deleted or gone:
            return self._content([number for number in clusters if self._free[number - 2]])
        return self._kept(clusters)

    def _deleted(self, entry: _Entry, in_bin: bool, found: Survey) -> None:
        ending = extension(entry.name)
        if not entry.size or not self._inside(entry.start):
            found.name_left(ending, self._volume, in_bin)
            return
        if not self._free[entry.start - 2]:
            run = (self._volume.offset + self._at(entry.start), min(entry.size, self._cluster))
            found.keep(Record(ending, entry.size, (run,), False, in_bin))
            return
        need = -(-entry.size // self._cluster)
        numbers: list[int] | NDArray[np.int64] = []
        if entry.contiguous:
            if need <= self._clusters and self._free[entry.start - 2 : entry.start - 2 + need].all():
                numbers = np.arange(entry.start - 2, min(entry.start - 2 + need, self._clusters))
            free = len(numbers) == need
            if not free:
                # Part of it is in use by something else now: what is left lies at its beginning.
                used = np.flatnonzero(~self._free[entry.start - 2 : entry.start - 2 + need])
                numbers = np.arange(entry.start - 2, entry.start - 2 + (int(used[0]) if len(used) else 1))
            found.keep(Record(ending, entry.size, self._runs(np.asarray(numbers), entry.size), free, in_bin))
            return
        chain = np.asarray(self._chain(entry.start, min(need, MOST_RUNS))) - 2
        if len(chain) == need and self._free[chain].all():
            numbers = chain
        else:
            first = int(np.searchsorted(self._free_numbers, entry.start - 2))
            numbers = self._free_numbers[first : first + need]
        found.keep(Record(ending, entry.size, self._runs(np.asarray(numbers), entry.size), True, in_bin))

    def _runs(self, numbers: NDArray[np.int64], size: int) -> tuple[Run, ...]:
        if not len(numbers):
            return ()
        parts = np.split(numbers, (np.flatnonzero(np.diff(numbers) != 1) + 1)[:MOST_RUNS])
        base = self._volume.offset + self._heap
        return cut_to(tuple((base + int(part[0]) * self._cluster, len(part) * self._cluster) for part in parts), size)

    def _live(self, entry: _Entry, in_bin: bool, path: str, found: Survey) -> None:
        need = -(-entry.size // self._cluster)
        if entry.contiguous:
            numbers = np.arange(max(entry.start, 2), min(entry.start + need, self._clusters + 2))
        else:
            numbers = np.asarray(self._chain(entry.start, need), np.int64)
        if self._volume.holding and entry.size:
            found.hold(Held(path + entry.name, entry.size, self._runs(numbers - 2, entry.size), in_bin))
        found.taken.update(self._runs(numbers - 2, need * self._cluster))
        if is_systems_own(path + entry.name):
            return
        found.live += 1
        found.live_bytes += entry.size
        found.in_bin += in_bin
        rest = entry.size % self._cluster
        if rest and len(numbers) == need:
            found.behind((self._volume.offset + self._at(int(numbers[-1])), self._cluster), rest)


def survey(volume: Volume) -> Survey:
    """Read an exFAT volume.

    Raises:
        Unsound: it is none.
    """
    return ExFat(volume).survey()


def _entries(content: bytes) -> list[_Entry]:
    """File entries with a sound checksum, live and deleted."""
    found: list[_Entry] = []
    at = 0
    while at + 96 <= len(content):
        kind = content[at]
        if kind not in (0x85, 0x05):
            at += 32
            continue
        count = content[at + 1]
        whole = content[at : at + 32 * (count + 1)]
        entry = _entry(whole) if 2 <= count <= 18 and len(whole) == 32 * (count + 1) else None
        if entry is None:
            at += 32
            continue
        found.append(entry)
        at += len(whole)
    return found


def _entry(whole: bytes) -> _Entry | None:
    kinds = {whole[at] & 0x7F for at in range(32, len(whole), 32)}
    if whole[32] & 0x7F != 0x40 or not kinds <= {0x40, 0x41, 0x60, 0x61}:
        return None
    used = bytearray(whole)
    for at in range(0, len(used), 32):
        used[at] |= 0x80
    if _checksum(used) != struct.unpack_from("<H", whole, 2)[0]:
        return None
    flags, length = whole[33], whole[35]
    written, _, start, given = struct.unpack_from("<QIIQ", whole, 40)
    if given > 1 << 48 or written > given:
        return None
    names = b"".join(whole[at + 2 : at + 32] for at in range(64, len(whole), 32) if whole[at] & 0x7F == 0x41)
    name = names[: length * 2].decode("utf-16-le", "replace")
    folder = bool(struct.unpack_from("<H", whole, 4)[0] & _FOLDER)
    return _Entry(name, folder, not whole[0] & 0x80, bool(flags & 2), start, written, given)


def _checksum(entries: bytearray) -> int:
    total = 0
    for position, byte in enumerate(entries):
        if position in (2, 3):
            continue
        total = ((total << 15 | total >> 1) + byte) & 0xFFFF
    return total
