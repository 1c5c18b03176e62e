from __future__ import annotations

import pytest

from checker.machine.answers import Entry, Kind
from checker.model.unreadable import Unreadable


def entry(modified: float) -> Entry:
    return Entry("a\nb", Kind.FILE, 1, modified)


@pytest.mark.parametrize(
    ("modified", "expected"),
    [(0.0, "1970-01-01"), (1_795_000_000.5, "2026-11-18"), (-86400.0, "1969-12-31"), (-11_644_473_600.0, "1601-01-01")],
)
def test_a_time_of_change_is_a_date(modified: float, expected: str) -> None:
    assert entry(modified).when.date().isoformat() == expected


@pytest.mark.parametrize("modified", [1e15, -1e15, float("inf"), float("nan")])
def test_an_absurd_time_of_change_is_unreadable_and_named_safely(modified: float) -> None:
    with pytest.raises(Unreadable) as caught:
        _ = entry(modified).when
    assert r"a\nb" in caught.value.reason.zh
