"""How a medium is divided: partitions, gaps between them, encrypted volumes, and signs of an earlier division."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from checker.machine.media.medium import Medium
from checker.residue.finds import Run

_GAP = 1 << 20  # partitions begin at whole MiB: less than that is no gap
_MOST_PARTS = 256
_SECTORS = (512, 4096)  # bytes that tables may count in: media of 4096 have the same division eight times as far apart
_EXTENDED = (0x05, 0x0F, 0x85)
_HIDDEN = {0x11, 0x14, 0x16, 0x17, 0x1B, 0x1C, 0x1E}  # FAT and NTFS partitions that Windows does not show
_PROTECTIVE = 0xEE

MEMORY = "swap"  # Linux swaps to it, and hibernates into it

# Boot records, by what stands where.
_SIGNS = (
    (3, b"NTFS    ", "ntfs"),
    (3, b"EXFAT   ", "exfat"),
    (3, b"-FVE-FS-", "bitlocker"),
    (0, b"LUKS\xba\xbe", "luks"),
    (82, b"FAT32", "fat"),
    (54, b"FAT1", "fat"),
    (1080, b"\x53\xef", "ext"),
    (1024, b"\x10\x20\xf5\xf2", "f2fs"),
    (0, b"XFSB", "xfs"),
    (65600, b"_BHRfS_M", "btrfs"),
    (1024, b"H+\x00\x04", "hfs+"),
    (1024, b"HX\x00\x05", "hfs+"),
    (32, b"NXSB", "apfs"),
    (3, b"ReFS\0\0\0\0", "refs"),
    (512, b"LABELONE", "lvm"),
    (0, b"LABELONE", "lvm"),
    (4096, b"\xfc\x4e\x2b\xa9", "mdraid"),
    (0, b"\xfc\x4e\x2b\xa9", "mdraid"),
    (32769, b"CD001", "iso9660"),
    (32769, b"BEA01", "udf"),
    (0, b"hsqs", "squashfs"),
    (32768, b"JFS1", "jfs"),
    (65588, b"ReIsEr", "reiserfs"),
    (1030, b"\x34\x34", "nilfs2"),
    (4086, b"SWAPSPACE2", MEMORY),
    (4086, b"S1SUSPEND", MEMORY),
)
_TO_GO = bytes.fromhex("3bd66749292ed84a8399f6a339e3d001")  # BitLocker To Go keeps a FAT boot record, with this at 424
ENCRYPTED = ("bitlocker", "luks")


@dataclass(frozen=True, slots=True)
class Part:
    """A partition, or the whole medium where it has none. `kind` is what its boot record says, or empty."""

    offset: int
    length: int
    kind: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A sign of what is odd here, or was here before. `kind` is a word of `checker.residue.wording`."""

    kind: str
    offset: int


@dataclass(frozen=True, slots=True)
class Layout:
    """`scheme`: mbr, gpt, whole (a file system without partitions) or none. `gaps` belong to no partition. `records`:
    where the partition tables were seen to lie, and nothing beside them.
    """

    scheme: str
    parts: tuple[Part, ...]
    gaps: tuple[Run, ...]
    traces: tuple[Trace, ...]
    records: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class VolumeSeen:
    """A volume and how it was read. `state`: read; unread (of a kind, or laid out in a way, that is not read) or
    damaged (its tables contradict themselves): in either case all of it is searched without them; encrypted; memory
    (swap). `short`: its file system says that it is larger.
    """

    offset: int
    length: int
    kind: str
    state: str
    live: int = 0
    live_bytes: int = 0
    in_bin: int = 0
    cut: bool = False
    unit: int = 512
    short: bool = False


