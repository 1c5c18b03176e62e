"""The file door on a real disk: everything that is not a plain file, and nothing that changes it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.machine import files
from checker.machine.answers import Kind
from checker.model.unreadable import Absent, Unreadable

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX file system")
not_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")


def test_reads_a_file_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x00\xff\r\n")
    assert files.read(str(tmp_path / "a"), 10) == b"\x00\xff\r\n"


def test_reads_the_beginning_of_a_file_however_long_it_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"header" + bytes(1 << 20))
    assert files.head(str(tmp_path / "a"), 6) == b"header"
    (tmp_path / "b").write_bytes(b"x")
    assert files.head(str(tmp_path / "b"), 6) == b"x"


@posix
def test_reading_leaves_the_access_time_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    os.utime(path, (1, 1))
    files.read(str(path), 10)
    assert path.stat().st_atime == 1


@posix
def test_listing_leaves_a_folders_access_time_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a").write_bytes(b"x")
    os.utime(folder, (1, 1))
    assert [entry.name for entry in files.entries(str(folder))] == ["a"]
    assert folder.stat().st_atime == 1
    list(os.scandir(folder))  # the control: this file system does keep access times
    if folder.stat().st_atime == 1:
        pytest.skip("mounted without access times")


@posix
def test_what_is_no_folder_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    os.mkfifo(tmp_path / "fifo")
    for name in ("a", "fifo"):
        with pytest.raises(Unreadable):
            files.entries(str(tmp_path / name))


def test_what_is_not_there_is_absent(tmp_path: Path) -> None:
    for ask in (
        lambda path: files.read(path, 1),
        lambda path: files.head(path, 1),
        files.entries,
        files.stat,
        files.target_of,
    ):
        with pytest.raises(Absent):
            ask(str(tmp_path / "nothing"))
    assert not files.exists(str(tmp_path / "nothing"))


def test_a_path_with_a_zero_byte_is_absent() -> None:
    with pytest.raises(Absent):
        files.read("/etc/pass\0wd", 10)


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 11)
    with pytest.raises(Unreadable):
        files.read(str(tmp_path / "a"), 10)
    assert files.tail(str(tmp_path / "a"), 3) == b"xxx"


@posix
def test_a_fifo_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(Unreadable, match="Not an ordinary file"):
        files.read(str(tmp_path / "fifo"), 10)
    assert [entry.kind for entry in files.entries(str(tmp_path))] == [Kind.OTHER]


@posix
@pytest.mark.parametrize("path", ["/dev/zero", "/dev", "/"])
def test_devices_and_folders_are_no_files(path: str) -> None:
    with pytest.raises(Unreadable):
        files.read(path, 10)


@posix
def test_links_in_a_circle_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for ask in (lambda path: files.read(path, 1), files.stat, files.target_of):
        with pytest.raises(Unreadable) as caught:
            ask(str(tmp_path / "a"))
        assert not isinstance(caught.value, Absent)


@posix
def test_a_link_is_an_entry_of_its_own_and_read_through(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to("real")
    assert [entry.kind for entry in files.entries(str(tmp_path))] == [Kind.LINK, Kind.FILE]
    assert files.read(str(tmp_path / "link"), 10) == b"x"
    assert files.target_of(str(tmp_path / "link")) == str((tmp_path / "real").resolve())


@posix
def test_names_that_are_no_text_come_through(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/two\nlines \xff"
    Path(os.fsdecode(raw)).write_bytes(b"x")
    (entry,) = files.entries(str(tmp_path))
    assert entry.name == "two\nlines \udcff"
    assert files.read(os.fsdecode(raw), 10) == b"x"


@not_root
def test_a_closed_file_is_refused_with_what_would_help(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "a").chmod(0)
    with pytest.raises(Unreadable) as caught:
        files.read(str(tmp_path / "a"), 10)
    assert caught.value.how is not None
    assert not isinstance(caught.value, Absent)


@posix
def test_kernel_files_without_a_size_are_read() -> None:
    assert b"Linux" in files.read("/proc/version", 1 << 16)
