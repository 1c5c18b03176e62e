"""The roll-up's numbers, in SQLite and in a real PostgreSQL: small offices whose answers are known by counting."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from checker.app.export import to_csv, to_ocsf, totals
from checker.model.coverage import Cause
from checker.model.finding import State
from checker.model.severity import Severity
from checker.model.text import Language, Text
from checker.store.rollup import overdue, tables
from checker.store.rollup.database import RollupDatabase, RollupFault, default_url
from checker.store.rollup.rows import Change, KeptFinding, KeptReport, SeenRow, before, period_of

LAST, THIS = datetime(2026, 8, 3, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC)
Q3, Q4 = "2026Q3", "2026Q4"
TODAY = date(2026, 11, 20)
RECEIVED = datetime(2026, 11, 4, tzinfo=UTC)
P, F, C, N, A, W = (
    State.PASSED,
    State.FAILED,
    State.COULD_NOT_CHECK,
    State.NEEDS_PERSON,
    State.NOT_APPLICABLE,
    State.WAIVED,
)


@pytest.fixture
def book(url: str) -> Iterator[RollupDatabase]:
    with RollupDatabase.open(url) as opened:
        yield opened


def kept(machine: int, began: datetime = THIS, department: str = "综合处", **states: State) -> KeptReport:
    """A machine's report, with these checks in these states. Failures are due two weeks after."""
    counter = int(began.timestamp()) + machine
    findings = tuple(
        KeptFinding(
            check=f"workstation.{name}",
            title=Text(f"项目 {name}", f"Item {name}"),
            state=state,
            severity=Severity.LOW if name.startswith("low") else Severity.HIGH,
            due=(began + timedelta(days=14)).date() if state is F else None,
            owner="张三" if state is F else "",
            said=Text(f"看到了 {name}。", f"Seen {name}.") if state not in (P, A) else None,
        )
        for name, state in states.items()
    )
    return KeptReport(
        identity=f"{machine:032x}{counter:032x}",
        file=f"{machine}.pdf",
        code=0,
        number=f"MJ-{counter}",
        unit="某某局",
        department=department,
        person=f"工作人员{machine}",
        label=f"WS-{machine}",
        asset_number=f"GZ-{machine}",
        machine_id=f"{machine:064x}",
        campaign="",
        inspector="i" * 64,
        signer="李四",
        counter=counter,
        previous=None,
        began=began,
        prepared=began + timedelta(minutes=9),
        findings=findings,
    )


def taken(book: RollupDatabase, *reports: KeptReport) -> RollupDatabase:
    book.take_in(reports, RECEIVED)
    book.settle()
    return book


def test_counts_by_check_and_state_and_by_department(book: RollupDatabase) -> None:
    taken(
        book,
        kept(1, lock=F, guest=P),
        kept(2, lock=F, guest=C, department="财务处"),
        kept(3, lock=P, guest=P),
        kept(4, lock=N, guest=A, department="财务处"),
    )
    view = book.overview(Q4, TODAY)
    assert (view.reports, view.machines, view.in_order, view.to_fix, view.incomplete) == (4, 4, 1, 2, 1)
    by_check = {one.check: one.states for one in view.checks}
    assert by_check["workstation.lock"] == Counter({F: 2, P: 1, N: 1})
    assert by_check["workstation.guest"] == Counter({P: 2, C: 1, A: 1})
    assert view.checks[0].title == Text("项目 lock", "Item lock")  # the most failures first
    rows = {one.department: (one.machines, one.to_fix, one.failed, one.unknown) for one in view.departments}
    assert rows == {"综合处": (2, 1, 1, 0), "财务处": (2, 1, 1, 2)}


def _unseen(report: KeptReport, **unseen: tuple[tuple[Cause, int], ...]) -> KeptReport:
    findings = tuple(replace(one, unseen=unseen.get(one.check.rpartition(".")[2], ())) for one in report.findings)
    return replace(report, findings=findings)


