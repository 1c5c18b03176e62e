"""The live registry."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import winreg

from checker.machine import refusals
from checker.machine.answers import RegistryData, RegistryKey
from checker.machine.windows.api import from_filetime

_ROOTS = {
    "HKLM": winreg.HKEY_LOCAL_MACHINE,
    "HKCU": winreg.HKEY_CURRENT_USER,
    "HKU": winreg.HKEY_USERS,
    "HKCR": winreg.HKEY_CLASSES_ROOT,
}
_VIEWS = {64: winreg.KEY_WOW64_64KEY, 32: winreg.KEY_WOW64_32KEY}
_NUMBERS = (winreg.REG_DWORD, winreg.REG_QWORD)
_STRINGS = (winreg.REG_SZ, winreg.REG_EXPAND_SZ)
_NO_MORE_ITEMS, _KEY_DELETED = 259, 1018


def key(path: str, view: int) -> RegistryKey:
    """A key with its values, the names of its sub-keys and its last write time.

    Raises:
        Absent: no such key. Unreadable: no permission, or the registry is damaged.
    """
    root, _, below = path.partition("\\")
    if root.upper() not in _ROOTS or view not in _VIEWS:
        raise refusals.unfit(path)
    try:
        with winreg.OpenKeyEx(_ROOTS[root.upper()], below, 0, winreg.KEY_READ | _VIEWS[view]) as handle:
            subkeys, values, written = winreg.QueryInfoKey(handle)
            return RegistryKey(_values(handle, values), _subkeys(handle, subkeys), from_filetime(written))
    except OSError as error:
        if error.winerror == _KEY_DELETED:
            raise refusals.absent(path) from error
        raise refusals.from_os_error(error, path) from error


def _values(handle: winreg.HKEYType, count: int) -> dict[str, RegistryData]:
    found: dict[str, RegistryData] = {}
    for index in range(count):
        try:
            name, data, kind = winreg.EnumValue(handle, index)
        except OSError as error:
            if error.winerror == _NO_MORE_ITEMS:  # values were deleted meanwhile
                break
            raise
        found[name] = _data(data, kind)
    return found


def _data(data: object, kind: int) -> RegistryData:
    if kind in _NUMBERS and isinstance(data, int):
        return data
    if kind in _STRINGS:
        return data if isinstance(data, str) else ""
    if kind == winreg.REG_MULTI_SZ:
        return tuple(part for part in data if part) if isinstance(data, list) else ()
    return data if isinstance(data, bytes) else b""


def _subkeys(handle: winreg.HKEYType, count: int) -> tuple[str, ...]:
    found = []
    for index in range(count):
        try:
            found.append(winreg.EnumKey(handle, index))
        except OSError as error:
            if error.winerror == _NO_MORE_ITEMS:
                break
            raise
    return tuple(found)
