"""The store: what was kept is found again, and trouble with the disk is a sentence."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from checker.model.answer import Answer
from checker.model.finding import Finding, State
from checker.model.inspection import CheckOrigin, Inspection, Source
from checker.model.severity import Severity
from checker.model.target import Profile
from checker.model.waiver import Waiver
from checker.store.inspections import SaveFailed, Store
from tests.engine.toys import PC, WORD

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WAIVER = Waiver("toy.one", "李处", "批准", date(2026, 12, 31))
ANSWER = Answer("toy.one", PC.key, "问？", yes=True, who="王敏", at=BEGAN, until=date(2027, 1, 1))
FINDING = Finding(
    "toy.one", PC.key, State.WAIVED, Severity.HIGH, WORD, (WORD,), WORD, True, ANSWER, WAIVER, State.FAILED, BEGAN, 0.1
)
INSPECTION = Inspection(
    id="1",
    target=PC,
    profile=Profile.DAILY,
    began=BEGAN,
    tool_version="0",
    rules_sha256="0",
    policy_version="default",
    origins=(CheckOrigin("toy.one", Source.PRODUCT, "0"),),
    findings=(FINDING,),
)


def test_what_was_kept_is_found_again_as_it_was(tmp_path: Path) -> None:
    Store(tmp_path).begin(INSPECTION)
    assert Store(tmp_path).inspection("1") == INSPECTION


def test_an_interrupted_inspection_is_unfinished_until_it_ends(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.begin(INSPECTION)
    assert (store.unfinished(PC.key), store.last(PC.key)) == (INSPECTION, None)
    ended = replace(INSPECTION, ended=BEGAN, elapsed=1.5)
    store.end(ended)
    assert (store.unfinished(PC.key), store.last(PC.key)) == (None, ended)


def test_an_older_interrupted_inspection_is_past(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.begin(INSPECTION)
    second = replace(INSPECTION, id="2", began=BEGAN + timedelta(hours=1))
    store.begin(second)
    store.end(replace(second, ended=BEGAN))
    assert store.unfinished(PC.key) is None


def test_a_check_made_again_keeps_its_place(tmp_path: Path) -> None:
    store = Store(tmp_path)
    other = replace(FINDING, check_id="toy.two")
    store.begin(replace(INSPECTION, findings=(FINDING, other)))
    again = replace(FINDING, state=State.PASSED)
    store.keep("1", [again])
    found = store.inspection("1")
    assert found is not None
    assert found.findings == (again, other)


def test_answers_are_kept_by_target(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.answer(ANSWER)
    assert (store.answers(PC.key), store.answers("another")) == ((ANSWER,), ())


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SaveFailed):
        Store(tmp_path / "file" / "below")


def test_a_file_that_is_no_database_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "inspections.sqlite3").write_bytes(b"not a database, but somebody's letter" * 100)
    with pytest.raises(SaveFailed, match="cannot be used"):
        Store(tmp_path)
    assert (tmp_path / "inspections.sqlite3").read_bytes().startswith(b"not a database")


def test_a_store_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / "inspections.sqlite3") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(SaveFailed, match="newer version"):
        Store(tmp_path)


def test_a_full_disk_is_said_and_what_was_kept_stays(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.begin(INSPECTION)
    # SQLite's own limit on the file's pages answers exactly as a full disk does: SQLITE_FULL.
    store._database.execute("PRAGMA max_page_count = 1")
    big = replace(FINDING, items=(WORD,) * 100_000)
    with pytest.raises(SaveFailed, match="disk is full"):
        store.keep("1", [big])
    assert store.inspection("1") == INSPECTION


def test_two_programs_may_use_one_store(tmp_path: Path) -> None:
    one, two = Store(tmp_path), Store(tmp_path)
    one.begin(INSPECTION)
    two.keep("1", [replace(FINDING, check_id="toy.two")])
    found = one.inspection("1")
    assert found is not None
    assert [finding.check_id for finding in found.findings] == ["toy.one", "toy.two"]
