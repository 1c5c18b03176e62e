from __future__ import annotations

import ctypes
import sys
import winreg
from collections.abc import Iterator

import pytest

from checker.machine.live import live_machine
from checker.machine.machine import Machine

assert sys.platform == "win32"

PLACE = r"Software\Mijian Test 密检"


@pytest.fixture
def machine() -> Machine:
    return live_machine()


@pytest.fixture(scope="session")
def wine() -> bool:
    return hasattr(ctypes.WinDLL("ntdll.dll"), "wine_get_version")


@pytest.fixture
def seeded() -> Iterator[str]:
    """A place in HKCU and HKLM for a test's own keys, empty before and gone after."""
    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        _remove(root, PLACE)
    yield PLACE
    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        _remove(root, PLACE)


def _remove(root: int, path: str) -> None:
    for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
        try:
            with winreg.OpenKeyEx(root, path, 0, winreg.KEY_ALL_ACCESS | view) as key:
                below = [winreg.EnumKey(key, index) for index in range(winreg.QueryInfoKey(key)[0])]
        except FileNotFoundError:
            continue
        for name in below:
            _remove(root, f"{path}\\{name}")
        try:
            winreg.DeleteKeyEx(root, path, view, 0)
        except FileNotFoundError:
            continue
