"""What another hand changed in the store is nothing that was seen, whichever row it was."""

from __future__ import annotations

import json
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from checker.engine import witness
from checker.engine.seals import own_seals
from checker.model.finding import State
from checker.model.inspection import Inspection, Provenance
from checker.model.target import Profile
from checker.model.waiver import Waiver
from checker.store import rows
from checker.store.inspections import SaveFailed, Store
from tests.engine.toys import PC
from tests.unit.store.test_inspections import ANSWER
from tests.unit.store.test_session import ASKED, fails, made, passes

Hand = Callable[[sqlite3.Connection], object]


def written(folder: Path, hand: Hand) -> None:
    """What a database tool does to the store."""
    with closing(sqlite3.connect(folder / "inspections.sqlite3")) as database, database:
        hand(database)


def inspected(folder: Path) -> Inspection:
    """Finished by this run of the program, two checks: one passed, one failed."""
    inspecting = made(Store(folder), passes, fails).start(Profile.DAILY)
    list(inspecting)
    return inspecting.inspection


def kept(folder: Path) -> Inspection:
    found = made(Store(folder), passes, fails).last()
    assert found is not None
    return found


def _finding(change: Callable[[dict[str, object]], object]) -> Hand:
    def hand(database: sqlite3.Connection) -> None:
        (blob,) = database.execute("SELECT finding FROM finding WHERE check_id = 'toy.1'").fetchone()
        finding = json.loads(blob)
        change(finding)
        row = (json.dumps(finding, ensure_ascii=False).encode(),)
        database.execute("UPDATE finding SET finding = ? WHERE check_id = 'toy.1'", row)

    return hand


def _card(database: sqlite3.Connection) -> None:
    (blob,) = database.execute("SELECT card FROM inspection").fetchone()
    card = json.loads(blob) | {"profile": "quarterly"}
    database.execute("UPDATE inspection SET card = ?", (json.dumps(card).encode(),))


def _earlier_step_last(database: sqlite3.Connection) -> None:
    """The row as it was before, with the steps since taken away: what was seen at first, put back."""
    database.execute("DELETE FROM step WHERE number = (SELECT max(number) FROM step)")


HANDS: dict[str, Hand] = {
    "failed is passed": _finding(lambda one: one.update(state="passed")),
    "another message": _finding(lambda one: one.update(message={"zh": "很好", "en": "fine"})),
    "another coverage": _finding(lambda one: one.update(coverage=None)),
    "an answer in it": _finding(
        lambda one: one.update(
            answer={
                "check_id": "toy.1",
                "target_key": PC.key,
                "question": "?",
                "yes": True,
                "who": "局长",
                "at": "2026-01-01T00:00:00Z",
                "until": "2099-01-01",
            }
        )
    ),
    "a finding taken away": lambda database: database.execute("DELETE FROM finding WHERE check_id = 'toy.1'"),
    "a finding put in": lambda database: database.execute(
        "INSERT INTO finding SELECT inspection_id, 'toy.9', finding FROM finding WHERE check_id = 'toy.0'"
    ),
    "another time of end": lambda database: database.execute(
        "UPDATE inspection SET ended = '2026-01-01T00:00:00+00:00'"
    ),
    "another profile": _card,
    "steps taken away": _earlier_step_last,
    "steps in another order": lambda database: database.execute("UPDATE step SET number = 100 - number"),
}


def test_an_inspection_of_this_run_is_known_as_such_and_what_was_kept_as_sealed(tmp_path: Path) -> None:
    ours = inspected(tmp_path)
    assert witness.provenance(ours) is Provenance.ONE_RUN
    assert kept(tmp_path) == ours
    other = replace(ours, id="another")
    assert witness.provenance(other) is Provenance.UNSEALED


def test_what_another_run_kept_is_sealed_and_not_of_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inspected(tmp_path)
    monkeypatch.setattr(witness, "_known", {})  # a new run knows nothing yet
    assert witness.provenance(kept(tmp_path)) is Provenance.RESUMED