def test_what_was_not_looked_at_is_counted_by_cause_whatever_the_state(book: RollupDatabase) -> None:
    taken(
        book,
        _unseen(kept(1, lock=F, guest=C), lock=((Cause.DENIED, 12), (Cause.DAMAGED, 1)), guest=((Cause.DENIED, 2),)),
        _unseen(kept(2, lock=P, department="财务处"), lock=((Cause.OUT_OF_TIME, 0),)),
        kept(3, lock=P),
    )
    view = book.overview(Q4, TODAY)
    assert view.not_whole == 3
    assert [(one.cause, one.findings, one.number) for one in view.unseen] == [
        (Cause.DENIED, 2, 14),
        (Cause.DAMAGED, 1, 1),
        (Cause.OUT_OF_TIME, 1, 0),
    ]
    assert book.overview(Q4, TODAY, departments=["财务处"]).not_whole == 1


@pytest.mark.parametrize("language", list(Language))
def test_the_copies_for_other_programs_say_what_was_not_looked_at(book: RollupDatabase, language: Language) -> None:
    taken(book, _unseen(kept(1, lock=F, guest=C), lock=((Cause.DAMAGED, 1), (Cause.DENIED, 0)), guest=()))
    rows = list(book.rows(Q4))
    assert {row.check.rpartition(".")[2]: row.unseen for row in rows} == {
        "lock": ((Cause.DAMAGED, 1), (Cause.DENIED, 0)),
        "guest": (),
    }
    words = [cause.words.to(language) for cause in (Cause.DAMAGED, Cause.DENIED)]
    sheet = b"".join(to_csv(rows, language)).decode("utf-8-sig").splitlines()
    assert [all(word in line for word in words) for line in sheet[1:]] == [one.check.endswith("lock") for one in rows]
    events = [json.loads(line)["unmapped"]["not_looked_at"] for line in to_ocsf(rows, language)]
    assert [one for one in events if one] == [
        [
            {"cause": "damaged", "words": words[0], "number": 1},
            {"cause": "denied", "words": words[1], "number": None},
        ]
    ]


@pytest.mark.parametrize("state", [F, State.WAIVED])
def test_a_machine_is_not_in_order_where_something_was_not_looked_at(book: RollupDatabase, state: State) -> None:
    taken(book, _unseen(kept(1, low=state), low=((Cause.DENIED, 3),)), kept(2, low=state))
    view = book.overview(Q4, TODAY)
    assert (view.machines, view.in_order, view.to_fix, view.incomplete) == (2, 1, 0, 1)


@pytest.mark.parametrize(
    ("others", "counted"), [({}, (1, 1, 0, 0)), ({"guest": F}, (1, 0, 1, 0)), ({"guest": C}, (1, 0, 0, 1))]
)
def test_a_machine_that_was_answered_for_is_counted_apart(
    book: RollupDatabase, others: dict[str, State], counted: tuple[int, ...]
) -> None:
    taken(book, kept(1, lock=P), replace(kept(2, lock=P, **others), stated=True))
    view = book.overview(Q4, TODAY)
    assert (view.in_order, view.stated, view.to_fix, view.incomplete) == counted
    assert dict(totals(view))[Text("本人填报符合", "In order by own statement")] == view.stated


def test_a_database_of_the_version_before_is_brought_up(url: str) -> None:
    with RollupDatabase.open(url) as book:
        taken(book, kept(1, lock=P))
        with book.engine.begin() as connection:
            tables.unseen.drop(connection)
            tables.stated.drop(connection)
            connection.execute(update(tables.state_of_tables).values(version=1))
    with RollupDatabase.open(url) as again:
        assert again.overview(Q4, TODAY).machines == 1
        taken(again, _unseen(kept(2, lock=F), lock=((Cause.DENIED, 1),)))
        assert again.overview(Q4, TODAY).not_whole == 1
    with RollupDatabase.open(url) as third, third.engine.begin() as connection:
        assert connection.execute(select(tables.state_of_tables.c.version)).scalar_one() == tables.VERSION


def test_a_failure_of_low_weight_puts_no_machine_among_those_to_fix(book: RollupDatabase) -> None:
    view = taken(book, kept(1, low=F)).overview(Q4, TODAY)
    assert (view.to_fix, view.in_order) == (0, 1)
    assert view.departments[0].failed == 1


