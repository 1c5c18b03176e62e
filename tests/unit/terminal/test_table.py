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

from checker.engine.cards import Card
from checker.model import whereabouts
from checker.model.check import Actor, Remedy
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
        ("由信息中心。", 10, ["由信息中", "心。"]),
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
def test_nothing_is_lost_and_nothing_hangs_over(line: str, width: int) -> None:
    lines = wrapped(line, width)
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")
    assert all(cell_len(one) <= width for one in lines)


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


class _Screen(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(_Screen, True), (StringIO, False)])
def test_full_paths_are_for_the_screen_and_not_for_a_file(
    stream: type[StringIO], shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(whereabouts, "_known", {})
    whereabouts.remember("文档/…/方案….docx", "/home/wang/文档/项目/方案甲.docx")
    item = Text("文档/…/方案….docx：机密★10年", "文档/…/方案….docx: 机密★10年")
    finding = replace(_of("it.one", State.FAILED, Severity.HIGH, "one"), items=(item,))
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    inspection = Inspection("1", Target("pc", Platform.LINUX, "PC"), Profile.DAILY, at, "1", "", "", (), (finding,), at)
    out = stream()
    show(inspection, lambda check: None, Language.ZH, out)
    assert ("/home/wang/文档/项目/方案甲.docx" in out.getvalue()) is shown


def test_what_the_message_says_is_not_said_twice() -> None:
    said = _shown(Language.EN, state=State.COULD_NOT_CHECK, message=PARTLY.unseen)
    assert "".join(said.split()).count("nopermission") == 1


def _of(check: str, state: State, severity: Severity, message: str) -> Finding:
    return Finding(check, "pc", state, severity, Text(message, message))


def _printed(*findings: Finding) -> list[str]:
    """On a terminal of 80 columns; a check belongs to whom its id begins with."""
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    inspection = Inspection("1", Target("pc", Platform.LINUX, "PC"), Profile.DAILY, at, "1", "", "", (), findings, at)

    def card(name: str) -> Card:
        return Card(Text(name, name), None, Severity.LOW, Remedy(Actor(name.split(".")[0]), (Text("做", "do"),)), ())

    stream = StringIO()
    show(inspection, card, Language.EN, stream)
    return stream.getvalue().splitlines()


def test_the_gravest_comes_first_whoever_puts_it_right_and_before_what_is_unknown() -> None:
    lines = _printed(
        _of("officer.asked", State.NEEDS_PERSON, Severity.CRITICAL, "a question"),
        _of("officer.unread", State.COULD_NOT_CHECK, Severity.CRITICAL, "not read"),
        _of("staff.light", State.FAILED, Severity.LOW, "a light thing"),
        _of("it.grave", State.FAILED, Severity.CRITICAL, "a grave thing"),
    )
    said = "\n".join(lines)
    places = [said.index(words) for words in ("a grave thing", "a light thing", "a question", "not read")]
    assert places == sorted(places)


def test_the_conclusion_stands_at_the_top_and_at_the_end() -> None:
    lines = [line for line in _printed(_of("it.grave", State.FAILED, Severity.CRITICAL, "grave")) if line.strip()]
    assert lines[0] == lines[-2] == "PC: To be fixed: 1"
    assert lines[1] == lines[-1] == "not in order 1"


def test_a_sentence_that_several_findings_share_is_said_once() -> None:
    same = [_of(f"officer.{name}", State.COULD_NOT_CHECK, Severity.LOW, "the disk is closed") for name in ("a", "c")]
    other = _of("officer.b", State.COULD_NOT_CHECK, Severity.LOW, "something else")
    said = "\n".join(_printed(same[0], other, same[1]))
    assert (said.count("the disk is closed"), said.count("as above")) == (1, 1)


def test_a_count_stays_on_one_line_with_its_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "44")
    states = (State.PASSED, State.FAILED, State.NEEDS_PERSON, State.COULD_NOT_CHECK, State.NOT_APPLICABLE)
    lines = _printed(*(_of(f"it.{state}", state, Severity.LOW, state) for state in states))
    assert any(line.endswith("does not apply 1") for line in lines)
    assert all(cell_len(line) <= 44 for line in lines if "·" in line)
