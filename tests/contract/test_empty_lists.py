"""Lists that no running system gives, empty or broken off, are no "nothing there"."""

from __future__ import annotations

import pytest

from checker.machine.machine import Machine
from checker.model.unreadable import Unreadable
from checker.probes.android.leftovers import files
from tests.worlds.phone import listing
from tests.worlds.world import World


def test_a_system_without_any_volume_has_not_answered() -> None:
    with pytest.raises(Unreadable):
        Machine(World(mounts=())).mounts()


def test_a_phones_list_that_broke_off_within_a_name_is_no_list() -> None:
    whole = listing("/sdcard/DCIM/Camera/IMG_1.jpg", "/sdcard/DCIM/Camera/IMG_2.jpg")
    assert len(files(whole)) == 2
    with pytest.raises(Unreadable):
        files(whole[:-9])
