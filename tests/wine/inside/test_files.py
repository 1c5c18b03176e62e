from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from pathlib import Path

import pytest

from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.machine.windows import files as windows_files
from checker.model.unreadable import Absent, Unreadable


def test_names_in_any_script_and_long_paths(machine: Machine, tmp_path: Path) -> None:
    folder = "\\\\?\\" + str(tmp_path)
    for _ in range(12):
        folder += "\\" + "很长的文件夹名" * 4
        os.mkdir(folder)
    with open(folder + "\\内部资料.txt", "wb") as file:
        file.write("密检".encode())
    plain = folder.removeprefix("\\\\?\\")
    assert len(plain) > 260
    assert machine.read(plain + "\\内部资料.txt").decode() == "密检"
    assert [entry.name for entry in machine.list(plain)] == ["内部资料.txt"]
    assert machine.stat(plain).kind is Kind.FOLDER
    assert machine.exists(plain + "\\内部资料.txt")
    assert not machine.exists(plain + "\\没有.txt")


def test_limits_and_tails(machine: Machine, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(b"0123456789")
    assert machine.read(str(path), 10) == b"0123456789"
    assert machine.tail(str(path), 3) == b"789"
    with pytest.raises(Unreadable):
        machine.read(str(path), 9)


def test_what_is_not_there_is_absent_and_named_plainly(machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(Absent) as caught:
        machine.read(str(tmp_path / "no"))
    assert "\\\\?\\" not in caught.value.reason.zh


@pytest.mark.parametrize(
    "path",
    [
        r"\\server\share\x",
        r"\\.\PhysicalDrive0",
        r"\\.\pipe\x",
        "NUL",
        "CON",
        r"C:\windows\win.ini:stream",
        "C:win.ini",
    ],
)
def test_networks_devices_pipes_and_streams_are_not_opened(machine: Machine, path: str) -> None:
    for question in (machine.read, machine.tail, machine.list, machine.stat, machine.exists):
        with pytest.raises(Unreadable):
            question(path)


def test_a_folder_is_no_file(machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        machine.read(str(tmp_path))


def test_a_reserved_name_is_a_file_like_any_other(machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(Absent):
        machine.read(str(tmp_path) + "\\COM1")


def test_a_link_is_told_from_a_folder(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file.txt").write_bytes(b"x")
    with suppress(OSError):  # needs a right on Windows; Wine 8 says that it made one
        os.symlink(tmp_path / "real", tmp_path / "link", target_is_directory=True)
    if not os.path.lexists(tmp_path / "link"):
        pytest.skip("no symbolic links here")
    assert {entry.name: entry.kind for entry in machine.list(str(tmp_path))} == {
        "link": Kind.LINK,
        "real": Kind.FOLDER,
    }
    assert machine.target_of(str(tmp_path / "link")).lower() == str(tmp_path / "real").lower()


def test_what_is_only_in_a_cloud_is_not_fetched(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cloud.txt").write_bytes(b"x")
    monkeypatch.setattr(windows_files, "_ELSEWHERE", 0xFFFF_FFFF)  # whatever attribute it has, it is this one
    for question in (machine.read, machine.tail):
        with pytest.raises(Unreadable, match="not fetched"):
            question(str(tmp_path / "cloud.txt"))


def test_a_network_drive_is_not_read(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file.txt").write_bytes(b"x")
    monkeypatch.setattr(windows_files, "drive_kind", lambda root: windows_files.REMOTE)
    for question in (machine.read, machine.list, machine.stat, machine.exists):
        with pytest.raises(Unreadable):
            question(str(tmp_path / "file.txt"))


def test_no_message_box_asks_for_a_disk(machine: Machine) -> None:
    assert ctypes.WinDLL("kernel32.dll").GetErrorMode() & 1
