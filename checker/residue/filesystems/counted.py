"""File systems that are not read in depth, as far as they say by themselves that they hold no file: just made ones.

Then where their own tables lie is known as well, and what is left in all other space is what lay there before. Of those
that hold files nothing is told apart.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from checker.residue.filesystems.survey import NotRead, Survey, Unsound, Volume

_PAGE = 4096
_MOST_GROUPS = 4096
_XFS_BLOCKS = (
    b"XFSB", b"XAGF", b"XAGI", b"XAFL", b"ABTB", b"AB3B", b"ABTC", b"AB3C", b"IABT", b"IAB3", b"FIBT", b"FIB3",
    b"RMB3", b"R3FC",
)  # fmt: skip
_XFS_OWN = 3  # inodes: the root and the two of the real-time part
_XFS_NEAR = 128  # blocks at the head of a group among which a new one's tables lie
_F2FS_BITS = 0x80  # CP_NAT_BITS_FLAG: at the end of a pack's segment lie two maps of its table of nodes
_F2FS_OWN = 5  # inodes: root, lost+found, three for quotas
_BTRFS_COPIES = (64 << 10, 64 << 20, 256 << 30)
_BTRFS_DRAFT = (1 << 20, 15 << 20)  # where mkfs.btrfs builds its trees before it puts them where they belong
_BTRFS_TREE, _BTRFS_ROOTS, _BTRFS_CHUNK = 5, 132, 228
_BTRFS_FIRST = 256  # the number of a tree's root folder, and of the first subvolume


def xfs(volume: Volume) -> Survey:
    """XFS, kernel documentation and xfs_format.h: big-endian.

    Raises:
        NotRead: it holds files. Unsound: it is none.
    """
    head = volume.read(0, 512)
    block = struct.unpack_from(">I", head, 4)[0]
    log, root = struct.unpack_from(">QQ", head, 48)
    per_group, groups, _, log_blocks = struct.unpack_from(">IIII", head, 84)
    sector, inode = struct.unpack_from(">HH", head, 102)
    inodes_shift, group_shift = head[123], head[124]
    if head[:4] != b"XFSB" or block not in (512, 1024, 2048, 4096, 8192, 16384, 32768, 65536):
        raise Unsound("no superblock")
    if not 0 < groups <= _MOST_GROUPS or not per_group or not 256 <= inode <= 2048 or sector not in (512, 4096):
        raise NotRead
    given, unused = 0, 0
    for number in range(groups):
        table = volume.read(number * per_group * block + 2 * sector, 32)
        if table[:4] != b"XAGI":
            raise Unsound("no table of inodes")
        given += struct.unpack_from(">I", table, 16)[0]
        unused += struct.unpack_from(">I", table, 28)[0]
    if given - unused > _XFS_OWN:
        raise NotRead
    found = Survey("xfs", block)

    def own(start: int, length: int) -> None:
        found.own.add(volume.offset + start * block, length * block)

    for number in range(groups):
        first = number * per_group
        near = min(_XFS_NEAR, volume.length // block - first)
        content = volume.read(first * block, near * block)
        for at in range(1, near):  # of the first block the headers alone are written
            if content[at * block : at * block + 4] in _XFS_BLOCKS:
                own(first + at, 1)
        found.own.add(volume.offset + first * block, 4 * sector)
    if log:
        own((log >> group_shift) * per_group + (log & (1 << group_shift) - 1), log_blocks)
    root_block = root >> inodes_shift
    chunk = -(-64 * inode // block)
    own((root_block >> group_shift) * per_group + (root_block & (1 << group_shift) - 1), chunk)
    return found


def f2fs(volume: Volume) -> Survey:
    """F2FS, f2fs_fs.h.

    Raises:
        NotRead: it holds files. Unsound: it is none.
    """
    head = volume.read(1024, 128)
    if head[:4] != b"\x10\x20\xf5\xf2" or struct.unpack_from("<I", head, 16)[0] != 12:
        raise Unsound("no superblock")
    tables, checkpoint, states, nodes, _, main = struct.unpack_from("<6I", head, 72)
    _, of_states, of_nodes = struct.unpack_from("<3I", head, 52)  # in segments, two copies of each
    segment = 1 << struct.unpack_from("<I", head, 20)[0]
    packs = [volume.read((checkpoint + number * segment) * _PAGE, 192) for number in (0, 1)]
    pack = max(packs, key=lambda one: struct.unpack_from("<Q", one)[0])
    if struct.unpack_from("<I", pack, 148)[0] > _F2FS_OWN or segment > 1 << 16:
        raise NotRead
    found = Survey("f2fs", _PAGE)
    if not 2 <= tables <= checkpoint < states < nodes < main or main * _PAGE > volume.length:
        raise Unsound("tables")

    def own(page: int, pages: int) -> None:
        found.own.add(volume.offset + page * _PAGE, pages * _PAGE)

    own(0, 2)  # two superblocks; up to the tables nothing is written
    # Of each table a new one has its first copy; the second, and all summaries, are as they were before.
    own(states, min(of_states // 2 * segment, nodes - states))
    own(nodes, min(of_nodes // 2 * segment, main - nodes))
    for number, one in enumerate(packs):
        first, pages = checkpoint + number * segment, min(struct.unpack_from("<I", one, 136)[0], segment)
        if struct.unpack_from("<Q", one)[0]:
            own(first, pages)
            bits = of_nodes // 2 * segment // 8 * 2 + 8 if struct.unpack_from("<I", one, 132)[0] & _F2FS_BITS else 0
            own(first + segment - -(-bits // _PAGE), -(-bits // _PAGE))
        elif pages:  # never written since: its first and its last page stand for it
            own(first, 1)
            own(first + pages - 1, 1)
    for numbers, offsets in ((36, 68), (84, 116)):
        for index in range(3):  # hot, warm and cold nodes, then data
            place = main + struct.unpack_from("<I", pack, numbers + 4 * index)[0] * segment
            used = struct.unpack_from("<H", pack, offsets + 2 * index)[0]
            if place * _PAGE < volume.length:
                own(place, min(used, segment))
    return found


def btrfs(volume: Volume) -> Survey:
    """Btrfs on one device, its on-disk format in the kernel's wiki: little-endian.

    Raises:
        NotRead: it holds files or subvolumes, or lies on several devices. Unsound: it is none.
    """
    return _Btrfs(volume).survey()


class _Btrfs:
    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        self._head = volume.read(_BTRFS_COPIES[0], _PAGE)
        if self._head[64:72] != b"_BHRfS_M":
            raise Unsound("no superblock")
        self._node = struct.unpack_from("<I", self._head, 148)[0]
        if self._node not in (4096, 8192, 16384, 32768, 65536):
            raise Unsound("size of a node")
        if struct.unpack_from("<Q", self._head, 136)[0] != 1:
            raise NotRead
        self._chunks: list[tuple[int, int, int, tuple[int, ...]]] = []  # logical, length, type, places
        self._left = 4096  # nodes

    def survey(self) -> Survey:
        at, end = 811, 811 + struct.unpack_from("<I", self._head, 160)[0]
        while at + 17 + 48 <= min(end, len(self._head)):
            at += 17 + self._chunk(struct.unpack_from("<Q", self._head, at + 9)[0], self._head[at + 17 :])
        roots, chunks = struct.unpack_from("<QQ", self._head, 80)
        for _, kind, logical, content in self._items(chunks):
            if kind == _BTRFS_CHUNK:
                self._chunk(logical, content)
        files: int | None = None
        for number, kind, _, content in self._items(roots):
            if kind == _BTRFS_ROOTS and number == _BTRFS_TREE:
                files = int(struct.unpack_from("<Q", content, 176)[0])
            elif kind == _BTRFS_ROOTS and _BTRFS_FIRST <= number < 1 << 63:
                raise NotRead
        if files is None or any(number != _BTRFS_FIRST for number, *_ in self._items(files)):
            raise NotRead
        found = Survey("btrfs", _PAGE)
        for place in _BTRFS_COPIES:
            found.own.add(self._volume.offset + place, _PAGE)
        for _, length, kind, places in self._chunks:
            if kind & 6 and not kind & 1:  # system and metadata, and not mixed with data
                self._nodes(found, length, places)
        self._nodes(found, _BTRFS_DRAFT[1], _BTRFS_DRAFT[:1])
        return found

    def _nodes(self, found: Survey, length: int, places: tuple[int, ...]) -> None:
        """Nodes carry the file system's own number; what else lies in their chunks is what was there before."""
        for place in places:
            for start in range(place, min(place + length, self._volume.length - self._node + 1), self._node):
                if start not in _BTRFS_COPIES and self._volume.read(start + 32, 16) == self._head[32:48]:
                    found.own.add(self._volume.offset + start, self._node)

    def _chunk(self, logical: int, content: bytes) -> int:
        """Note a chunk; how long its item is."""
        if len(content) < 48:
            raise Unsound("chunk")
        length, _, _, kind = struct.unpack_from("<QQQQ", content)
        stripes = int(struct.unpack_from("<H", content, 44)[0])
        if not 0 < stripes <= 16 or len(content) < 48 + 32 * stripes:
            raise Unsound("stripes")
        places = tuple(struct.unpack_from("<Q", content, 56 + 32 * number)[0] for number in range(stripes))
        if logical not in {one[0] for one in self._chunks}:
            self._chunks.append((logical, length, kind, places))
        return 48 + 32 * stripes

    def _items(self, logical: int, depth: int = 0) -> Iterator[tuple[int, int, int, bytes]]:
        """(number, kind, offset, content) of a tree's items."""
        self._left -= 1
        if self._left < 0 or depth > 8:
            raise NotRead
        node = self._volume.read(self._place(logical), self._node)
        if node[32:48] != self._head[32:48]:
            raise Unsound("node")
        count, level = struct.unpack_from("<IB", node, 96)
        for index in range(min(count, self._node // 25)):
            if level:
                yield from self._items(struct.unpack_from("<Q", node, 101 + 33 * index + 17)[0], depth + 1)
                continue
            at = 101 + 25 * index
            number, kind, offset, start, size = struct.unpack_from("<QBQII", node, at)
            yield int(number), int(kind), int(offset), node[101 + start : 101 + start + size]

    def _place(self, logical: int) -> int:
        for start, length, _, places in self._chunks:
            if start <= logical < start + length:
                return int(places[0] + logical - start)
        raise Unsound("no chunk")
