"""The conclusion: counts, never a score, and never in order while anything is unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.engine.conclude import Outcome, conclude
from checker.model.answer import Answer
from checker.model.finding import Finding, State
from checker.model.severity import Severity
from tests.engine.toys import WORD
from tests.worlds.coverage import PARTLY, SEEN

FINDINGS = st.lists(
    st.builds(
        lambda state, severity: Finding("toy.one", "pc", state, severity, WORD),
        st.sampled_from(State),
        st.sampled_from(Severity),
    )
)
AT = datetime(2026, 11, 30, tzinfo=UTC)
UNKNOWN = {State.COULD_NOT_CHECK, State.NEEDS_PERSON, State.NOT_RUN, State.RUNNING}


def finding(state: State, severity: Severity = Severity.MEDIUM) -> Finding:
    return Finding("toy.one", "pc", state, severity, WORD)


@given(FINDINGS)
def test_in_order_means_that_nothing_is_unknown_and_nothing_must_be_fixed(findings: list[Finding]) -> None:
    if conclude(findings).outcome is Outcome.IN_ORDER:
        assert findings
        assert not {one.state for one in findings} & UNKNOWN
        assert not [one for one in findings if one.state is State.FAILED and one.severity.must_fix]


@given(FINDINGS)
def test_every_finding_is_counted_once(findings: list[Finding]) -> None:
    assert sum(conclude(findings).by_state.values()) == len(findings)


def test_a_critical_or_high_failure_outweighs_what_is_unknown() -> None:
    concluded = conclude([finding(State.FAILED, Severity.HIGH), finding(State.COULD_NOT_CHECK)])
    assert (concluded.outcome, concluded.headline.zh) == (Outcome.TO_FIX, "需整改 1 项")


def test_anything_unknown_is_incomplete() -> None:
    concluded = conclude([finding(State.PASSED), finding(State.NEEDS_PERSON), finding(State.NOT_RUN)])
    assert (concluded.outcome, concluded.headline.zh) == (Outcome.INCOMPLETE, "检查未完成 2 项")


def test_light_failures_are_attention_and_do_not_hide_what_is_unknown() -> None:
    assert conclude([finding(State.FAILED, Severity.LOW), finding(State.PASSED)]).attention == 1
    assert conclude([finding(State.FAILED, Severity.LOW), finding(State.NOT_RUN)]).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize("state", [State.FAILED, State.WAIVED, State.NOT_APPLICABLE])
def test_what_was_not_looked_at_is_open_beside_a_light_failure_and_beneath_a_waiver(state: State) -> None:
    seen_in_part = replace(finding(state, Severity.LOW), coverage=PARTLY)
    concluded = conclude([finding(State.PASSED), seen_in_part])
    assert (concluded.outcome, concluded.count) == (Outcome.INCOMPLETE, 1)
    assert concluded.by_state[state] == 1


def test_an_inspection_in_which_nothing_could_be_checked_is_never_in_order() -> None:
    assert conclude([]).outcome is Outcome.NOTHING_CHECKED
    assert conclude([finding(State.COULD_NOT_CHECK)] * 3).outcome is Outcome.NOTHING_CHECKED


STATES_OF_ANSWERS = (State.PASSED, State.FAILED, State.WAIVED)


def answered(state: State) -> Finding:
    said = Answer("toy.one", "pc", WORD.zh, state is State.PASSED, "王建国", AT, AT.date())
    return replace(finding(state), answer=said)


@pytest.mark.parametrize("state", STATES_OF_ANSWERS)
def test_what_is_in_order_by_answers_alone_has_a_word_of_its_own(state: State) -> None:
    concluded = conclude([answered(state), finding(State.NOT_APPLICABLE)])
    assert concluded.outcome is Outcome.STATED
    assert concluded.headline != conclude([finding(State.PASSED)]).headline


@pytest.mark.parametrize("state", STATES_OF_ANSWERS)
def test_answers_beside_something_that_was_read_are_in_order(state: State) -> None:
    assert conclude([answered(state), finding(State.PASSED)]).outcome is Outcome.IN_ORDER
    assert conclude([answered(state), replace(answered(state), coverage=SEEN)]).outcome is Outcome.IN_ORDER


def test_a_sheet_of_questions_waits_for_its_answers() -> None:
    concluded = conclude([finding(State.NEEDS_PERSON)] * 2)
    assert (concluded.outcome, concluded.headline.zh) == (Outcome.NOTHING_CHECKED, "等待逐项回答：2 项")
    assert conclude([finding(State.NEEDS_PERSON), finding(State.NOT_RUN)]).headline.zh == "没有一项能够检查"
