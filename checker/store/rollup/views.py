"""Overviews that were worked out already: a quarter of a large organisation is read through once a change."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from checker.store.rollup import tables
from checker.store.rollup.rows import Overview


def asked(period: str, against: str, departments: Collection[str]) -> str:
    return json.dumps([period, against, sorted(departments)], ensure_ascii=False)


def generation(connection: Connection) -> int:
    query = select(func.coalesce(func.max(tables.settled.c.generation), 0))
    return int(connection.execute(query).scalar_one())


def kept(connection: Connection, question: str) -> Overview | None:
    view = tables.kept_view
    query = select(view.c.content).where(view.c.asked == question, view.c.generation == generation(connection))
    content = connection.execute(query).scalar_one_or_none()
    if content is None:
        return None
    try:
        return msgspec.json.decode(content, type=Overview, dec_hook=_counter)
    except msgspec.ValidationError:  # of another version of this program
        return None


def keep(connection: Connection, question: str, worked_out_at: int, found: Overview) -> None:
    """`worked_out_at`: the generation that was counted; where another has come meanwhile, nobody will be told this."""
    view = tables.kept_view
    connection.execute(delete(view).where((view.c.asked == question) | (view.c.generation != generation(connection))))
    content = msgspec.json.encode(found).decode()
    connection.execute(insert(view).values(asked=question, generation=worked_out_at, content=content))


def _counter(kind: type, value: object) -> object:
    from typing import get_args, get_origin

    if get_origin(kind) is Counter:
        return Counter(msgspec.convert(value, dict[get_args(kind)[0], int]))  # type: ignore[misc]
    raise NotImplementedError(kind)
