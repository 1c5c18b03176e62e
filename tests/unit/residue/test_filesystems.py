"""Deleted files on FAT32, exFAT, NTFS and ext4, after the cases of DFTT 6, 7 and 8, rebuilt here."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from checker.residue.finds import Source, State
from checker.residue.survey import survey
from tests.packages import missing, needs
from tests.unit.residue import files
from tests.unit.residue.media import File, NtfsFile, exfat, fat32, ntfs, partitioned, small_fat
from tests.unit.residue.scanning import bytes_of, found, medium, scan

TEXT = ("本单位第三季度工作总结，内部资料。" * 300).encode()


@pytest.mark.parametrize("kind", files.EVERY)
@pytest.mark.parametrize("make", [fat32, exfat])
def test_a_deleted_file_comes_back_as_it_was(kind: str, make) -> None:  # type: ignore[no-untyped-def]
    content = files.EVERY[kind]
    image = partitioned(make([File("NOTE.TXT", TEXT, deleted=False), File(f"SECRET.{kind[:3].upper()}", content)]))
    surveyed, carved = scan(image)
    assert [volume.state for volume in surveyed.volumes] == ["read"]
    assert surveyed.volumes[0].live == 1
    find = found(image, carved)[content]
    assert (find.source, find.kind, find.size) == (Source.RECORD, kind, len(content))
    assert TEXT not in found(image, carved)


def test_windows_clears_the_high_half_and_it_is_found_again() -> None:
    far = list(range(66_000, 66_000 + -(-len(files.jpeg()) // 512)))
    plain = [File("A.TXT", TEXT, deleted=False), File("P.JPG", files.jpeg(), clusters=far)]
    image = partitioned(fat32(plain, windows=True))
    _, carved = scan(image)
    find = found(image, carved)[files.jpeg()]
    assert (find.source, find.state) == (Source.RECORD, State.COMPLETE)


def test_a_name_whose_place_is_in_use_is_a_trace() -> None:
    gone = File("OLD.DOC", files.ole(), clusters=list(range(100, 160)))
    new = File("NEW.TXT", TEXT * 4, deleted=False, clusters=list(range(100, 100 + -(-len(TEXT) * 4 // 512))))
    image = partitioned(fat32([gone, new]))
    _, carved = scan(image)
    assert [(find.kind, find.state) for find in carved.finds] == [("doc", State.TRACE)]


def test_a_file_in_pieces_is_found_around_what_lies_between() -> None:
    picture = files.jpeg(21)
    need = -(-len(picture) // 512)
    places = [*range(100, 130), *range(140, 110 + need)]
    between = File("B.TXT", TEXT[:5000], deleted=False, clusters=list(range(130, 140)))
    image = partitioned(fat32([File("P.JPG", picture, clusters=places), between]))
    _, carved = scan(image)
    assert found(image, carved)[picture].state is State.COMPLETE


def test_two_deleted_files_in_each_other_are_never_called_complete_wrongly() -> None:
    # DFTT 6: file systems without memory of the pieces hand out a wrong file here.
    first, second = files.docx(31), files.docx(32)
    need = -(-len(first) // 512)
    other = -(-len(second) // 512)
    a = [*range(100, 110), *range(110 + other, 100 + need + other)]
    b = list(range(110, 110 + other))
    image = partitioned(fat32([File("A.DOC", first, clusters=a), File("B.DOC", second, clusters=b)]))
    _, carved = scan(image)
    whole = found(image, carved)
    assert set(whole) <= {first, second}
    assert second in whole
    assert first in whole, "with the second taken out of the way, the first closes"


@pytest.mark.parametrize(("bits", "clusters"), [(16, 6000), (12, 3000)])
def test_deleted_files_of_small_volumes_come_back_from_deleted_folders_too(bits: int, clusters: int) -> None:
    # DFTT 6: one cluster, several, in pieces, and inside folders that are deleted as well.
    one, several, split = b"a short note. " * 50, files.docx(33, 9_000), files.jpeg(34)
    inside, deep = files.png(35), files.pdf(36)
    need = -(-len(split) // 1024)
    pieces = [*range(1000, 1004), *range(1010, 1006 + need)]
    image = partitioned(
        small_fat(
            [
                File("SING1.DAT", one),
                File("MULT1.DOC", several),
                File("FRAG1.JPG", split, clusters=pieces),
                File("BETWEEN.TXT", TEXT[:6000], deleted=False, clusters=list(range(1004, 1010))),
                File("MULT2.PNG", inside, folder="DIR1"),
                File("SING2.PDF", deep, folder="DIR1/DIR2"),
            ],
            bits=bits,
            clusters=clusters,
            gone=("DIR1", "DIR1/DIR2"),
        ),
        6,
    )
    surveyed, carved = scan(image)
    (volume,) = surveyed.volumes
    assert (volume.kind, volume.state, volume.live) == (f"fat{bits}", "read", 1)
    whole = found(image, carved)
    assert {content: whole[content].state for content in (one, several, split, inside, deep)} == {
        one: State.RECORDED,
        several: State.COMPLETE,
        split: State.COMPLETE,
        inside: State.COMPLETE,
        deep: State.COMPLETE,
    }


def test_deleted_folders_and_bins_are_followed() -> None:
    inside = [
        File("a.jpg", files.jpeg(41), folder="$RECYCLE.BIN", deleted=False),
        File("b.png", files.png(42), folder="$RECYCLE.BIN"),
    ]
    for make in (fat32, exfat):
        image = partitioned(make(inside))
        surveyed, carved = scan(image)
        assert surveyed.volumes[0].in_bin == 1
        assert [find.in_bin for find in carved.finds if find.state is State.COMPLETE] == [True]


def test_exfat_follows_the_table_for_files_in_pieces() -> None:
    content = files.docx(51, 60_000)
    need = -(-len(content) // 4096)
    places = [*range(500, 505), *range(90, 90 + need - 5)]
    image = partitioned(exfat([File("x.docx", content, clusters=places)], chained=True))
    _, carved = scan(image)
    assert found(image, carved)[content].state is State.COMPLETE


def test_ntfs_gives_back_records_small_files_and_streams() -> None:
    # DFTT 7: resident, in several runs, and an alternate stream.
    small = b"short note, " * 40
    content, stream = files.docx(61, 50_000), files.png(62)
    need = -(-len(content) // 4096)
    image = partitioned(
        ntfs(
            [
                NtfsFile("note.txt", small),
                NtfsFile("report.docx", content, clusters=[*range(900, 903), *range(400, 400 + need - 3)]),
                NtfsFile("carrier.txt", TEXT, stream=stream),
                NtfsFile("live.pdf", files.pdf(63), deleted=False),
                NtfsFile("$RECYCLE.BIN", b"", deleted=False, is_folder=True),
                NtfsFile("$R1.jpg", files.jpeg(64), deleted=False, parent=36),
            ]
        ),
        7,
    )
    surveyed, carved = scan(image)
    (volume,) = surveyed.volumes
    assert (volume.kind, volume.state, volume.in_bin) == ("ntfs", "read", 1)
    whole = found(image, carved)
    assert whole[small].state is State.RECORDED
    assert whole[content].state is State.COMPLETE
    assert whole[stream].state is State.COMPLETE
    assert whole[TEXT].state is State.RECORDED
    assert files.pdf(63) not in whole


def test_of_several_records_that_begin_at_one_place_each_is_tried() -> None:
    picture = files.jpeg(65)
    need = -(-len(picture) // 4096)
    places = [700, *range(900, 899 + need)]
    image = partitioned(
        ntfs(
            [
                NtfsFile("photo.jpg", picture, clusters=places),
                NtfsFile("older.bin", picture[:4096], clusters=[700]),
            ]
        ),
        7,
    )
    _, carved = scan(image)
    assert found(image, carved)[picture].state is State.COMPLETE
    assert [find.state for find in carved.finds if find.kind == "other"] in ([], [State.TRACE])


def test_pictures_are_known_by_what_they_are_wherever_they_lie() -> None:
    # DFTT 8: JPEGs with right and wrong endings, deleted ones, one in a stream, one in an archive, and what only
    # begins like one.
    def place(at: int, content: bytes) -> list[int]:
        return list(range(at, at + -(-len(content) // 4096)))

    misnamed, deleted, stream, live = (files.jpeg(seed) for seed in (81, 82, 83, 84))
    only_head, text = b"\xff\xd8\xff\xe0" + b"no picture at all, " * 400, b"JFIF in a text, not at its beginning " * 200
    packed = files.docx(85)
    image = partitioned(
        ntfs(
            [
                NtfsFile("carrier.txt", text, stream=stream),
                NtfsFile("report.hmm", misnamed, clusters=place(300, misnamed)),
                NtfsFile("holiday.jpg", deleted, clusters=place(400, deleted)),
                NtfsFile("live.dat", live, deleted=False, clusters=place(600, live)),
                NtfsFile("fake.jpg", only_head, clusters=place(700, only_head)),
                NtfsFile("archive.zip", packed, clusters=place(800, packed)),
            ]
        ),
        7,
    )
    _, carved = scan(image)
    whole = found(image, carved)
    pictures = [whole[one] for one in (misnamed, deleted, stream) if one in whole]
    assert [(find.kind, find.state) for find in pictures] == [("jpeg", State.COMPLETE)] * 3
    assert whole[packed].kind == "docx"
    assert live not in whole, "it is there: not searched in free space"
    assert all(find.state is not State.COMPLETE for content, find in whole.items() if content in (only_head, text))
    _, everything = scan(image, everything=True)
    assert live in found(image, everything)


@needs("e2fsprogs")
def test_ext4_is_read_and_its_free_space_searched(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "keep.jpg").write_bytes(files.jpeg(71))
    (folder / "go.docx").write_bytes(files.docx(72))
    (folder / ".Trash-1000").mkdir()
    (folder / ".Trash-1000" / "x.png").write_bytes(files.png(73))
    path = tmp_path / "ext4.img"
    subprocess.run(["mkfs.ext4", "-q", "-d", str(folder), str(path), "16M"], check=True, capture_output=True)
    subprocess.run(["debugfs", "-w", "-R", "rm go.docx", str(path)], check=True, capture_output=True)
    image = path.read_bytes()
    surveyed, carved = scan(image)
    (volume,) = surveyed.volumes
    assert (volume.kind, volume.state, volume.live, volume.in_bin) == ("ext4", "read", 2, 1)
    whole = found(image, carved)
    assert files.docx(72) in whole
    assert files.jpeg(71) not in whole


def test_what_lies_behind_a_live_file_is_seen() -> None:
    secret = files.png(81, 20)
    content = b"x" * 600 + bytes(424) + secret
    image = bytearray(partitioned(exfat([File("a.txt", content, deleted=False, clusters=[50])])))
    # The entry says 600 bytes: the rest of the cluster is slack.
    shorter = exfat([File("a.txt", b"x" * 600, deleted=False, clusters=[50])])
    root = shorter.index(b"\xc1\0a\0")
    image[2048 * 512 + root - 64 : 2048 * 512 + root + 32] = shorter[root - 64 : root + 32]
    _, carved = scan(bytes(image))
    assert [bytes_of(bytes(image), find) for find in carved.finds] == [secret]


@pytest.mark.parametrize("make", ["fat32", "exfat", "ntfs"])
def test_damaged_tables_end_in_no_crash_and_no_silence(make: str) -> None:
    made = {
        "fat32": lambda: partitioned(
            fat32([File("A.JPG", files.jpeg(91)), File("F", b"", folder="D")], clusters=66_000)
        ),
        "exfat": lambda: partitioned(exfat([File("a.jpg", files.jpeg(91))])),
        "ntfs": lambda: partitioned(ntfs([NtfsFile("a.jpg", files.jpeg(91))]), 7),
    }[make]()
    chance = random.Random(make)
    tables = 2048 * 512
    for _ in range(25):
        image = bytearray(made)
        for _ in range(chance.randrange(1, 40)):
            at = tables + chance.randrange(chance.choice((128, 512, 100_000)))
            image[at] = chance.randrange(256)
        surveyed = survey(medium(bytes(image)))
        reached = sum(length for _, length in surveyed.stream)
        assert surveyed.volumes == () or surveyed.volumes[0].state in ("read", "unread", "damaged", "encrypted")
        assert reached <= len(image)


@pytest.mark.parametrize("make", ["fat32", "exfat", "chained", "ntfs", "ext4"])
def test_files_that_are_there_are_listed_where_they_lie_and_only_on_request(make: str, tmp_path: Path) -> None:
    document = files.docx(61)
    wanted = [File("REPORT.DOC", document, deleted=False), File("GONE.TXT", TEXT)]
    if make == "ext4":
        image = _ext4(tmp_path, {"REPORT.DOC": document})
    elif make == "ntfs":
        there = [
            NtfsFile("papers", b"", deleted=False, is_folder=True),
            NtfsFile("REPORT.DOC", document, deleted=False, parent=32, stream=TEXT),
            NtfsFile("GONE.TXT", TEXT),
        ]
        image = partitioned(ntfs(there), 0x07)
    else:
        image = partitioned(fat32(wanted) if make == "fat32" else exfat(wanted, chained=make == "chained"))
    assert survey(medium(image)).held == ()
    held = survey(medium(image), holding=True).held
    found = {one.path: b"".join(image[offset : offset + length] for offset, length in one.runs) for one in held}
    path = "papers/REPORT.DOC" if make == "ntfs" else "REPORT.DOC"
    assert path in found
    assert document in {b"".join(image[at : at + length] for at, length in one.runs) for one in held}
    assert all(one.whole for one in held)
    assert not any("GONE" in name for name in found)
    if make == "ntfs":
        assert TEXT in found.values(), "alternate streams are files, too"


def _ext4(folder: Path, wanted: dict[str, bytes]) -> bytes:
    if lacking := missing("e2fsprogs"):
        pytest.skip(lacking)
    source = folder / "source"
    source.mkdir()
    for name, content in wanted.items():
        (source / name).write_bytes(content)
    image = folder / "ext4.img"
    image.write_bytes(bytes(16 << 20))
    subprocess.run(["mkfs.ext4", "-q", "-d", str(source), str(image)], check=True, capture_output=True)
    return image.read_bytes()


def test_what_was_in_memory_is_searched_at_every_byte() -> None:
    # Windows' page file: programs' memory, so nothing in it begins at a sector.
    paged = random.Random(7).randbytes(4096 * 3 + 17) + files.docx(71) + bytes(5000) + files.jpeg(72)
    there = [NtfsFile("pagefile.sys", paged, deleted=False), NtfsFile("A.TXT", paged[::-1], deleted=False)]
    image = partitioned(ntfs(there), 0x07)
    surveyed, carved = scan(image)
    assert len(surveyed.memory) == 1
    assert {files.docx(71), files.jpeg(72)} <= set(found(image, carved))
    assert carved.memory == len(paged)


def test_a_swap_partition_is_searched_at_every_byte_and_told_as_one() -> None:
    swap = bytearray(4 << 20)
    swap[4086:4096] = b"SWAPSPACE2"
    swap[70_001 : 70_001 + len(files.pdf(73))] = files.pdf(73)
    image = partitioned(bytes(swap), 0x82)
    surveyed, carved = scan(image)
    assert [(volume.kind, volume.state) for volume in surveyed.volumes] == [("swap", "memory")]
    assert files.pdf(73) in found(image, carved)
    assert carved.memory == 0, "it lies in the stream, so it is counted once"
