"""The terminal: Chinese is set as Chinese, and everything that is said stays said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from checker.report.terminal import wrapped


@pytest.mark.parametrize(
    ("line", "width", "lines"),
    [
        ("由信息中心安装杀毒软件。", 10, ["由信息中心", "安装杀毒软", "件。"]),
        ("由信息中心。", 10, ["由信息中心。"]),
        ("1. 如果已经安装", 8, ["1. 如果", "已经安装"]),
        ("open the settings", 9, ["open the", "settings"]),
        ("averyverylongname of it", 8, ["averyver", "ylongnam", "e of it"]),
        ("打开“设置”", 6, ["打开", "“设置”"]),
        ("run (now) ok", 6, ["run", "(now)", "ok"]),
        ("", 8, []),
    ],
)
def test_lines_break_where_a_typesetter_breaks_them(line: str, width: int, lines: list[str]) -> None:
    assert wrapped(line, width) == lines


@given(st.text(alphabet="保密检查，。（）ab1 -/", max_size=60), st.integers(4, 30))
def test_nothing_is_lost_and_only_closing_marks_hang_over(line: str, width: int) -> None:
    lines = wrapped(line, width)
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")
    assert all(cell_len(one.rstrip("，。（） ")) <= width for one in lines)
