"""Reports taken into the roll-up: once each, stopped without loss, and only what can be believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from checker.app.intake import Intake, Line, Outcome
from checker.report.verify import pdf_file
from checker.report.verify.codes import Code
from checker.report.verify.verified import Measure
from checker.store.rollup import writing
from checker.store.rollup.database import RollupDatabase, RollupFault, default_url
from tests.unit.report import office, pki, world


@pytest.fixture
def reports(tmp_path: Path) -> list[world.Forged]:
    return office.two_quarters(tmp_path / "reports")


def measure(folder: Path) -> Measure:
    return Measure(office.trusted(folder / "trust"), now=pki.NOW)


def lines(folder: Path, book: RollupDatabase) -> list[Line]:
    return list(Intake([folder], measure(folder.parent), book))


def test_an_import_that_is_stopped_keeps_what_it_took_in(tmp_path: Path, reports: list[world.Forged]) -> None:
    with RollupDatabase.open(default_url(tmp_path)) as book:
        intake = Intake([tmp_path / "reports"], measure(tmp_path), book)
        intake.stop()
        some = list(intake)
        assert len(some) == 1
        assert some[0].outcome is Outcome.NEW
        rest = lines(tmp_path / "reports", book)
    assert [one.outcome for one in rest] == [Outcome.KNOWN] + 4 * [Outcome.NEW]


def test_a_pdf_and_its_data_are_one_report(tmp_path: Path) -> None:
    one = office.signed(office.report(1, 1), pdf=True)
    assert pdf_file.envelope(one.pdf) == one.envelope
    (tmp_path / "1.pdf").write_bytes(one.pdf)
    (tmp_path / "1.dsse.json").write_bytes(one.envelope)
    with RollupDatabase.open(default_url(tmp_path)) as book:
        assert [line.outcome for line in lines(tmp_path, book)] == [Outcome.NEW, Outcome.KNOWN]


def test_a_report_that_the_database_cannot_hold_is_refused_by_its_name_and_the_others_are_in(
    tmp_path: Path, reports: list[world.Forged], monkeypatch: pytest.MonkeyPatch
) -> None:
    put = writing.put

    def choking(connection, kept, *more):
        if any(one.number == "MJ-00003" for one in kept):
            raise OverflowError("Python int too large to convert to SQLite INTEGER")
        return put(connection, kept, *more)

    monkeypatch.setattr(writing, "put", choking)
    with RollupDatabase.open(default_url(tmp_path)) as book:
        told = lines(tmp_path / "reports", book)
        assert sum(book.overview(one, date(2026, 12, 1)).reports for one in book.periods()) == 4
    refused = [one for one in told if one.outcome is Outcome.REFUSED]
    assert [one.file for one in refused] == ["3.dsse.json"]
    assert "存不下" in refused[0].sentence.zh
    assert [one.outcome for one in told].count(Outcome.NEW) == 4


def test_a_database_that_takes_nothing_at_all_ends_the_import(
    tmp_path: Path, reports: list[world.Forged], monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> set[str]:
        raise OperationalError("", {}, Exception("disk is full"))

    with RollupDatabase.open(default_url(tmp_path)) as book:
        monkeypatch.setattr(writing, "known", locked)
        with pytest.raises(RollupFault):
            lines(tmp_path / "reports", book)


def test_a_report_of_the_future_is_not_counted(tmp_path: Path) -> None:
    made = office.report(1, 1)
    future = replace(made, times=replace(made.times, prepared=made.times.prepared + timedelta(days=2)))
    (tmp_path / "1.dsse.json").write_bytes(office.signed(future).envelope)
    with RollupDatabase.open(default_url(tmp_path)) as book:
        (line,) = lines(tmp_path, book)
    assert (line.outcome, line.code) == (Outcome.REFUSED, Code.CLOCK)


def test_what_is_said_of_reports_that_count_is_said_alike(tmp_path: Path, reports: list[world.Forged]) -> None:
    """They are told by their number: ten thousand sentences that name a report each would be read by nobody."""
    with RollupDatabase.open(default_url(tmp_path)) as book:
        told = lines(tmp_path / "reports", book)
    assert len(told) == 5
    assert len({one.sentence for one in told}) == 1
