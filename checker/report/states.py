"""The states in words and shapes, the same on the terminal, in files and on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.finding import Finding, State
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Look:
    """A state's shape and word: never told by colour alone."""

    shape: str
    word: Text


_LOOKS = {
    State.NOT_RUN: Look("○", Text("未检查", "Not checked")),
    State.RUNNING: Look("◔", Text("检查中", "Checking")),
    State.PASSED: Look("✓", Text("符合", "In order")),
    State.FAILED: Look("✕", Text("需整改", "To be fixed")),
    State.NEEDS_PERSON: Look("☐", Text("待确认", "Please confirm")),
    State.COULD_NOT_CHECK: Look("?", Text("未能检查", "Could not check")),
    State.NOT_APPLICABLE: Look("–", Text("不适用", "Does not apply")),
    State.WAIVED: Look("⚑", Text("已批准例外", "Waived")),
}
_ATTENTION = Look("△", Text("请注意", "Attention"))


def look(finding: Finding) -> Look:
    """A failure of medium or low weight is shown as attention; every other state as itself."""
    if finding.state is State.FAILED and not finding.severity.must_fix:
        return _ATTENTION
    return _LOOKS[finding.state]