def test_a_waiver_is_counted_as_one_and_not_as_in_order_or_failed(book: RollupDatabase) -> None:
    view = taken(book, kept(1, lock=W)).overview(Q4, TODAY)
    assert view.checks[0].states == Counter({W: 1})
    assert view.departments[0].failed == 0


def test_a_report_that_found_nothing_out_is_not_in_order(book: RollupDatabase) -> None:
    view = taken(book, kept(1)).overview(Q4, TODAY)
    assert (view.machines, view.in_order, view.incomplete) == (1, 0, 1)


def test_of_a_machine_the_newest_report_of_the_quarter_counts(book: RollupDatabase) -> None:
    taken(book, kept(1, THIS + timedelta(days=9), lock=P), kept(1, lock=F))
    view = book.overview(Q4, TODAY)
    assert (view.reports, view.machines, view.to_fix) == (2, 1, 0)
    assert view.checks[0].states == Counter({P: 1})


def test_a_report_comes_in_once(book: RollupDatabase) -> None:
    one, other = kept(1, lock=F), kept(2, lock=P)
    assert book.take_in([one, one], RECEIVED) == [True, False]
    assert book.take_in([other, one], RECEIVED) == [True, False]
    book.settle()
    assert book.overview(Q4, TODAY).reports == 2


def test_against_the_quarter_before(book: RollupDatabase) -> None:
    """One machine for each way that a failure can go, and one that nobody inspected before."""
    taken(
        book,
        kept(1, LAST, lock=F), kept(1, lock=F),
        kept(2, LAST, lock=F), kept(2, lock=P),
        kept(3, LAST, lock=F), kept(3, lock=W),
        kept(4, LAST, lock=F), kept(4, lock=C),
        kept(5, LAST, lock=F),
        kept(6, LAST, lock=F), kept(6, guest=P),
        kept(7, LAST, lock=P), kept(7, lock=F),
        kept(8, LAST, lock=C), kept(8, lock=F),
        kept(9, lock=F),
        kept(10, LAST, lock=F), kept(10, lock=A),
    )  # fmt: skip
    change = book.overview(Q4, TODAY).change
    assert change == Change(new=2, first_seen=1, fixed=2, waived=1, still_open=1, not_checkable=3)


def test_against_another_quarter_or_a_campaign(book: RollupDatabase) -> None:
    spring, campaign = datetime(2026, 5, 3, tzinfo=UTC), "c" * 64
    taken(
        book,
        kept(1, spring, lock=F),
        replace(kept(2, LAST, lock=F), campaign=campaign),
        kept(1, LAST, lock=P),
        kept(1, lock=P),
        kept(2, lock=F),
    )
    assert book.overview(Q4, TODAY).change == Change(still_open=1)
    assert book.overview(Q4, TODAY, against="2026Q2").change == Change(fixed=1, first_seen=1)
    assert book.overview(Q4, TODAY, against=campaign).change == Change(still_open=1)
    assert book.overview(Q4, TODAY, against="d" * 64).change == Change(first_seen=1)


def test_of_some_departments_only(book: RollupDatabase) -> None:
    taken(
        book,
        kept(1, LAST, lock=F, department="财务处"),
        kept(1, lock=F, department="财务处"),
        kept(2, lock=F),
        kept(3, LAST, lock=F),
        kept(3, lock=P),
    )
    view = book.overview(Q4, TODAY, departments=["财务处"])
    assert (view.reports, view.machines, [one.department for one in view.departments]) == (1, 1, ["财务处"])
    assert view.change == Change(still_open=1)
    assert {one.department for one in view.overdue} == {"财务处"}
    assert {row.department for row in book.rows(Q4, ["财务处"])} == {"财务处"}
    assert book.departments(Q4) == ("综合处", "财务处")
    assert len(list(book.counted(Q4))) == 3
    assert len(list(book.counted(Q4, ["财务处"]))) == 1


