"""Answers that were worked out already: a quarter of a large organisation is read through once a change of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from checker.store.rollup import tables

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a quarter, which `earlier` (a quarter, or a campaign's digest) is held against."""

    what: str
    period: str
    earlier: str


def asked(what: str, period: str, earlier: str, departments: Collection[str] = ()) -> Asked:
    return Asked(json.dumps([what, period, earlier, sorted(departments)], ensure_ascii=False), period, earlier)


def changed(connection: Connection, periods: Iterable[str]) -> None:
    """From now on what was worked out of these quarters is worth nothing."""
    quarter, settled = tables.quarter, tables.settled
    if not connection.execute(update(settled).values(generation=settled.c.generation + 1)).rowcount:
        connection.execute(insert(settled).values(last_id=0, generation=1))
    for period in periods:
        risen = update(quarter).where(quarter.c.period == period).values(generation=quarter.c.generation + 1)
        if not connection.execute(risen).rowcount:
            connection.execute(insert(quarter).values(period=period, generation=1))


def generation(connection: Connection, question: Asked) -> int:
    """A number that rises with every change of what the answer rests on."""
    quarter, settled = tables.quarter, tables.settled
    theirs = select(func.coalesce(func.sum(quarter.c.generation), 0)).where(
        quarter.c.period.in_((question.period, question.earlier))
    )
    found = int(connection.execute(theirs).scalar_one())
    if _is_quarter(question.earlier):
        return found
    every = select(func.coalesce(func.max(settled.c.generation), 0))  # a campaign's reports are of any quarter
    return found + int(connection.execute(every).scalar_one())


def kept(connection: Connection, question: Asked, kind: type[Answer]) -> Answer | None:
    answered = tables.answered
    now = generation(connection, question)
    query = select(answered.c.content).where(answered.c.asked == question.what, answered.c.generation == now)
    content = connection.execute(query).scalar_one_or_none()
    if content is None:
        return None
    try:
        return msgspec.json.decode(content, type=kind, dec_hook=_counter)
    except msgspec.ValidationError:  # of another version of this program
        return None


def keep(connection: Connection, question: Asked, worked_out_at: int, found: Any) -> None:
    """`worked_out_at`: the generation that was counted; where another has come meanwhile, nobody will be told this."""
    answered = tables.answered
    connection.execute(delete(answered).where(or_(answered.c.asked == question.what, _outlived(connection, question))))
    content = msgspec.json.encode(found).decode()
    row = {"asked": question.what, "period": question.period, "earlier": question.earlier}
    connection.execute(insert(answered).values(**row, generation=worked_out_at, content=content))


def _outlived(connection: Connection, question: Asked) -> ColumnElement[bool]:
    answered = tables.answered
    same = answered.c.period == question.period, answered.c.earlier == question.earlier
    return and_(*same, answered.c.generation != generation(connection, question))


def _is_quarter(scope: str) -> bool:
    return len(scope) == 6 and scope[4] == "Q"


def _counter(kind: type, value: object) -> object:
    from typing import get_args, get_origin

    if get_origin(kind) is Counter:
        return Counter(msgspec.convert(value, dict[get_args(kind)[0], int]))  # type: ignore[misc]
    raise NotImplementedError(kind)
