"""How a quarter stands: machines, checks, departments, and what changed since another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, exists, func, or_, select

from checker.model.coverage import Cause
from checker.model.finding import State
from checker.model.text import Text
from checker.store.rollup import tables
from checker.store.rollup.rows import (
    Change,
    CheckRow,
    DepartmentRow,
    Overview,
    UnseenRow,
    before,
)
from checker.store.rollup.scope import FAILED, SETTLED, UNKNOWN, WAIVED, counted, counting, of
from checker.store.rollup.tables import SEVERITIES, STATES

_GONE = -1  # no such finding any more: the machine has no report, or its report no such check


def overview(connection: Connection, period: str, departments: Collection[str] = ()) -> Overview:
    """How a quarter stands, and against the one before; without what is overdue, which is another every day.

    `departments`: of these only.
    """
    here = (tables.report.c.period == period, counted(tables.report), of(tables.report, departments))
    query = select(func.count()).where(*here)
    totals = connection.execute(query).scalar_one()
    machines = _machines(connection, period, departments)
    checks, tally = _tally(connection, period, departments)
    not_whole, unseen = _unseen(connection, period, departments)
    return Overview(
        period=period,
        before=before(period),
        reports=totals,
        machines=sum(one.machines for one in machines.values()),
        in_order=sum(one.in_order for one in machines.values()),
        to_fix=sum(one.to_fix for one in machines.values()),
        incomplete=sum(one.incomplete for one in machines.values()),
        checks=checks,
        departments=_departments(machines, tally),
        change=change(connection, period, before(period), departments),
        overdue_count=0,
        overdue=(),
        not_whole=not_whole,
        unseen=unseen,
        stated=sum(one.stated for one in machines.values()),
    )


@dataclass
class _Machines:
    machines: int = 0
    to_fix: int = 0
    incomplete: int = 0
    stated: int = 0

    @property
    def in_order(self) -> int:
        return self.machines - self.to_fix - self.incomplete - self.stated

    def count(self, to_fix: bool, incomplete: bool, stated: bool) -> None:
        self.machines += 1
        self.to_fix += to_fix
        self.incomplete += incomplete and not to_fix
        self.stated += stated and not (to_fix or incomplete)


def _machines(connection: Connection, period: str, departments: Collection[str]) -> dict[str, _Machines]:
    """By department: how many machines came to which conclusion."""
    report, finding = tables.report, tables.finding
    must = [index for index, one in enumerate(SEVERITIES) if one.must_fix]
    worst = func.sum(case((and_(finding.c.state == FAILED, finding.c.severity.in_(must)), 1), else_=0))
    # A report without any finding says nothing, and is not in order.
    unknown = func.sum(case((or_(finding.c.state.in_(UNKNOWN), finding.c.state.is_(None)), 1), else_=0))
    # A light failure and a waiver speak of what was seen: beside something that was not, the machine is open.
    unseen = exists().where(tables.unseen.c.report_id == report.c.id).correlate(report)
    stated = exists().where(tables.stated.c.report_id == report.c.id).correlate(report)
    query = (
        select(report.c.department, worst, unknown, unseen, stated)
        .select_from(report.outerjoin(finding, finding.c.report_id == report.c.id))
        .where(counting(report, period), of(report, departments))
        .group_by(report.c.id, report.c.department)
    )
    found: dict[str, _Machines] = {}
    for department, to_fix, incomplete, not_seen, by_answers in connection.execute(query):
        found.setdefault(department, _Machines()).count(bool(to_fix), bool(incomplete or not_seen), bool(by_answers))
    return found


def _unseen(connection: Connection, period: str, departments: Collection[str]) -> tuple[int, tuple[UnseenRow, ...]]:
    """How many findings did not look at everything, and why."""
    report, unseen = tables.report, tables.unseen
    of_now = report.join(unseen, unseen.c.report_id == report.c.id)
    where = counting(report, period), of(report, departments)
    pairs = select(unseen.c.report_id, unseen.c.check_id).select_from(of_now).where(*where).distinct().subquery()
    total = connection.execute(select(func.count()).select_from(pairs)).scalar_one()
    query = select(unseen.c.cause, func.count(), func.sum(unseen.c.number)).select_from(of_now).where(*where)
    rows = [
        UnseenRow(cause=Cause(cause), findings=findings, number=int(number))
        for cause, findings, number in connection.execute(query.group_by(unseen.c.cause))
    ]
    return total, tuple(sorted(rows, key=lambda row: (-row.findings, row.cause)))


def _tally(
    connection: Connection, period: str, departments: Collection[str]
) -> tuple[tuple[CheckRow, ...], dict[str, Counter[int]]]:
    """Counts by check and state, and by department and state, in one pass over the findings."""
    report, finding = tables.report, tables.finding
    query = (
        select(report.c.department, finding.c.check_id, finding.c.state, func.count())
        .select_from(report.join(finding, finding.c.report_id == report.c.id))
        .where(counting(report, period), of(report, departments))
        .group_by(report.c.department, finding.c.check_id, finding.c.state)
    )
    by_check: dict[int, Counter[State]] = {}
    by_department: dict[str, Counter[int]] = {}
    for department, check_id, state, count in connection.execute(query):
        by_check.setdefault(check_id, Counter())[STATES[state]] += count
        by_department.setdefault(department, Counter())[state] += count
    names = connection.execute(select(tables.check)).all()
    rows = [
        CheckRow(check=one.name, title=Text(one.title_zh, one.title_en), states=by_check[one.id])
        for one in names
        if one.id in by_check
    ]
    rows.sort(key=lambda row: (-row.states[State.FAILED], row.check))
    return tuple(rows), by_department


def change(connection: Connection, period: str, earlier: str, departments: Collection[str]) -> Change:
    """Against a quarter, or a campaign by its digest. A department's are the failures that it had or has; machines are
    followed wherever they went meanwhile."""
    now, then = tables.report.alias("now"), tables.report.alias("then")
    is_now, is_then = counting(now, period), counting(then, earlier)
    here, there = tables.finding.alias("here"), tables.finding.alias("there")
    state = func.coalesce(here.c.state, _GONE)
    failed_before = (
        select(state, func.count())
        .select_from(
            then.join(there, and_(there.c.report_id == then.c.id, there.c.state == FAILED))
            .outerjoin(now, and_(is_now, now.c.machine_id == then.c.machine_id))
            .outerjoin(here, and_(here.c.report_id == now.c.id, here.c.check_id == there.c.check_id))
        )
        .where(is_then, of(then, departments))
        .group_by(state)
    )
    became = Counter(dict(connection.execute(failed_before).tuples().all()))
    was_there = case((then.c.id.is_not(None), 1), else_=0)
    state_then = func.coalesce(there.c.state, _GONE)
    failed_now = (
        select(was_there, state_then, func.count())
        .select_from(
            now.join(here, and_(here.c.report_id == now.c.id, here.c.state == FAILED))
            .outerjoin(then, and_(is_then, then.c.machine_id == now.c.machine_id))
            .outerjoin(there, and_(there.c.report_id == then.c.id, there.c.check_id == here.c.check_id))
        )
        .where(is_now, of(now, departments))
        .group_by(was_there, state_then)
    )
    new = first_seen = 0
    for inspected, state_before, count in connection.execute(failed_now):
        if not inspected:
            first_seen += count
        elif state_before != FAILED:
            new += count
    return Change(
        new=new,
        first_seen=first_seen,
        fixed=sum(became[state] for state in SETTLED if state != WAIVED),
        waived=became[WAIVED],
        still_open=became[FAILED],
        not_checkable=became[_GONE] + sum(became[state] for state in UNKNOWN),
    )


def _departments(machines: dict[str, _Machines], tally: dict[str, Counter[int]]) -> tuple[DepartmentRow, ...]:
    rows = [
        DepartmentRow(
            department=name,
            machines=one.machines,
            to_fix=one.to_fix,
            failed=tally.get(name, Counter())[FAILED],
            unknown=sum(tally.get(name, Counter())[state] for state in UNKNOWN),
        )
        for name, one in machines.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.to_fix, -row.failed, row.department)))
