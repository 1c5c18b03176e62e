"""The reference score that the forms have a place for. It is never a conclusion."""

from __future__ import annotations

from collections.abc import Iterable

from checker.model.finding import State
from checker.model.severity import Severity
from checker.report.payload import Result

# Points of this product: the self-evaluation standard gives points to its own 59 items, not to device checks. As there,
# what does not apply leaves the denominator (实有项目), and a deduction never exceeds an item's points.
_POINTS = {Severity.CRITICAL: 4, Severity.HIGH: 3, Severity.MEDIUM: 2, Severity.LOW: 1}
_OUT = (State.NOT_APPLICABLE, State.WAIVED)


def points(result: Result) -> int:
    """What an item can earn; 0 where it does not count."""
    return 0 if result.state in _OUT else _POINTS[result.severity]


def deducted(result: Result) -> int:
    """Anything that is not known to be in order earns nothing."""
    return 0 if result.state is State.PASSED else points(result)


def score(results: Iterable[Result]) -> float | None:
    """Per cent of the points that apply; None where nothing applies."""
    results = tuple(results)
    whole = sum(points(result) for result in results)
    if not whole:
        return None
    return 100 * (whole - sum(deducted(result) for result in results)) / whole
