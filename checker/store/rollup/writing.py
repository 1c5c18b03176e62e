"""Reports into the tables: each once, and of each machine the one that counts."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, or_, select, update

from checker.model.text import Text
from checker.store.rollup import tables, views
from checker.store.rollup.deadlines import put_deadlines
from checker.store.rollup.many import put_many
from checker.store.rollup.rows import KeptFinding, KeptReport, period_of
from checker.store.rollup.scope import counted, newest
from checker.store.rollup.tables import SEVERITIES, STATES


def known(connection: Connection, identities: list[str]) -> set[str]:
    query = select(tables.report.c.identity).where(tables.report.c.identity.in_(identities))
    return set(connection.execute(query).scalars())


def put(
    connection: Connection, reports: list[KeptReport], received: datetime, checks: dict[str, int]
) -> dict[str, int]:
    """Add reports that are not there yet. `checks`: numbers of checks by name, as far as they are known; all that are
    known afterwards are returned.
    """
    last = connection.execute(select(func.coalesce(func.max(tables.report.c.id), 0))).scalar_one()
    checks = _checks(connection, reports, checks)
    _put_sentences(connection, reports)
    heads, rows, unseen = [], [], []
    for number, one in enumerate(reports, last + 1):
        heads.append(_head(number, one, received))
        rows += [_row(number, finding, checks) for finding in one.findings]
        unseen += [
            (number, checks[finding.check], cause.value, count)
            for finding in one.findings
            for cause, count in finding.unseen
        ]
    connection.execute(insert(tables.report), heads)
    put_many(connection, tables.finding.name, tuple(tables.finding.c.keys()), rows)
    put_many(connection, tables.unseen.name, tuple(tables.unseen.c.keys()), unseen)
    stated = [(number,) for number, one in enumerate(reports, last + 1) if one.stated]
    put_many(connection, tables.stated.name, tuple(tables.stated.c.keys()), stated)
    views.changed(connection, {period_of(one.began) for one in reports})
    return checks


def _checks(connection: Connection, reports: list[KeptReport], checks: dict[str, int]) -> dict[str, int]:
    titles = {finding.check: finding.title for one in reports for finding in one.findings}
    if titles.keys() <= checks.keys():
        return checks
    known = dict(connection.execute(select(tables.check.c.name, tables.check.c.id)).tuples().all())
    missing = sorted(titles.keys() - known.keys())
    for number, name in enumerate(missing, max(known.values(), default=0) + 1):
        known[name] = number
        words = {"title_zh": titles[name].zh, "title_en": titles[name].en}
        connection.execute(insert(tables.check).values(id=number, name=name, **words))
    return known


def _put_sentences(connection: Connection, reports: list[KeptReport]) -> None:
    said = {_number(one.said): one.said for kept in reports for one in kept.findings if one.said is not None}
    wanted = list(said)
    for first in range(0, len(wanted), 500):
        part = wanted[first : first + 500]
        query = select(tables.sentence.c.id).where(tables.sentence.c.id.in_(part))
        for number in connection.execute(query).scalars():
            del said[number]
    rows = [{"id": number, "zh": text.zh, "en": text.en} for number, text in said.items()]
    if rows:
        connection.execute(insert(tables.sentence), rows)


def _row(number: int, one: KeptFinding, checks: dict[str, int]) -> tuple[Any, ...]:
    said = _number(one.said) if one.said is not None else None
    due = one.due.isoformat() if one.due else None
    return (
        number,
        checks[one.check],
        STATES.index(one.state),
        SEVERITIES.index(one.severity),
        due,
        one.owner,
        said,
    )


def settle(connection: Connection) -> bool:
    """Count what came since the last time: the machines that it is of, and no others. Whether anything came."""
    report, settled = tables.report, tables.settled
    last = connection.execute(select(func.coalesce(func.max(settled.c.last_id), 0))).scalar_one()
    top = connection.execute(select(func.coalesce(func.max(report.c.id), 0))).scalar_one()
    if top == last:
        return False
    count_newest(connection, select(report.c.machine_id).where(report.c.id > last))
    connection.execute(update(settled).values(last_id=top))
    return True


def begin_again(connection: Connection) -> None:
    """What a version before had worked out is worked out anew; it had no index that this one has."""
    for table in tables.metadata.sorted_tables:
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    connection.exec_driver_sql("DROP TABLE IF EXISTS kept_view")
    count_newest(connection, select(tables.report.c.machine_id))
    views.changed(connection, connection.execute(select(tables.report.c.period).distinct()).scalars().all())


def count_newest(connection: Connection, machines: Select[Any]) -> None:
    """Of each of these machines, the newest report of a quarter is the one that counts."""
    report = tables.report
    ours = report.c.machine_id.in_(machines)
    which = counted(report), ours
    of_quarter = select(report.c.id, newest(report.c.machine_id, report.c.period)).where(*which).subquery()
    of_all = select(report.c.id, newest(report.c.machine_id)).where(*which).subquery()
    current = report.c.id.in_(select(of_quarter.c.id).where(of_quarter.c.place == 1))
    latest = report.c.id.in_(select(of_all.c.id).where(of_all.c.place == 1))
    # Only rows that change are written: an import of a few among a hundred thousand touches a few.
    differs = or_(report.c.current != current, report.c.latest != latest)
    periods = connection.execute(select(report.c.period).where(ours, report.c.current != current).distinct())
    views.changed(connection, periods.scalars().all())
    connection.execute(update(report).where(ours, differs).values(current=current, latest=latest))
    put_deadlines(connection, machines)


def _head(number: int, one: KeptReport, received: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "identity": one.identity,
        "file": _plain(one.file),
        "code": one.code,
        "number": _plain(one.number),
        "unit": _plain(one.unit),
        "department": _plain(one.department),
        "person": _plain(one.person),
        "label": _plain(one.label),
        "asset_number": _plain(one.asset_number),
        "machine_id": one.machine_id,
        "campaign": one.campaign,
        "inspector": one.inspector,
        "signer": _plain(one.signer),
        "counter": one.counter,
        "previous": one.previous,
        "began": _moment(one.began),
        "prepared": _moment(one.prepared),
        "received": _moment(received),
        "period": period_of(one.began),
        "current": False,
        "latest": False,
    }


def _plain(words: str) -> str:
    """PostgreSQL takes no NUL in a text, and no database half a surrogate pair, which a file's name may have."""
    return words.replace("\0", "").encode("utf-8", "replace").decode()


def _number(said: Text) -> int:
    digest = hashlib.sha256(f"{said.zh}\0{said.en}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat()