@pytest.mark.parametrize("hand", HANDS.values(), ids=HANDS)
def test_what_another_hand_wrote_is_never_taken_for_seen(
    tmp_path: Path, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = inspected(tmp_path)
    monkeypatch.setattr(witness, "_known", {})
    written(tmp_path, hand)
    found = kept(tmp_path)
    assert found != ours
    assert witness.provenance(found) is Provenance.UNSEALED
    changed = [one for one in found.findings if one not in ours.findings]
    assert all(one.state is State.COULD_NOT_CHECK and one.message == rows.ALTERED for one in changed)


def test_no_field_of_a_kept_finding_can_be_another(tmp_path: Path) -> None:
    inspected(tmp_path)
    with closing(sqlite3.connect(tmp_path / "inspections.sqlite3")) as database:
        (blob,) = database.execute("SELECT finding FROM finding WHERE check_id = 'toy.1'").fetchone()
    for field in json.loads(blob):
        written(tmp_path, _finding(lambda one, field=field: one.pop(field)))  # type: ignore[misc]
        assert _as_it_is_told(tmp_path) is not State.FAILED
        written(
            tmp_path,
            lambda database: database.execute("UPDATE finding SET finding = ? WHERE check_id = 'toy.1'", (blob,)),
        )
    assert kept(tmp_path).findings[1].state is State.FAILED


def _as_it_is_told(folder: Path) -> State | None:
    """The altered finding's state; None: the row cannot be read at all, and the store says so in a sentence."""
    try:
        return kept(folder).findings[1].state
    except SaveFailed:
        return None


def test_seals_that_were_taken_away_leave_it_unsealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inspected(tmp_path)
    monkeypatch.setattr(witness, "_known", {})
    written(tmp_path, _finding(lambda one: one.update(state="passed")))
    written(tmp_path, lambda database: database.execute("DELETE FROM step"))
    written(tmp_path, lambda database: database.execute("UPDATE inspection SET seal = NULL"))
    assert witness.provenance(kept(tmp_path)) is Provenance.UNSEALED


def test_an_answer_that_nobody_gave_through_the_program_is_none(tmp_path: Path) -> None:
    Store(tmp_path).answer(ANSWER)
    assert Store(tmp_path).answers(PC.key) == (ANSWER,)
    forged = replace(ANSWER, who="局长", until=ANSWER.until.replace(year=2099))
    import msgspec

    row = (PC.key, "toy.one", "2099", msgspec.json.encode(forged), None)
    written(tmp_path, lambda database: database.execute("INSERT INTO answer VALUES (?, ?, ?, ?, ?)", row))
    copied = "INSERT INTO answer SELECT target_key, check_id, '2098', ?, seal FROM answer WHERE at < '2090'"
    written(tmp_path, lambda database: database.execute(copied, (msgspec.json.encode(forged),)))
    assert Store(tmp_path).answers(PC.key) == (ANSWER,)


def test_a_store_of_the_version_before_is_read_and_counts_as_unsealed(tmp_path: Path) -> None:
    ours = inspected(tmp_path)

    def before(database: sqlite3.Connection) -> None:
        database.execute("DROP TABLE step")
        for table in ("inspection", "answer"):
            database.execute(f"ALTER TABLE {table} DROP COLUMN seal")
        database.execute("PRAGMA user_version = 1")

    written(tmp_path, before)
    witness._known.pop(witness._name(ours))
    found = kept(tmp_path)
    assert found == ours
    assert witness.provenance(found) is Provenance.UNSEALED


@pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix")
def test_the_key_of_the_seals_is_its_owners_alone_and_stays_the_same(tmp_path: Path) -> None:
    first = own_seals(tmp_path / "new")
    assert own_seals(tmp_path / "new").name == first.name
    assert stat.S_IMODE((tmp_path / "new" / "seal.key").stat().st_mode) == 0o600
    assert not list((tmp_path / "new").glob(".seal.*"))


def test_a_waiver_that_lapsed_does_not_hold_again_when_the_clock_is_set_back(tmp_path: Path) -> None:
    store = Store(tmp_path)
    ahead = datetime.now(UTC) + timedelta(days=40)
    written(tmp_path, lambda database: database.execute("DELETE FROM inspection"))
    session = made(store, fails, waivers=(Waiver("toy.0", "李处", "批准", (ahead - timedelta(days=10)).date()),))
    inspecting = session.start(Profile.DAILY)
    store.begin(replace(inspecting.inspection, id="later", began=ahead))  # kept before the clock was set back
    assert list(inspecting)[-1].state is State.FAILED


def test_a_suspected_marking_cannot_be_waived(tmp_path: Path) -> None:
    session = made(Store(tmp_path), fails, waivers=(Waiver("toy.0", "局长", "不要紧", date(2099, 1, 1)),))
    check = session.catalog.checks["toy.0"]
    held = {place: replace(remedy, hold=True) for place, remedy in check.remedies.items()}
    for remedies, state in ((check.remedies, State.WAIVED), (held, State.FAILED)):
        session.catalog.checks["toy.0"] = replace(check, remedies=remedies)  # type: ignore[index]
        assert list(session.start(Profile.DAILY))[-1].state is state


def test_an_inspection_of_a_day_to_come_begins_anew(tmp_path: Path) -> None:
    session = made(Store(tmp_path), passes, extra=(ASKED,))
    begun = replace(session.start(Profile.DAILY).inspection, began=datetime.now(UTC) + timedelta(days=1))
    assert session.resume(begun).inspection.id != begun.id
