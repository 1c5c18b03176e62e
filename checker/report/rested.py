"""What a result of a report rests on, worded as it is on the screen: the same sentence in print and in every copy."""

from __future__ import annotations

import msgspec

from checker.model.coverage import Coverage, Extent, Left
from checker.model.finding import State
from checker.model.text import Text
from checker.report.payload import Result

_NONE_THERE = Text("没有可看的", "there was none to look at")


def coverage(result: Result) -> Coverage | None:
    """A result's coverage; None where it rests on no fact, or the report is of the version before, which has none."""
    ref = result.coverage
    if ref is None or ref is msgspec.UNSET:
        return None
    return Coverage(
        tuple(Extent(one.unit, one.there, one.looked) for one in ref.extents),
        tuple(Left(one.unit, one.cause, one.number) for one in ref.left),
        _NONE_THERE if ref.nothing else None,
    )


def rested(result: Result) -> Text | None:
    """In one line, without what the result's own message says; None where that says all of it."""
    found = coverage(result)
    if found is None or (found.nothing is not None and not found.left):
        return None
    if result.state is State.COULD_NOT_CHECK:  # its message is what was not looked at
        return None if found.empty else found.seen
    return found.sentence
