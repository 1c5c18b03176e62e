"""A line a part, in both languages, and a status that a script can act on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from checker.app.self_test import Tried
from checker.model.text import Language, Text
from checker.terminal import self_test
from checker.terminal.exits import Exit


class Made:
    def __init__(self, *tried: Tried) -> None:
        self._tried = tried

    def __iter__(self) -> Iterator[Tried]:
        return iter(self._tried)


GOOD = Tried(Text("字体", "Fonts"), True, Text("2 个", "2"))
BAD = Tried(Text("窗口", "Window"), False, Text("空白", "blank"))


@pytest.mark.parametrize(
    ("tried", "status", "last"),
    [
        ((GOOD,), Exit.IN_ORDER, "Self-test passed, every part of 1."),
        ((GOOD, BAD), Exit.FAULT, "Self-test failed: 1 part does not work."),
        ((BAD, BAD), Exit.FAULT, "Self-test failed: 2 parts do not work."),
    ],
)
def test_one_part_that_does_not_work_fails_it(
    tried: tuple[Tried, ...], status: Exit, last: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert self_test.run(Made(*tried), Language.EN) == status  # type: ignore[arg-type]
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(tried) + 1
    assert lines[-1].startswith(last)


def test_each_part_says_what_came_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    self_test.run(Made(GOOD, BAD), Language.ZH)  # type: ignore[arg-type]
    assert capsys.readouterr().out.splitlines()[:2] == ["✓ 字体  2 个", "✕ 窗口  空白"]
