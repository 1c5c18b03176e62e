"""From findings to one conclusion, which is a sentence with counts and never a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checker.model.finding import Finding, State
from checker.model.text import Text


class Outcome(StrEnum):
    IN_ORDER = "in_order"
    STATED = "stated"  # nothing was read: whatever is in order is so by what a person said
    TO_FIX = "to_fix"
    INCOMPLETE = "incomplete"
    NOTHING_CHECKED = "nothing_checked"


_UNKNOWN = (State.COULD_NOT_CHECK, State.NEEDS_PERSON, State.NOT_RUN, State.RUNNING)
_SETTLED = (State.PASSED, State.FAILED, State.WAIVED)
_KNOWN = (*_SETTLED, State.NOT_APPLICABLE)

_HEADLINES = {
    Outcome.IN_ORDER: Text("符合", "In order"),
    Outcome.STATED: Text("按本人填报符合（没有读取设备）", "In order by own statement (the device was not read)"),
    Outcome.TO_FIX: Text("需整改 {count} 项", "To be fixed: {count}"),
    Outcome.INCOMPLETE: Text("检查未完成 {count} 项", "Check not complete: {count} open"),
    Outcome.NOTHING_CHECKED: Text("没有一项能够检查", "Nothing could be checked"),
}
_TO_ANSWER = Text("等待逐项回答：{count} 项", "Waiting for answers: {count}")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """`count` is the number that the headline speaks of; `by_state` has every state, zeros included."""

    outcome: Outcome
    count: int
    by_state: dict[State, int]
    must_fix: int  # failed, critical or high
    attention: int  # failed, medium or low
    unknown: int = 0  # whatever the outcome

    @property
    def headline(self) -> Text:
        if self.outcome is Outcome.NOTHING_CHECKED and 0 < self.count == self.by_state[State.NEEDS_PERSON]:
            return _TO_ANSWER.filled(count=self.count)  # a sheet of questions: nothing went wrong
        return _HEADLINES[self.outcome].filled(count=self.count)


def conclude(findings: Iterable[Finding]) -> Conclusion:
    """Any open critical or high failure: to fix; else anything unknown: incomplete; else in order, or stated where all
    of it is what a person answered.

    A finding that rests on incomplete coverage leaves something unknown, whatever its state: a light failure and a
    waiver speak of what was seen. An inspection in which no check came to anything is never in order, whatever the
    reason.
    """
    findings = tuple(findings)
    states = Counter(finding.state for finding in findings)
    failed = [finding for finding in findings if finding.state is State.FAILED]
    must_fix = sum(finding.severity.must_fix for finding in failed)
    unknown = sum(_leaves_unknown(finding) for finding in findings)
    if must_fix:
        outcome, count = Outcome.TO_FIX, must_fix
    elif not any(states[state] for state in _KNOWN):
        outcome, count = Outcome.NOTHING_CHECKED, unknown
    elif unknown:
        outcome, count = Outcome.INCOMPLETE, unknown
    else:
        outcome, count = Outcome.STATED if _stated(findings) else Outcome.IN_ORDER, 0
    by_state = {state: states[state] for state in State}
    return Conclusion(outcome, count, by_state, must_fix, len(failed) - must_fix, unknown)


def _stated(findings: Iterable[Finding]) -> bool:
    """Whether all that was found out is answers: not one finding rests on something that was read."""
    settled = [finding for finding in findings if finding.state in _SETTLED]
    return bool(settled) and all(finding.answer is not None and finding.coverage is None for finding in settled)


def _leaves_unknown(finding: Finding) -> bool:
    return finding.state in _UNKNOWN or not (finding.coverage is None or finding.coverage.bears_a_pass)
