"""The deadline of each open failure: the first one since it was last in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, or_, select

from checker.store.rollup import tables
from checker.store.rollup.many import A_FEW, put_many
from checker.store.rollup.scope import FAILED, SETTLED, counted

_BATCH = 5000


def put_deadlines(connection: Connection, machines: Select[Any]) -> None:
    """Work out the deadlines of these machines again."""
    report, deadline = tables.report, tables.deadline
    theirs = select(report.c.id).where(report.c.machine_id.in_(machines))
    connection.execute(delete(deadline).where(deadline.c.report_id.in_(theirs)))
    found = _deadlines(connection, machines)
    while some := list(islice(found, _BATCH)):
        put_many(connection, deadline.name, tuple(deadline.c.keys()), some)


def _deadlines(connection: Connection, machines: Select[Any]) -> Iterator[tuple[int, int, str]]:
    last, now = tables.report.alias("last"), tables.finding.alias("now")
    then, was = tables.report.alias("then"), tables.finding.alias("was")
    query = (
        select(last.c.id, now.c.check_id, now.c.due, was.c.state, was.c.due)
        .select_from(
            last.join(now, and_(now.c.report_id == last.c.id, now.c.state == FAILED))
            .outerjoin(then, and_(then.c.machine_id == last.c.machine_id, then.c.id != last.c.id, counted(then)))
            .outerjoin(
                was,
                and_(
                    was.c.report_id == then.c.id,
                    was.c.check_id == now.c.check_id,
                    or_(was.c.state == FAILED, was.c.state.in_(SETTLED)),
                ),
            )
        )
        .where(last.c.latest, last.c.machine_id.in_(machines))
        .order_by(last.c.id, now.c.check_id, then.c.began, then.c.counter)
    )
    rows = connection.execute(query, execution_options=A_FEW)
    for (report, check), group in groupby(rows, lambda row: (row[0], row[1])):
        due = _first(group)
        if due is not None:
            yield report, check, due


def _first(rows: Iterable[Any]) -> str | None:
    """What could not be checked in between ends no run of failures."""
    now: str | None = None
    first: str | None = None
    for _, _, due_now, state, due in rows:
        now = due_now
        if state == FAILED:
            first = first or due
        elif state is not None:
            first = None
    return first or now
