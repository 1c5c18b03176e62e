"""Cameras and microphones on a real person's registry."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.model.coverage import Ledger, Unit
from checker.probes.windows.camera import capture, users
from tests.scenarios.workstation.camera_microphone import KEPT_OFF, windows
from tests.worlds.hives import hive_machine

HIVES = Path(__file__).parents[4].parent / "shared" / "fixtures" / "workstation" / "regipy"


@pytest.mark.skipif(not HIVES.is_dir(), reason="the real hives are not here")
def test_a_microphone_that_was_used_and_let_go_is_not_in_use() -> None:
    machine = hive_machine(NTUSER=HIVES / "NTUSER_BAGMRU.DAT.xz")
    store = (
        r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone\NonPackaged"
    )
    assert any(name.endswith("Zoom.exe") for name in machine.registry(store).subkeys)
    assert list(users(machine, "HKCU", Ledger[str](Unit.PROGRAMS))) == []


@pytest.mark.parametrize(("forbidden", "allowed"), [(1, False), (0, True), (None, True)])
def test_a_camera_may_be_opened_on_the_lock_screen_unless_a_policy_forbids_it(
    forbidden: int | None, allowed: bool
) -> None:
    policy = {} if forbidden is None else {KEPT_OFF: {"NoLockScreenCamera": forbidden}}
    assert capture(windows(policy).machine()).on_lock_screen is allowed


def test_where_no_camera_is_the_lock_screen_opens_none() -> None:
    assert not capture(windows(linked=None).machine()).on_lock_screen
