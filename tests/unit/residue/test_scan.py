"""Scans as a whole: in a child process, with checkpoints, stops, bad blocks and the words for what came out."""

from __future__ import annotations

import errno
import hashlib
import random
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from checker.machine.media.medium import Gone, Medium
from checker.machine.media.shape import Shape
from checker.model.unreadable import Unreadable
from checker.residue import scan as scans
from checker.residue.carving import Carving
from checker.residue.chunks import CHUNK
from checker.residue.finds import Source, State
from checker.residue.progress import Carved, Progress
from checker.residue.quick import quick
from checker.residue.result import About, Mode, Residue, Unchecked, Verdict, published
from checker.residue.scan import Scan
from checker.residue.survey import blind, survey
from checker.residue.verdict import of_carving, of_sample
from checker.residue.wording import share, statement
from checker.terminal.exits import Exit
from checker.terminal.residue import exit_of
from tests.unit.residue import files
from tests.unit.residue.media import File, exfat, fat32, partitioned
from tests.unit.residue.scanning import medium, scan

MIB = 1 << 20


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "stick.img"
    wanted = [
        File("A.JPG", files.jpeg(1)),
        File("B.DOC", files.docx(2)),
        File("C.TXT", b"live " * 2000, deleted=False),
    ]
    path.write_bytes(partitioned(fat32(wanted)))
    return path


def test_a_scan_finds_changes_nothing_and_names_nothing(image: Path) -> None:
    before = (hashlib.sha256(image.read_bytes()).hexdigest(), image.stat().st_mtime_ns)
    residue = Scan(str(image)).run()
    assert (hashlib.sha256(image.read_bytes()).hexdigest(), image.stat().st_mtime_ns) == before
    assert residue.verdict is Verdict.STRUCTURED
    assert residue.by_kind() == {"jpeg": 1, "docx": 1}
    assert residue.whole
    words = statement(residue)
    assert "2 个文件" in words.zh
    text = msgspec.json.encode(published(residue, "0", (words.zh, words.en))).decode()
    assert "A.JPG" not in text
    assert '"offset"' in text


@pytest.mark.parametrize(
    ("content", "verdict", "words"),
    [
        (bytes(20 * MIB + 512), Verdict.ZERO, "每个字节都是 0x00"),
        (b"\xff" * (20 * MIB), Verdict.ONES, "每个字节都是 0xFF"),
        (bytes(10 * MIB) + b"\x55" * (10 * MIB), Verdict.CONSTANT, "只有一种字节值"),
        (random.Random(5).randbytes(20 * MIB), Verdict.UNIFORM, "无法区分"),
        (bytes(range(250)) * 40_000, Verdict.STRUCTURED, "不等于没有内容"),
    ],
)
def test_verdicts_and_their_words(content: bytes, verdict: Verdict, words: str, tmp_path: Path) -> None:
    path = tmp_path / "m.img"
    path.write_bytes(content)
    residue = Scan(str(path)).run()
    assert residue.verdict is verdict
    assert residue.finds == ()
    assert residue.read == len(content)
    said = statement(residue)
    assert words in said.zh
    for word in ("clean", "no data", "BMB", "符合", "干净"):
        assert word not in said.zh + said.en


RANDOM = random.Random(6).randbytes(20 * MIB)
TURNS = b"".join(RANDOM[at * MIB : (at + 1) * MIB] + bytes(MIB) for at in range(10))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(RANDOM + bytes(12 * MIB), "no pattern to 21 MB, 0x00 to 33.6 MB", id="a pass that was stopped"),
        pytest.param(bytes(MIB) + RANDOM, "0x00 to 1.05 MB, no pattern to 22 MB", id="a container"),
        pytest.param(TURNS, "20 parts in all", id="in turns"),
    ],
)
def test_where_no_pattern_ends_and_blank_space_begins_is_said(content: bytes, words: str, tmp_path: Path) -> None:
    residue = _scanned(content, tmp_path)
    assert residue.verdict is Verdict.UNIFORM
    assert words in statement(residue).en
    assert exit_of(residue) == Exit.INCOMPLETE


