"""Every check on its made-up computers: pass, fail, denied, hostile, through the real probes and engine."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest

import checker.probes
import checks
from checker.engine.catalog import Catalog
from checker.engine.inspect import inspect
from checker.model.check import AnyCheck
from checker.model.target import Target
from tests.scenarios import Scenario

CATALOG = Catalog().add(checker.probes).add(checks)
KINDS = {"pass", "fail", "denied", "hostile"}


def scenarios_of(check: AnyCheck) -> tuple[Scenario, ...]:
    name = f"tests.scenarios.{check.id}"
    try:
        found: tuple[Scenario, ...] = importlib.import_module(name).SCENARIOS
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return ()  # the test below says which check has none
    return found


def _all() -> Iterator[tuple[AnyCheck, Scenario]]:
    for check in CATALOG.checks.values():
        for scenario in scenarios_of(check):
            yield check, scenario


@pytest.mark.parametrize(
    ("check", "scenario"),
    [
        pytest.param(check, scenario, id=f"{check.id}-{scenario.world.platform}-{scenario.kind}-{index}")
        for index, (check, scenario) in enumerate(_all())
    ],
)
def test_the_check_stands_where_the_scenario_says(
    check: AnyCheck, scenario: Scenario, caplog: pytest.LogCaptureFixture
) -> None:
    target = Target("pc", scenario.world.platform, "PC")
    story = list(inspect(target, scenario.world.machine(), [check], CATALOG.probes, scenario.policy))
    assert (story[-1].state, story[-1].message) == (scenario.state, story[-1].message)
    said = " ".join(text.zh for text in (*story[-1].items, story[-1].message))
    assert [name for name in scenario.names if name not in said] == []
    assert not caplog.records, "a crash was logged; name the trouble as Unreadable"


_PARTED = [
    next((check, scenario) for check, scenario in _all() if (check.id, scenario.kind) == (name, kind))
    for name, kind in (("medium.marked_document", "pass"), ("medium.marked_document", "fail"))
]


@pytest.mark.parted
@pytest.mark.parametrize(("check", "scenario"), _PARTED, ids=lambda one: getattr(one, "kind", ""))
def test_a_medium_that_a_child_reads_is_judged_as_one_that_is_read_here(
    check: AnyCheck, scenario: Scenario, caplog: pytest.LogCaptureFixture
) -> None:
    test_the_check_stands_where_the_scenario_says(check, scenario, caplog)


@pytest.mark.parametrize("check", CATALOG.checks.values(), ids=lambda check: check.id)
def test_every_check_has_all_four_on_every_platform(check: AnyCheck) -> None:
    scenarios = scenarios_of(check)
    for platform in sorted(check.platforms):
        kinds = {scenario.kind for scenario in scenarios if scenario.world.platform is platform}
        assert kinds == KINDS, f"{check.id} on {platform}"
