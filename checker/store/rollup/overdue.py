"""Failures whose deadline is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, and_, or_, select

from checker.model.text import Text
from checker.store.rollup import tables
from checker.store.rollup.rows import (
    Overdue,
)
from checker.store.rollup.scope import FAILED, SETTLED, of
from checker.store.rollup.tables import SEVERITIES

OVERDUE_LIMIT = 1000  # that are named; all are counted
_RANKS = tuple(one.rank for one in SEVERITIES)


def longest_overdue(
    connection: Connection, today: date, departments: Collection[str]
) -> tuple[int, tuple[Overdue, ...]]:
    """How many, and the longest overdue; a failure that was there before keeps the deadline it had then."""
    report, finding, check = tables.report, tables.finding, tables.check
    query = (
        select(
            report.c.machine_id,
            finding.c.check_id,
            finding.c.due,
            check.c.name,
            check.c.title_zh,
            check.c.title_en,
            finding.c.severity,
            finding.c.owner,
            report.c.department,
            report.c.person,
            report.c.label,
            report.c.asset_number,
            report.c.number,
        )
        .select_from(
            finding.join(report, report.c.id == finding.c.report_id).join(check, check.c.id == finding.c.check_id)
        )
        .where(report.c.latest, finding.c.state == FAILED, of(report, departments))
    )
    earlier = _earlier_deadlines(connection)
    day = today.isoformat()
    late = []
    for row in connection.execute(query):
        machine, check_id, due, *rest = row
        due = earlier.get((machine, check_id)) or due
        if due is not None and due < day:
            late.append((due, *rest))
    late.sort(key=lambda row: (row[0], _RANKS[row[4]], row[6], row[9]))
    return len(late), tuple(_late(*row) for row in late[:OVERDUE_LIMIT])


def _earlier_deadlines(connection: Connection) -> dict[tuple[str, int], str]:
    """By machine and check, of what fails now: the first deadline since it was last in order.

    What could not be checked in between ends no run of failures.
    """
    last, now = tables.report.alias("last"), tables.finding.alias("now")
    then, was = tables.report.alias("then"), tables.finding.alias("was")
    query = (
        select(last.c.machine_id, now.c.check_id, was.c.state, was.c.due)
        .select_from(
            now.join(last, and_(last.c.id == now.c.report_id, last.c.latest))
            .join(then, and_(then.c.machine_id == last.c.machine_id, then.c.id != last.c.id))
            .join(was, and_(was.c.report_id == then.c.id, was.c.check_id == now.c.check_id))
        )
        .where(now.c.state == FAILED, or_(was.c.state == FAILED, was.c.state.in_(SETTLED)))
        .order_by(last.c.machine_id, now.c.check_id, then.c.began, then.c.counter)
    )
    first: dict[tuple[str, int], str] = {}
    for machine, check_id, state, due in connection.execute(query):
        if state != FAILED:
            first.pop((machine, check_id), None)
        elif due is not None:
            first.setdefault((machine, check_id), due)
    return first


def _late(due: str, name: str, zh: str, en: str, severity: int, *rest: str) -> Overdue:
    owner, department, person, label, asset, number = rest
    return Overdue(
        check=name,
        title=Text(zh, en),
        severity=SEVERITIES[severity],
        due=date.fromisoformat(due),
        owner=owner,
        department=department,
        person=person,
        label=label,
        asset_number=asset,
        number=number,
    )