def test_text_in_a_random_wipe_is_neither_blank_nor_random(tmp_path: Path) -> None:
    content = bytearray(RANDOM)
    paper = ("机密★10年　关于进一步做好保密检查工作的通知\n" * 9000).encode("gb18030")
    content[3 * MIB + 70_000 : 3 * MIB + 70_000 + len(paper)] = paper
    residue = _scanned(bytes(content), tmp_path)
    assert residue.verdict is Verdict.STRUCTURED
    assert exit_of(residue) == Exit.TO_FIX
    assert residue.first_structured is not None
    assert abs(residue.first_structured - 3 * MIB - 70_000) < 2 * 4096


def test_an_empty_file_system_on_a_random_wipe_is_said_as_that(tmp_path: Path) -> None:
    image = bytearray(partitioned(exfat([], clusters=3000), 7))
    image[MIB + 160 * 1024 :] = RANDOM[: len(image) - MIB - 160 * 1024]
    residue = _scanned(bytes(image), tmp_path)
    assert residue.verdict is Verdict.UNIFORM
    assert "没有规律" in statement(residue).zh or "没有任何规律" in statement(residue).zh
    assert "没有文件" in statement(residue).zh


def test_a_partition_table_alone_is_no_file_system(tmp_path: Path) -> None:
    residue = _scanned(partitioned(bytes(4 * MIB)), tmp_path)
    assert residue.verdict is Verdict.FORMATTED
    assert "no file system that is known" in statement(residue).en


def test_a_formatted_blank_medium_is_not_called_wiped(tmp_path: Path) -> None:
    path = tmp_path / "m.img"
    path.write_bytes(partitioned(exfat([])))
    assert Scan(str(path)).run().verdict is Verdict.FORMATTED


def test_a_quick_look_says_how_little_may_be_left(tmp_path: Path) -> None:
    path = tmp_path / "m.img"
    path.write_bytes(bytes(64 * MIB))
    residue = Scan(str(path), Mode.QUICK, seed=5).run()
    assert Unchecked.SAMPLED in residue.unchecked
    assert not residue.whole
    said = statement(residue)
    assert "99%" in said.zh
    assert "种子 5" in said.zh
    assert "不能说明没有任何文件" in said.zh
    assert "does not show that no file is left" in said.en


def test_a_quick_look_at_files_is_sure(image: Path) -> None:
    residue = Scan(str(image), Mode.QUICK).run()
    assert residue.verdict is Verdict.STRUCTURED
    assert "肯定没有清除" in statement(residue).zh


def test_after_a_wipe_the_first_thing_ends_the_check(tmp_path: Path) -> None:
    path = tmp_path / "m.img"
    content = bytearray(64 * MIB)
    content[20 * MIB : 20 * MIB + 10] = b"something!"
    path.write_bytes(content)
    residue = Scan(str(path), Mode.VERIFY).run()
    assert residue.first_busy == 20 * MIB
    assert residue.read < 30 * MIB
    assert Unchecked.FIRST_FOUND in residue.unchecked
    path.write_bytes(bytes(64 * MIB))
    blank = Scan(str(path), Mode.VERIFY).run()
    assert (blank.verdict, blank.whole) == (Verdict.ZERO, True)


def test_a_share_is_never_rounded_down() -> None:
    for fraction in (0.5, 0.01, 0.0123, 0.000099997, 1.2345e-7):
        said = float(share(fraction).rstrip("%")) / 100
        assert fraction * (1 - 1e-9) <= said <= fraction * 1.2


