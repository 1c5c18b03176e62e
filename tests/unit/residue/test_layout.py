"""How media are divided, and what earlier divisions leave behind."""

from __future__ import annotations

import random
import struct
import zlib

import pytest

from checker.machine.media.medium import Medium, joined
from checker.machine.media.shape import Shape
from checker.residue.layout import layout, tables
from checker.residue.survey import survey
from tests.nightly import rounds
from tests.unit.residue.media import fat32, partitioned
from tests.unit.residue.scanning import medium

MIB = 1 << 20
SIZE = 32 * MIB
TEXT = "会议纪要 salary list".encode()


def gpt(
    image: bytearray,
    parts: list[tuple[int, int]],
    *,
    primary: bool = True,
    backup: bool = True,
    sector: int = 512,
) -> None:
    table = b"".join(
        (b"\1" * 16 + b"\2" * 16 + struct.pack("<QQ", first, last)).ljust(128, b"\0") for first, last in parts
    ).ljust(128 * 128, b"\0")
    last = len(image) // sector - 1
    for place, table_at, wanted in ((1, 2, primary), (last, last - len(table) // sector, backup)):
        if not wanted:
            continue
        head = b"EFI PART" + struct.pack("<IIII", 0x10000, 92, 0, 0)
        head += struct.pack("<QQQQ16sQIII", place, 0, 34, last - 34, b"", table_at, 128, 128, zlib.crc32(table))
        head = head[:16] + struct.pack("<I", zlib.crc32(head)) + head[20:]
        image[place * sector : place * sector + len(head)] = head
        image[table_at * sector : table_at * sector + len(table)] = table


def mbr(image: bytearray, *parts: tuple[int, int, int]) -> None:
    for number, (start, length, kind) in enumerate(parts):
        struct.pack_into("<B3sB3sII", image, 446 + 16 * number, 0, b"", kind, b"", start, length)
    image[510:512] = b"\x55\xaa"


def searched(image: bytearray, place: int) -> bool:
    return any(offset <= place < offset + length for offset, length in survey(medium(bytes(image))).stream)


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


@pytest.mark.parametrize("counted", [512, 4096])
@pytest.mark.parametrize("handed_out", [1, 512, 4096])
def test_a_partition_table_counts_in_sectors_of_its_own(counted: int, handed_out: int) -> None:
    volume = fat32([])
    image = bytearray(MIB) + bytearray(volume) + bytearray(MIB)
    image += bytearray(-len(image) % counted)
    mbr(image, (MIB // counted, len(volume) // counted, 0x0C))
    opened = Medium(lambda offset, length: bytes(image[offset : offset + length]), Shape(len(image), handed_out))
    (part,) = layout(opened).parts
    assert (part.offset, part.kind) == (MIB, "fat")
    assert part.length == len(volume) // counted * counted


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


@pytest.mark.parametrize("sector", [512, 4096])
@pytest.mark.parametrize("kept", [{}, {"primary": False}, {"backup": False}])
def test_a_gpt_counts_in_sectors_of_its_own(sector: int, kept: dict[str, bool]) -> None:
    image = bytearray(SIZE)
    mbr(image, (1, SIZE // sector - 1, 0xEE))
    gpt(image, [((1 << 20) // sector, (5 << 20) // sector - 1)], sector=sector, **kept)
    found = layout(medium(bytes(image)))
    assert [(part.offset, part.length) for part in found.parts] == [(1 << 20, 4 << 20)]
    assert sum(length for _, length in joined(tables(found))) == 512 + (512 + 128 * 128) * (2 - len(kept))


@pytest.mark.parametrize(
    ("kept", "place"),
    [
        pytest.param({"primary": False}, 512, id="where the first header was"),
        pytest.param({"primary": False}, 20 * 512, id="where the first entries were"),
        pytest.param({"backup": False}, SIZE - 512, id="where the copy's header was"),
        pytest.param({"backup": False}, SIZE - 20 * 512, id="where the copy's entries were"),
        pytest.param({}, 512 + 300, id="behind a header"),
    ],
)
def test_what_stands_where_a_gpt_might_is_not_taken_for_it(kept: dict[str, bool], place: int) -> None:
    image = bytearray(SIZE)
    mbr(image, (1, SIZE // 512 - 1, 0xEE))
    gpt(image, [(2048, 10239)], **kept)
    image[place : place + len(TEXT)] = TEXT
    seen = layout(medium(bytes(image)))
    assert seen.parts
    assert not any(offset <= place < offset + length for offset, length in tables(seen))
    assert searched(image, place)


def test_what_stands_before_the_slots_of_a_logical_partition_is_none_of_its_table() -> None:
    image = bytearray(SIZE)
    mbr(image, (2048, 40960, 0x05))
    struct.pack_into("<B3sB3sII", image, (1 << 20) + 446, 0, b"", 0x07, b"", 2048, 4096)
    image[(1 << 20) + 510 : (1 << 20) + 512] = b"\x55\xaa"
    assert (1 << 20, 512) in tables(layout(medium(bytes(image))))
    image[1 << 20 : (1 << 20) + len(TEXT)] = TEXT
    assert searched(image, 1 << 20)


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


@pytest.mark.sampled
def test_no_bytes_bring_the_reading_down() -> None:
    base = bytearray(SIZE)
    mbr(base, (1, SIZE // 512 - 1, 0xEE))
    gpt(base, [(2048, 10239), (20480, 30000)])
    for seed in range(rounds(30, 200)):
        chance = random.Random(seed)
        image = bytearray(base)
        for _ in range(chance.randrange(1, 50)):
            image[chance.choice((446, 512, 1024)) + chance.randrange(64)] = chance.randrange(256)
        found = layout(medium(bytes(image)))
        assert all(0 < part.offset < SIZE and part.offset + part.length <= SIZE for part in found.parts)
