"""The engine on toy checks: it alone says could_not_check, and it never says passed of what was not read."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import pytest

from checker.engine.inspect import inspect
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Extent
from checker.model.coverage import Unit as Kind
from checker.model.fact import Fact
from checker.model.finding import Finding, State
from checker.model.policy import Policy, Unit
from checker.model.severity import Severity
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.model.verdict import Ask, Fail, NotApplicable, Pass, Verdict
from tests.engine.toys import PC, WORD, Probing, Toy, toy
from tests.worlds.coverage import PARTLY, SEEN
from tests.worlds.world import World


@dataclass(frozen=True, slots=True)
class Other(Fact):
    """Another thing to know."""


REASON, HOW = Text("没有权限", "no permission"), Text("以管理员身份再查", "as administrator")


def last(judge: Any, probe: Probing = lambda machine: Toy(coverage=SEEN), policy: Policy | None = None) -> Finding:
    story = inspect(PC, World().machine(), [toy(judge)], {(Toy, Platform.LINUX): probe}, policy or Policy())
    return list(story)[-1]


def never(fact: Toy) -> Verdict:
    raise AssertionError


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (Pass(WORD), State.PASSED),
        (Fail(WORD), State.FAILED),
        (Ask(WORD), State.NEEDS_PERSON),
        (NotApplicable(WORD), State.NOT_APPLICABLE),
    ],
)
def test_a_verdict_becomes_a_state(verdict: Verdict, state: State) -> None:
    def judge(fact: Toy) -> Verdict:
        return verdict

    assert last(judge).state is state


@pytest.mark.parametrize("error", [Unreadable(REASON, HOW), Absent(REASON, HOW)])
def test_an_unread_fact_is_could_not_check_with_its_reason(error: Unreadable) -> None:
    def probe(machine: Machine) -> Fact:
        raise error

    finding = last(never, probe)
    assert (finding.state, finding.message, finding.how) == (State.COULD_NOT_CHECK, REASON, HOW)


@pytest.mark.parametrize("error", [OSError("gone"), ValueError(), RecursionError(), MemoryError()])
def test_a_crash_in_a_probe_is_could_not_check_with_a_log_entry(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def probe(machine: Machine) -> Fact:
        raise error

    assert last(never, probe).state is State.COULD_NOT_CHECK
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_crash_in_a_check_is_could_not_check_with_a_log_entry(caplog: pytest.LogCaptureFixture) -> None:
    assert last(never).state is State.COULD_NOT_CHECK
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_probe_that_returns_something_else_is_could_not_check() -> None:
    assert last(never, lambda machine: None).state is State.COULD_NOT_CHECK  # type: ignore[arg-type,return-value]


def test_a_check_that_says_something_else_is_could_not_check() -> None:
    def judge(fact: Toy) -> Any:
        return True

    assert last(judge).state is State.COULD_NOT_CHECK


def test_a_fact_without_a_probe_is_could_not_check() -> None:
    story = inspect(PC, World().machine(), [toy(never)], {}, Policy())
    assert list(story)[-1].state is State.COULD_NOT_CHECK


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (Pass(WORD), State.COULD_NOT_CHECK),
        (NotApplicable(WORD), State.COULD_NOT_CHECK),
        (Fail(WORD), State.FAILED),
        (Ask(WORD), State.NEEDS_PERSON),
    ],
)
@pytest.mark.parametrize("coverage", [PARTLY, Coverage(()), Coverage((Extent(Kind.FILES, 3, 2),))])
def test_nothing_passes_on_coverage_that_is_not_whole(verdict: Verdict, state: State, coverage: Coverage) -> None:
    def judge(fact: Toy) -> Verdict:
        return verdict

    finding = last(judge, lambda machine: Toy(coverage=coverage))
    assert (finding.state, finding.coverage) == (state, coverage)


def test_what_was_not_looked_at_is_counted_and_how_to_look_is_said() -> None:
    def judge(fact: Toy) -> Verdict:
        return Pass(WORD)

    finding = last(judge, lambda machine: Toy(coverage=PARTLY))
    assert finding.message.en == "12 of 14,245 files were not looked at: no permission."
    assert finding.how == HOW


def test_a_failure_beside_what_was_not_looked_at_says_so() -> None:
    def judge(fact: Toy) -> Verdict:
        return Fail(WORD)

    finding = last(judge, lambda machine: Toy(coverage=PARTLY))
    assert finding.message == WORD
    assert finding.unseen == PARTLY.unseen


def test_there_is_none_passes_where_the_enumeration_says_so() -> None:
    def judge(fact: Toy) -> Verdict:
        return NotApplicable(WORD)

    none = Coverage.none_there(Kind.DISKS, WORD)
    assert last(judge, lambda machine: Toy(coverage=none)).state is State.NOT_APPLICABLE


def test_what_was_seen_of_one_fact_does_not_stand_for_another() -> None:
    def judge(fact: Toy, other: Other) -> Verdict:
        return Pass(WORD)

    probes = {
        (Toy, Platform.LINUX): lambda machine: Toy(coverage=SEEN),
        (Other, Platform.LINUX): lambda machine: Other(coverage=Coverage((Extent(Kind.DISKS, 0, 0),))),
    }
    story = inspect(PC, World().machine(), [toy(judge)], probes, Policy())
    assert list(story)[-1].state is State.COULD_NOT_CHECK


def test_a_pass_without_any_fact_is_could_not_check() -> None:
    def judge(policy: Policy) -> Verdict:
        return Pass(WORD)

    assert last(judge).state is State.COULD_NOT_CHECK


def test_a_fact_says_what_it_rests_on_or_is_not_made() -> None:
    with pytest.raises(TypeError, match="coverage"):
        Toy()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="gaps"):
        Toy(gaps=(), coverage=SEEN)  # type: ignore[call-arg]


def test_a_failure_may_weigh_less_than_its_card() -> None:
    def judge(fact: Toy) -> Verdict:
        return Fail(WORD, severity=Severity.LOW)

    assert last(judge).severity is Severity.LOW


def test_a_judge_may_ask_for_the_policy() -> None:
    def judge(policy: Policy, fact: Toy) -> Verdict:
        return Pass(Text.name(policy.unit.name))

    assert last(judge, policy=Policy(unit=Unit("三处"))).message.zh == "三处"


def test_a_fact_is_read_once_for_all_checks() -> None:
    reads: list[int] = []

    def probe(machine: Machine) -> Fact:
        reads.append(1)
        return Toy(coverage=SEEN)

    def judge(fact: Toy) -> Verdict:
        return Pass(WORD)

    checks = [toy(judge, "toy.one"), toy(judge, "toy.two")]
    story = list(inspect(PC, World().machine(), checks, {(Toy, Platform.LINUX): probe}, Policy()))
    assert ([finding.state for finding in story][1::2], len(reads)) == ([State.PASSED] * 2, 1)


def test_stopping_ends_the_story_without_a_result_for_what_was_under_way() -> None:
    def judge(fact: Toy) -> Verdict:
        return Pass(WORD)

    machine = World().machine()

    def probe(asked: Machine) -> Fact:
        machine.stop()
        asked.read("/etc/hostname")
        raise AssertionError

    story = list(inspect(PC, machine, [toy(judge), toy(judge, "toy.two")], {(Toy, Platform.LINUX): probe}, Policy()))
    assert [finding.state for finding in story] == [State.RUNNING]


def test_closing_the_story_cancels_it() -> None:
    story = inspect(PC, World().machine(), [toy(never)], {}, Policy())
    next(story)
    story.close()
    assert list(story) == []


def test_an_ended_check_says_when_and_how_long() -> None:
    def judge(fact: Toy) -> Verdict:
        return Pass(WORD)

    finding = last(judge)
    assert finding.at is not None
    assert finding.at.tzinfo is not None
    assert finding.seconds >= 0
