"""Answers and waivers: they hold for what they were given for, and lapse by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from checker.engine.decisions import apply_decisions
from checker.model.answer import Answer
from checker.model.finding import Finding, State
from checker.model.severity import Severity
from checker.model.text import Text
from checker.model.waiver import Waiver
from tests.worlds.coverage import PARTLY

TODAY = date(2026, 11, 23)
ASKED = Finding("toy.one", "pc", State.NEEDS_PERSON, Severity.HIGH, Text("贴了吗?", "Is it sealed?"), wanted=True)
FAILED = Finding("toy.one", "pc", State.FAILED, Severity.HIGH, Text("开着", "It is on"))


def answer(**changes: Any) -> Answer:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    given = Answer("toy.one", "pc", "贴了吗?", yes=True, who="王敏", at=at, until=TODAY)
    return replace(given, **changes)


def waiver(**changes: Any) -> Waiver:
    return replace(Waiver("toy.one", "李处", "上级批准", TODAY), **changes)


@pytest.mark.parametrize(
    ("yes", "wanted", "state"),
    [
        (True, True, State.PASSED),
        (False, True, State.FAILED),
        (True, False, State.FAILED),
        (False, False, State.PASSED),
    ],
)
def test_an_answer_settles_a_question(yes: bool, wanted: bool, state: State) -> None:
    settled = apply_decisions(replace(ASKED, wanted=wanted), (), [answer(yes=yes)], [], TODAY)
    assert (settled.state, settled.answer and settled.answer.who) == (state, "王敏")


@pytest.mark.parametrize(
    "changes",
    [
        {"until": TODAY - timedelta(days=1)},
        {"question": "以前的问题?"},
        {"target_key": "another"},
        {"check_id": "toy.two"},
    ],
)
def test_an_answer_to_anything_else_leaves_it_open(changes: dict[str, Any]) -> None:
    assert apply_decisions(ASKED, (), [answer(**changes)], [], TODAY) == ASKED


def test_a_good_answer_does_not_stand_for_what_was_not_looked_at() -> None:
    settled = apply_decisions(replace(ASKED, coverage=PARTLY), (), [answer()], [], TODAY)
    assert (settled.state, settled.how, settled.answer is not None) == (State.COULD_NOT_CHECK, PARTLY.how, True)
    assert settled.unseen == PARTLY.unseen


def test_a_bad_answer_beside_what_was_not_looked_at_fails() -> None:
    assert apply_decisions(replace(ASKED, coverage=PARTLY), (), [answer(yes=False)], [], TODAY).state is State.FAILED


def test_the_newest_answer_counts() -> None:
    later = answer(yes=False, at=datetime(2026, 11, 2, tzinfo=UTC))
    assert apply_decisions(ASKED, (), [later, answer()], [], TODAY).state is State.FAILED


def test_decisions_under_a_former_id_hold() -> None:
    assert apply_decisions(ASKED, ("toy.old",), [answer(check_id="toy.old")], [], TODAY).state is State.PASSED
    assert apply_decisions(FAILED, ("toy.old",), [], [waiver(check_id="toy.old")], TODAY).state is State.WAIVED


def test_a_waiver_covers_a_failure_and_keeps_what_is_beneath() -> None:
    settled = apply_decisions(FAILED, (), [], [waiver()], TODAY)
    assert (settled.state, settled.beneath, settled.waiver) == (State.WAIVED, State.FAILED, waiver())


def test_an_answer_does_not_fit_once_something_else_is_listed() -> None:
    listed = replace(ASKED, items=(Text.name("ToDesk"),))
    given = answer(question="贴了吗?\nToDesk")
    assert apply_decisions(listed, (), [given], [], TODAY).state is State.PASSED
    more = replace(listed, items=(Text.name("ToDesk"), Text.name("RustDesk")))
    assert apply_decisions(more, (), [given], [], TODAY) == more


@pytest.mark.parametrize("changes", [{"until": TODAY - timedelta(days=1)}, {"target_key": "x"}, {"check_id": "y"}])
def test_a_waiver_for_anything_else_or_lapsed_covers_nothing(changes: dict[str, Any]) -> None:
    assert apply_decisions(FAILED, (), [], [waiver(**changes)], TODAY) == FAILED


@pytest.mark.parametrize("state", [State.COULD_NOT_CHECK, State.NEEDS_PERSON, State.NOT_RUN, State.PASSED])
def test_nobody_can_waive_the_unknown(state: State) -> None:
    assert apply_decisions(replace(FAILED, state=state), (), [], [waiver()], TODAY).state is state
