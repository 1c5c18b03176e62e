"""What a filter on the phone holds back, of names in odd forms."""

from __future__ import annotations

import pytest

from tests.unit.probes.android.raw import filtered


@pytest.mark.parametrize("owner", ["Al\nZoe", 'Al" (id=1\nZoe', "AlZoe"])
def test_an_owners_name_with_a_line_end_stays_on_the_phone(owner: str) -> None:
    raw = f'Trust manager state:\n User "{owner}" (id=0, flags=0x13) (current): trustManaged=0, deviceLocked=0\n'
    printed = filtered("lock.trust", raw).stdout
    assert b"Al" not in printed
    assert b"Zoe" not in printed
    assert b"deviceLocked=0" in printed


@pytest.mark.parametrize("name", ["home net", "bafe12", '"Home"'])
def test_the_name_of_the_network_in_use_stays_on_the_phone(name: str) -> None:
    raw = f"Wifi is enabled\nWifi is connected to {name}\nSecurity type: 2\n"
    assert filtered("wifi.status", raw).stdout == b"Wifi is enabled\nWifi is connected to\nSecurity type: 2\n"
