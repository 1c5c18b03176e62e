"""Files that people ask for: whole or not at all, and nothing that is no file is ever replaced."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.report.files import NotWritten, write, write_own, write_parts

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    write(tmp_path / "a", b"one")
    write(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"two"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


def test_what_ends_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError

    write(tmp_path / "a", b"old")
    with pytest.raises(RuntimeError):
        write_parts(tmp_path / "a", parts())
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


def test_a_folder_of_that_name_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotWritten) as refused:
        write(tmp_path, b"x")
    assert "那是一个文件夹" in refused.value.reason.zh


@posix
def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(pipe, b"result")
    assert os.read(reader, 100) == b"result"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
def test_a_device_stays_a_device() -> None:
    write(Path(os.devnull), b"gone")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@posix
def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "kept" / "a")
    write(tmp_path / "link", b"x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "kept" / "a").read_bytes() == b"x"


def test_a_file_where_a_folder_is_needed_is_said_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"kept")
    with pytest.raises(NotWritten) as refused:
        write_own(tmp_path / "taken" / "root.p12", b"key")
    assert "不是文件夹" in refused.value.reason.zh
    assert "no folder" in refused.value.reason.en
    assert (tmp_path / "taken").read_bytes() == b"kept"
