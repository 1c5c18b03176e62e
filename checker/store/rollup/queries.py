"""The lists that an office asks of the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, select

from checker.model.coverage import Cause
from checker.model.finding import State
from checker.model.text import Text
from checker.store.rollup import tables
from checker.store.rollup.many import A_FEW
from checker.store.rollup.rows import By, ExportRow, Named, SeenRow
from checker.store.rollup.scope import counted as not_aside
from checker.store.rollup.scope import counting, day, of, said
from checker.store.rollup.tables import SEVERITIES, STATES

_EXPORTED = (
    "identity",
    "number",
    "unit",
    "department",
    "person",
    "label",
    "asset_number",
    "machine_id",
    "signer",
    "began",
    "prepared",
    "period",
)
_SEEN = (
    "identity",
    "number",
    "inspector",
    "signer",
    "counter",
    "machine_id",
    "asset_number",
    "previous",
    "began",
    "prepared",
)

_SEEN_ROWS = select(*(tables.report.c[name] for name in _SEEN))


def periods(connection: Connection) -> tuple[str, ...]:
    """Quarters that have reports, the newest first."""
    report, quarter = tables.report, tables.quarter
    has_some = exists().where(report.c.period == quarter.c.period, not_aside(report)).correlate(quarter)
    return tuple(
        connection.execute(select(quarter.c.period).where(has_some).order_by(quarter.c.period.desc())).scalars()
    )


def named(
    connection: Connection,
    period: str,
    check: str,
    states: Iterable[State],
    *,
    departments: Collection[str] = (),
    limit: int = 1000,
) -> tuple[Named, ...]:
    """The machines that one number of the table by check stands for."""
    report, finding, sentence = tables.report, tables.finding, tables.sentence
    query = (
        select(
            report.c.label,
            report.c.asset_number,
            report.c.department,
            report.c.person,
            report.c.number,
            report.c.identity,
            finding.c.due,
            sentence.c.zh,
            sentence.c.en,
        )
        .select_from(
            finding.join(report, report.c.id == finding.c.report_id)
            .join(tables.check, tables.check.c.id == finding.c.check_id)
            .outerjoin(sentence, sentence.c.id == finding.c.sentence_id)
        )
        .where(
            tables.check.c.name == check,
            counting(report, period),
            of(report, departments),
            finding.c.state.in_([STATES.index(one) for one in states]),
        )
        .order_by(report.c.department, report.c.asset_number)
        .limit(limit)
    )
    return tuple(
        Named(
            label=label,
            asset_number=asset,
            department=department,
            person=person,
            number=number,
            identity=identity,
            due=day(due),
            said=said(zh, en),
        )
        for label, asset, department, person, number, identity, due, zh, en in connection.execute(query)
    )


def counted(connection: Connection, period: str, departments: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """The reports that count for a quarter: identity and unit, ordered by identity, a few at a time."""
    report = tables.report
    query = select(report.c.identity, report.c.unit).where(counting(report, period), of(report, departments))
    query = query.order_by(report.c.identity)
    with connection.execute(query, execution_options=A_FEW) as rows:
        yield from ((one.identity, one.unit) for one in rows)


def rows(connection: Connection, period: str, departments: Collection[str] = ()) -> Iterator[ExportRow]:
    """Every finding of a quarter's reports that count, a few at a time."""
    report, finding, sentence, check = tables.report, tables.finding, tables.sentence, tables.check
    unseen = tables.unseen
    query = (
        select(
            report.c.id,
            *(report.c[name] for name in _EXPORTED),
            check.c.name,
            check.c.title_zh,
            check.c.title_en,
            finding.c.state,
            finding.c.severity,
            finding.c.due,
            finding.c.owner,
            sentence.c.zh,
            sentence.c.en,
            unseen.c.cause,
            unseen.c.number,
        )
        .select_from(
            report.join(finding, report.c.id == finding.c.report_id)
            .join(check, check.c.id == finding.c.check_id)
            .outerjoin(sentence, sentence.c.id == finding.c.sentence_id)
            .outerjoin(unseen, and_(unseen.c.report_id == finding.c.report_id, unseen.c.check_id == finding.c.check_id))
        )
        .where(counting(report, period), of(report, departments))
        .order_by(report.c.id, check.c.id, unseen.c.cause)
    )
    with connection.execute(query, execution_options=A_FEW) as result:
        for _, group in groupby(result, lambda row: (row[0], row[1 + len(_EXPORTED)])):  # a row a cause
            lines = list(group)
            _, *head, name, zh, en, state, severity, due, owner, said_zh, said_en, _, _ = lines[0]
            given = dict(zip(_EXPORTED, head, strict=True))
            yield ExportRow(
                began=datetime.fromisoformat(given.pop("began")),
                prepared=datetime.fromisoformat(given.pop("prepared")),
                **given,
                check=name,
                title=Text(zh, en),
                state=STATES[state],
                severity=SEVERITIES[severity],
                due=day(due),
                owner=owner,
                said=said(said_zh, said_en),
                unseen=tuple((Cause(line[-2]), int(line[-1])) for line in lines if line[-2] is not None),
            )


def of_campaign(connection: Connection, campaign: str) -> Iterator[SeenRow]:
    """A campaign's reports (by its digest) that count, by what tells whether they are in sequence."""
    report = tables.report
    where = report.c.campaign == campaign, not_aside(report)
    yield from _seen(connection, _SEEN_ROWS.where(*where).order_by(report.c.id))


def in_sequence(connection: Connection, by: By, after: int = 0) -> Iterator[SeenRow]:
    """The reports of every inspector, or machine, who has one after this number: those of one together."""
    report = tables.report
    query = _SEEN_ROWS.order_by(report.c[by], report.c.id)
    if after:
        query = query.where(report.c[by].in_(select(report.c[by]).where(report.c.id > after)))
    yield from _seen(connection, query)


def _seen(connection: Connection, query: Select[Any]) -> Iterator[SeenRow]:
    with connection.execute(query, execution_options=A_FEW) as rows:
        for row in rows:
            given = dict(zip(_SEEN, row, strict=True))
            began, prepared = (datetime.fromisoformat(given.pop(name)) for name in ("began", "prepared"))
            yield SeenRow(**given, began=began, prepared=prepared)


def machine_ids(connection: Connection) -> dict[str, str]:
    """The machine behind each asset number, by its newest report."""
    report = tables.report
    query = select(report.c.asset_number, report.c.machine_id).where(report.c.asset_number != "", not_aside(report))
    return dict(connection.execute(query.order_by(report.c.began)).tuples().all())