def test_overdue_counts_from_the_first_deadline_since_it_was_in_order(book: RollupDatabase) -> None:
    july, august, november = (datetime(2026, month, 1, tzinfo=UTC) for month in (7, 8, 11))
    taken(
        book,
        kept(1, july, lock=F), kept(1, august, lock=C), kept(1, november, lock=F),
        kept(2, july, lock=F), kept(2, august, lock=P), kept(2, november, lock=F),
        kept(3, july, lock=F), kept(3, november, lock=P),
    )  # fmt: skip
    found = {one.asset_number: one.due for one in book.overview(Q4, TODAY).overdue}
    assert found == {"GZ-1": date(2026, 7, 15), "GZ-2": date(2026, 11, 15)}
    assert book.overview(Q4, date(2026, 11, 15)).overdue[0].due == date(2026, 7, 15)
    assert len(book.overview(Q4, date(2026, 11, 15)).overdue) == 1  # the day itself is still in time
    assert book.overview(Q4, TODAY).overdue_count == 2
    first = book.overview(Q4, TODAY).overdue[0]
    assert (first.owner, first.person, first.label, first.title.zh) == ("张三", "工作人员1", "WS-1", "项目 lock")


@pytest.mark.parametrize("limit", [1, 3, 4, 9])
def test_of_many_overdue_the_longest_are_named_and_all_are_counted(
    book: RollupDatabase, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [datetime(2026, 10, day, tzinfo=UTC) for day in (3, 1, 2, 2, 2)]
    taken(book, *(kept(number, day, lock=F) for number, day in enumerate(days)))
    every = [one.asset_number for one in book.overview(Q4, TODAY).overdue]
    assert every[0] == "GZ-1"
    assert every[-1] == "GZ-0"
    monkeypatch.setattr(overdue, "OVERDUE_LIMIT", limit)
    found = book.overview(Q4, TODAY)
    assert [one.asset_number for one in found.overdue] == every[:limit]
    assert found.overdue_count == 5


@pytest.mark.parametrize("change", ["withdrawn", "judged", "another report", "settled again"])
def test_an_overview_that_was_kept_is_told_no_longer_than_it_is_so(book: RollupDatabase, change: str) -> None:
    taken(book, replace(kept(1, lock=F), inspector="j" * 64), kept(2, lock=F))
    assert book.overview(Q4, TODAY).to_fix == book.overview(Q4, TODAY).to_fix == 2
    if change == "withdrawn":
        book.withdraw(f"MJ-{kept(1).counter}", "错报", RECEIVED)
    elif change == "judged":
        book.judge(lambda inspector, _: (12, "revoked") if inspector == "j" * 64 else None, RECEIVED)
    elif change == "another report":
        taken(book, kept(1, THIS + timedelta(days=1), lock=P))
    else:
        book.settle()
    wanted = 2 if change == "settled again" else 1
    assert book.overview(Q4, TODAY).to_fix == wanted
    assert book.overview(Q4, TODAY).overdue_count == wanted


def test_names_behind_a_number(book: RollupDatabase) -> None:
    taken(book, kept(2, lock=F), kept(1, lock=F), kept(3, lock=P))
    found = book.named(Q4, "workstation.lock", [F])
    assert [one.asset_number for one in found] == ["GZ-1", "GZ-2"]
    assert found[0].said == Text("看到了 lock。", "Seen lock.")
    assert book.named(Q4, "workstation.lock", [P])[0].said is None
    assert len(book.named(Q4, "workstation.lock", [F], limit=1)) == 1
    assert not book.named(Q4, "no.such", [F])


def test_rows_are_every_finding_that_counts(book: RollupDatabase) -> None:
    taken(book, kept(1, THIS - timedelta(days=2), lock=F), kept(1, lock=P, guest=F))
    rows = list(book.rows(Q4))
    assert {(row.check, row.state) for row in rows} == {("workstation.lock", P), ("workstation.guest", F)}
    failed = next(row for row in rows if row.state is F)
    assert (failed.due, failed.owner, failed.severity) == (date(2026, 11, 17), "张三", Severity.HIGH)
    assert failed.began == THIS


def test_what_tells_the_sequence_comes_out_as_it_went_in(book: RollupDatabase) -> None:
    one = replace(kept(1, lock=P), previous="a" * 64, campaign="c" * 64)
    taken(book, one, kept(2, lock=P))
    (row,) = book.of_campaign("c" * 64)
    assert (row.identity, row.counter, row.previous, row.began) == (one.identity, one.counter, "a" * 64, one.began)
    groups: list[list[SeenRow]] = []
    book.follow("machine_id", lambda group: groups.append(group) or ())  # type: ignore[func-returns-value]
    assert [[row.identity for row in group] for group in groups] == [[one.identity], [kept(2).identity]]
    assert book.machine_ids() == {"GZ-1": f"{1:064x}", "GZ-2": f"{2:064x}"}


def test_the_machine_of_an_asset_number_is_that_of_its_newest_report(book: RollupDatabase) -> None:
    taken(book, replace(kept(2), asset_number="GZ-1"), kept(1, LAST))
    assert book.machine_ids()["GZ-1"] == f"{2:064x}"


def test_names_with_anything_in_them_go_in_and_come_out(book: RollupDatabase) -> None:
    odd = "'; DROP TABLE report; --\\ \"𬱖\t\r\n\0喆"
    taken(book, replace(kept(1, lock=F), label=odd, department=odd))
    assert book.overview(Q4, TODAY).departments[0].department == odd.replace("\0", "")
    assert next(iter(book.rows(Q4))).label == odd.replace("\0", "")


def test_two_imports_at_once_lose_and_double_nothing(url: str) -> None:
    reports = [kept(number, lock=F if number % 3 else P, guest=P) for number in range(60)]
    parts = [reports[start : start + 10] for start in range(0, 60, 10)] * 2

    def take(part: list[KeptReport]) -> int:
        with RollupDatabase.open(url) as book:
            return sum(book.take_in(part, RECEIVED))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, parts)) == 60
    with RollupDatabase.open(url) as book:
        book.settle()
        view = book.overview(Q4, TODAY)
    assert (view.reports, view.machines, view.to_fix) == (60, 60, 40)


