"""What a phone's recording must not carry on, planted wherever a phone could say it; and what it still is good for."""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path

import pytest

import checker.probes
import checks
from checker.engine.catalog import Catalog
from checker.engine.inspect import inspect
from checker.machine.machine import Machine, Source
from checker.machine.phone.commands import COMMANDS
from checker.machine.phone.recorded import Recorded
from checker.machine.recording import Recorder, Replay
from checker.model.finding import State
from checker.model.policy import Policy
from checker.model.target import DeviceClass, Platform, Target
from tests.scenarios import Scenario
from tests.scenarios import phone as scenarios
from tests.worlds.phone import GOOD, changed, details

OWNER, ACCOUNT, APP, WIFI = "Alice Martin", "alice.martin@example.com", "com.secretdating.app", "Alices Home 5G"
PLANTED = (OWNER, ACCOUNT, APP, WIFI, "secretdating", "alice.martin", "FF70-CD48")
SAID = {
    "users": f"Users:\nuser 0 4c13 running\nUserInfo{{0:{OWNER}:4c13}} running\n",
    "lock.trust": f' User "{OWNER}" (id=0, flags=0x4c13) (current): trusted=0, deviceLocked=0\n   managingTrust=0\n',
    "wifi.list": f"Network Id      SSID                         Security type\n0            {WIFI}       open\n",
    "apps.third": f"package:{APP}  installer=com.xiaomi.market\n"
    "package:com.example.notes  installer=com.android.shell\n",
    f"app.details {APP}": details(APP, granted=("ACCESS_BACKGROUND_LOCATION",)) + f"  owner={OWNER} {ACCOUNT}\n",
    "app.details com.example.notes": details("com.example.notes", "com.android.shell"),
    "apps.use": f"  Uid u0a103:\n    Package {APP}:\n      CAMERA (allow): \n        {OWNER}=[\n"
    "          Access: [bg-s] 2026-11-22 18:37:30.315 (-1h5m0s) duration=+5ms\n",
    "secure.enabled_accessibility_services": f"{APP}/.Service\n",
    "global.http_proxy": f"{ACCOUNT}:8080\n",
    "volumes": "private mounted null\nemulated;0 mounted null\npublic:179,65 mounted FF70-CD48\n",
    "apps.admins": f"  Enabled Device Admins (User 0, provisioningState: 0):\n    {APP}/.Admin:\n      name={OWNER}\n",
}


def _inspected(source: Source) -> dict[str, State]:
    catalog = Catalog().add(checker.probes).add(checks)
    wanted = [check for check in catalog.checks.values() if Platform.ANDROID in check.platforms]
    target = Target("android-1", Platform.ANDROID, "phone", DeviceClass.PHONE)
    story = inspect(target, Machine(source), wanted, catalog.readers, Policy())
    return {one.check_id: one.state for one in story if one.state.final}


@pytest.fixture
def recorded(tmp_path: Path) -> tuple[Path, dict[str, State]]:
    recorder = Recorder(changed(SAID))
    states = _inspected(recorder)
    return recorder.save(tmp_path), states


def test_neither_owner_nor_account_nor_app_is_in_a_recording(recorded: tuple[Path, dict[str, State]]) -> None:
    text = recorded[0].read_text("utf-8")
    assert "com.xiaomi.market" in text  # a store is nobody's secret, and says where an app came from
    assert [word for word in PLANTED if word.lower() in text.lower()] == []
    for word in PLANTED:
        assert word.encode().hex() not in text


def test_it_plays_back_to_the_same_result(recorded: tuple[Path, dict[str, State]]) -> None:
    path, states = recorded
    again = _inspected(Replay(path))
    private = {"phone.marked_photos", "phone.paper_photos", "phone.recordings", "phone.scan_exports"}
    private |= {"phone.telling_names", "phone.password_files", "phone.work_secret_files", "phone.photo_geotag"}
    private |= {"phone.bulk_personal_data"}
    assert {name: state for name, state in again.items() if name not in private} == {
        name: state for name, state in states.items() if name not in private
    }
    assert states["phone.sideloaded_apps"] is again["phone.sideloaded_apps"] is State.FAILED
    assert states["phone.sensor_use"] is again["phone.sensor_use"] is State.FAILED


_PRIVATE = {"marked_photos", "paper_photos", "recordings", "scan_exports", "telling_names", "password_files"}
_PRIVATE |= {"work_secret_files", "photo_geotag", "bulk_personal_data"}
_BY_NAME = {f"phone.{name}" for name in ("wechat_add_me", "wechat_moments", "wechat_nearby", "wechat_strangers")}
_BY_NAME |= {f"phone.{name}" for name in ("qq_nearby", "alipay_find_me", "input_methods", "photo_cloud_backup")}
_BY_NAME |= {f"phone.{name}" for name in ("find_my_phone", "nearby_sharing")}
_SCENARIOS = [
    pytest.param(f"phone.{info.name}", one, id=f"{info.name}-{one.kind}-{index}")
    for info in pkgutil.iter_modules(scenarios.__path__)
    if info.name not in _PRIVATE
    for index, one in enumerate(importlib.import_module(f"tests.scenarios.phone.{info.name}").SCENARIOS)
]


@pytest.mark.parametrize(("check", "scenario"), _SCENARIOS)
def test_each_made_up_phone_plays_back_to_its_own_result(check: str, scenario: Scenario, tmp_path: Path) -> None:
    recorder = Recorder(scenario.world)
    live = _ended(check, recorder, scenario.policy)
    assert live is scenario.state
    again = _ended(check, Replay(recorder.save(tmp_path)), scenario.policy)
    if scenario.policy.phone.approved_apps:
        return  # an app that was approved by its name has another there: it counts as not approved
    # What is left out of a recording may make a thing unknown, and nothing else.
    assert again in (live, State.COULD_NOT_CHECK)
    assert check in _BY_NAME or again is live or scenario.kind == "hostile"


def _ended(check: str, source: Source, policy: Policy) -> State:
    catalog = Catalog().add(checker.probes).add(checks)
    target = Target("android-1", Platform.ANDROID, "phone", DeviceClass.PHONE)
    return list(inspect(target, Machine(source), [catalog.checks[check]], catalog.readers, policy))[-1].state


def test_a_command_that_nobody_thought_of_is_not_kept() -> None:
    replies = {
        "new.command": (0, OWNER.encode()),
        "app.path com.secretdating.app": (0, b"package:/data/app/x/base.apk"),
    }
    kept = Recorded().answers(("identity",), replies)
    assert OWNER not in str(kept)
    assert "secretdating" not in json.dumps(str(kept))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_free_line_of_any_command_is_left_out(command: object) -> None:
    name = command.name  # type: ignore[attr-defined]
    said = f"{OWNER} {ACCOUNT}\nname={OWNER}\n{OWNER}: {ACCOUNT}\n".encode()
    kept = Recorded().answers((command.family,), {name: (0, said)})  # type: ignore[attr-defined]
    assert OWNER not in str(kept)
    assert ACCOUNT not in str(kept)


def test_a_good_phone_is_recorded_whole_enough(tmp_path: Path) -> None:
    recorder = Recorder(changed({}))
    states = _inspected(recorder)
    again = _inspected(Replay(recorder.save(tmp_path)))
    for name in (
        "phone.screen_lock",
        "phone.saved_wifi",
        "phone.special_access",
        "phone.sideloaded_apps",
        "phone.encryption",
    ):
        assert states[name] is again[name] is State.PASSED, name
    assert GOOD
