"""ext2, ext3 and ext4. Linux clears a deleted inode, but older copies of it stay in the journal for a while.

Layout after the kernel's documentation (filesystems/ext4); the journal is big-endian, all else little-endian.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from checker.residue.filesystems.ext_folders import files, gone, is_folder
from checker.residue.filesystems.ext_journal import Journal
from checker.residue.filesystems.ext_ownership import EXTENTS, INLINE, Ownership, size_of
from checker.residue.filesystems.survey import (
    LARGEST_TABLE,
    MOST_DEPTH,
    MOST_ENTRIES,
    MOST_NAMES,
    MOST_RUNS,
    Held,
    NotRead,
    Places,
    Record,
    Survey,
    Unsound,
    Volume,
    cut_to,
    extension,
    is_bin,
    is_memory,
    merged,
)
from checker.residue.finds import Run

_HAS_JOURNAL, _WIDE, _META_GROUPS, _JOURNAL_DEVICE = 0x4, 0x80, 0x10, 0x8
_BIGALLOC = 0x200
_NO_BLOCKS, _NO_INODES = 2, 1  # group flags: bitmap and inode table were never written
_SPARSE, _SPARSE_2 = 0x1, 0x200  # only some groups have copies of the superblock; two of them, named
_GROUP_SUMS, _ALL_SUMS = 0x10, 0x400  # with either, a group says how much of its inode table is in use
_ORPHAN_FILE = 0x1000
_RESIZE = 7
_ROOT = 2
_OWN = 10  # inodes of the file system itself
_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class _Group:
    """Block numbers of its bitmaps and of its inode table, of which `used` inodes were ever given out."""

    bitmap: int
    inode_bitmap: int
    inodes: int
    flags: int
    used: int


class Ext:
    """An ext volume."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        block = volume.read(1024, 1024)
        if block[56:58] != b"\x53\xef":
            raise Unsound("no superblock")
        self._inodes, low, _, _, _, self._first, shift, _, self._per_group, _, self._inodes_per_group = (
            struct.unpack_from("<11I", block, 0)
        )
        if shift > 6 or not self._per_group or not self._inodes_per_group:
            raise Unsound("counts")
        self._block = 1024 << shift
        revision = struct.unpack_from("<I", block, 76)[0]
        self._inode_size = struct.unpack_from("<H", block, 88)[0] if revision else 128
        compatible, incompatible, read_only = struct.unpack_from("<III", block, 92)
        self._wide = bool(incompatible & _WIDE)
        if incompatible & (_META_GROUPS | _JOURNAL_DEVICE) or read_only & _BIGALLOC:
            raise NotRead
        self._journal = struct.unpack_from("<I", block, 224)[0] if compatible & _HAS_JOURNAL else 0
        high = struct.unpack_from("<I", block, 336)[0] if self._wide else 0
        self._descriptor = (struct.unpack_from("<H", block, 254)[0] or 32) if self._wide else 32
        claimed = high << 32 | low
        self._blocks = min(claimed, volume.length // self._block)
        self._short = self._blocks < claimed
        if self._inode_size not in (128, 256, 512, 1024, 2048, 4096) or self._descriptor not in (32, 64, 128, 256):
            raise Unsound("sizes")
        if self._blocks // 8 > LARGEST_TABLE or self._per_group > self._block * 8:
            raise Unsound("size")
        self._sparse = (read_only & _SPARSE, compatible & _SPARSE_2, struct.unpack_from("<2I", block, 588))
        self._reserved = struct.unpack_from("<H", block, 206)[0]  # blocks kept behind the descriptors, to grow
        self._checked = bool(read_only & (_GROUP_SUMS | _ALL_SUMS))
        self._first_user = struct.unpack_from("<I", block, 84)[0] if revision else _OWN + 1
        self._orphans = struct.unpack_from("<I", block, 640)[0] if compatible & _ORPHAN_FILE else 0
        self._groups = self._read_groups()
        self._kept: Journal | None = None
        self._folders: list[bytes] = []  # inodes
        self._copied: list[bytes] = []  # blocks of folders in the journal, as they were
        self.kind = "ext4" if incompatible & 0x40 else "ext3" if self._journal else "ext2"

    def survey(self) -> Survey:
        self._free = self._free_blocks()
        found = Survey(self.kind, self._block, short=self._short)
        self._tables_own(found)
        self._ownership = Ownership(self._volume, self._block, self._blocks, found)
        self._count(found)
        found.in_bin = self._in_bins()
        self._hold(found)
        for record in self._from_journal():
            found.keep(record)
        self._names_left(found)
        self._journals_own(found)
        return found

    def _read_groups(self) -> list[_Group]:
        count = -(-(self._blocks - self._first) // self._per_group)
        if not 0 < count * self._descriptor <= LARGEST_TABLE:
            raise Unsound("groups")
        content = self._volume.read((self._first + 1) * self._block, count * self._descriptor)
        groups = []
        for at in range(0, len(content), self._descriptor):
            bitmap, inode_bitmap, inodes = struct.unpack_from("<III", content, at)
            flags, unused = struct.unpack_from("<H", content, at + 18)[0], struct.unpack_from("<H", content, at + 28)[0]
            if self._wide and self._descriptor >= 64:
                high, high_bitmap, high_inodes = struct.unpack_from("<III", content, at + 32)
                bitmap, inode_bitmap = high << 32 | bitmap, high_bitmap << 32 | inode_bitmap
                inodes = high_inodes << 32 | inodes
                unused |= struct.unpack_from("<H", content, at + 50)[0] << 16
            used = self._inodes_per_group
            if self._checked:
                used = 0 if flags & _NO_INODES else max(0, used - unused)
            groups.append(_Group(bitmap, inode_bitmap, inodes, flags, used))
        return groups

    def _tables_own(self, found: Survey) -> None:
        """Superblocks and descriptors with their copies, bitmaps, and inode tables as far as they are in use. What a
        new file system sets aside and never writes holds what was there before: it is none of them.
        """
        base, block = self._volume.offset, self._block
        found.own.add(base + 1024, 1024)
        descriptors = -(-len(self._groups) * self._descriptor // block)
        for number, group in enumerate(self._groups):
            start = self._first + number * self._per_group
            if not number:
                found.own.add(base + (start + 1) * block, (descriptors + self._reserved) * block)
            elif self._has_copy(number):
                found.own.add(base + start * block, 1024)  # of a larger block the rest is as it was before
                found.own.add(base + (start + 1) * block, descriptors * block)
            if not group.flags & _NO_BLOCKS:
                found.own.add(base + group.bitmap * block, block)
            if not group.flags & _NO_INODES:
                found.own.add(base + group.inode_bitmap * block, block)
            found.own.add(base + group.inodes * block, -(-group.used * self._inode_size // block) * block)

    def _has_copy(self, group: int) -> bool:
        sparse, named, two = self._sparse
        if named:
            return group in two
        return not sparse or group == 1 or any(_is_power(group, base) for base in (3, 5, 7))

    def _free_blocks(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        free = np.zeros(self._blocks, bool)
        for number, group in enumerate(self._groups):
            start = self._first + number * self._per_group
            count = min(self._per_group, self._blocks - start)
            if group.flags & _NO_BLOCKS:
                free[start : start + count] = True  # tables of the group may lie in there; looking at them does no harm
                continue
            bits = np.unpackbits(
                np.frombuffer(self._volume.read(group.bitmap * self._block, self._block), np.uint8), bitorder="little"
            )
            free[start : start + count] = bits[:count] == 0
        return free

    def _count(self, found: Survey) -> None:
        """Count live files, and note where they and the file system's own lie. Of each inode table only the part in use
        is read.
        """
        seen = 0
        for index, group in enumerate(self._groups):
            length = group.used * self._inode_size
            for start in range(0, length, _STEP):
                content = self._volume.read(group.inodes * self._block + start, min(_STEP, length - start))
                seen += len(content) // self._inode_size
                if seen > MOST_ENTRIES:
                    found.cut = True
                    return
                table = np.frombuffer(content, np.uint8).reshape(-1, self._inode_size)
                modes = np.ascontiguousarray(table[:, :2]).view("<u2")[:, 0]
                links = np.ascontiguousarray(table[:, 26:28]).view("<u2")[:, 0]
                first = index * self._inodes_per_group + start // self._inode_size + 1
                for row in np.flatnonzero((links > 0) | (modes > 0)).tolist():
                    inode = content[row * self._inode_size : (row + 1) * self._inode_size]
                    self._there(first + row, inode, bool(links[row]), found)

    def _there(self, number: int, inode: bytes, linked: bool, found: Survey) -> None:
        own = number < self._first_user or number == self._orphans
        mode = struct.unpack_from("<H", inode, 0)[0]
        if not (linked or own) or (struct.unpack_from("<I", inode, 20)[0] and not own):
            return  # deleted: it has the time of that
        low, high = struct.unpack_from("<I", inode, 104)[0], struct.unpack_from("<H", inode, 118)[0]
        attributes = high << 32 | low if self._wide else low
        if 0 < attributes < self._blocks:
            found.own.add(self._volume.offset + attributes * self._block, self._block)
        if not own and stat.S_ISREG(mode):
            found.live += 1
            found.live_bytes += size_of(inode)
            self._slack(inode, found)
            self._ownership.claim(inode, found.taken)
        elif number == _RESIZE:  # of the blocks kept to grow only the first copy is ever written, and its own block
            self._ownership.block(struct.unpack_from("<I", inode, 92)[0])
        elif number != self._journal and (own or stat.S_ISDIR(mode) or (stat.S_ISLNK(mode) and size_of(inode) >= 60)):
            self._ownership.claim(inode, found.own)
            if stat.S_ISDIR(mode) and len(self._folders) < MOST_NAMES:
                self._folders.append(inode)

    def _names_left(self, found: Survey) -> None:
        """Where no file is there, the names of deleted ones in folders decide whether the volume was ever used."""
        if found.live:
            return
        for inode in self._folders:
            for offset, length in self._runs(inode):
                content = self._volume.medium.read(offset, min(length, _STEP))
                for name in gone(content, self._block, len(self._groups) * self._inodes_per_group):
                    found.name_left(extension(name), self._volume, False)
        for content in self._copied:
            for name in files(content):
                found.name_left(extension(name), self._volume, False)

    def _slack(self, inode: bytes, found: Survey) -> None:
        rest = size_of(inode) % self._block
        if not rest or not struct.unpack_from("<I", inode, 32)[0] & EXTENTS or struct.unpack_from("<H", inode, 46)[0]:
            return  # nothing behind, not by extents, or a tree of them
        runs = self._extents(inode[40:100], 0)
        if runs and sum(length for _, length in runs) - size_of(inode) < self._block:
            last = runs[-1]
            found.behind((last[0] + last[1] - self._block, self._block), rest)

    def _inode(self, number: int) -> bytes | None:
        group, index = divmod(number - 1, self._inodes_per_group)
        if not 0 <= group < len(self._groups):
            return None
        place = self._groups[group].inodes * self._block + index * self._inode_size
        try:
            return self._volume.read(place, self._inode_size)
        except Unsound:
            return None

    def _extents(self, node: bytes, depth: int) -> list[Run]:
        """The runs of a file from a node of its extent tree; what is uninitialised or outside ends them."""
        if len(node) < 12 or node[:2] != b"\x0a\xf3" or depth > 5:
            return []
        count, _, level = struct.unpack_from("<HHH", node, 2)
        runs: list[Run] = []
        for at in range(12, min(12 + count * 12, len(node) - 11), 12):
            if level == 0:
                _, length, high, low = struct.unpack_from("<IHHI", node, at)
                start = high << 32 | low
                if length > 32768 or start + length > self._blocks or not start:
                    break
                runs.append((self._volume.offset + start * self._block, length * self._block))
            else:
                _, low, high = struct.unpack_from("<IIH", node, at)
                start = high << 32 | low
                if start >= self._blocks:
                    break
                runs += self._extents(self._volume.read(start * self._block, self._block), depth + 1)
            if len(runs) > MOST_RUNS:
                break
        return runs

    def _runs(self, inode: bytes) -> list[Run]:
        flags = struct.unpack_from("<I", inode, 32)[0]
        if flags & INLINE:
            return []
        if flags & EXTENTS:
            return self._extents(inode[40:100], 0)
        return self._by_blocks(inode)

    def _by_blocks(self, inode: bytes) -> list[Run]:
        """ext2 and ext3: twelve blocks, then blocks of numbers."""
        need = min(-(-size_of(inode) // self._block), MOST_RUNS * 16)
        numbers = list(struct.unpack_from("<12I", inode, 40))
        for level, number in enumerate(struct.unpack_from("<3I", inode, 88), 1):
            if len(numbers) < need and number:
                numbers += self._numbers(number, level, need - len(numbers))
        chosen = numbers[:need]
        if len(chosen) < need or any(not 0 < number < self._blocks for number in chosen):
            return []
        return list(merged([(self._volume.offset + number * self._block, self._block) for number in chosen]))

    def _numbers(self, block: int, level: int, need: int) -> list[int]:
        if not 0 < block < self._blocks or need <= 0:
            return []
        numbers = struct.unpack(f"<{self._block // 4}I", self._volume.read(block * self._block, self._block))
        if level == 1:
            return list(numbers[:need])
        found: list[int] = []
        for number in numbers:
            if len(found) >= need or not number:
                break
            found += self._numbers(number, level - 1, need - len(found))
        return found

    def _names(self, inode: bytes) -> Iterator[tuple[str, int, int]]:
        """Entries of a folder: name, inode, kind (1 file, 2 folder)."""
        left = min(size_of(inode), 4 << 20)
        for offset, length in self._runs(inode):
            content = self._volume.medium.read(offset, min(length, left))
            left -= length
            for start in range(0, len(content), self._block):
                at, end = start, min(start + self._block, len(content))
                while at + 8 <= end:
                    number, size, letters, kind = struct.unpack_from("<IHBB", content, at)
                    if size < 8:
                        break
                    name = content[at + 8 : at + 8 + letters].decode("utf-8", "replace")
                    if number and name not in (".", ".."):
                        yield name, number, kind
                    at += size

    def _in_bins(self) -> int:
        """How many files lie in recycle bins."""
        root = self._inode(_ROOT)
        waiting = [(number, 0) for name, number, _ in self._names(root) if is_bin(name)] if root else []
        seen, files = set[int](), 0
        while waiting and len(seen) < 10_000:
            number, depth = waiting.pop()
            inode = self._inode(number)
            if number in seen or inode is None or depth > 20:
                continue
            seen.add(number)
            for name, below, kind in self._names(inode):
                if kind == 2:
                    waiting.append((below, depth + 1))
                elif not name.endswith(".trashinfo"):
                    files += 1
        return files

    def _hold(self, found: Survey) -> None:
        """Every file by its path; where they are not asked for, those in the root that hold memory."""
        deepest = MOST_DEPTH if self._volume.holding else 0
        waiting = [(_ROOT, "", False, 0)]
        seen = set[int]()
        while waiting and len(seen) < MOST_ENTRIES:
            number, path, in_bin, depth = waiting.pop()
            inode = self._inode(number)
            if number in seen or inode is None:
                continue
            seen.add(number)
            for name, below, kind in self._names(inode):
                if kind == 2 and depth < deepest:
                    waiting.append((below, f"{path}{name}/", in_bin or (not depth and is_bin(name)), depth + 1))
                elif kind == 1 and (self._volume.holding or is_memory(name)):
                    file = self._inode(below)
                    size = size_of(file) if file is not None else 0
                    if file is not None and size:
                        found.hold(Held(path + name, size, cut_to(merged(self._runs(file)), size), in_bin))

    def _journals_own(self, found: Survey) -> None:
        inode = self._inode(self._journal) if self._journal else None
        if inode is None or self._kept is None:
            return
        self._ownership.claim(inode, Places())  # blocks that say where it lies, and nothing else
        for run in cut_to(merged(self._runs(inode)), self._kept.until):
            found.own.add(*run)

    def _from_journal(self) -> Iterator[Record]:
        """Deleted files whose inodes' older copies are still in the journal."""
        inode = self._inode(self._journal) if self._journal else None
        if inode is None:
            return
        self._kept = Journal(self._volume.medium, self._runs(inode), self._block)
        kept: dict[int, tuple[int, list[Run]]] = {}
        for copy in self._copies(self._kept):
            size = size_of(copy)
            places = self._runs(copy)
            if not places or sum(amount for _, amount in places) < size:
                continue
            before = kept.get(places[0][0])
            if before is None or size >= before[0]:
                kept[places[0][0]] = (size, places)
        for size, places in kept.values():
            wanted = merged(places)
            free = all(self._is_free(run) for run in wanted)
            if free:
                yield Record("", size, cut_to(wanted, size), True)

    def _copies(self, journal: Journal) -> Iterator[bytes]:
        """Inodes of regular files in the journal's copies of inode tables, whose inode is no longer what it was."""
        tables = sorted((group.inodes, number) for number, group in enumerate(self._groups))
        starts = np.array([start for start, _ in tables])
        span = -(-self._inodes_per_group * self._inode_size // self._block)
        for block, content in journal.copies():
            index = int(np.searchsorted(starts, block, side="right")) - 1
            if index < 0 or block >= tables[index][0] + span:
                if is_folder(content) and len(self._copied) < MOST_NAMES:
                    self._copied.append(content)
                continue
            first = tables[index][1] * self._inodes_per_group
            first += (block - tables[index][0]) * self._block // self._inode_size
            for at in range(0, len(content), self._inode_size):
                copy = content[at : at + self._inode_size]
                mode, links = struct.unpack_from("<H", copy, 0)[0], struct.unpack_from("<H", copy, 26)[0]
                if not stat.S_ISREG(mode) or not links or not size_of(copy):
                    continue
                number = first + at // self._inode_size + 1
                now = self._inode(number)
                if now is None or now[40:100] != copy[40:100]:
                    yield copy

    def _is_free(self, run: Run) -> bool:
        first = (run[0] - self._volume.offset) // self._block
        return bool(self._free[first : first + -(-run[1] // self._block)].all())


def survey(volume: Volume) -> Survey:
    """Read an ext volume.

    Raises:
        Unsound: it is none, or laid out in a way that is not read.
    """
    return Ext(volume).survey()


def _is_power(number: int, base: int) -> bool:
    while number > 1 and number % base == 0:
        number //= base
    return number == 1
