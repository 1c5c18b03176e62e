"""A recording holds what is allowed and nothing else, and a made-up computer still plays back to its own result."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from checker.engine.inspect import inspect
from checker.machine.machine import Machine, Source
from checker.machine.recording import Recorder, Replay
from checker.model.check import AnyCheck
from checker.model.finding import State
from checker.model.policy import Policy
from checker.model.target import Target
from tests.contract.test_scenarios import CATALOG, _all
from tests.scenarios import Scenario
from tests.worlds.planted import WORDS, Planted

_SCENARIOS = [
    pytest.param(check, scenario, id=f"{check.id}-{scenario.world.platform}-{scenario.kind}-{index}")
    for index, (check, scenario) in enumerate(_all())
    if not check.id.startswith("medium.")
]
_COMPUTERS = [one for one in _SCENARIOS if str(one.values[0].id).startswith("workstation.")]
# One computer and one phone for each check: what it asks of a good one, and what of one that refuses.
_FIRST = {(one.values[0].id, one.values[1].world.platform, one.values[1].kind): one for one in reversed(_SCENARIOS)}
_ASKED = [one for (_, _, kind), one in sorted(_FIRST.items()) if kind in ("pass", "denied")]


@pytest.mark.parametrize(("check", "scenario"), _COMPUTERS)
def test_each_made_up_computer_plays_back_to_its_own_result(
    check: AnyCheck, scenario: Scenario, tmp_path: Path
) -> None:
    recorder = Recorder(scenario.world)
    live = _ended(check, recorder, scenario)
    again = _ended(check, Replay(recorder.save(tmp_path)), scenario)
    if scenario.policy != Policy():  # what a unit lists by name has another there: it counts as not listed
        assert again is not State.PASSED or live is State.PASSED
        return
    # What is left out of a recording may make a thing unknown, and nothing else.
    assert again in (live, State.COULD_NOT_CHECK)


@pytest.mark.parametrize(("check", "scenario"), _ASKED)
def test_what_people_wrote_into_any_answer_is_in_no_recording(
    check: AnyCheck, scenario: Scenario, tmp_path: Path
) -> None:
    recorder = Recorder(Planted(scenario.world))
    _ended(check, recorder, scenario)
    kept = "\n".join(_texts(json.loads(recorder.save(tmp_path).read_bytes()))).lower()
    assert [word for word in WORDS if word.lower() in kept] == []


def _ended(check: AnyCheck, source: Source, scenario: Scenario) -> State:
    target = Target("pc", scenario.world.platform, "PC")
    return list(inspect(target, Machine(source), [check], CATALOG.probes, scenario.policy))[-1].state


def _texts(value: Any) -> Iterator[str]:
    """Whatever can be read in it, in any encoding."""
    match value:
        case {"$bytes": str(text)}:
            content = base64.b64decode(text)
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
                with suppress(UnicodeDecodeError):
                    yield content.decode(encoding, "ignore")
            yield content[1:].decode("utf-16-le", "ignore")
        case dict():
            for name, inner in value.items():
                yield name
                yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)
        case _:
            yield str(value)
