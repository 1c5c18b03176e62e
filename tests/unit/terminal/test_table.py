"""The terminal: Chinese is set as Chinese, and everything that is said stays said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.severity import Severity
from checker.model.target import Platform, Profile, Target
from checker.model.text import Language, Text
from checker.terminal.table import show, wrapped
from tests.worlds.coverage import NAMED, PARTLY


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


def _shown(language: Language, *, details: bool = False, **changes: Any) -> str:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    finding = replace(
        Finding("toy.one", "pc", State.FAILED, Severity.HIGH, Text("开着", "It is on"), coverage=PARTLY), **changes
    )
    inspection = Inspection("1", Target("pc", Platform.LINUX, "PC"), Profile.DAILY, at, "1", "", "", (), (finding,), at)
    stream = StringIO()
    show(inspection, lambda check: None, language, stream, details=details)
    return stream.getvalue()


@pytest.mark.parametrize("language", Language)
def test_every_finding_says_what_it_rests_on_at_80_columns(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = _shown(language)
    assert all(cell_len(line) <= 80 for line in said.splitlines())
    flat = "".join(said.split())
    assert ("14,233files" if language is Language.EN else "14,233个文件") in flat
    assert ("12fileswerenotlookedat:nopermission" if language is Language.EN else "12个文件没有查看：没有权限") in flat
    assert NAMED.zh not in flat


def test_the_details_name_what_was_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = _shown(Language.EN, details=True)
    assert all(cell_len(line) <= 80 for line in said.splitlines())
    assert NAMED.zh in "".join(said.split())
    assert "11 more" in said


def test_what_the_message_says_is_not_said_twice() -> None:
    said = _shown(Language.EN, state=State.COULD_NOT_CHECK, message=PARTLY.unseen)
    assert "".join(said.split()).count("nopermission") == 1
