"""What is out of order among reports, kept by inspector and machine: an import looks at those that it is of alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from checker.model.text import Text
from checker.store.rollup import queries, tables
from checker.store.rollup.many import A_FEW, put_many
from checker.store.rollup.rows import By, KeptIrregular, SeenRow

_BATCH = 1000
Judge = Callable[[list[SeenRow]], Iterable[KeptIrregular]]


def behind(connection: Connection, by: By) -> bool:
    """Whether reports came that were not followed yet."""
    report = tables.report
    top = connection.execute(select(func.coalesce(func.max(report.c.id), 0))).scalar_one()
    return int(top) > _last(connection, by)


def follow(connection: Connection, by: By, judge: Judge) -> None:
    """Judge the inspectors, or machines, that new reports are of: all the reports of one together."""
    report, irregular, followed = tables.report, tables.irregular, tables.followed
    last = _last(connection, by)
    top = connection.execute(select(func.coalesce(func.max(report.c.id), 0))).scalar_one()
    theirs = select(report.c[by]).where(report.c.id > last)
    connection.execute(delete(irregular).where(irregular.c.kind == by, irregular.c.whose.in_(theirs)))
    rows = _rows(groupby(queries.in_sequence(connection, by, last), lambda row: str(getattr(row, by))), by, judge)
    while some := list(islice(rows, _BATCH)):
        put_many(connection, irregular.name, tuple(irregular.c.keys()), some)
    if not connection.execute(update(followed).where(followed.c.kind == by).values(last_id=top)).rowcount:
        connection.execute(insert(followed).values(kind=by, last_id=top))


def found(connection: Connection) -> Iterator[KeptIrregular]:
    irregular = tables.irregular
    query = select(irregular).order_by(irregular.c.kind, irregular.c.whose, irregular.c.place)
    with connection.execute(query, execution_options=A_FEW) as rows:
        for row in rows:
            yield KeptIrregular(
                fault=row.fault,
                who=Text(row.who_zh, row.who_en),
                sentence=Text(row.zh, row.en),
                reports=tuple(json.loads(row.reports)),
            )


def _last(connection: Connection, by: By) -> int:
    followed = tables.followed
    query = select(func.coalesce(func.max(followed.c.last_id), 0)).where(followed.c.kind == by)
    return int(connection.execute(query).scalar_one())


def _rows(groups: Iterable[tuple[str, Iterator[SeenRow]]], by: By, judge: Judge) -> Iterator[tuple[Any, ...]]:
    for whose, group in groups:
        for place, one in enumerate(judge(list(group))):
            words = one.who.zh, one.who.en, one.sentence.zh, one.sentence.en
            yield (by, whose, place, one.fault, *words, json.dumps(one.reports))
