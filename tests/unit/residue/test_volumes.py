"""File systems that are not read in depth: named as what they are, and what they hold is neither lost nor damaged."""

from __future__ import annotations

import random
import struct
import subprocess
from pathlib import Path

import pytest

from checker.machine.media.medium import open_medium
from checker.residue.finds import State
from checker.residue.result import Residue, Unchecked, Verdict
from checker.residue.scan import Scan
from checker.residue.survey import survey
from checker.residue.terms import FILE_SYSTEMS
from checker.residue.unseen import not_checked
from checker.residue.wording import statement
from tests.packages import needs
from tests.unit.residue import files
from tests.unit.residue.media import partitioned
from tests.unit.residue.scanning import medium, scan

MIB = 1 << 20
PICTURE = files.jpeg(17)

COMMANDS: dict[str, tuple[tuple[str, ...], int]] = {
    "xfs": (("mkfs.xfs", "-q", "-f"), 320 * MIB),
    "btrfs": (("mkfs.btrfs", "-q", "-f"), 128 * MIB),
    "f2fs": (("mkfs.f2fs", "-q", "-f"), 64 * MIB),
}
MADE = [
    pytest.param("xfs", marks=needs("xfsprogs")),
    pytest.param("btrfs", marks=needs("btrfs-progs")),
    pytest.param("f2fs", marks=needs("f2fs-tools")),
]
KEEPING = {"mkfs.xfs": ("-K",), "mkfs.btrfs": ("-K",), "mkfs.f2fs": ("-t", "0")}  # leave alone what lies there


