"""Whose an inspection is, and who may read a folder."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
import winreg
from collections.abc import Iterator
from ctypes import wintypes
from pathlib import Path

import pytest

from checker.content.cache import trusted
from checker.machine.windows import accounts, subject
from checker.machine.windows.access import open_to_others, others_may_write

assert sys.platform == "win32"

ANOTHER = "S-1-5-21-1-2-3-1001"


@pytest.fixture
def unasked() -> Iterator[None]:
    subject.subject.cache_clear()
    yield
    subject.subject.cache_clear()


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[None]:
    """A process of our own by the desktop's name, which waits until its input ends."""
    program = tmp_path / "explorer.exe"
    shutil.copyfile(r"C:\windows\system32\cmd.exe", program)
    with subprocess.Popen([str(program)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as waiting:
        yield
        assert waiting.poll() is None
        waiting.kill()


def test_the_subject_is_who_runs_it_where_no_other_has_the_desktop(unasked: None) -> None:
    assert subject.subject() == accounts.current_sid()


def test_the_subject_is_whose_desktop_it_is(unasked: None, desktop: None) -> None:
    assert subject._desktops_owner() in (accounts.current_sid(), None)  # Wine 8 may not tell whose a process is
    assert subject.subject() == accounts.current_sid()


def test_another_persons_registry_is_theirs(unasked: None, seeded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    person = accounts.current_sid()
    winreg.CloseKey(winreg.CreateKey(winreg.HKEY_CURRENT_USER, seeded))
    assert subject.of_subject(rf"HKCU\{seeded}") == rf"HKCU\{seeded}"
    subject.subject()
    monkeypatch.setattr(accounts, "current_sid", lambda: ANOTHER)
    root, _, below = subject.of_subject(rf"HKCU\{seeded}").partition("\\")
    assert (root, below) == ("HKU", rf"{person}\{seeded}")
    winreg.CloseKey(winreg.OpenKey(winreg.HKEY_USERS, below))


def _allow(folder: Path, rights: str) -> None:
    """Set a folder's list: `rights` in SDDL, MS-DTYP 2.5.1."""
    advapi = ctypes.WinDLL("advapi32.dll", use_last_error=True)
    descriptor = ctypes.c_void_p()
    made = advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        ctypes.c_wchar_p(rights), 1, ctypes.byref(descriptor), None
    )
    assert made, ctypes.get_last_error()
    dacl = wintypes.DWORD(4)
    assert advapi.SetFileSecurityW(ctypes.c_wchar_p(str(folder)), dacl, descriptor), ctypes.get_last_error()


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        ("D:P(A;;FA;;;{person})(A;;FA;;;SY)(A;;FA;;;BA)", False),
        ("D:P(A;;FA;;;{person})(A;;FR;;;WD)", True),
    ],
)
def test_a_folders_list_says_who_may_read_it(rights: str, expected: bool, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    _allow(folder, rights.format(person=accounts.current_sid()))
    assert open_to_others(str(folder)) is expected


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        ("D:P(A;;FA;;;{person})(A;;FA;;;SY)(A;;FA;;;BA)", False),
        ("D:P(A;;FA;;;{person})(A;;FR;;;WD)", False),
        ("D:P(A;;FA;;;{person})(A;;FA;;;WD)", True),
    ],
)
def test_a_caches_list_says_who_may_write_it(rights: str, expected: bool, tmp_path: Path) -> None:
    cache = tmp_path / "documents.sqlite"
    cache.touch()
    for one in (tmp_path, cache):
        _allow(one, rights.format(person=accounts.current_sid()))
    assert others_may_write(str(cache)) is expected
    assert trusted(cache) is not expected
