"""Where a finding stands in the checklist: ordered by what there is to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from checker.model.check import Actor, Remedy
from checker.model.finding import Finding, State
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Heading:
    """`quiet` groups are folded at first: there is nothing to do in them."""

    words: Text
    quiet: bool = False


class Group(Enum):
    """In the order in which the checklist shows them."""

    STAFF = Heading(Text("需要你做", "For you to do"))
    CONFIRM = Heading(Text("请你确认", "Please confirm"))
    UNREAD = Heading(Text("未能检查", "Could not check"))
    NOT_RUN = Heading(Text("还没有检查", "Not checked yet"))
    IT = Heading(Text("交给信息中心", "For IT to do"))
    OFFICER = Heading(Text("交给保密员", "For the secrecy officer"))
    WAIVED = Heading(Text("已批准例外", "Waived"), quiet=True)
    PASSED = Heading(Text("符合", "In order"), quiet=True)
    NOT_APPLICABLE = Heading(Text("不适用", "Does not apply"), quiet=True)


_BY_ACTOR = {Actor.STAFF: Group.STAFF, Actor.IT: Group.IT, Actor.OFFICER: Group.OFFICER}
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
    """A failure stands with the one who can put it right; without a remedy that is the officer."""
    if finding.state is State.FAILED:
        return _BY_ACTOR[remedy.actor if remedy else Actor.OFFICER]
    return _BY_STATE[finding.state]


def grouped(findings: Iterable[Finding], remedies: Mapping[str, Remedy | None]) -> dict[Group, tuple[Finding, ...]]:
    """The findings by group, heaviest first, otherwise as they came; groups without any are left out."""
    found: dict[Group, list[Finding]] = {one: [] for one in Group}
    for finding in findings:
        found[group(finding, remedies.get(finding.check_id))].append(finding)
    return {
        one: tuple(sorted(members, key=lambda finding: finding.severity.rank))
        for one, members in found.items()
        if members
    }
