"""Screen savers of real profiles. Expected: ../shared/fixtures/workstation/EXPECTED.md, NTUSER."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.facts.workstation.screen_lock import ScreenLock
from checker.model.target import Platform
from checker.probes.windows.screen_lock import screen_lock
from tests.worlds.hives import hive_machine
from tests.worlds.world import World

FIXTURES = Path(__file__).parents[5] / "shared" / "fixtures" / "workstation"
NO_LIMIT = World(
    Platform.WINDOWS,
    registry={
        r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System": {"EnableLUA": 1},
        r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion": {"SystemRoot": r"C:\Windows"},
    },
    files={r"C:\Windows\system32\scrnsave.scr": ""},
)

pytestmark = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not here")


def _lock(name: str) -> ScreenLock:
    return screen_lock(hive_machine(NO_LIMIT, NTUSER=FIXTURES / name))


def _after(lock: ScreenLock) -> int | None:
    assert lock.after is not None
    return lock.after.value


def test_a_secure_screen_saver_locks_after_its_time() -> None:
    assert _after(_lock("plaso/NTUSER-WIN7.DAT")) == 1620


def test_a_screen_saver_that_asks_for_no_password_is_no_lock() -> None:
    assert _after(_lock("plaso/NTUSER.DAT")) is None


@pytest.mark.parametrize(
    "name",
    [
        "regipy/NTUSER-WSL.DAT.xz",
        "regipy/NTUSER.DAT.xz",
        "regipy/NTUSER_BAGMRU.DAT.xz",
        "regipy/NTUSER_with_winscp.DAT.xz",
    ],
)
def test_an_active_screen_saver_without_a_time_is_no_lock(name: str) -> None:
    assert _after(_lock(name)) is None
