"""Where a finding stands in the result: what is dangerous comes first, whoever's task it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from checker.engine.cards import holds
from checker.model.check import Actor, Remedy
from checker.model.finding import Finding, State
from checker.model.text import Text
from gui.states import actor


@dataclass(frozen=True, slots=True)
class Heading:
    """`quiet` groups are folded at first: there is nothing to do in them."""

    words: Text
    quiet: bool = False


class Group(Enum):
    """In the order in which the result shows them."""

    HOLD = Heading(Text("先停下", "Stop first"))
    FIX = Heading(Text("先做这些", "Do these first"))
    CONFIRM = Heading(Text("请你确认", "Please confirm"))
    UNREAD = Heading(Text("未能检查", "Could not check"))
    NOT_RUN = Heading(Text("还没有检查", "Not checked yet"))
    ATTENTION = Heading(Text("请注意", "Attention"))
    WAIVED = Heading(Text("已批准例外", "Waived"), quiet=True)
    PASSED = Heading(Text("符合", "In order"), quiet=True)
    NOT_APPLICABLE = Heading(Text("不适用", "Does not apply"), quiet=True)


_BY_STATE = {
    State.NOT_RUN: Group.NOT_RUN,
    State.RUNNING: Group.NOT_RUN,
    State.PASSED: Group.PASSED,
    State.NEEDS_PERSON: Group.CONFIRM,
    State.COULD_NOT_CHECK: Group.UNREAD,
    State.NOT_APPLICABLE: Group.NOT_APPLICABLE,
    State.WAIVED: Group.WAIVED,
}


def group(finding: Finding, remedy: Remedy | None) -> Group:
    # A question of a sheet rests on nothing that was read: it suspects nothing yet.
    seen = finding.state is State.FAILED or finding.coverage is not None
    if seen and holds({finding.check_id: remedy}, (finding,)):
        return Group.HOLD
    if finding.state is State.FAILED:
        return Group.FIX if finding.severity.must_fix else Group.ATTENTION
    return _BY_STATE[finding.state]


def grouped(findings: Iterable[Finding], remedies: Mapping[str, Remedy | None]) -> dict[Group, tuple[Finding, ...]]:
    """The findings by group, heaviest first, then what the person at the screen can do; empty groups are left out."""
    found: dict[Group, list[Finding]] = {one: [] for one in Group}
    for finding in findings:
        found[group(finding, remedies.get(finding.check_id))].append(finding)

    def weight(finding: Finding) -> tuple[int, int]:
        return finding.severity.rank, list(Actor).index(actor(remedies.get(finding.check_id)))

    return {one: tuple(sorted(members, key=weight)) for one, members in found.items() if members}
