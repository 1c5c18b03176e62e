"""Which reports and findings a question is about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, FromClause, and_, func, select, true

from checker.model.finding import State
from checker.model.text import Text
from checker.store.rollup import tables
from checker.store.rollup.tables import STATES

FAILED, WAIVED = STATES.index(State.FAILED), STATES.index(State.WAIVED)
UNKNOWN = tuple(STATES.index(one) for one in (State.COULD_NOT_CHECK, State.NEEDS_PERSON, State.NOT_RUN, State.RUNNING))
SETTLED = tuple(STATES.index(one) for one in (State.PASSED, State.NOT_APPLICABLE, State.WAIVED))


def counting(report: FromClause, scope: str) -> ColumnElement[bool]:
    """The reports that count for a quarter, or for a campaign (by its digest): each machine's newest."""
    if not _is_digest(scope):
        return and_(report.c.period == scope, report.c.current)
    every = tables.report
    of_it = every.c.campaign == scope, counted(every)
    last = select(every.c.id, newest(every.c.machine_id)).where(*of_it).subquery()
    return report.c.id.in_(select(last.c.id).where(last.c.place == 1))


def counted(report: FromClause) -> ColumnElement[bool]:
    """Not put aside."""
    return report.c.id.not_in(select(tables.aside.c.report_id))


def of(report: FromClause, departments: Collection[str]) -> ColumnElement[bool]:
    return report.c.department.in_(tuple(departments)) if departments else true()


def _is_digest(scope: str) -> bool:
    return len(scope) == 64


def newest(*group: ColumnElement[str]) -> ColumnElement[int]:
    """1 for the newest report of each group."""
    report = tables.report
    newest = (report.c.began.desc(), report.c.counter.desc(), report.c.id.desc())
    return func.row_number().over(partition_by=group, order_by=newest).label("place")


def day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def said(zh: str | None, en: str | None) -> Text | None:
    return Text(zh, en or "") if zh is not None else None
