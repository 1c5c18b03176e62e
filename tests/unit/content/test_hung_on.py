"""What hides behind, before or beside a file that is something else by its beginning, its name or its size."""

from __future__ import annotations

import io
import random
import tarfile
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.scan import Scan
from checker.content.source import Item
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Bucket

PAPER = "机密★10年\n关于某事的通知\n".encode()
NOISE = random.Random(7).randbytes(9_000)
FILM = b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + NOISE


def zipped(*members: tuple[str, bytes], comment: bytes = b"") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.comment = comment
        for name, member in members:
            archive.writestr(name, member)
    return content.getvalue()


def tarred(kind: bytes) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size, member.type = len(PAPER), kind
        archive.addfile(member, io.BytesIO(PAPER))
    return content.getvalue()


def picture(kind: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (120, 80), (90, 140, 200)).save(content, kind)
    return content.getvalue()


def without(name: str, content: bytes) -> bytes:
    """A zip whose directory does not name one of its members."""
    source = io.BytesIO(content)
    with zipfile.ZipFile(source, "a") as archive:
        archive.filelist = [one for one in archive.filelist if one.filename != name]
        archive._didModify = True  # type: ignore[attr-defined]  # so that the directory is written anew
    return source.getvalue()


def buckets(content: bytes, name: str = "x.bin") -> set[Bucket]:
    return {seen.marking.bucket for seen in inspected(Bytes(content), name, Order())}


@pytest.mark.parametrize(
    "content",
    [
        *(beginning + PAPER for beginning in (b"MZ ", b"RIFF ", b"abc ftyp ", b"!<arch>\n")),
        zipped(("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\n"), ("a.txt", PAPER)),
        zipped(("classes.dex", b"dex"), ("a.txt", PAPER)),
        zipped(("b.txt", b"hello"), comment=PAPER),
        tarred(b"Z"),
        tarred(tarfile.CONTTYPE),
        *(picture(kind) + zipped(("a.txt", PAPER)) for kind in ("JPEG", "PNG", "BMP")),
        FILM + zipped(("a.txt", PAPER)),
        b"\x7fELF\2\1\1" + bytes(60) + NOISE + zipped(("a.txt", PAPER)),
    ],
)
def test_it_is_found(content: bytes) -> None:
    assert Bucket.MARKED in buckets(content)


@pytest.mark.parametrize(
    "content",
    [
        picture("JPEG") + b"Rar!\x1a\x07\x01\0" + NOISE + b"\x1d\x77\x56\x51\x03\x05\x04\0",
        zipped(("a.txt", PAPER)) + zipped(("b.txt", b"hello")),
        without("a.txt", zipped(("a.txt", PAPER), ("b.txt", b"hello"))),
    ],
)
def test_or_it_is_said_that_not_all_was_seen(content: bytes) -> None:
    assert inspected(Bytes(content), "x.bin", Order())[-1].read.could_not_read


@pytest.mark.parametrize(
    "content",
    [
        *(picture(kind) for kind in ("JPEG", "PNG", "BMP")),
        b"MZ" + bytes(200) + NOISE + zipped(("b.txt", b"hello")),
        b"#!/usr/bin/python3\n" + zipped(("b.txt", b"hello")),
        zipped(("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\n"), ("A.class", b"\xca\xfe\xba\xbe" + NOISE)),
        zipped(("__MACOSX/._a.docx", b"\0\x05\x16\x07\0\2\0\0Mac OS X        " + bytes(80)), ("a.txt", b"hello")),
        FILM,
        FILM + b"PK\x05\x06" + NOISE[:100],
    ],
)
def test_what_is_usual_is_no_trouble(content: bytes) -> None:
    assert not any(seen.read.could_not_read for seen in inspected(Bytes(content), "x.bin", Order()))


class Held:
    """A source of files by name; their sizes are what they say."""

    def __init__(self, files: dict[str, bytes], *, sizes: bool = True) -> None:
        self._files, self._sizes = files, sizes

    def items(self) -> list[Item]:
        return [Item(name, len(content) * self._sizes) for name, content in self._files.items()]

    def part(self, path: str, offset: int, size: int) -> bytes:
        if path.startswith("closed"):
            raise Trouble(Read.DENIED)
        return self._files[path][offset : offset + size]


def fates(source: Held, cache: Path | None = None) -> dict[str, Read]:
    return {seen.path: seen.read for seen in Scan(source, 0, cache=cache)}  # type: ignore[arg-type]


def test_a_paper_is_not_taken_for_the_program_whose_bytes_it_has(tmp_path: Path) -> None:
    source = Held({"a.bin": NOISE[:5_000], "b.docx": NOISE[:5_000]})
    for _ in range(2):
        assert fates(source, tmp_path / "cache") == {"a.bin": Read.OTHER, "b.docx": Read.UNSUPPORTED}


def test_what_says_that_it_has_no_size_and_has_content_is_not_empty() -> None:
    found = fates(Held({"a.txt": PAPER, "b.txt": b"", "closed.txt": b""}, sizes=False))
    assert found == {"a.txt": Read.CHANGED, "b.txt": Read.EMPTY, "closed.txt": Read.DENIED}
