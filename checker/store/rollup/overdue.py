"""Failures whose deadline is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, case, func, select

from checker.model.text import Text
from checker.store.rollup import tables
from checker.store.rollup.rows import Overdue
from checker.store.rollup.scope import of
from checker.store.rollup.tables import SEVERITIES

OVERDUE_LIMIT = 1000  # that are named; all are counted


def longest_overdue(
    connection: Connection, today: date, departments: Collection[str]
) -> tuple[int, tuple[Overdue, ...]]:
    """How many, and the longest overdue; a failure that was there before keeps the deadline it had then."""
    report, finding, check, deadline = tables.report, tables.finding, tables.check, tables.deadline
    late = deadline.c.due < today.isoformat()
    within = report.join(deadline, report.c.id == deadline.c.report_id) if departments else deadline
    count = select(func.count()).select_from(within).where(late, of(report, departments))
    # Of hundreds of thousands only those are put in order that can be among the first: the index knows the day.
    last = select(deadline.c.due).select_from(within).where(late, of(report, departments)).order_by(deadline.c.due)
    day = connection.execute(last.offset(OVERDUE_LIMIT - 1).limit(1)).scalar_one_or_none()
    named = deadline.c.due <= day if day is not None else late
    rank = case(*((finding.c.severity == place, one.rank) for place, one in enumerate(SEVERITIES)), else_=0)
    query = (
        select(
            deadline.c.due,
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
            deadline.join(report, report.c.id == deadline.c.report_id)
            .join(check, check.c.id == deadline.c.check_id)
            .join(
                finding,
                (finding.c.report_id == deadline.c.report_id) & (finding.c.check_id == deadline.c.check_id),
            )
        )
        .where(named, of(report, departments))
        .order_by(deadline.c.due, rank, report.c.department, report.c.asset_number, deadline.c.check_id)
        .limit(OVERDUE_LIMIT)
    )
    return connection.execute(count).scalar_one(), tuple(_late(*row) for row in connection.execute(query))


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
