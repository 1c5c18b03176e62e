"""What is different between two inspections, by kind of change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from checker.app.history import Way, changes, counted
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.severity import Severity
from checker.model.target import Platform, Profile, Target
from checker.model.text import Text

TARGET = Target("pc", Platform.LINUX, "PC")


def _inspection(**states: State) -> Inspection:
    findings = tuple(
        Finding(f"toy.{name}", "pc", state, Severity.HIGH, Text("词", "word")) for name, state in states.items()
    )
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return Inspection("1", TARGET, Profile.DAILY, at, "0", "0" * 64, "default", (), findings)


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (State.PASSED, State.FAILED, Way.WORSE),
        (State.COULD_NOT_CHECK, State.FAILED, Way.WORSE),
        (State.FAILED, State.PASSED, Way.BETTER),
        (State.FAILED, State.WAIVED, Way.BETTER),
        (State.COULD_NOT_CHECK, State.PASSED, Way.BETTER),
        (State.PASSED, State.COULD_NOT_CHECK, Way.UNKNOWN),
        (State.FAILED, State.COULD_NOT_CHECK, Way.UNKNOWN),
        (State.PASSED, State.NEEDS_PERSON, Way.UNKNOWN),
        (State.PASSED, State.NOT_APPLICABLE, None),
        (State.FAILED, State.FAILED, None),
    ],
)
def test_each_way_that_a_check_can_go(before: State, after: State, way: Way | None) -> None:
    found = changes(_inspection(a=before), _inspection(a=after))
    assert [one.way for one in found] == ([] if way is None else [way])


def test_what_came_and_what_went_is_said_and_the_worst_stands_first() -> None:
    before = _inspection(gone=State.PASSED, a=State.PASSED, b=State.FAILED)
    after = replace(_inspection(a=State.FAILED, b=State.PASSED, new=State.PASSED))
    found = changes(before, after)
    assert [one.way for one in found] == [Way.WORSE, Way.BETTER, Way.NEW, Way.GONE]
    assert counted(found) == {Way.WORSE: 1, Way.UNKNOWN: 0, Way.BETTER: 1, Way.NEW: 1, Way.GONE: 1}
