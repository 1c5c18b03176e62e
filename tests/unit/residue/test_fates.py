"""Every byte of a medium has a fate: what no file of anybody's occupies is searched, wherever it lies."""

from __future__ import annotations

import random
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.residue.finds import State
from checker.residue.result import Mode, Residue, Verdict
from checker.residue.scan import Scan
from checker.residue.survey import survey
from checker.residue.wording import amount, fates
from tests.packages import needs
from tests.unit.residue import files
from tests.unit.residue.media import File, NtfsFile, exfat, fat32, ntfs, partitioned, small_fat
from tests.unit.residue.scanning import medium, scan

MIB = 1 << 20
LIVE = File("NOTE.TXT", "本单位第三季度工作总结。".encode() * 900, deleted=False)
PICTURE = files.jpeg(17)


def made(content: bytes, folder: Path, mode: Mode = Mode.FULL) -> Residue:
    path = folder / "m.img"
    path.write_bytes(content)
    return Scan(str(path), mode).run()


def behind_the_file_system() -> bytes:
    """A small image written onto a larger stick."""
    volume = fat32([LIVE], clusters=66_000)
    return volume + bytes(MIB) + PICTURE + bytes(2 * MIB)


def in_the_partition_behind_it() -> bytes:
    volume = exfat([LIVE]) + bytes(MIB) + PICTURE + bytes(2 * MIB)
    return partitioned(volume[: len(volume) // 512 * 512], 7)


def in_reserved_sectors() -> bytes:
    """As cards are made: many sectors before the tables."""
    volume = bytearray(fat32([LIVE], clusters=66_000))
    reserved = 512
    struct.pack_into("<H", volume, 14, reserved)
    total = struct.unpack_from("<I", volume, 32)[0] + reserved - 32
    struct.pack_into("<I", volume, 32, total)
    gap = bytearray((reserved - 32) * 512)
    gap[4096 : 4096 + len(PICTURE)] = PICTURE
    return bytes(volume[: 32 * 512] + gap + volume[32 * 512 :])


def in_a_gap() -> bytes:
    image = bytearray(partitioned(exfat([LIVE]), 7))
    image[64 * 512 : 64 * 512 + len(PICTURE)] = PICTURE
    return bytes(image)


def in_unused_records_of_ntfs() -> bytes:
    """Between the records that are in use: the table itself is the file system's own."""
    image = bytearray(partitioned(ntfs([NtfsFile("a.txt", LIVE.content, deleted=False)] * 60), 7))
    table = MIB + 4 * 4096
    image[table + 8 * 1024 : table + 32 * 1024] = bytes(24 * 1024)
    small = files.png(3)
    assert len(small) < 24 * 1024
    image[table + 8 * 1024 : table + 8 * 1024 + len(small)] = small
    return bytes(image)


def in_clusters_that_nobody_has() -> bytes:
    """Marked as in use, in no file: a lost chain."""
    volume = bytearray(fat32([LIVE], clusters=66_000))
    data = len(volume) - 66_000 * 512
    first = 30_000
    count = -(-len(PICTURE) // 512)
    for table in (32 * 512, 32 * 512 + (data - 32 * 512) // 2):
        for number in range(first, first + count):
            struct.pack_into("<I", volume, table + 4 * number, number + 1)
    volume[data + (first - 2) * 512 : data + (first - 2) * 512 + len(PICTURE)] = PICTURE
    return bytes(volume)


PLACES: tuple[Callable[[], bytes], ...] = (
    behind_the_file_system,
    in_the_partition_behind_it,
    in_reserved_sectors,
    in_a_gap,
    in_unused_records_of_ntfs,
    in_clusters_that_nobody_has,
)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_what_lies_outside_of_files_is_found_without_asking_for_everything(
    place: Callable[[], bytes], tmp_path: Path
) -> None:
    content = place()
    by_default = made(content, tmp_path)
    assert by_default.volumes[0].state == "read"
    assert [find.state for find in by_default.finds] == [State.COMPLETE]
    everything = made(content, tmp_path, Mode.EVERYTHING)
    assert [find.offset for find in everything.recoverable] == [find.offset for find in by_default.recoverable]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_the_fates_of_all_bytes_are_the_medium(place: Callable[[], bytes], tmp_path: Path) -> None:
    content = place()
    fates = made(content, tmp_path).fates
    assert fates.live + fates.own + fates.searched + fates.unread == len(content)
    assert fates.unread == 0
    assert fates.live >= len(LIVE.content)
    assert fates.own > 0


def test_the_fates_of_a_scan_that_ended_early_are_the_medium_too() -> None:
    from datetime import UTC, datetime

    from checker.residue.carving import Carving
    from checker.residue.result import About
    from checker.residue.verdict import of_carving

    content = behind_the_file_system()
    opened = medium(content)
    surveyed = survey(opened)
    carving = Carving(opened, surveyed)
    carving.carved.position = 5 * MIB
    residue = of_carving(About(len(content), True), Mode.FULL, datetime.now(UTC), surveyed, carving.carved, set())
    fates = residue.fates
    assert fates.live + fates.own + fates.searched + fates.unread == len(content)
    assert fates.unread > 0
    assert not residue.whole


def chained(slots: tuple[int, int]) -> bytes:
    """Three FAT volumes in an extended partition, whose records use other slots than most."""
    data_slot, link_slot = slots
    volume = small_fat([File("A.TXT", LIVE.content, deleted=False)], clusters=5000)
    sectors = len(volume) // 512
    base, image = 2048, bytearray(2048 * 512)
    step = sectors + 64
    struct.pack_into("<B3sB3sII", image, 446 + 16 * 2, 0, b"", 0x05, b"", base, 3 * step)
    image[510:512] = b"\x55\xaa"
    for number in range(3):
        record = bytearray(64 * 512)
        struct.pack_into("<B3sB3sII", record, 446 + 16 * data_slot, 0, b"", 0x06, b"", 64, sectors)
        if number < 2:
            struct.pack_into("<B3sB3sII", record, 446 + 16 * link_slot, 0, b"", 0x05, b"", (number + 1) * step, step)
        record[510:512] = b"\x55\xaa"
        image += record + volume
    return bytes(image)


@pytest.mark.parametrize("slots", [(0, 1), (1, 0), (3, 2), (2, 3), (0, 3)])
def test_logical_partitions_are_found_in_whatever_slot_they_stand(slots: tuple[int, int]) -> None:
    surveyed, carved = scan(chained(slots))
    assert [(volume.kind, volume.live) for volume in surveyed.volumes] == [("fat16", 1)] * 3
    assert carved.finds == []
    assert carved.tally.structured == 0, "the records of the chain are no remnants"


def test_a_chain_that_leads_back_ends() -> None:
    image = bytearray(chained((0, 1)))
    record = 2048 * 512
    struct.pack_into("<B3sB3sII", image, record + 446 + 32, 0, b"", 0x05, b"", 0, 10_000)
    assert len(survey(medium(bytes(image))).volumes) == 3


MAKERS = {
    "ext2": ("mkfs.ext2", "-q", "-F"),
    "ext4": ("mkfs.ext4", "-q", "-F"),
    "ext4, without sums": ("mkfs.ext4", "-q", "-F", "-O", "^metadata_csum,^uninit_bg"),
    "ext3, blocks of 1024": ("mkfs.ext3", "-q", "-F", "-b", "1024"),
    "ntfs": ("mkntfs", "-q", "-Q", "-F"),
    "fat": ("mkfs.vfat",),
    "fat32": ("mkfs.vfat", "-F", "32"),
    "exfat": ("mkfs.exfat",),
}


_PACKAGES = {
    "mkfs.ext4": "e2fsprogs",
    "mkfs.ext3": "e2fsprogs",
    "mkfs.ext2": "e2fsprogs",
    "mkntfs": "ntfs-3g",
    "mkfs.vfat": "dosfstools",
    "mkfs.exfat": "exfatprogs",
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=needs(_PACKAGES[maker[0]])) for name, maker in MAKERS.items()]
)
@pytest.mark.parametrize("before", ["blank", "a picture"])
def test_a_file_system_that_was_just_made_holds_nobodys_files(name: str, before: str, tmp_path: Path) -> None:
    tool, *options = MAKERS[name]
    path = tmp_path / "m.img"
    content = bytearray(64 * MIB)
    if before != "blank":
        content[50 * MIB : 50 * MIB + len(PICTURE)] = PICTURE
        options += ["-E", "nodiscard"] if "ext" in tool else []
    path.write_bytes(content)
    subprocess.run([tool, *options, path], check=True, capture_output=True)
    residue = Scan(str(path)).run()
    assert residue.live == 0
    if before == "blank":
        assert (residue.verdict, residue.finds) == (Verdict.FORMATTED, ())
    else:
        assert [find.state for find in residue.finds] == [State.COMPLETE]
    fates = residue.fates
    assert fates.live + fates.own + fates.searched + fates.unread == len(content)


def test_what_windows_writes_onto_every_stick_is_no_file_of_anybodys() -> None:
    label = File("WPSettings.dat", b"\x0c\0\0\0" + random.Random(1).randbytes(8), deleted=False)
    label.folder = "System Volume Information"
    other = File("IndexerVolumeGuid", b"{\0" * 38, deleted=False, folder="System Volume Information")
    papers = File("secret.txt", b"text " * 100, deleted=False, folder="System Volume Information")
    assert scan(partitioned(exfat([label, other]), 7))[0].volumes[0].live == 0
    assert scan(partitioned(exfat([label, papers]), 7))[0].volumes[0].live == 1


def test_what_became_of_everything_is_one_line(tmp_path: Path) -> None:
    image = tmp_path / "m.img"
    image.write_bytes(partitioned(exfat([File("A.JPG", files.jpeg(1), deleted=False)])))
    residue = Scan(str(image)).run()
    said = fates(residue)
    for size in (residue.fates.live, residue.fates.own, residue.fates.searched):
        assert amount(size).en in said.en
    assert "not read" not in said.en, "what is nothing is not said"