def layout(medium: Medium) -> Layout:
    """Read the division of a medium. What contradicts itself is left out and said as a trace."""
    traces: list[Trace] = []
    first = medium.read(0, 512)
    whole = sign(medium, 0)
    sector, header, last_gpt = _gpt_headers(medium)
    if whole and not _partitioned(first, whole):
        return Layout("whole", (Part(0, medium.size, whole),), (), tuple(_old_gpt(last_gpt, medium)))
    entries, records = _mbr(medium, first)
    if any(kind == _PROTECTIVE for _, _, kind in entries) or header is not None:
        if header is None:
            traces.append(Trace("gpt-damaged", sector))
        one = header if header is not None else last_gpt
        places = _gpt(medium, one, sector)
        records += _gpt_records(medium, one, sector)
        scheme = "gpt"
    else:
        traces += _old_gpt(last_gpt, medium)
        traces += [Trace("hidden-partition", start) for start, _, kind in entries if kind in _HIDDEN]
        places = [(start, length) for start, length, _ in entries]
        scheme = "mbr" if entries else "none"
    parts: list[Part] = []
    for start, length in sorted(set(places))[:_MOST_PARTS]:
        if length <= 0:
            continue
        if start >= medium.size or start <= 0:
            traces.append(Trace("beyond-end" if start > 0 else "overlap", start))
            continue
        if start + length > medium.size:
            traces.append(Trace("beyond-end", start))
        length = min(length, medium.size - start)
        if parts and start < parts[-1].offset + parts[-1].length:
            traces.append(Trace("overlap", start))
            continue
        parts.append(Part(start, length, sign(medium, start)))
    gaps = _between(parts, medium.size)
    if parts:
        traces += [Trace("gap", offset) for offset, length in gaps if length > 2 * _GAP]
        traces += [Trace("unlisted", start) for gap in gaps for start in _begun(medium, *gap)]
    return Layout(scheme if parts else "none", tuple(parts), gaps, tuple(traces), tuple(records))


