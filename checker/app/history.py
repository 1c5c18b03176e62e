"""Earlier inspections of a target, and what is different between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checker.model.finding import Finding, State
from checker.model.inspection import Inspection


class Way(StrEnum):
    """Which way a check went. UNKNOWN: it can no longer be said, or could not be before."""

    WORSE = "worse"
    UNKNOWN = "unknown"
    BETTER = "better"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One check whose state is another; `before` or `after` None: that inspection did not have it."""

    check_id: str
    way: Way
    before: Finding | None
    after: Finding | None


_GOOD = (State.PASSED, State.NOT_APPLICABLE, State.WAIVED)


def changes(before: Inspection, after: Inspection) -> tuple[Change, ...]:
    """What is different, worst first."""
    old = {finding.check_id: finding for finding in before.findings}
    new = {finding.check_id: finding for finding in after.findings}
    found = (_change(one, old.get(one), new.get(one)) for one in {**old, **new})
    ordered = list(Way)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: ordered.index(one.way)))


def _change(check_id: str, before: Finding | None, after: Finding | None) -> Change | None:
    if before is None or after is None:
        return Change(check_id, Way.NEW if before is None else Way.GONE, before, after)
    if before.state is after.state:
        return None
    if after.state is State.FAILED:
        return Change(check_id, Way.WORSE, before, after)
    if before.state is State.FAILED and after.state in _GOOD:
        return Change(check_id, Way.BETTER, before, after)
    if before.state in _GOOD and after.state in _GOOD:
        return None
    return Change(check_id, Way.UNKNOWN if after.state not in _GOOD else Way.BETTER, before, after)


def counted(found: Iterable[Change]) -> dict[Way, int]:
    ways = [one.way for one in found]
    return {way: ways.count(way) for way in Way}
