"""What a person's own run saw and what an administrator's saw, in one result."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from checker.engine.halves import NoWhole, merged
from checker.model.coverage import Cause, Coverage, Ledger, Unit
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection, Place, Program, Ruling, RulingKind
from checker.model.severity import Severity
from checker.model.target import Platform, Profile, Target
from checker.model.text import Text

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _finding(state: State, *items: str, coverage: Coverage | None = None, check: str = "toy.one") -> Finding:
    named = tuple(Text(item, item) for item in items)
    return Finding(check, "pc", state, Severity.HIGH, Text(state, state), named, coverage=coverage)


def _inspection(*findings: Finding, **more: Any) -> Inspection:
    target = Target("pc", Platform.LINUX, "PC")
    return replace(Inspection("1", target, Profile.DAILY, AT, "1", "r", "p", (), findings, AT), **more)


def _left(number: int) -> Coverage:
    ledger = Ledger(Unit.ACCOUNTS, map(str, range(number)))
    for name in ledger:
        ledger.left(name, Cause.DENIED)
    return ledger.coverage


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        (State.PASSED, State.COULD_NOT_CHECK, State.PASSED),
        (State.NOT_APPLICABLE, State.COULD_NOT_CHECK, State.NOT_APPLICABLE),
        (State.FAILED, State.COULD_NOT_CHECK, State.FAILED),
        (State.FAILED, State.PASSED, State.FAILED),
        (State.NEEDS_PERSON, State.PASSED, State.NEEDS_PERSON),
        (State.NEEDS_PERSON, State.COULD_NOT_CHECK, State.NEEDS_PERSON),
        (State.PASSED, State.NOT_APPLICABLE, State.PASSED),
        (State.COULD_NOT_CHECK, State.COULD_NOT_CHECK, State.COULD_NOT_CHECK),
    ],
)
def test_what_either_saw_counts_and_what_is_wrong_stands(one: State, other: State, state: State) -> None:
    for mine, theirs in ((one, other), (other, one)):
        assert merged(_inspection(_finding(mine)), _inspection(_finding(theirs))).findings[0].state is state


def test_what_is_wrong_in_either_half_is_named_once() -> None:
    mine, theirs = _finding(State.FAILED, "li", "wang"), _finding(State.FAILED, "wang", "root")
    found = merged(_inspection(mine), _inspection(theirs)).findings[0]
    assert [item.en for item in found.items] == ["li", "wang", "root"]


def test_of_two_that_do_not_know_the_one_that_saw_more_speaks() -> None:
    mine = _finding(State.COULD_NOT_CHECK, coverage=_left(5))
    theirs = _finding(State.COULD_NOT_CHECK, coverage=_left(2))
    assert merged(_inspection(mine), _inspection(theirs)).findings == (theirs,)


def test_the_same_accounts_are_counted_once() -> None:
    seen = _finding(State.PASSED, coverage=Coverage.whole(Unit.ACCOUNTS, 3))
    found = merged(_inspection(seen), _inspection(seen)).findings[0]
    assert found.coverage == Coverage.whole(Unit.ACCOUNTS, 3)


def test_what_only_the_other_run_asked_is_there() -> None:
    found = merged(_inspection(_finding(State.PASSED)), _inspection(_finding(State.FAILED, check="toy.two")))
    assert [finding.check_id for finding in found.findings] == ["toy.one", "toy.two"]


@pytest.mark.parametrize(
    "changes",
    [
        {"target": Target("other", Platform.LINUX, "PC")},
        {"tool_version": "2"},
        {"policy_version": "q"},
        {"profile": Profile.QUARTERLY},
        {"ended": None},
        {"recorded_from": "recording"},
        {"began": AT - timedelta(days=2)},
    ],
)
def test_what_does_not_belong_together_is_not_put_together(changes: dict[str, Any]) -> None:
    with pytest.raises(NoWhole):
        merged(_inspection(), _inspection(**changes))


PROGRAM = Program("ab" * 32, "cd" * 32, 0, Place.GUARDED)


@pytest.mark.parametrize("changes", [{"sha256": "12" * 32}, {"byte_code": 1}], ids=["another copy", "an altered one"])
def test_what_another_program_made_is_not_put_beside_it(changes: dict[str, Any]) -> None:
    with pytest.raises(NoWhole):
        merged(_inspection(program=PROGRAM), _inspection(program=replace(PROGRAM, **changes)))
    assert merged(_inspection(program=PROGRAM), _inspection(program=replace(PROGRAM, place=Place.OPEN)))


def test_the_files_that_decided_in_either_half_are_named() -> None:
    policy, waivers = (Ruling(kind, f"{kind}.toml", "ab" * 32) for kind in (RulingKind.POLICY, RulingKind.WAIVERS))
    both = merged(_inspection(rulings=(policy,)), _inspection(rulings=(policy, waivers)))
    assert both.rulings == (policy, waivers)
