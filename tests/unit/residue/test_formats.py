"""Judges of formats: what is whole, what only closes, and what they must not call complete."""

from __future__ import annotations

import random

import pytest

from checker.residue.classes import look
from checker.residue.finds import State
from checker.residue.formats.known import candidates, fits, judge, judge_of
from checker.residue.view import Memory
from tests.unit.residue import files

BEHIND = random.Random(9).randbytes(70_000)
FILLERS = {
    "text": b"2026-01-01 INFO worker request served path=/a/b/c\n" * 400,
    "zeros": bytes(16384),
    "random": random.Random(8).randbytes(16384),
    "another picture": files.jpeg(77)[3000:],
}


@pytest.mark.parametrize("kind", files.EVERY)
def test_a_whole_file_is_found_with_its_length(kind: str) -> None:
    content = files.EVERY[kind]
    for behind in (b"", bytes(9000), BEHIND):
        judged = judge(Memory(content + behind))
        assert judged is not None
        assert (judged.kind, judged.size) == (kind, len(content))
        assert judged.state is (State.COMPLETE if kind in files.VERIFIED else State.CLOSED)


@pytest.mark.parametrize("kind", files.EVERY)
def test_a_file_without_its_end_is_not_complete(kind: str) -> None:
    content = files.EVERY[kind]
    for share in (0.1, 0.5, 0.95):
        for behind in (b"", bytes(20_000), BEHIND):
            judged = judge(Memory(content[: int(len(content) * share)] + behind))
            assert judged is None or judged.state is not State.COMPLETE


@pytest.mark.parametrize("kind", sorted(files.VERIFIED))
@pytest.mark.parametrize("filler", FILLERS)
def test_a_file_overwritten_in_the_middle_is_never_complete(kind: str, filler: str) -> None:
    chance = random.Random(kind + filler)
    content = files.EVERY[kind]
    wrong = 0
    for _ in range(12):
        length = min(4096, len(content) // 4)
        at = chance.randrange(0, max(1, (len(content) - length) // 512)) * 512
        at = max(at, 512)
        broken = content[:at] + FILLERS[filler][:length] + content[at + length :]
        judged = judge(Memory(broken))
        wrong += broken != content and judged is not None and judged.state is State.COMPLETE and judged.size >= at
    # Pictures carry no checksum: a piece of another one with the same tables decodes too, if its length happens to fit.
    assert wrong <= (2 if (kind, filler) == ("jpeg", "another picture") else 0)


def test_cross_references_in_a_stream_are_followed() -> None:
    content = files.pdf_with_reference_stream()
    judged = judge(Memory(content + bytes(512)))
    assert judged is not None
    assert (judged.state, judged.size) == (State.COMPLETE, len(content))


def test_a_picture_in_a_pdf_is_decoded() -> None:
    whole = files.pdf(4, 1, files.jpeg(4))
    judged = judge(Memory(whole))
    assert judged is not None
    assert judged.state is State.COMPLETE
    middle = whole.index(b"DCTDecode") + 4000
    broken = whole[:middle] + b"text" * 512 + whole[middle + 2048 :]
    judged = judge(Memory(broken))
    assert judged is not None
    assert judged.state is State.FRAGMENTED


def test_two_generations_of_a_pdf_are_one_file() -> None:
    first = files.pdf(5)
    start = len(first)
    second = first + b"9 0 obj\n<< /More true >>\nendobj\n"
    table = len(second)
    second += b"xref\n9 1\n%010d 00000 n \ntrailer\n<< /Size 10 /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        start,
        first.rindex(b"xref\n0 "),
        table,
    )
    judged = judge(Memory(second + bytes(4096)))
    assert judged is not None
    assert (judged.size, judged.state) == (len(second), State.COMPLETE)


def test_a_pdf_ends_where_the_next_file_begins() -> None:
    first = files.pdf(6)
    padded = first.ljust(-(-len(first) // 512) * 512, b"\0") + files.pdf(7)
    judged = judge(Memory(padded))
    assert judged is not None
    assert judged.size == len(first)


def test_headers_are_found_at_sectors_and_only_whole_ones() -> None:
    content = bytearray(bytes(1 << 20))
    for number, made in enumerate(files.EVERY.values()):
        content[number * 4096 : number * 4096 + 16] = made[:16]
    content[100_000:100_008] = b"PK\x03\x04\x14\0\0\0"  # not at a sector
    content[200 * 512 : 200 * 512 + 8] = b"\xff\xd8\xff\x00abcd"  # no JPEG begins so
    numbers = candidates(look(bytes(content)).heads).tolist()
    assert numbers == [number * 8 for number in range(len(files.EVERY))]


def test_an_ending_announces_a_beginning() -> None:
    assert fits(files.jpeg()[:512], "jpg")
    assert not fits(files.jpeg()[:512], "docx")
    assert fits(files.ole()[:512], "doc")
    assert fits(b"some text", "txt")
    assert not fits(bytes(512), "txt")
    assert judge_of(b"nothing!") is None


def test_crafted_archives_end() -> None:
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros", bytes(64 << 20))
    judged = judge(Memory(made.getvalue()))
    assert judged is not None
    assert judged.state is State.COMPLETE


@pytest.mark.parametrize("kind", files.EVERY)
def test_no_bytes_bring_a_judge_down(kind: str) -> None:
    content, chance = files.EVERY[kind], random.Random(kind)
    for _ in range(150):
        broken = bytearray(content)
        for _ in range(chance.randrange(1, 30)):
            broken[chance.randrange(min(len(broken), chance.choice((64, 600, len(broken)))))] = chance.randrange(256)
        judge(Memory(bytes(broken[: chance.randrange(16, len(broken))])))
