from __future__ import annotations

import pytest

from checker.machine.windows.paths import drive, extended, plain
from checker.model.unreadable import Unreadable


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"C:\Windows\win.ini", r"\\?\C:\Windows\win.ini"),
        ("c:/Windows/../Users", r"\\?\C:\Users"),
        (r"C:\..\..\Windows", r"\\?\C:\Windows"),
        ("D:", "\\\\?\\D:\\"),
        ("D:\\", "\\\\?\\D:\\"),
        (r"\\?\C:\a", r"\\?\C:\a"),
        (r"C:\用户\文件", r"\\?\C:\用户\文件"),
    ],
)
def test_a_local_path_gets_its_extended_form(path: str, expected: str) -> None:
    assert extended(path) == expected


@pytest.mark.parametrize(
    "path",
    [
        r"\\server\share\file",
        "//server/share",
        r"\\.\PhysicalDrive0",
        r"\\.\pipe\name",
        r"\\?\UNC\server\share",
        r"\\?\GLOBALROOT\Device\Harddisk0",
        "NUL",
        r"Windows\win.ini",
        r"C:win.ini",
        r"\Windows",
        r"C:\file.txt:stream",
        "C:\\a\0b",
        "",
    ],
)
def test_what_is_no_local_file_is_refused(path: str) -> None:
    with pytest.raises(Unreadable):
        extended(path)


def test_people_see_the_path_as_they_write_it() -> None:
    assert plain(extended(r"C:\Users")) == r"C:\Users"
    assert drive(extended(r"c:\Users")) == "C:\\"
