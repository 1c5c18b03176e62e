"""The result file: earlier versions are read, and names of people's files stay on this computer's screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checker.content.evidence import written_down
from checker.model.answer import Answer
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.severity import Severity
from checker.model.target import Platform, Profile, Target
from checker.model.text import Text
from checker.report.result import SCHEMA, encoded, read
from tests.worlds.coverage import NAMED, PARTLY

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FINDING = Finding("toy.one", "pc", State.FAILED, Severity.HIGH, Text("开着", "It is on"), at=AT, coverage=PARTLY)
INSPECTION = Inspection("1", Target("pc", Platform.LINUX, "PC"), Profile.DAILY, AT, "1", "", "", (), (FINDING,), AT)


def test_coverage_comes_back_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_bytes(encoded(INSPECTION))
    assert read(file) == written_down(INSPECTION)
    assert read(file).findings[0].unseen == PARTLY.unseen


def test_no_name_of_a_persons_file_is_written() -> None:
    assert NAMED.zh not in encoded(INSPECTION).decode()
    assert written_down(written_down(INSPECTION)) == written_down(INSPECTION)


def test_a_result_of_the_version_before_is_read_and_says_nothing_of_coverage(tmp_path: Path) -> None:
    before = encoded(replace(INSPECTION, findings=(replace(FINDING, coverage=None),)))
    before = before.replace(SCHEMA.encode(), b"mijian.inspection/1").replace(b'"coverage": null', b'"beneath": null')
    file = tmp_path / "result.json"
    file.write_bytes(before)
    assert read(file).findings[0].coverage is None


def test_a_sheet_that_the_version_before_called_in_order_is_read(tmp_path: Path) -> None:
    said = Answer("toy.one", "pc", "关了吗", yes=True, who="王建国", at=AT, until=AT.date())
    sheet = replace(INSPECTION, findings=(replace(FINDING, state=State.PASSED, coverage=None, answer=said),))
    now = encoded(sheet)
    before = now.replace(SCHEMA.encode(), b"mijian.inspection/2").replace(b'"stated"', b'"in_order"')
    assert before != now.replace(SCHEMA.encode(), b"mijian.inspection/2")
    file = tmp_path / "result.json"
    file.write_bytes(before)
    assert encoded(read(file)) == now


def test_a_result_of_a_version_to_come_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_bytes(encoded(INSPECTION).replace(SCHEMA.encode(), b"mijian.inspection/4"))
    with pytest.raises(ValueError, match="inspection/4"):
        read(file)
