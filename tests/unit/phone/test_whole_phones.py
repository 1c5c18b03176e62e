"""Each Android from 9 to 16, of each maker, inspected whole over adb: our lines run in the phone's own shell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import checker.probes
import checks
from checker.engine.catalog import Catalog
from checker.engine.inspect import inspect
from checker.machine.machine import Machine
from checker.machine.phone.finder import door
from checker.machine.phone.transport import Device, Way
from checker.model.finding import State
from checker.model.policy import Policy
from checker.model.target import DeviceClass, Platform, Target
from checker.probes.android.state import handset
from tests.worlds.phone_peer import StandInPhone
from tests.worlds.whole_phones import BRANDS, OWNER, PHONES, RELEASES, Whole, file_name, printed, stubs

AT_FAULT = ("saved_wifi", "sideloaded_apps", "sensor_use", "screen_lock", "system_integrity", "special_access")
IN_ORDER = (*AT_FAULT, "encryption", "patch_age", "location_service", "input_methods")


def test_each_release_and_each_maker_is_there_in_both_states() -> None:
    assert {(one.level, one.spoilt) for one in PHONES} == {(level, bad) for level in RELEASES for bad in (False, True)}
    assert {(one.brand.name, one.spoilt) for one in PHONES} == {
        (one.name, bad) for one in BRANDS for bad in (False, True)
    }


@pytest.mark.parametrize("one", PHONES, ids=str)
def test_a_whole_inspection_finds_what_is_wrong_and_nothing_else(
    one: Whole, phone: Callable[..., StandInPhone], tmp_path: Path
) -> None:
    said = tmp_path / "said"
    said.mkdir()
    for command, (_, text) in printed(one).items():
        (said / file_name(command)).write_text(text, "utf-8")
    peer = phone(stubs=stubs(one, str(said)))
    for name in ("DCIM/Camera", "Download", "Pictures"):
        (peer.root / "sdcard" / name).mkdir(parents=True)
    source = door(Device(f"127.0.0.1:{peer.port}", "", None, Way.PORT), tmp_path)
    catalog = Catalog().add(checker.probes).add(checks)
    wanted = [check for check in catalog.checks.values() if Platform.ANDROID in check.platforms]
    target = Target("android-1", Platform.ANDROID, "phone", DeviceClass.PHONE)
    machine = Machine(source)
    try:
        skin = handset(machine).skin
        ended = [found for found in inspect(target, machine, wanted, catalog.readers, Policy()) if found.state.final]
    finally:
        source.close()
    assert skin == one.brand.skin
    assert len(ended) == len(wanted)
    state = {found.check_id.removeprefix("phone."): found for found in ended}
    right = {name: State.FAILED if one.spoilt and name in AT_FAULT else State.PASSED for name in IN_ORDER}
    if one.level < 30 and not one.spoilt:
        right["screen_lock"] = State.NEEDS_PERSON  # that there is one, and not of what kind
    assert {name: state[name].state for name in IN_ORDER} == right
    assert OWNER not in " ".join(text.zh for found in ended for text in (found.message, *found.items))
