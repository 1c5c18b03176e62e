"""What runs under Wine is named by its folder: one that was renamed is an error here, not at the end of that run."""

from __future__ import annotations

from pathlib import Path

from tests.wine.test_windows_code import ELSEWHERE, SUITES

ROOT = Path(__file__).parents[2]


def test_every_folder_that_runs_under_wine_is_there() -> None:
    words = [word for suite in (SUITES | ELSEWHERE).values() for word in suite if "tests/" in word]
    named = [word.partition("=")[2] or word for word in words]
    assert len(named) > 5
    assert [name for name in named if not (ROOT / name).exists()] == []
