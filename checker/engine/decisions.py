"""Waivers and answers: what people decided about findings, applied to what was seen. Both lapse by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from checker.model.answer import Answer
from checker.model.finding import Finding, State
from checker.model.waiver import Waiver


def asked(finding: Finding) -> str:
    """What a person is asked, as an answer keeps it: the question in Chinese and everything it lists, a line each."""
    return "\n".join(text.zh for text in (finding.message, *finding.items))


def apply_decisions(
    finding: Finding, formerly: Iterable[str], answers: Iterable[Answer], waivers: Iterable[Waiver], today: date
) -> Finding:
    """The finding after people's decisions: the newest valid answer first, then a valid waiver.

    A decision under one of the check's former ids (`formerly`) holds. Only a question can be answered and
    only a failure waived: nobody can decide that something unknown is in order. A person's word covers what they were
    asked, not what the program could not look at: a good answer beside incomplete coverage is could_not_check.
    """
    names = {finding.check_id, *formerly}
    return _waived(_answered(finding, names, answers, today), names, waivers, today)


def _answered(finding: Finding, names: set[str], answers: Iterable[Answer], today: date) -> Finding:
    if finding.state is not State.NEEDS_PERSON:
        return finding
    fitting = [
        answer
        for answer in answers
        if answer.check_id in names
        and answer.target_key == finding.target_key
        and answer.question == asked(finding)
        and today <= answer.until
    ]
    if not fitting:
        return finding
    newest = max(fitting, key=lambda answer: answer.at)
    in_order = newest.yes is (finding.wanted is not False)
    if in_order and finding.coverage is not None and not finding.coverage.bears_a_pass:
        return replace(finding, state=State.COULD_NOT_CHECK, how=finding.coverage.how, answer=newest)
    return replace(finding, state=State.PASSED if in_order else State.FAILED, answer=newest)


def _waived(finding: Finding, names: set[str], waivers: Iterable[Waiver], today: date) -> Finding:
    if finding.state is not State.FAILED:
        return finding
    for waiver in waivers:
        on_target = waiver.target_key in (None, finding.target_key)
        if waiver.check_id in names and on_target and today <= waiver.until:
            return replace(finding, state=State.WAIVED, waiver=waiver, beneath=finding.state)
    return finding