def _begun(medium: Medium, offset: int, length: int) -> list[int]:
    """Where a volume begins in a gap: at its beginning or at the next whole MiB, as those who divide media do it."""
    starts = {offset, offset // _GAP * _GAP + _GAP} if offset else {_GAP}
    return [start for start in sorted(starts) if start < offset + length and sign(medium, start)]


def tables(found: Layout) -> list[Run]:
    """Where the partition tables lie: they are no remnants."""
    return [(0, 512), *found.records] if found.scheme in ("mbr", "gpt") else []


def sign(medium: Medium, offset: int) -> str:
    """What the boot record at an offset says it is; empty where it says nothing. A disc that is both is UDF: there is
    more in that.
    """
    head = medium.read(offset, 2048)
    if head[424:440] == _TO_GO:
        return "bitlocker"
    for at, magic, kind in _SIGNS:
        there = head[at : at + len(magic)] if at < 2000 else medium.read(offset + at, len(magic))
        if there == magic and (kind != "fat" or head[510:512] == b"\x55\xaa"):
            return kind
    return ""


def _partitioned(first: bytes, whole: str) -> bool:
    """Whether a first sector with a file system's sign is a partition table all the same: ext leaves it free."""
    if whole not in ("ext", "btrfs", "iso9660", "f2fs", "hfs+") or first[510:512] != b"\x55\xaa":
        return False
    return any(
        first[446 + 16 * number + 4] and any(first[454 + 16 * number : 462 + 16 * number]) for number in range(4)
    )


def _mbr(medium: Medium, first: bytes) -> tuple[list[tuple[int, int, int]], list[Run]]:
    """(offset, length, type) of the partitions of a master boot record, logical ones too; and where those are said.
    A record in which anything but partitions stands is not among the latter: what it is, nobody knows.
    """
    if first[510:512] != b"\x55\xaa" or any(first[446 + 16 * number] not in (0, 0x80) for number in range(4)):
        return [], []
    found: list[tuple[int, int, int]] = []
    records: list[Run] = []
    sector = _counted_in(medium, first)
    for start, length, kind in _slots(first, sector):
        if kind in _EXTENDED:
            found += _logical(medium, start, records, sector)
        else:
            found.append((start, length, kind))
    return found, records


def _counted_in(medium: Medium, first: bytes) -> int:
    """The bytes of a sector as the record counts them. It does not say; and a disk that was divided behind a bridge
    with sectors of 4096 counts so even where it hands out 512 now. What lies at the places decides.
    """
    usual = medium.shape.sector if medium.shape.sector in _SECTORS else _SECTORS[0]
    for sector in sorted(_SECTORS, key=lambda one: one != usual):
        for start, _, kind in _slots(first, sector):
            if sign(medium, start) or (kind in _EXTENDED and medium.read(start + 510, 2) == b"\x55\xaa"):
                return sector
    return usual


def _slots(record: bytes, sector: int) -> list[tuple[int, int, int]]:
    """(offset, length, type) of the slots in use of a record."""
    found = []
    for at in range(446, 510, 16):
        start, length = struct.unpack_from("<II", record, at + 8)
        if record[at + 4] and length:
            found.append((start * sector, length * sector, record[at + 4]))
    return found


def _logical(medium: Medium, base: int, records: list[Run], sector: int) -> list[tuple[int, int, int]]:
    """Logical partitions. Any slot of a record may hold one or the way to the next record: which ones, only habit says.
    Partitions count from their own record, records from the extended partition.
    """
    found: list[tuple[int, int, int]] = []
    waiting, seen = [base], {base}
    while waiting and len(seen) < _MOST_PARTS:
        place = waiting.pop(0)
        record = medium.read(place, 512)
        if record[510:512] != b"\x55\xaa":
            continue
        if not any(record[:446]):
            records.append((place, 512))
        for start, length, kind in _slots(record, sector):
            if kind not in _EXTENDED:
                found.append((place + start, length, kind))
            elif base + start not in seen:
                seen.add(base + start)
                waiting.append(base + start)
    return found


def _gpt_header(medium: Medium, offset: int) -> bytes | None:
    if offset < 0:
        return None
    header = medium.read(offset, 512)
    if header[:8] != b"EFI PART":
        return None
    length = struct.unpack_from("<I", header, 12)[0]
    if not 92 <= length <= 512:
        return None
    blank = header[:16] + bytes(4) + header[20:length]
    return header if zlib.crc32(blank) == struct.unpack_from("<I", header, 16)[0] else None


def _gpt_headers(medium: Medium) -> tuple[int, bytes | None, bytes | None]:
    """The bytes of a sector as a GPT counts them, its header, and the header's copy at the end."""
    for sector in _SECTORS:
        header, copy = _gpt_header(medium, sector), _gpt_header(medium, medium.size - sector)
        if header is not None or copy is not None:
            return sector, header, copy
    return _SECTORS[0], None, None


def _gpt_records(medium: Medium, header: bytes | None, sector: int) -> list[Run]:
    """Where the two copies of a GPT lie: headers with nothing behind them, and entries of which the checksum is right.
    One copy vouches for the entries of the other, whose header may be damaged.
    """
    if header is None:
        return []
    count, size, checksum = struct.unpack_from("<III", header, 80)
    length = min(count, _MOST_PARTS) * size if 128 <= size <= 4096 else 0
    filled = -(-length // sector) * sector
    end, place = medium.size - sector, struct.unpack_from("<Q", header, 72)[0] * sector
    heads = ((at, medium.read(at, 512)) for at in (sector, end))
    found = [(at, 512) for at, head in heads if head[:8] == b"EFI PART" and not any(head[92:])]
    if length:
        places = sorted({at for at in (place, 2 * sector, end - filled) if 0 < at < medium.size})
        found += [(at, length) for at in places if zlib.crc32(medium.read(at, length)) == checksum]
    return found


def _gpt(medium: Medium, header: bytes | None, sector: int) -> list[tuple[int, int]]:
    if header is None:
        return []
    place = struct.unpack_from("<Q", header, 72)[0]
    count, size = struct.unpack_from("<II", header, 80)
    if not 128 <= size <= 4096 or size % 8:
        return []
    table = medium.read(place * sector, min(count, _MOST_PARTS) * size)
    found: list[tuple[int, int]] = []
    for at in range(0, len(table) - size + 1, size):
        first, last = struct.unpack_from("<QQ", table, at + 32)
        if any(table[at : at + 16]) and first <= last:
            found.append((first * sector, (last - first + 1) * sector))
    return found


def _old_gpt(last: bytes | None, medium: Medium) -> list[Trace]:
    """A backup table at the end of a medium that is no longer divided that way."""
    return [Trace("replaced-table", medium.size - 512)] if last is not None else []


def _between(parts: Iterable[Part], size: int) -> tuple[Run, ...]:
    gaps: list[Run] = []
    position = 0
    for part in parts:
        if part.offset > position:
            gaps.append((position, part.offset - position))
        position = part.offset + part.length
    if position < size:
        gaps.append((position, size - position))
    return tuple(gaps)
