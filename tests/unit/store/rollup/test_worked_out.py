"""What an import works out, so that nobody who opens a quarter waits; and no longer than it is so."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import inspect, text

from checker.model.text import Text
from checker.store.rollup import judging, overview
from checker.store.rollup.database import RollupDatabase
from checker.store.rollup.rows import By, KeptIrregular, KeptReport, SeenRow, before
from tests.unit.store.rollup.test_database import LAST, Q3, Q4, RECEIVED, THIS, TODAY, F, P, kept, taken

LONG_AGO = LAST - timedelta(days=91)
Q2 = before(Q3)


@pytest.fixture
def book(url: str) -> Iterator[RollupDatabase]:
    with RollupDatabase.open(url) as opened:
        yield opened


class Asked(Exception):
    """Somebody read the quarter through."""


def _nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Asked

    for module, name in ((overview, "overview"), (overview, "change"), (judging, "conflicts")):
        monkeypatch.setattr(module, name, refuse)


def test_after_an_import_every_quarter_is_worked_out(book: RollupDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(book, *(kept(machine, began, lock=F) for machine in (1, 2) for began in (LONG_AGO, LAST, THIS)))
    _nothing_is_read(monkeypatch)
    assert [book.overview(one, TODAY).machines for one in book.periods()] == [2, 2, 2]
    assert book.departments(Q2) == ("综合处",)
    assert book.conflicts(Q3) == ()
    with pytest.raises(Asked):
        book.overview(Q4, TODAY, against=Q2)


def test_an_import_of_one_quarter_reads_no_other_through(book: RollupDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(book, *(kept(machine, began, lock=F) for machine in (1, 2) for began in (LONG_AGO, LAST, THIS)))
    read: list[str] = []
    work_out = overview.overview

    def noted(connection: object, period: str, departments: object) -> object:
        read.append(period)
        return work_out(connection, period, departments)  # type: ignore[arg-type]

    monkeypatch.setattr(overview, "overview", noted)
    taken(book, kept(3, THIS, lock=P))
    assert read == [Q4]
    taken(book, kept(3, LAST, lock=F))
    assert read == [Q4, Q4, Q3]  # the quarter after it is held against it


def test_what_a_quarter_is_held_against_is_worked_out_once(
    book: RollupDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(book, kept(1, LONG_AGO, lock=F), kept(1, THIS, lock=F))
    first = book.overview(Q4, TODAY, against=Q2)
    assert (first.before, first.change.still_open, first.change.first_seen) == (Q2, 1, 0)
    _nothing_is_read(monkeypatch)
    assert book.overview(Q4, TODAY, against=Q2) == first


@pytest.mark.parametrize("of", [LONG_AGO, THIS])
def test_a_comparison_is_told_no_longer_than_it_is_so(book: RollupDatabase, of: datetime) -> None:
    taken(book, kept(1, LONG_AGO, lock=F), kept(1, THIS, lock=F))
    assert book.overview(Q4, TODAY, against=Q2).change.still_open == 1
    book.withdraw(f"MJ-{kept(1, of).counter}", "错报", RECEIVED)
    assert book.overview(Q4, TODAY, against=Q2).change.still_open == 0


def test_a_campaign_that_a_quarter_is_held_against_is_worked_out_anew_with_any_report(book: RollupDatabase) -> None:
    campaign = "c" * 64
    taken(book, kept(1, LONG_AGO, lock=F), kept(1, THIS, lock=F))
    assert book.overview(Q4, TODAY, against=campaign).change.first_seen == 1
    taken(book, replace(kept(1, LAST, lock=F), campaign=campaign))
    assert book.overview(Q4, TODAY, against=campaign).change.still_open == 1


@pytest.mark.parametrize(
    ("since", "until", "left"),
    [(LONG_AGO, THIS, 3), (LAST, THIS, 2), (LONG_AGO, LAST, 2), (LAST, LAST, 1), (THIS, THIS, 1), (LAST, LONG_AGO, 0)],
)
def test_of_an_inspector_those_count_that_lie_in_his_time(
    book: RollupDatabase, since: datetime, until: datetime, left: int
) -> None:
    others = replace(kept(4, LONG_AGO, lock=P), inspector="o" * 64)
    taken(book, *(kept(machine, began, lock=P) for machine, began in enumerate((LONG_AGO, LAST, THIS))), others)

    def verdict(inspector: str, prepared: datetime) -> tuple[int, str] | None:
        sound = inspector == "o" * 64 or since <= prepared - timedelta(minutes=9) <= until
        return None if sound else (13, "over")

    assert len(book.judge(verdict, RECEIVED)) == 3 - left
    book.settle()
    assert sum(book.overview(one, TODAY).machines for one in book.periods()) == left + 1


def _told(group: list[SeenRow], by: By) -> Iterator[KeptIrregular]:
    """Anything that hangs on all the reports of one."""
    if len(group) > 1:
        whose = Text.name(getattr(group[0], by)[-4:])
        yield KeptIrregular(
            fault="doubled_number",
            who=whose,
            sentence=Text.name(str(len(group))),
            reports=tuple(sorted(one.identity for one in group)),
        )


def _followed(book: RollupDatabase) -> list[KeptIrregular]:
    for by in _ORDERS:
        book.follow(by, partial(_told, by=by))
    return list(book.irregular())


_ORDERS: tuple[By, ...] = ("inspector", "machine_id")


def _reports() -> list[KeptReport]:
    return [
        replace(kept(machine, began, lock=F), inspector=f"{machine % 3:064x}")
        for machine in range(6)
        for began in (LONG_AGO, LAST, THIS)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_out_of_order_is_the_same_however_reports_come(url: str, seed: int, book: RollupDatabase) -> None:
    reports = _reports()
    random.Random(seed).shuffle(reports)
    for place in range(0, len(reports), 5):
        book.take_in(reports[place : place + 5], RECEIVED)
        parts = _followed(book)
    with book._writing() as connection:
        connection.execute(text("DELETE FROM followed"))
        connection.execute(text("DELETE FROM irregular"))
    assert parts == _followed(book)
    assert len(parts) == 3 + 6


def test_only_those_of_whom_reports_came_are_looked_at_again(book: RollupDatabase) -> None:
    book.take_in(_reports(), RECEIVED)
    _followed(book)
    looked: list[str] = []

    def note(group: list[SeenRow]) -> tuple[KeptIrregular, ...]:
        looked.append(group[0].machine_id)
        return ()

    book.follow("machine_id", note)
    assert looked == []
    book.take_in([kept(2, THIS + timedelta(days=1), lock=P)], RECEIVED)
    book.follow("machine_id", note)
    assert looked == [kept(2).machine_id]


def test_a_book_of_the_version_before_is_worked_out_anew(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with RollupDatabase.open(url) as book:
        taken(book, kept(1, LAST, lock=F), kept(1, THIS, lock=F))
        with book._writing() as connection:
            for table in ("quarter", "answered", "irregular", "followed"):
                connection.execute(text(f"DROP TABLE {table}"))
            connection.execute(text("DROP INDEX report_of_inspector"))
            connection.execute(text("CREATE TABLE kept_view (asked TEXT)"))
            connection.execute(text("UPDATE rollup SET version = 5"))
    with RollupDatabase.open(url) as book:
        assert book.periods() == (Q4, Q3)
        assert book.overview(Q4, TODAY).change.still_open == 1
        with book._reading() as connection:
            assert "kept_view" not in inspect(connection).get_table_names()
            names = {one["name"] for one in inspect(connection).get_indexes("report")}
            assert "report_of_inspector" in names
            assert connection.execute(text("SELECT version FROM rollup")).scalar_one() == 6