@pytest.mark.parametrize("before", ["blank", "a picture", "random"])
@pytest.mark.parametrize("kind", MADE)
def test_a_file_system_that_was_just_made_is_formatted(kind: str, before: str, tmp_path: Path) -> None:
    maker, size = COMMANDS[kind]
    path = tmp_path / "m.img"
    with path.open("wb") as file:
        if before == "random":
            chance = random.Random(4)
            for _ in range(size // MIB):
                file.write(chance.randbytes(MIB))
        file.truncate(size)
        if before == "a picture":
            file.seek(size - 7 * MIB)
            file.write(PICTURE)
    options = KEEPING[maker[0]] if before != "blank" else ()
    subprocess.run([*maker, *options, path], check=True, capture_output=True)
    residue = Scan(str(path)).run()
    assert [(volume.state, volume.live) for volume in residue.volumes] == [("read", 0)]
    if before == "a picture":
        assert [find.state for find in residue.recoverable] == [State.COMPLETE]
    else:
        assert residue.verdict is (Verdict.FORMATTED if before == "blank" else Verdict.UNIFORM)
    fates = residue.fates
    assert fates.live + fates.own + fates.searched + fates.unread == size


@needs("xfsprogs")
def test_a_file_system_that_says_it_holds_files_is_not_read_and_its_files_are_not_called_deleted(
    tmp_path: Path,
) -> None:
    folder, path = tmp_path / "files", tmp_path / "m.img"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(PICTURE)
    with path.open("wb") as file:
        file.truncate(320 * MIB)
    proto = tmp_path / "proto"
    proto.write_text(f"/dev/null\n0 0\nd--755 0 0\na.jpg ---644 0 0 {folder / 'a.jpg'}\n$\n")
    subprocess.run(["mkfs.xfs", "-q", "-f", "-p", proto, path], check=True, capture_output=True)
    residue = Scan(str(path)).run()
    _is_undecided(residue)


SIGNS = {
    "xfs": (0, b"XFSB"),
    "btrfs": (65600, b"_BHRfS_M"),
    "apfs": (32, b"NXSB"),
    "hfs+": (1024, b"H+\x00\x04"),
    "refs": (3, b"ReFS\0\0\0\0"),
    "lvm": (512, b"LABELONE"),
    "mdraid": (4096, b"\xfc\x4e\x2b\xa9"),
    "udf": (32769, b"BEA01"),
    "squashfs": (0, b"hsqs"),
}


@pytest.mark.parametrize("kind", [kind for kind in SIGNS if kind not in ("xfs", "btrfs")])
def test_a_healthy_kind_that_is_not_read_is_named(kind: str, tmp_path: Path) -> None:
    at, sign = SIGNS[kind]
    volume = bytearray(8 * MIB)
    volume[at : at + len(sign)] = sign
    volume[2 * MIB : 2 * MIB + len(PICTURE)] = PICTURE
    path = tmp_path / "m.img"
    path.write_bytes(partitioned(bytes(volume), 0x83))
    residue = Scan(str(path)).run()
    assert residue.volumes[0].kind == kind
    assert FILE_SYSTEMS[kind].en in statement(residue).en
    _is_undecided(residue)


def _is_undecided(residue: Residue) -> None:
    assert [volume.state for volume in residue.volumes] == ["unread"]
    assert len(residue.undecided) == 1
    assert residue.recoverable == ()
    said = statement(residue)
    assert "没有查出来" in said.zh
    assert "bring back" not in said.en
    assert Unchecked.NOT_READ in residue.unchecked
    assert Unchecked.PARSER not in residue.unchecked
    assert not any("损坏" in one.zh for one in not_checked(residue))


@pytest.mark.parametrize("kind", ["xfs", "btrfs"])
def test_one_whose_tables_contradict_themselves_is_damaged(kind: str) -> None:
    at, sign = SIGNS[kind]
    volume = bytearray(8 * MIB)
    volume[at : at + len(sign)] = sign
    volume[2 * MIB : 2 * MIB + len(PICTURE)] = PICTURE
    surveyed, carved = scan(partitioned(bytes(volume), 0x83))
    assert [volume.state for volume in surveyed.volumes] == ["damaged"]
    assert [find.state for find in carved.finds] == [State.COMPLETE]


@needs("genisoimage")
def test_a_disc_is_read_and_what_no_file_occupies_is_searched(tmp_path: Path) -> None:
    folder, path = tmp_path / "files", tmp_path / "m.iso"
    (folder / "资料").mkdir(parents=True)
    (folder / "资料" / "总结报告.jpg").write_bytes(PICTURE)
    (folder / "note.txt").write_bytes(b"a note " * 900)
    command = ["genisoimage", "-quiet", "-J", "-input-charset", "utf-8", "-o", str(path), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    hidden = files.png(3)
    path.write_bytes(path.read_bytes() + bytes(MIB) + hidden + bytes(MIB))
    with open_medium(str(path)) as opened:
        surveyed = survey(opened, holding=True)
    assert surveyed.volumes[0].live == 2
    held = {file.path: file for file in surveyed.held}
    assert set(held) == {"资料/总结报告.jpg", "note.txt"}
    residue = Scan(str(path)).run()
    assert [find.kind for find in residue.finds] == ["png"], "files that are there are no remnants"
    assert Unchecked.PARSER not in residue.unchecked


def test_a_disc_whose_folders_lead_in_circles_ends() -> None:
    image = bytearray(64 * 2048)

    def entry(place: int, name: bytes, flags: int = 2) -> bytes:
        length = 33 + len(name) + (len(name) + 1) % 2
        numbers = (
            struct.pack("<I", place) + struct.pack(">I", place) + struct.pack("<I", 2048) + struct.pack(">I", 2048)
        )
        return (bytes([length, 0]) + numbers + bytes(7) + bytes([flags, 0, 0, 1, 0, 0, 1, len(name)]) + name).ljust(
            length, b"\0"
        )

    image[16 * 2048 : 16 * 2048 + 7] = b"\x01CD001\x01"
    struct.pack_into("<I", image, 16 * 2048 + 80, 64)
    image[16 * 2048 + 156 : 16 * 2048 + 156 + 34] = entry(20, b"\0")
    image[17 * 2048 : 17 * 2048 + 7] = b"\xffCD001\x01"
    image[20 * 2048 : 21 * 2048] = (entry(20, b"\0") + entry(20, b"\1") + entry(21, b"A") + entry(20, b"B")).ljust(
        2048, b"\0"
    )
    image[21 * 2048 : 22 * 2048] = (entry(20, b"\0") + entry(20, b"C") + entry(30, b"F.TXT", 0)).ljust(2048, b"\0")
    surveyed = survey(medium(bytes(image)))
    assert [(volume.kind, volume.state, volume.live) for volume in surveyed.volumes] == [("iso9660", "read", 1)]


@pytest.mark.parametrize("kind", [*MADE, "iso9660"])
def test_damaged_superblocks_end_in_no_crash(kind: str, tmp_path: Path) -> None:
    if kind == "iso9660":
        image = bytearray(random.Random(3).randbytes(2 * MIB))
        image[32768 : 32768 + 7] = b"\x01CD001\x01"
    else:
        maker, size = COMMANDS[kind]
        path = tmp_path / "m.img"
        with path.open("wb") as file:
            file.truncate(size)
        subprocess.run([*maker, path], check=True, capture_output=True)
        image = bytearray(path.read_bytes()[: 24 * MIB])
    chance = random.Random(kind)
    for _ in range(25):
        changed = bytearray(image)
        for _ in range(chance.randrange(1, 30)):
            base = chance.choice((0, 512, 1024, 2 * 512, 65536, MIB, 32768))
            changed[base + chance.randrange(512)] = chance.randrange(256)
        for volume in survey(medium(bytes(changed))).volumes:
            assert volume.state in ("read", "unread", "damaged", "encrypted", "memory")


@pytest.mark.parametrize(
    ("maker", "size"),
    [
        pytest.param(("mkfs.ext4", "-q", "-F", "-E", "nodiscard"), 64 * MIB, marks=needs("e2fsprogs"), id="ext4"),
        pytest.param(
            ("mkfs.ext4", "-q", "-F", "-b", "4096", "-E", "nodiscard"),
            256 * MIB,
            marks=needs("e2fsprogs"),
            id="ext4 in large blocks",
        ),
        pytest.param(("mkfs.ext2", "-q", "-F", "-E", "nodiscard"), 64 * MIB, marks=needs("e2fsprogs"), id="ext2"),
        pytest.param(("mkfs.vfat", "-F", "32"), 64 * MIB, marks=needs("dosfstools"), id="fat32"),
        pytest.param(("mkfs.exfat",), 64 * MIB, marks=needs("exfatprogs"), id="exfat"),
        pytest.param(("mkfs.ntfs", "-F", "-Q"), 64 * MIB, marks=needs("ntfs-3g"), id="ntfs"),
        pytest.param(("mkfs.xfs", "-q", "-f", "-K"), 320 * MIB, marks=needs("xfsprogs"), id="xfs"),
        pytest.param(("mkfs.btrfs", "-q", "-f", "-K"), 128 * MIB, marks=needs("btrfs-progs"), id="btrfs"),
        pytest.param(("mkfs.f2fs", "-q", "-f", "-t", "0"), 64 * MIB, marks=needs("f2fs-tools"), id="f2fs"),
        pytest.param(
            ("mkfs.ext4", "-q", "-F", "-E", "nodiscard,lazy_itable_init=1,lazy_journal_init=1"),
            64 * MIB,
            marks=needs("e2fsprogs"),
            id="ext4-lazy",
        ),
    ],
)
def test_what_a_new_file_system_never_wrote_is_searched(maker: tuple[str, ...], size: int, tmp_path: Path) -> None:
    path, before = tmp_path / "m.img", b"left from before".ljust(512, b".")
    with path.open("wb") as file:
        for _ in range(size // MIB):
            file.write(before * (MIB // 512))
    subprocess.run([*maker, path], check=True, capture_output=True)
    with open_medium(str(path)) as made:
        searched = bytearray(size // 512)
        for offset, length in survey(made).stream:
            searched[offset // 512 : (offset + length) // 512] = b"\1" * ((offset + length) // 512 - offset // 512)
    content = path.read_bytes()
    unseen = [n for n, seen in enumerate(searched) if not seen and content[n * 512 : (n + 1) * 512] == before]
    assert unseen == []
