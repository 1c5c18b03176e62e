"""How media are divided, and what earlier divisions leave behind."""

from __future__ import annotations

import random
import struct
import zlib

from checker.residue.layout import layout
from tests.unit.residue.media import fat32, partitioned
from tests.unit.residue.scanning import medium

SIZE = 32 << 20


def gpt(image: bytearray, parts: list[tuple[int, int]], *, primary: bool = True, backup: bool = True) -> None:
    table = b"".join(
        (b"\1" * 16 + b"\2" * 16 + struct.pack("<QQ", first, last)).ljust(128, b"\0") for first, last in parts
    ).ljust(128 * 128, b"\0")
    last = len(image) // 512 - 1
    for place, table_at, wanted in ((1, 2, primary), (last, last - 32, backup)):
        if not wanted:
            continue
        head = b"EFI PART" + struct.pack("<IIII", 0x10000, 92, 0, 0)
        head += struct.pack("<QQQQ16sQIII", place, 0, 34, last - 34, b"", table_at, 128, 128, zlib.crc32(table))
        head = head[:16] + struct.pack("<I", zlib.crc32(head)) + head[20:]
        image[place * 512 : place * 512 + len(head)] = head
        image[table_at * 512 : table_at * 512 + len(table)] = table


def mbr(image: bytearray, *parts: tuple[int, int, int]) -> None:
    for number, (start, length, kind) in enumerate(parts):
        struct.pack_into("<B3sB3sII", image, 446 + 16 * number, 0, b"", kind, b"", start, length)
    image[510:512] = b"\x55\xaa"


def test_a_blank_medium_has_no_division() -> None:
    found = layout(medium(bytes(SIZE)))
    assert (found.scheme, found.parts, found.traces) == ("none", (), ())


def test_partitions_and_the_gaps_between_them() -> None:
    image = bytearray(SIZE)
    mbr(image, (2048, 8192, 0x0C), (20480, 8192, 0x17))
    found = layout(medium(bytes(image)))
    assert [(part.offset, part.length) for part in found.parts] == [(1 << 20, 4 << 20), (10 << 20, 4 << 20)]
    assert found.gaps == ((0, 1 << 20), (5 << 20, 5 << 20), (14 << 20, 18 << 20))
    assert [trace.kind for trace in found.traces] == ["hidden-partition", "gap", "gap"]


def test_logical_partitions_are_followed_and_circles_are_not() -> None:
    image = bytearray(SIZE)
    mbr(image, (2048, 40960, 0x05))
    struct.pack_into("<B3sB3sII", image, (1 << 20) + 446, 0, b"", 0x07, b"", 2048, 4096)
    struct.pack_into("<B3sB3sII", image, (1 << 20) + 462, 0, b"", 0x05, b"", 0, 4096)
    image[(1 << 20) + 510 : (1 << 20) + 512] = b"\x55\xaa"
    assert [(part.offset, part.length) for part in layout(medium(bytes(image))).parts] == [(2 << 20, 2 << 20)]


def test_a_gpt_is_read_from_its_copy_where_the_first_is_gone() -> None:
    image = bytearray(SIZE)
    mbr(image, (1, SIZE // 512 - 1, 0xEE))
    gpt(image, [(2048, 10239)], primary=False)
    found = layout(medium(bytes(image)))
    assert found.scheme == "gpt"
    assert [(part.offset, part.length) for part in found.parts] == [(1 << 20, 4 << 20)]
    assert "gpt-damaged" in [trace.kind for trace in found.traces]


def test_an_older_table_at_the_end_is_said() -> None:
    image = bytearray(SIZE)
    gpt(image, [(2048, 10239)], primary=False)
    mbr(image, (2048, 8192, 0x0C))
    assert "replaced-table" in [trace.kind for trace in layout(medium(bytes(image))).traces]


def test_a_medium_without_partitions_is_one_volume() -> None:
    found = layout(medium(fat32([])))
    assert found.scheme == "whole"
    assert found.parts[0].kind == "fat"


def test_encrypted_volumes_are_known_by_their_heads() -> None:
    for at, magic, kind in ((3, b"-FVE-FS-", "bitlocker"), (0, b"LUKS\xba\xbe", "luks")):
        volume = bytearray(8 << 20)
        volume[at : at + len(magic)] = magic
        assert layout(medium(partitioned(bytes(volume), 7))).parts[0].kind == kind


def test_what_contradicts_itself_is_cut_and_said() -> None:
    image = bytearray(SIZE)
    mbr(image, (2048, 1 << 30, 0x0C), (4096, 100, 0x0C), (1 << 31, 5, 0x0C))
    found = layout(medium(bytes(image)))
    assert [(part.offset, part.length) for part in found.parts] == [(1 << 20, SIZE - (1 << 20))]
    assert {"beyond-end", "overlap"} <= {trace.kind for trace in found.traces}


def test_no_bytes_bring_the_reading_down() -> None:
    base = bytearray(SIZE)
    mbr(base, (1, SIZE // 512 - 1, 0xEE))
    gpt(base, [(2048, 10239), (20480, 30000)])
    for seed in range(200):
        chance = random.Random(seed)
        image = bytearray(base)
        for _ in range(chance.randrange(1, 50)):
            image[chance.choice((446, 512, 1024)) + chance.randrange(64)] = chance.randrange(256)
        found = layout(medium(bytes(image)))
        assert all(0 < part.offset < SIZE and part.offset + part.length <= SIZE for part in found.parts)
