"""The result file: earlier versions are read, and names of people's files stay on this computer's screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from checker.content.evidence import written_down
from checker.engine import witness
from checker.engine.conclude import Outcome
from checker.engine.seals import Seals
from checker.model.answer import Answer
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection, Provenance
from checker.model.severity import Severity
from checker.model.target import Platform, Profile, Target
from checker.model.text import Text
from checker.report.result import SCHEMA, Altered, NotAResult, encoded, read
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
    file.write_bytes(encoded(INSPECTION).replace(SCHEMA.encode(), b"mijian.inspection/5"))
    with pytest.raises(ValueError, match="inspection/5"):
        read(file)


@pytest.mark.parametrize("sealed", [True, False])
def test_a_file_says_by_its_seal_that_nobody_altered_it(
    tmp_path: Path, sealed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness, "_known", {})
    seals, file = Seals(b"k" * 32), tmp_path / "result.json"
    file.write_bytes(encoded(INSPECTION, seals if sealed else None))
    found = read(file, seals)
    assert found == written_down(INSPECTION)
    assert witness.provenance(found) is (Provenance.SEALED_FILE if sealed else Provenance.UNSEALED)


def test_a_seal_of_another_computer_says_nothing_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "_known", {})
    file = tmp_path / "result.json"
    file.write_bytes(encoded(INSPECTION, Seals(b"k" * 32)))
    assert witness.provenance(read(file, Seals(b"l" * 32))) is Provenance.UNSEALED


def _fields(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _fields(inner, (*place, name))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _fields(inner, (*place, index))
    else:
        yield place


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return f"{value}x" if isinstance(value, str) else "x"


def test_no_field_of_a_sealed_result_can_be_another(tmp_path: Path) -> None:
    seals, file = Seals(b"k" * 32), tmp_path / "result.json"
    whole = json.loads(encoded(INSPECTION, seals))
    places = [place for place in _fields(whole) if place[0] in ("inspection", "seal", "summary")]
    assert len(places) > 40
    for place in places:
        altered = json.loads(encoded(INSPECTION, seals))
        *way, last = place
        there = reduce(lambda found, name: found[name], way, altered)
        there[last] = _other(there[last])
        file.write_text(json.dumps(altered), "utf-8")
        if place == ("seal", "key"):  # another key's seal: it is told as one that cannot be checked here
            continue
        with pytest.raises((ValueError, Altered)):
            read(file, seals)


def test_counts_that_are_not_those_of_the_findings_are_told_where_there_is_no_seal(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    altered = json.loads(encoded(INSPECTION))
    altered["inspection"]["findings"][0]["state"] = "passed"
    file.write_text(json.dumps(altered), "utf-8")
    with pytest.raises(Altered, match="altered after it was written"):
        read(file)


def test_a_conclusion_that_is_not_that_of_the_findings_is_told_where_there_is_no_seal(tmp_path: Path) -> None:
    whole, file = json.loads(encoded(INSPECTION)), tmp_path / "result.json"
    whole["outcome"] = next(one.value for one in Outcome if one.value != whole["outcome"])
    file.write_text(json.dumps(whole), "utf-8")
    with pytest.raises(Altered, match="altered after it was written"):
        read(file)


@pytest.mark.parametrize("change", [lambda it: it[:-9], lambda it: b"\xef\xbb\xbf" + it, lambda _: b"[" * 99_999])
def test_a_file_that_is_no_result_is_told_without_the_words_of_a_parser(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "result.json"
    file.write_bytes(change(encoded(INSPECTION)))
    with pytest.raises(NotAResult) as told:
        read(file)
    assert told.value.reason.zh == "result.json 不是检查结果，或者没有写完整、用别的程序保存过"
