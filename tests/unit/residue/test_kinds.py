"""Kinds of remnants that offices have: found without a record, and with one only where they are what it says."""

from __future__ import annotations

import random

import pytest

from checker.knowledge.residue import kinds
from checker.residue.finds import Source, State
from checker.residue.formats.known import candidates, fits, judge
from checker.residue.formats.text import is_text
from checker.residue.view import Memory
from tests.unit.residue import files
from tests.unit.residue.media import File, exfat, fat32, partitioned, small_fat
from tests.unit.residue.scanning import bytes_of, found, scan

MIB = 1 << 20
VARIANTS = {
    **files.CLOSED,
    "tiff, big-endian": files.tiff(">"),
    "mp3 without a tag": files.mp3(tagged=False),
    "rar 4": files.rar(4),
    "mail, pst": files.pst(),
}


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("around", [b"\0", b"\xe5"], ids=["zeros", "bytes"])
def test_a_file_without_a_record_is_found_to_its_last_byte(name: str, around: bytes) -> None:
    content, kind = VARIANTS[name], name.partition(" ")[0].strip(",")
    if around != b"\0" and kind == "mail" and "pst" not in name:
        pytest.skip("a message ends where text ends")
    image = bytearray(around * (4 * MIB))
    image[MIB + 512 : MIB + 512 + len(content)] = content
    _, carved = scan(bytes(image))
    assert [(find.kind, find.state, find.size) for find in carved.finds] == [(kind, State.CLOSED, len(content))]
    assert bytes_of(bytes(image), carved.finds[0]) == content


@pytest.mark.parametrize("name", VARIANTS)
def test_a_file_that_was_cut_short_is_not_called_whole(name: str) -> None:
    content = VARIANTS[name]
    for length in (len(content) * 2 // 3 // 512 * 512, 512):
        image = content[:length] + bytes(512)
        judged = judge(Memory(image[:length]))
        if "mp3" in name or "amr" in name or name == "mail":
            assert judged is None or judged.size <= length  # a row of frames or of lines ends where it ends
            continue
        assert judged is None or not judged.state.recoverable


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("make", [fat32, exfat])
def test_a_recorded_file_of_these_kinds_comes_back_as_it_was(name: str, make) -> None:  # type: ignore[no-untyped-def]
    content, kind = VARIANTS[name], name.partition(" ")[0].strip(",")
    ending = {"mail": "eml", "mail, pst": "pst"}.get(name, kinds()[kind].endings[0])
    image = partitioned(make([File(f"A.{ending[:3].upper()}", content)]))
    _, carved = scan(image)
    assert found(image, carved)[content].source is Source.RECORD


ENDINGS = (
    "txt",
    "wav",
    "tif",
    "doc",
    "bmp",
    "gif",
    "rtf",
    "htm",
    "eml",
    "pst",
    "mp3",
    "rar",
    "dwg",
    "dat",
    "bin",
    "psd",
)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("wiped", ["random", "zeros", "0xFF", "a pattern"])
def test_names_whose_place_was_overwritten_are_names_and_no_files(ending: str, wiped: str) -> None:
    # What cipher /w, Eraser or sfill leave: all free space overwritten, entries untouched.
    image = bytearray(small_fat([File(f"A.{ending.upper()}", b"content of the file. " * 700)]))
    free = 6000 * 1024
    filling = {
        "random": random.Random(3).randbytes(free),
        "zeros": bytes(free),
        "0xFF": b"\xff" * free,
        "a pattern": (b"\x92\x49\x24" * free)[:free],
    }[wiped]
    image[-free:] = filling
    _, carved = scan(bytes(image))
    assert [find.state for find in carved.finds] == [State.TRACE]


def test_an_encrypted_file_that_was_deleted_comes_back() -> None:
    # It looks like random bytes, yet what lies behind its end does not.
    secret = random.Random(5).randbytes(30_000)
    image = bytes(small_fat([File("SAFE.BIN", secret)]))
    _, carved = scan(image)
    assert found(image, carved)[secret].state is State.RECORDED


PAPER = "关于进一步做好保密检查工作的通知：本单位第三季度工作总结，内部资料，不得外传。\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("around", ["zeros", "random"])
def test_text_without_a_record_is_found_in_every_encoding(encoding: str, around: str) -> None:
    text = (PAPER * 400).encode(encoding)
    image = bytearray(4 * MIB) if around == "zeros" else bytearray(random.Random(6).randbytes(4 * MIB))
    image[MIB : MIB + len(text)] = text
    _, carved = scan(bytes(image))
    assert {find.kind for find in carved.finds} == {"text"}
    assert {find.state for find in carved.finds} == {State.TRACE}
    (find,) = carved.finds
    assert find.offset == MIB
    assert find.size >= len(text) // 4096 * 4096


@pytest.mark.parametrize(
    "content",
    [random.Random(1).randbytes(4096), bytes(4096), files.jpeg()[4096:8192], bytes(range(256)) * 16, b"\xff" * 4096],
)
def test_what_is_no_text_is_not_called_so(content: bytes) -> None:
    assert not is_text(content)


def test_a_drawing_is_known_by_its_head_and_its_record_alone() -> None:
    image = bytearray(2 * MIB)
    image[MIB : MIB + len(files.dwg())] = files.dwg()
    _, carved = scan(bytes(image))
    assert [(find.kind, find.state) for find in carved.finds] == [("dwg", State.TRUNCATED)]
    recorded = partitioned(fat32([File("A.DWG", files.dwg())]))
    assert found(recorded, scan(recorded)[1])[files.dwg()].state is State.RECORDED


def test_random_bytes_are_none_of_these_kinds() -> None:
    import numpy as np

    noise = np.random.default_rng(2).bytes(64 * MIB)
    heads = np.frombuffer(noise, np.uint64)[::64]
    for number in candidates(heads).tolist():
        assert judge(Memory(noise[number * 512 : number * 512 + 65536])) is None


@pytest.mark.parametrize("name", files.CLOSED)
def test_an_ending_fits_its_own_head_alone(name: str) -> None:
    ending = kinds()[name].endings[0]
    assert fits(files.CLOSED[name][:512], ending)
    if kinds()[name].structure:
        assert not fits(b"something else altogether, a text".ljust(512, b"."), ending)


def test_a_document_within_a_recording_is_found_and_the_recording_is_none_that_comes_back() -> None:
    """A recording in pieces: its boxes say how long it is, and behind the first piece another file lies."""
    image = bytearray(8 * MIB)
    recording, paper = files.mp4(3, b"M4A ", 3 * MIB), files.docx(5)
    image[MIB : MIB + len(recording)] = recording
    image[2 * MIB : 2 * MIB + len(paper)] = paper
    _, carved = scan(bytes(image))
    assert [(find.kind, find.state) for find in sorted(carved.finds, key=lambda find: find.offset)] == [
        ("m4a", State.FRAGMENTED),
        ("docx", State.COMPLETE),
    ]
    assert bytes_of(bytes(image), max(carved.finds, key=lambda find: find.offset)) == paper


def test_a_picture_within_a_film_is_part_of_it() -> None:
    image = bytearray(8 * MIB)
    film, picture = files.mp4(3, b"isom", 3 * MIB), files.jpeg(2)
    image[MIB : MIB + len(film)] = film
    image[2 * MIB : 2 * MIB + len(picture)] = picture
    _, carved = scan(bytes(image))
    assert [(find.kind, find.state) for find in carved.finds] == [("mp4", State.CLOSED)]