def test_bad_blocks_are_told_and_the_rest_is_found() -> None:
    whole = partitioned(fat32([File("A.JPG", files.jpeg(1)), File("B.DOC", files.docx(2))]))
    bad = {30 * MIB // 4096, 31 * MIB // 4096}

    def pread(offset: int, length: int) -> bytes:
        if any(block in bad for block in range(offset // 4096, -(-(offset + length) // 4096))):
            raise OSError(errno.EIO, "bad")
        return whole[offset : offset + length]

    opened = Medium(pread, Shape(len(whole), 512))
    carved = Carving(opened, survey(opened)).run()
    assert carved.bad == [(30 * MIB, 4096), (31 * MIB, 4096)]
    assert sorted(find.kind for find in carved.finds if find.state.recoverable) == ["docx", "jpeg"]


def test_what_could_not_be_read_is_neither_blank_nor_any_other_value() -> None:
    ones = b"\xff" * (24 * MIB)

    def pread(offset: int, length: int) -> bytes:
        if offset < 10 * MIB + 4096 and offset + length > 10 * MIB:
            raise OSError(errno.EIO, "bad")
        return ones[offset : offset + length]

    opened = Medium(pread, Shape(len(ones), 512))
    carved = Carving(opened, survey(opened)).run()
    assert (carved.tally.zero, carved.tally.ones) == (0, len(ones) // 4096 - 1)
    assert residue_of(carved, len(ones)).verdict is Verdict.ONES


@pytest.mark.parametrize("error", [errno.EIO, errno.ENODEV])
def test_of_a_medium_that_cannot_be_read_at_all_nothing_is_said(error: int) -> None:
    def pread(offset: int, length: int) -> bytes:
        raise OSError(error, "no")

    opened = Medium(pread, Shape(4 * MIB, 512))
    carving = Carving(opened, blind(opened))
    if error == errno.EIO:
        carving.run()
    else:
        with pytest.raises(Gone):
            carving.run()
    residue = residue_of(carving.carved, 4 * MIB)
    assert residue.verdict is Verdict.UNKNOWN
    assert "什么都不能说" in statement(residue).zh
    assert exit_of(residue) == Exit.INCOMPLETE


def residue_of(carved: Carved, size: int) -> Residue:
    about = About(size, True)
    nothing = blind(Medium(lambda offset, length: bytes(length), Shape(size, 512)))
    return of_carving(about, Mode.FULL, datetime.now(UTC), nothing, carved, set())


def test_a_sample_claims_nothing_of_blocks_that_could_not_be_read() -> None:
    bad, busy = 3, 10

    def pread(offset: int, length: int) -> bytes:
        if offset < (bad + 1) * 4096 and offset + length > bad * 4096:
            raise OSError(errno.EIO, "bad")
        content = bytearray(length)
        if offset <= busy * 4096 < offset + length:
            content[busy * 4096 - offset] = 1
        return bytes(content)

    sample = quick(Medium(pread, Shape(8 * MIB, 512)), 1, blocks=64)
    assert (sample.busy, sample.fraction, sample.first_busy) == (1, None, busy * 4096), "beside a bad block it is seen"

    def unreadable(offset: int, length: int) -> bytes:
        raise OSError(errno.EIO, "bad")

    opened = Medium(unreadable, Shape(4 * MIB, 512))
    none = quick(opened, 1, blocks=64)
    assert (none.drawn, none.busy, none.fraction, none.values) == (0, 0, None, ())
    residue = of_sample(About(4 * MIB, True), Mode.QUICK, datetime.now(UTC), blind(opened), none, set())
    assert residue.verdict is Verdict.UNKNOWN
    assert "99%" not in statement(residue).zh


def test_a_device_that_falls_silent_promises_no_early_end() -> None:
    now = 100.0
    rate = scans._Rate(clock=lambda: now)
    rate.moment(Progress(0, 1000 * MIB, 0))
    now += 5
    fast = rate.moment(Progress(500 * MIB, 1000 * MIB, 0))
    assert fast.left == pytest.approx(5.0)
    now += 9
    assert rate.last is not None
    silent = rate.moment(rate.last)
    assert fast.left is not None
    assert silent.left is None or silent.left > 2 * fast.left


def test_a_medium_pulled_out_ends_as_incomplete() -> None:
    whole = random.Random(1).randbytes(40 * MIB)

    def pread(offset: int, length: int) -> bytes:
        if offset + length > 25 * MIB:
            raise OSError(errno.ENODEV, "gone")
        return whole[offset : offset + length]

    opened = Medium(pread, Shape(len(whole), 512))
    surveyed = survey(Medium(lambda offset, length: whole[offset : offset + length], Shape(len(whole), 512)))
    carving = Carving(opened, surveyed)
    with pytest.raises(Gone):
        carving.run()
    assert 2 * CHUNK <= carving.carved.position <= 25 * MIB, "what was read before it went counts"
    carving.carved.ended = "gone"
    residue = of_carving(
        About(len(whole), True),
        Mode.FULL,
        datetime.now(UTC),
        surveyed,
        carving.carved,
        {Unchecked.PULLED_OUT},
    )
    assert not residue.whole
    assert "没有做完" in statement(residue).zh


def test_a_stop_is_heard_while_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "m.img"
    path.write_bytes(files.jpeg(1).ljust(MIB, b"\0") * 200)
    stopping = Scan(str(path))
    stopping.on_progress = lambda moment: stopping.stop()
    residue = stopping.run()
    assert not residue.whole
    assert Unchecked.STOPPED in residue.unchecked


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        Scan(str(tmp_path / "nothing")).run()


# -- the carving itself -----------------------------------------------------------------------------------------------


def test_pictures_without_their_beginning_are_traces() -> None:
    picture = files.jpeg(31, 1200)
    content = bytearray(16 * MIB)
    content[4 * MIB : 4 * MIB + len(picture) - 8192] = picture[8192:]
    _, carved = scan(bytes(content))
    assert carved.finds
    for find in carved.finds:
        assert (find.kind, find.state, find.source) == ("jpeg", State.TRACE, Source.PATTERN)
        assert 4 * MIB <= find.offset < 4 * MIB + len(picture)


def test_wiped_space_leaves_names_without_content_as_traces() -> None:
    image = bytearray(partitioned(fat32([File("A.JPG", files.jpeg(1)), File("B.TXT", b"text " * 4000)])))
    at = bytes(image).index(files.jpeg(1)[:64])
    image[at : at + len(files.jpeg(1)) + 40_000] = bytes(len(files.jpeg(1)) + 40_000)
    _, carved = scan(bytes(image))
    assert {find.state for find in carved.finds} == {State.TRACE}


def test_signs_of_a_quick_format_are_seen() -> None:
    old = partitioned(fat32([File("a.jpg", files.jpeg(3), folder="DCIM")]))
    new = bytearray(old)
    fresh = partitioned(exfat([], clusters=4000))
    new[: MIB + 128 * 1024] = fresh[: MIB + 128 * 1024]
    _, carved = scan(bytes(new))
    assert "lost-folder" in carved.lost
    assert [find.kind for find in carved.finds if find.state is State.COMPLETE] == ["jpeg"]


def test_chunks_meet_without_a_seam() -> None:
    content = bytearray(3 * CHUNK)
    picture = files.jpeg(9, 800)
    at = CHUNK - (len(picture) // 2 // 512 * 512)
    content[at : at + len(picture)] = picture
    _, carved = scan(bytes(content))
    assert [(find.offset, find.size, find.state) for find in carved.finds] == [(at, len(picture), State.COMPLETE)]


def test_encrypted_volumes_are_said(tmp_path: Path) -> None:
    volume = bytearray(random.Random(2).randbytes(8 * MIB))
    volume[0:11] = b"\xeb\x58\x90-FVE-FS-"
    residue = _scanned(partitioned(bytes(volume), 7), tmp_path)
    assert [trace.kind for trace in residue.traces] == ["encrypted"]  # its own head is none of an older one
    assert residue.verdict is Verdict.STRUCTURED
    assert "BitLocker" in statement(residue).zh


def _scanned(content: bytes, folder: Path) -> Residue:
    path = folder / "m.img"
    path.write_bytes(content)
    return Scan(str(path)).run()


def test_only_the_stream_is_read() -> None:
    asked = []
    whole = partitioned(exfat([File("big.bin", bytes([7]) * (4 * MIB), deleted=False)]))

    def pread(offset: int, length: int) -> bytes:
        asked.append((offset, length))
        return whole[offset : offset + length]

    opened = Medium(pread, Shape(len(whole), 512))
    surveyed = survey(opened)
    asked.clear()
    Carving(opened, surveyed).run()
    live = (MIB + 128 * 1024 + 8192 + 4096 * 3, 4 * MIB)
    inside = [one for one in asked if one[0] >= live[0] + 65536 and one[0] + one[1] <= live[0] + live[1] - 65536]
    assert inside == []
    assert medium(whole).size == len(whole)
