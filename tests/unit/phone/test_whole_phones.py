"""Each Android from 9 to 16, of each maker, inspected whole over adb: our lines run in the phone's own shell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from checker.model.finding import State
from tests.unit.phone.inspected import inspected
from tests.worlds.phone_peer import StandInPhone
from tests.worlds.whole_phones import BRANDS, OWNER, PHONES, RELEASES, Whole, printed

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
    skin, state = inspected(one, {name: text for name, (_, text) in printed(one).items()}, phone, tmp_path)
    assert skin == one.brand.skin
    right = {name: State.FAILED if one.spoilt and name in AT_FAULT else State.PASSED for name in IN_ORDER}
    if one.level < 30 and not one.spoilt:
        right["screen_lock"] = State.NEEDS_PERSON  # that there is one, and not of what kind
    assert {name: state[name].state for name in IN_ORDER} == right
    assert OWNER not in " ".join(text.zh for found in state.values() for text in (found.message, *found.items))
