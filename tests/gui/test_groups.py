"""The order of the checklist, on plain values."""

from __future__ import annotations

import pytest

from checker.model.check import Actor, Remedy
from checker.model.finding import Finding, State
from checker.model.severity import Severity
from checker.model.text import Text
from gui.models.groups import Group, group, grouped
from gui.states import actor

WORD = Text("词", "word")
STAFF, IT, OFFICER = (Remedy(actor, (WORD,)) for actor in (Actor.STAFF, Actor.IT, Actor.OFFICER))


def _finding(state: State, name: str = "toy.a", severity: Severity = Severity.HIGH) -> Finding:
    return Finding(name, "pc", state, severity, WORD)


@pytest.mark.parametrize("remedy", [STAFF, IT, OFFICER, None])
@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        (Severity.CRITICAL, Group.FIX),
        (Severity.HIGH, Group.FIX),
        (Severity.MEDIUM, Group.ATTENTION),
        (Severity.LOW, Group.ATTENTION),
    ],
)
def test_a_failure_stands_by_its_weight_whoever_puts_it_right(
    remedy: Remedy | None, severity: Severity, expected: Group
) -> None:
    assert group(_finding(State.FAILED, severity=severity), remedy) is expected


@pytest.mark.parametrize("severity", Severity)
def test_a_suspected_marking_stands_before_all_else(severity: Severity) -> None:
    held = Remedy(Actor.OFFICER, (WORD,), hold=True)
    assert group(_finding(State.FAILED, severity=severity), held) is Group.HOLD
    assert next(iter(Group)) is Group.HOLD
    assert group(_finding(State.PASSED, severity=severity), held) is Group.PASSED


def test_without_a_remedy_a_failure_is_the_officers() -> None:
    assert [actor(one) for one in (STAFF, IT, OFFICER, None)] == [
        Actor.STAFF,
        Actor.IT,
        Actor.OFFICER,
        Actor.OFFICER,
    ]


def test_of_equal_weight_comes_first_what_a_person_can_do_alone() -> None:
    findings = (_finding(State.FAILED, "toy.it"), _finding(State.FAILED, "toy.own"))
    order = grouped(findings, {"toy.it": IT, "toy.own": STAFF})
    assert [finding.check_id for finding in order[Group.FIX]] == ["toy.own", "toy.it"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.NEEDS_PERSON, Group.CONFIRM),
        (State.COULD_NOT_CHECK, Group.UNREAD),
        (State.NOT_RUN, Group.NOT_RUN),
        (State.RUNNING, Group.NOT_RUN),
        (State.WAIVED, Group.WAIVED),
        (State.PASSED, Group.PASSED),
        (State.NOT_APPLICABLE, Group.NOT_APPLICABLE),
    ],
)
def test_everything_else_stands_with_its_state(state: State, expected: Group) -> None:
    assert group(_finding(state), STAFF) is expected


def test_work_comes_before_what_is_in_order_and_heavy_before_light() -> None:
    findings = (
        _finding(State.PASSED, "toy.passed"),
        _finding(State.FAILED, "toy.light", Severity.HIGH),
        _finding(State.COULD_NOT_CHECK, "toy.unread"),
        _finding(State.FAILED, "toy.heavy", Severity.CRITICAL),
    )
    order = grouped(findings, dict.fromkeys(("toy.light", "toy.heavy"), STAFF))
    assert list(order) == [Group.FIX, Group.UNREAD, Group.PASSED]
    assert [finding.check_id for finding in order[Group.FIX]] == ["toy.heavy", "toy.light"]


def test_no_finding_is_lost() -> None:
    findings = tuple(_finding(state, f"toy.{state}") for state in State)
    assert sum(len(members) for members in grouped(findings, {}).values()) == len(findings)


def test_only_groups_without_work_are_folded() -> None:
    assert {one for one in Group if one.value.quiet} == {Group.WAIVED, Group.PASSED, Group.NOT_APPLICABLE}
