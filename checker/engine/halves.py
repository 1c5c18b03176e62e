"""Two inspections of one computer that each saw a part, merged: as its user, and as administrator.

As the person one sees their desktop and their own settings; as administrator, what is closed to them. What either has
found stands. What one has looked at in full is known, whether the other could look or not.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from checker.model.error import UserError
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.text import Text

_APART = timedelta(hours=24)  # a computer changes; halves of different days are no whole
_OTHER_PROGRAM = Text(
    "那份结果是另一份程序做的，或程序被改动过", "Another copy of this program made that result, or an altered one"
)
# What counts where the two differ: what is wrong, what a person has to say, then what was seen, and last what was not.
_WEIGHT = (
    *(State.FAILED, State.WAIVED, State.NEEDS_PERSON, State.PASSED, State.NOT_APPLICABLE, State.COULD_NOT_CHECK),
    *(State.RUNNING, State.NOT_RUN),
)


class NoWhole(UserError):
    """The two do not belong together; the reason says why."""


def merged(mine: Inspection, other: Inspection) -> Inspection:
    """One inspection of both. What it says of itself (who, when, which program) is that of `mine`; the
    files that decided are those of both.

    Raises:
        NoWhole: another computer, version, policy or situation; unfinished; replayed; more than a day apart.
    """
    _belong_together(mine, other)
    theirs = {finding.check_id: finding for finding in other.findings}
    findings = [
        _merged(finding, theirs.pop(finding.check_id)) if finding.check_id in theirs else finding
        for finding in mine.findings
    ]
    scope = (*mine.scope, *(line for line in other.scope if line not in mine.scope))
    rulings = (*mine.rulings, *(ruling for ruling in other.rulings if ruling not in mine.rulings))
    return replace(mine, findings=(*findings, *theirs.values()), scope=scope, rulings=rulings)


def _belong_together(mine: Inspection, other: Inspection) -> None:
    if mine.target.key != other.target.key or mine.target.platform != other.target.platform:
        raise NoWhole(Text("那份结果不是这台电脑的", "That result is of another computer"))
    if (mine.tool_version, mine.rules_sha256, mine.policy_version) != (
        other.tool_version,
        other.rules_sha256,
        other.policy_version,
    ):
        raise NoWhole(
            Text("那份结果来自另一个版本的程序或策略", "That result is by another version of this program or policy")
        )
    if _by_another_program(mine, other):
        raise NoWhole(_OTHER_PROGRAM)
    if mine.profile != other.profile:
        raise NoWhole(Text("那份结果是另一种检查的", "That result is of another kind of inspection"))
    if None in (mine.ended, other.ended) or (mine.recorded_from, other.recorded_from) != (None, None):
        raise NoWhole(Text("两份结果都要是做完的现场检查", "Both must be finished inspections of the computer itself"))
    if abs(mine.began - other.began) > _APART:
        raise NoWhole(Text("两份结果相隔超过一天", "The two are more than a day apart"))


def _by_another_program(mine: Inspection, other: Inspection) -> bool:
    """Whether another copy made the other half, as far as both say, or an altered one."""
    if mine.program is None or other.program is None:
        return False
    return other.program.sha256 != mine.program.sha256 or other.program.byte_code > 0


def _merged(mine: Finding, other: Finding) -> Finding:
    first, second = sorted((mine, other), key=lambda one: (_WEIGHT.index(one.state), _unknown(one)))
    if first.state is not second.state:
        return first
    coverage = first.coverage
    if first.state is State.PASSED and coverage is not None and second.coverage is not None:
        coverage = coverage.alongside(second.coverage)
    # What is wrong in either half is wrong; the rest of what is said is of the half that saw more.
    items = (*first.items, *(item for item in second.items if item not in first.items))
    items = items if first.state is State.FAILED else first.items
    return replace(first, items=items, coverage=coverage)


def _unknown(finding: Finding) -> int:
    """How much it left open."""
    if finding.coverage is None:
        return 0
    return sum(max(1, left.number) for left in finding.coverage.unknown)
