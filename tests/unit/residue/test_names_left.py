"""The name of a deleted file is something, even where it held nothing or nobody knows where it lay."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import pytest

from checker.residue.filesystems.ext_folders import files, gone, is_folder
from checker.residue.result import Mode, Residue, Verdict
from checker.residue.scan import Scan
from checker.residue.wording import statement
from tests.packages import needs
from tests.unit.residue.media import File, NtfsFile, exfat, fat32, ntfs, partitioned

NAME = "名单.DOC"


def scanned(content: bytes, folder: Path, mode: Mode = Mode.FULL) -> Residue:
    image = folder / "medium.img"
    image.write_bytes(content)
    return Scan(str(image), mode).run()


MADE = {
    "fat32": lambda files: partitioned(fat32(files)),
    "exfat": lambda files: partitioned(exfat(files), 0x07),
    "ntfs": lambda files: partitioned(ntfs([NtfsFile(one.name, one.content) for one in files]), 0x07),
}


@pytest.mark.parametrize("mode", [Mode.FULL, Mode.EVERYTHING])
@pytest.mark.parametrize("kind", MADE)
def test_a_volume_with_the_name_of_a_deleted_empty_file_is_not_merely_formatted(
    kind: str, mode: Mode, tmp_path: Path
) -> None:
    residue = scanned(MADE[kind]([File(NAME, b"")]), tmp_path, mode)
    assert residue.verdict is Verdict.STRUCTURED
    assert not residue.recoverable
    assert "1 deleted file" in statement(residue).en


@pytest.mark.parametrize("kind", MADE)
def test_one_without_any_is(kind: str, tmp_path: Path) -> None:
    assert scanned(MADE[kind]([]), tmp_path).verdict is Verdict.FORMATTED


@pytest.mark.parametrize("kind", ["ext2", "ext4"])
@needs("e2fsprogs")
def test_ext_covers_the_name_by_the_entry_before(kind: str, tmp_path: Path) -> None:
    image = tmp_path / "medium.img"
    subprocess.run([f"mkfs.{kind}", "-q", "-F", str(image), "16M"], check=True, capture_output=True)
    assert Scan(str(image)).run().verdict is Verdict.FORMATTED
    empty = tmp_path / "empty"
    empty.touch()
    for order in (f"write {empty} list.doc", "rm list.doc"):
        subprocess.run(["debugfs", "-w", "-R", order, str(image)], check=True, capture_output=True)
    residue = Scan(str(image)).run()
    assert residue.verdict is Verdict.STRUCTURED
    assert "1 deleted file" in statement(residue).en


def entry(number: int, name: bytes, size: int, kind: int = 1) -> bytes:
    return struct.pack("<IHBB", number, size, len(name), kind) + name + bytes(-len(name) % 4)


HEAD = entry(2, b".", 12, 2) + entry(2, b"..", 12, 2)


def test_the_journals_copy_of_a_folder_has_the_files_that_were_there() -> None:
    block = (HEAD + entry(12, b"list.doc", 16) + entry(13, b"below", 1000, 2)).ljust(1024, b"\0")
    assert is_folder(block)
    assert list(files(block)) == ["list.doc"]


@pytest.mark.parametrize(
    ("rest", "names"),
    [
        (entry(12, b"a.doc", 16) + entry(13, b"b.doc", 900), ["a.doc", "b.doc"]),
        (entry(12, b"a.doc", 16, 9), []),  # no such kind
        (entry(99_999, b"a.doc", 16), []),  # no such file
        (b"\xff" * 400, []),
        (bytes(400), []),
    ],
)
def test_what_lies_behind_an_entry_is_a_name_only_where_it_can_be_one(rest: bytes, names: list[str]) -> None:
    block = (entry(2, b".", 12, 2) + entry(2, b"..", 1012, 2) + rest).ljust(1024, b"\0")
    assert list(gone(block, 1024, 1000)) == names
