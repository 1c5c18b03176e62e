"""Media made byte by byte: FAT, exFAT and NTFS volumes with live and deleted files."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

SECTOR = 512
START = 2048 * SECTOR  # where the partition begins


@dataclass
class File:
    """A file on a made-up medium. `clusters` in order, where it matters; `folder` below the root."""

    name: str
    content: bytes
    deleted: bool = True
    clusters: list[int] | None = None
    folder: str = ""


@dataclass
class Volume:
    """A volume under construction: clusters are given out in order."""

    cluster: int
    next: int
    data: dict[int, bytes] = field(default_factory=dict)

    def place(self, file: File) -> list[int]:
        need = max(1, -(-len(file.content) // self.cluster))
        clusters = file.clusters or list(range(self.next, self.next + need))
        self.next = max(self.next, max(clusters) + 1)
        for index, number in enumerate(clusters):
            part = file.content[index * self.cluster : (index + 1) * self.cluster]
            self.data[number] = part.ljust(self.cluster, b"\0")
        return clusters


def partitioned(volume: bytes, kind: int = 0x0C) -> bytes:
    """A medium with one partition at 1 MiB."""
    table = bytearray(START)
    struct.pack_into("<B3sB3sII", table, 446, 0, b"", kind, b"", START // SECTOR, len(volume) // SECTOR)
    table[510:512] = b"\x55\xaa"
    return bytes(table) + volume


def fat32(files: list[File], *, clusters: int = 70_000, cluster: int = 512, windows: bool = False) -> bytes:
    """A FAT32 volume. `windows`: the high half of a deleted file's first cluster is cleared."""
    per_cluster = cluster // SECTOR
    table_sectors = -(-(clusters + 2) * 4 // SECTOR)
    reserved = 32
    total = reserved + 2 * table_sectors + clusters * per_cluster
    boot = bytearray(SECTOR)
    boot[0:11] = b"\xebX\x90MSDOS5.0"
    struct.pack_into("<HBHBHHBHHHII", boot, 11, SECTOR, per_cluster, reserved, 2, 0, 0, 0xF8, 0, 63, 255, 0, total)
    struct.pack_into("<IHHIHH", boot, 36, table_sectors, 0, 0, 2, 1, 6)
    boot[66:90] = b"\x29\1\2\3\4NO NAME    FAT32   "[:24]
    boot[82:90] = b"FAT32   "
    boot[510:512] = b"\x55\xaa"
    table = [0] * (clusters + 2)
    table[0], table[1], table[2] = 0x0FFFFFF8, 0x0FFFFFFF, 0x0FFFFFFF
    volume = Volume(cluster, 3)
    folders: dict[str, tuple[int, bytearray]] = {"": (2, bytearray())}
    for name in dict.fromkeys(file.folder for file in files if file.folder):
        number = volume.place(File(name, bytes(cluster)))[0]
        table[number] = 0x0FFFFFFF
        entries = bytearray(_dot(b".", number) + _dot(b"..", 0))
        folders[name] = (number, entries)
        folders[""][1].extend(_fat_entry(name, 0x10, number, 0, deleted=False))
    for file in files:
        places = volume.place(file)
        if not file.deleted:
            for index, number in enumerate(places):
                table[number] = places[index + 1] if index + 1 < len(places) else 0x0FFFFFFF
        start = places[0] & 0xFFFF if windows and file.deleted else places[0]
        folders[file.folder][1].extend(_fat_entry(file.name, 0x20, start, len(file.content), deleted=file.deleted))
    for number, entries in folders.values():
        need = max(1, -(-len(entries) // cluster))
        chain = [number, *range(volume.next, volume.next + need - 1)]
        volume.next += need - 1
        for index, one in enumerate(chain):
            table[one] = chain[index + 1] if index + 1 < len(chain) else 0x0FFFFFFF
            volume.data[one] = bytes(entries[index * cluster : (index + 1) * cluster]).ljust(cluster, b"\0")
    packed = struct.pack(f"<{len(table)}I", *table).ljust(table_sectors * SECTOR, b"\0")
    head = bytes(boot).ljust(reserved * SECTOR, b"\0") + packed * 2
    return _with_data(head, volume, clusters)


def _dot(name: bytes, cluster: int) -> bytes:
    return name.ljust(11) + b"\x10" + bytes(8) + struct.pack("<HIHI", cluster >> 16, 0, cluster & 0xFFFF, 0)


def _fat_entry(name: str, attributes: int, start: int, size: int, *, deleted: bool) -> bytes:
    stem, _, ending = name.upper().partition(".")
    short = stem[:8].ljust(8).encode("ascii", "replace") + ending[:3].ljust(3).encode("ascii", "replace")
    pieces = b""
    if name != name.upper() or name.startswith((".", "$")):
        letters = (name + "\0").encode("utf-16-le").ljust(-(-len(name + "\0") * 2 // 26) * 26, b"\xff")
        parts = [letters[at : at + 26] for at in range(0, len(letters), 26)]
        for index in range(len(parts), 0, -1):
            part = parts[index - 1]
            order = 0xE5 if deleted else index | (0x40 if index == len(parts) else 0)
            pieces += bytes([order]) + part[:10] + b"\x0f\0\0" + part[10:22] + b"\0\0" + part[22:]
    if deleted:
        short = b"\xe5" + short[1:]
    entry = short + bytes([attributes]) + bytes(8)
    return pieces + entry + struct.pack("<HIHI", start >> 16, 0, start & 0xFFFF, size)


def _with_data(head: bytes, volume: Volume, clusters: int, first: int = 2) -> bytes:
    body = bytearray(clusters * volume.cluster)
    for number, content in volume.data.items():
        at = (number - first) * volume.cluster
        body[at : at + volume.cluster] = content
    return head + bytes(body)


def exfat(files: list[File], *, clusters: int = 2000, cluster: int = 4096, chained: bool = False) -> bytes:
    """An exFAT volume. `chained`: files use the table of clusters instead of lying in a row."""
    table_sectors = -(-(clusters + 2) * 4 // SECTOR)
    table_at, heap = 128, -(-(128 + table_sectors) // 8) * 8
    boot = bytearray(SECTOR)
    boot[0:11] = b"\xebv\x90EXFAT   "
    total = heap + clusters * cluster // SECTOR
    struct.pack_into("<QQIIIII", boot, 64, START // SECTOR, total, table_at, table_sectors, heap, clusters, 3)
    boot[108:111] = bytes([9, (cluster // SECTOR).bit_length() - 1, 1])
    boot[510:512] = b"\x55\xaa"
    table = [0] * (clusters + 2)
    volume = Volume(cluster, 4)
    bitmap = bytearray(-(-clusters // 8))
    root = bytearray(bytes([0x81, 0]) + bytes(18) + struct.pack("<IQ", 2, len(bitmap)))
    folders: dict[str, tuple[int, bytearray]] = {"": (3, root)}
    used = [2, 3]
    for name in dict.fromkeys(file.folder for file in files if file.folder):
        number = volume.place(File(name, bytes(cluster)))[0]
        used.append(number)
        folders[name] = (number, bytearray())
        root += _exfat_set(name, 0x10, number, cluster, contiguous=True, deleted=False)
    for file in files:
        places = volume.place(file)
        if chained:
            for index, number in enumerate(places):
                table[number] = places[index + 1] if index + 1 < len(places) else 0xFFFFFFFF
        if not file.deleted:
            used += places
        one = _exfat_set(file.name, 0x20, places[0], len(file.content), contiguous=not chained, deleted=file.deleted)
        folders[file.folder][1].extend(one)
    for number, entries in folders.values():
        volume.data[number] = bytes(entries).ljust(cluster, b"\0")
        table[number] = 0xFFFFFFFF
    for number in used:
        bitmap[(number - 2) // 8] |= 1 << (number - 2) % 8
    volume.data[2] = bytes(bitmap).ljust(cluster, b"\0")
    table[2] = 0xFFFFFFFF
    packed = struct.pack(f"<{len(table)}I", *table)
    head = bytes(boot).ljust(table_at * SECTOR, b"\0") + packed.ljust((heap - table_at) * SECTOR, b"\0")
    return _with_data(head, volume, clusters)


def _exfat_set(name: str, attributes: int, start: int, size: int, *, contiguous: bool, deleted: bool) -> bytes:
    letters = name.encode("utf-16-le")
    names = [letters[at : at + 30].ljust(30, b"\0") for at in range(0, len(letters), 30)]
    whole = bytearray(bytes([0x85, 1 + len(names), 0, 0]) + struct.pack("<H", attributes) + bytes(26))
    whole += bytes([0xC0, 3 if contiguous else 1, 0, len(name)]) + bytes(4)
    whole += struct.pack("<QIIQ", size, 0, start, size)
    for part in names:
        whole += b"\xc1\0" + part
    total = 0
    for position, byte in enumerate(whole):
        if position not in (2, 3):
            total = ((total << 15 | total >> 1) + byte) & 0xFFFF
    struct.pack_into("<H", whole, 2, total)
    if deleted:
        for at in range(0, len(whole), 32):
            whole[at] &= 0x7F
    return bytes(whole)


@dataclass
class NtfsFile(File):
    """A file on NTFS. `stream`: an alternate one beside it. `number`: its record."""

    stream: bytes = b""
    parent: int = 5
    is_folder: bool = False


RECORD = 1024


def ntfs(files: list[NtfsFile], *, clusters: int = 3000, cluster: int = 4096) -> bytes:
    """An NTFS volume: boot record, master file table, bitmap, and files. Small ones lie in their records."""
    volume = Volume(cluster, 200)
    table_at, bitmap_at = 4, 190
    records = 32 + len(files)
    table_clusters = -(-records * RECORD // cluster)
    used = {0, *range(table_at, table_at + table_clusters), bitmap_at}
    made: dict[int, bytes] = {
        0: _record(0, 1, [_named(5, "$MFT"), _data_at([(table_at, table_clusters)], records * RECORD, cluster)]),
        5: _record(5, 3, [_named(5, ".")]),
        6: _record(6, 1, [_named(5, "$Bitmap"), _data_at([(bitmap_at, 1)], -(-clusters // 8), cluster)]),
    }
    for index, file in enumerate(files):
        number = 32 + index
        flags = (0 if file.deleted else 1) | (2 if file.is_folder else 0)
        attributes = [_named(file.parent, file.name)]
        for name, content in (("", file.content), ("secret", file.stream)):
            if file.is_folder or (name and not content):
                continue
            if len(content) <= 600:
                attributes.append(_resident(0x80, content, name))
                continue
            places = volume.place(File(file.name, content, clusters=file.clusters))
            if not file.deleted:
                used |= set(places)
            attributes.append(_data_at(_as_runs(places), len(content), cluster, name))
        made[number] = _record(number, flags, attributes)
    table = bytearray(table_clusters * cluster)
    for number, record in made.items():
        table[number * RECORD : (number + 1) * RECORD] = record
    for index in range(table_clusters):
        volume.data[table_at + index] = bytes(table[index * cluster : (index + 1) * cluster])
    bitmap = bytearray(cluster)
    for number in used:
        bitmap[number // 8] |= 1 << number % 8
    volume.data[bitmap_at] = bytes(bitmap)
    boot = bytearray(SECTOR)
    boot[0:11] = b"\xebR\x90NTFS    "
    struct.pack_into("<HB", boot, 11, SECTOR, cluster // SECTOR)
    struct.pack_into("<QQQ", boot, 40, clusters * cluster // SECTOR, table_at, 2)
    boot[64] = 256 - 10
    boot[510:512] = b"\x55\xaa"
    volume.data[0] = bytes(boot).ljust(cluster, b"\0")
    return _with_data(b"", volume, clusters, first=0)


def _as_runs(clusters: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in clusters:
        if runs and runs[-1][0] + runs[-1][1] == number:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs


def _record(number: int, flags: int, attributes: list[bytes]) -> bytes:
    body = b"".join(attributes) + b"\xff\xff\xff\xff\0\0\0\0"
    head = b"FILE" + struct.pack("<HHQHHHHIIQHHI", 48, 3, 0, 1, 1, 56, flags, 56 + len(body), RECORD, 0, 9, 0, number)
    record = bytearray((head.ljust(56, b"\0") + body).ljust(RECORD, b"\0"))
    assert len(record) == RECORD
    mark = b"\7\0"
    fixes = mark + bytes(record[510:512]) + bytes(record[1022:1024])
    record[48:54] = fixes
    record[510:512] = record[1022:1024] = mark
    return bytes(record)


def _resident(kind: int, content: bytes, name: str = "") -> bytes:
    letters = name.encode("utf-16-le")
    start = -(-(24 + len(letters)) // 8) * 8
    length = -(-(start + len(content)) // 8) * 8
    head = struct.pack("<IIBBHHH", kind, length, 0, len(name), 24, 0, 1) + struct.pack(
        "<IHBB", len(content), start, 0, 0
    )
    return ((head + letters).ljust(start, b"\0") + content).ljust(length, b"\0")


def _named(parent: int, name: str) -> bytes:
    body = struct.pack("<Q", parent | 1 << 48) + bytes(56) + bytes([len(name), 3]) + name.encode("utf-16-le")
    return _resident(0x30, body)


def _data_at(runs: list[tuple[int, int]], size: int, cluster: int, name: str = "") -> bytes:
    packed, before = b"", 0
    for start, count in runs:
        packed += b"\x44" + struct.pack("<I", count) + struct.pack("<i", start - before)
        before = start
    letters = name.encode("utf-16-le")
    at = -(-(64 + len(letters)) // 8) * 8
    length = -(-(at + len(packed) + 1) // 8) * 8
    total = sum(count for _, count in runs)
    head = struct.pack("<IIBBHHH", 0x80, length, 1, len(name), 64, 0, 1)
    head += struct.pack("<QQHHIQQQ", 0, total - 1, at, 0, 0, total * cluster, size, size)
    return ((head + letters).ljust(at, b"\0") + packed + b"\0").ljust(length, b"\0")


def small_fat(
    files: list[File], *, bits: int = 16, clusters: int = 6000, cluster: int = 1024, gone: tuple[str, ...] = ()
) -> bytes:
    """A FAT16 or FAT12 volume, whose root has a place of its own. `gone`: folders that are deleted themselves."""
    per_cluster, reserved, entries = cluster // SECTOR, 1, 512
    table_sectors = -(-((clusters + 2) * bits // 8 + 1) // SECTOR)
    total = reserved + 2 * table_sectors + entries * 32 // SECTOR + clusters * per_cluster
    boot = bytearray(SECTOR)
    boot[0:11] = b"\xeb<\x90MSDOS5.0"
    small = total if total < 65536 else 0
    fields = (SECTOR, per_cluster, reserved, 2, entries, small, 0xF8, table_sectors, 63, 255, 0, 0 if small else total)
    struct.pack_into("<HBHBHHBHHHII", boot, 11, *fields)
    boot[38:62] = b"\x29\1\2\3\4NO NAME    " + f"FAT{bits}   ".encode()
    boot[510:512] = b"\x55\xaa"
    end = (1 << bits) - 1
    table = [0] * (clusters + 2)
    table[0], table[1] = end - 7, end
    volume = Volume(cluster, 2)
    folders: dict[str, tuple[int, bytearray]] = {"": (0, bytearray())}
    for path in dict.fromkeys(file.folder for file in files if file.folder):
        parent, _, name = path.rpartition("/")
        number = volume.place(File(name, bytes(cluster)))[0]
        table[number] = 0 if path in gone else end
        folders[path] = (number, bytearray(_dot(b".", number) + _dot(b"..", folders[parent][0])))
        folders[parent][1].extend(_fat_entry(name, 0x10, number, 0, deleted=path in gone))
    for file in files:
        places = volume.place(file)
        if not file.deleted:
            for index, number in enumerate(places):
                table[number] = places[index + 1] if index + 1 < len(places) else end
        entry = _fat_entry(file.name, 0x20, places[0], len(file.content), deleted=file.deleted)
        folders[file.folder][1].extend(entry)
    for number, held in list(folders.values())[1:]:
        volume.data[number] = bytes(held).ljust(cluster, b"\0")
    packed = struct.pack(f"<{len(table)}H", *table) if bits == 16 else _twelve(table)
    head = (
        bytes(boot) + packed.ljust(table_sectors * SECTOR, b"\0") * 2 + bytes(folders[""][1]).ljust(entries * 32, b"\0")
    )
    return _with_data(head, volume, clusters)


def _twelve(table: list[int]) -> bytes:
    """Entries of twelve bits, two in three bytes."""
    pairs = zip(table[::2], [*table[1::2], 0], strict=False)
    return b"".join((low | high << 12).to_bytes(3, "little") for low, high in pairs)
