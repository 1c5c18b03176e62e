from __future__ import annotations

import winreg
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.unreadable import Absent, Unreadable


def put(path: str, values: dict[str, tuple[int, Any]], root: int = winreg.HKEY_CURRENT_USER, view: int = 0) -> None:
    with winreg.CreateKeyEx(root, path, 0, winreg.KEY_ALL_ACCESS | view) as key:
        for name, (kind, data) in values.items():
            winreg.SetValueEx(key, name, 0, kind, data)


def test_every_type_comes_as_documented(machine: Machine, seeded: str) -> None:
    put(
        seeded,
        {
            "": (winreg.REG_SZ, "default"),
            "文本": (winreg.REG_SZ, "开机自动登录 €"),
            "Expand": (winreg.REG_EXPAND_SZ, r"%SystemRoot%\system32"),
            "Number": (winreg.REG_DWORD, 0xFFFF_FFFF),
            "Large": (winreg.REG_QWORD, 1 << 40),
            "Many": (winreg.REG_MULTI_SZ, ["一", "two"]),
            "Bytes": (winreg.REG_BINARY, b"\x00\x01"),
            "Nothing": (winreg.REG_NONE, b"\x07"),
            "Empty": (winreg.REG_BINARY, b""),
            "Reversed": (winreg.REG_DWORD_BIG_ENDIAN, b"\x00\x00\x00\x01"),
        },
    )
    key = machine.registry(rf"HKCU\{seeded}")
    assert dict(key.values) == {
        "": "default",
        "文本": "开机自动登录 €",
        "Expand": r"%SystemRoot%\system32",
        "Number": 0xFFFF_FFFF,
        "Large": 1 << 40,
        "Many": ("一", "two"),
        "Bytes": b"\x00\x01",
        "Nothing": b"\x07",
        "Empty": b"",
        "Reversed": b"\x00\x00\x00\x01",
    }
    assert key.value("NUMBER") == 0xFFFF_FFFF


def test_subkeys_and_the_last_write_time(machine: Machine, seeded: str) -> None:
    for name in ("优盘 SanDisk", "B", r"a&b{1}"):
        put(rf"{seeded}\{name}", {})
    key = machine.registry(rf"hkcu\{seeded.upper()}")
    assert sorted(key.subkeys) == sorted(("优盘 SanDisk", "B", r"a&b{1}"))
    assert key.written is not None
    assert abs(datetime.now(UTC) - key.written) < timedelta(minutes=5)


def test_the_two_views_are_two_keys(machine: Machine, seeded: str) -> None:
    for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
        put(seeded, {"View": (winreg.REG_DWORD, view)}, winreg.HKEY_LOCAL_MACHINE, view)
    assert machine.registry(rf"HKLM\{seeded}").value("View") == winreg.KEY_WOW64_64KEY
    assert machine.registry(rf"HKLM\{seeded}", 32).value("View") == winreg.KEY_WOW64_32KEY


def test_a_key_of_one_view_is_absent_in_the_other(machine: Machine, seeded: str) -> None:
    put(seeded, {}, winreg.HKEY_LOCAL_MACHINE, winreg.KEY_WOW64_32KEY)
    machine.registry(rf"HKLM\{seeded}", 32)
    with pytest.raises(Absent):
        machine.registry(rf"HKLM\{seeded}")


def test_a_large_value_and_many_values(machine: Machine, seeded: str) -> None:
    put(seeded, {"Blob": (winreg.REG_BINARY, bytes(range(256)) * 4000)})
    put(seeded, {f"值{index}": (winreg.REG_DWORD, index) for index in range(500)})
    key = machine.registry(rf"HKCU\{seeded}")
    assert key.value("Blob") == bytes(range(256)) * 4000
    assert [key.value(f"值{index}") for index in range(500)] == list(range(500))


def test_what_is_not_there_is_absent(machine: Machine, seeded: str) -> None:
    with pytest.raises(Absent):
        machine.registry(rf"HKCU\{seeded}\不存在")


def test_no_permission_is_unreadable_and_says_how(
    machine: Machine, seeded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise PermissionError(13, "Access is denied", None, 5)

    with monkeypatch.context() as patched:  # what was seeded is taken away by the same function
        patched.setattr(winreg, "OpenKeyEx", refuse)
        with pytest.raises(Unreadable) as caught:
            machine.registry(rf"HKCU\{seeded}")
    assert not isinstance(caught.value, Absent)
    assert caught.value.how == refusals.AS_ADMIN


@pytest.mark.parametrize("key", [r"HKXX\Software", "Software", ""])
def test_an_unknown_root_is_unreadable(machine: Machine, key: str) -> None:
    with pytest.raises(Unreadable):
        machine.registry(key)


def test_a_root_itself_can_be_read(machine: Machine) -> None:
    assert "software" in {name.lower() for name in machine.registry("HKLM").subkeys}