def test_an_empty_book_has_nothing_to_say(book: RollupDatabase) -> None:
    assert book.periods() == ()
    view = book.overview(Q4, TODAY)
    assert (view.reports, view.machines, view.checks, view.overdue, view.change) == (0, 0, (), (), Change())


def test_a_book_of_a_later_version_is_left_alone(url: str) -> None:
    with RollupDatabase.open(url) as book, book._writing() as connection:
        connection.exec_driver_sql("UPDATE rollup SET version = 99")
    with pytest.raises(RollupFault) as trouble:
        RollupDatabase.open(url)
    assert "更新的版本" in trouble.value.reason.zh


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "不是可用的数据库地址"),
        ("mysql://localhost/x", "只能用 SQLite 或 PostgreSQL"),
        ("postgresql://nobody:geheim@/x?host=/nonexistent", "汇总库不能使用"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(address: str, words: str) -> None:
    if address.startswith("postgresql"):
        pytest.importorskip("psycopg")
    with pytest.raises(RollupFault) as trouble:
        RollupDatabase.open(address)
    assert words in trouble.value.reason.zh
    assert "geheim" not in trouble.value.reason.zh + trouble.value.reason.en


def test_another_programs_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "rollup.sqlite3"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(RollupFault):
        RollupDatabase.open(default_url(tmp_path))
    assert path.read_bytes() == b"not a database at all" * 100


def test_a_damaged_database_is_a_sentence_and_no_crash(tmp_path: Path) -> None:
    with RollupDatabase.open(default_url(tmp_path)) as book:
        taken(book, *(kept(number, lock=F) for number in range(40)))
    with sqlite3.connect(tmp_path / "rollup.sqlite3") as raw:
        raw.execute("DROP TABLE finding")
    raw.close()
    with RollupDatabase.open(default_url(tmp_path)) as book:
        assert book.overview(Q4, TODAY).checks == ()  # the tables are made anew; the files remain the record


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), "2026Q4"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "2027Q1"),
        (datetime(2026, 3, 31, 16, 0, tzinfo=UTC), "2026Q2"),
    ],
)
def test_a_quarter_begins_at_midnight_in_china(moment: datetime, period: str) -> None:
    assert period_of(moment) == period


def test_the_quarter_before() -> None:
    assert [before(one) for one in ("2026Q4", "2026Q1")] == ["2026Q3", "2025Q4"]
    with pytest.raises(ValueError, match="2026"):
        before("2026")
