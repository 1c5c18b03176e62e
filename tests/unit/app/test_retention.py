"""Which old results may go: never one under HOLD, one that is in no report yet, or a device's newest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import main
from checker.app.retention import Retention, Stays, weighed
from checker.app.workspace import Workspace
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.severity import Severity
from checker.model.target import DeviceClass, Platform, Profile, Target
from checker.model.text import Text
from checker.report.sign.journal import turn
from checker.store.inspections import Store

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PC, PHONE = Target("pc", Platform.LINUX, "PC"), Target("phone", Platform.ANDROID, "Phone", DeviceClass.PHONE)
WORD = Text("词", "word")


def _one(name: str, years: float, profile: Profile = Profile.DAILY, target: Target = PC, *found: Finding) -> Inspection:
    began = NOW - timedelta(days=366 * years)
    return Inspection(name, target, profile, began, "0", "0" * 64, "default", (), found, ended=began)


def _found(check_id: str, state: State = State.FAILED) -> Finding:
    return Finding(check_id, PC.key, state, Severity.CRITICAL, WORD)


MARKED = _found("workstation.publish_marks")
NEWEST = _one("newest", 0.1)


@pytest.mark.parametrize(
    ("one", "stays"),
    [
        (_one("old", 2), None),
        (_one("young", 0.5), None),
        (_one("marked", 2, Profile.DAILY, PC, MARKED), Stays.HELD),
        (_one("unknown item", 2, Profile.DAILY, PC, _found("gone.check")), Stays.HELD),
        (_one("unsigned", 2, Profile.QUARTERLY), Stays.UNSIGNED),
        (_one("journey", 2, Profile.TRAVEL), Stays.UNSIGNED),
        (_one("signed", 2, Profile.QUARTERLY), None),
        (_one("signed", 2, Profile.QUARTERLY, PC, MARKED), Stays.HELD),
        (_one("alone", 2, Profile.DAILY, PHONE), Stays.NEWEST),
    ],
    ids=lambda value: value.id if isinstance(value, Inspection) else None,
)
def test_what_stays_and_why(tmp_path: Path, one: Inspection, stays: Stays | None) -> None:
    workspace = Workspace.at(tmp_path)
    store = Store(tmp_path)
    for kept in (one, NEWEST):
        store.begin(kept)
        store.end(kept)
    store.close()
    with turn(tmp_path) as journal:
        journal.note_signed("signed", "0" * 64)
    found = Retention(main.catalog, workspace).weighed(1, NOW)
    assert dict(found.stays) == ({} if stays is None else {stays: 1})
    going = stays is None and one.began < NOW - timedelta(days=366)
    assert found.going == ((one.id,) if going else ())


def test_what_goes_is_gone_and_all_else_is_as_it_was(tmp_path: Path) -> None:
    store = Store(tmp_path)
    secret = replace(_found("toy.one"), message=Text("没有别处写的字样", "words that stand nowhere else"))
    for kept in (_one("a", 3, Profile.DAILY, PC, secret), _one("b", 2), NEWEST):
        store.begin(kept)
        store.end(kept)
    before = store.inspection("b")
    Retention(main.catalog, Workspace.at(tmp_path)).forget(("a",))
    assert store.inspection("a") is None
    assert store.inspection("b") == before
    assert [one.id for one in store.everything(9)] == ["newest", "b"]
    store.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"words that stand nowhere else" not in left, "written over, in the log too"


def test_nothing_is_weighed_where_nothing_was_inspected(tmp_path: Path) -> None:
    assert weighed((), frozenset(), NOW, lambda _: False).going == ()
    assert Retention(main.catalog, Workspace.at(tmp_path)).weighed(1, NOW).going == ()
