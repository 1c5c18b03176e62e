"""The organisation's reports in one database: taken in once each, and asked for what an office wants to know.

It is an index: the signed files remain the record. SQLite in a file by default, PostgreSQL by URL. Nothing here reads
or trusts a report file; who fills it has verified what it fills in.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    and_,
    case,
    create_engine,
    event,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from checker.machine import keeping
from checker.model.coverage import Cause
from checker.model.error import UserError
from checker.model.finding import State
from checker.model.severity import Severity
from checker.model.text import Text
from checker.store.rollup import tables
from checker.store.rollup.rows import (
    Change,
    CheckRow,
    DepartmentRow,
    ExportRow,
    KeptFinding,
    KeptReport,
    Named,
    Overdue,
    Overview,
    SeenRow,
    UnseenRow,
    before,
    period_of,
)
from checker.store.wal import write_ahead

STATES = tuple(State)  # a state is kept as its place here, so the order is part of the tables' version
SEVERITIES = tuple(Severity)
OVERDUE_LIMIT = 1000  # that are named; all are counted
_RANKS = tuple(one.rank for one in SEVERITIES)
_FAILED, _WAIVED = STATES.index(State.FAILED), STATES.index(State.WAIVED)
_UNKNOWN = tuple(STATES.index(one) for one in (State.COULD_NOT_CHECK, State.NEEDS_PERSON, State.NOT_RUN, State.RUNNING))
_SETTLED = tuple(STATES.index(one) for one in (State.PASSED, State.NOT_APPLICABLE, State.WAIVED))
_LOCK = 0x6D696A69616E  # PostgreSQL's name for whose turn it is to write: any number, always the same
_WAIT = 60.0  # seconds that one writer waits for another
_GONE = -1  # no such finding any more: the machine has no report, or its report no such check


class RollupFault(UserError):
    """The database cannot be used."""


def default_file(folder: Path) -> Path:
    """The file of the database that is used where none is named."""
    return folder / "rollup.sqlite3"


def default_url(folder: Path) -> str:
    return f"sqlite:///{default_file(folder).as_posix()}"


@dataclass
class RollupDatabase:
    """The reports of an organisation. Every method raises RollupFault where the database refuses."""

    engine: Engine
    _checks: dict[str, int] = field(default_factory=dict)

    @classmethod
    def open(cls, url: str) -> RollupDatabase:
        """Open a database, and make its tables where they are not there yet.

        Raises:
            RollupFault: not a usable address, no such database, or one that a later version made.
        """
        engine = _engine(url)
        book = cls(engine)
        try:
            with book._writing() as connection:
                tables.metadata.create_all(connection)
                versions = connection.execute(select(tables.state_of_tables.c.version)).scalars().all()
                if not versions:
                    connection.execute(insert(tables.state_of_tables).values(version=tables.VERSION))
                elif max(versions) < tables.VERSION:
                    connection.execute(update(tables.state_of_tables).values(version=tables.VERSION))
        except RollupFault:
            engine.dispose()
            raise
        if any(version > tables.VERSION for version in versions):
            engine.dispose()
            raise RollupFault(_NEWER)
        return book

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> RollupDatabase:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def take_in(self, reports: Sequence[KeptReport], received: datetime) -> list[bool]:
        """Add reports, whole or not at all. For each: whether it was new; one that is known changes nothing."""
        with self._writing() as connection:
            known = self._known(connection, [one.identity for one in reports])
            fresh = []
            for one in reports:
                fresh.append(one.identity not in known)
                known.add(one.identity)
            new = [one for one, is_new in zip(reports, fresh, strict=True) if is_new]
            if new:
                self._put(connection, new, received)
        return fresh

    def settle(self) -> None:
        """After an import: of each machine, the newest report of a quarter is the one that counts."""
        report = tables.report
        of_quarter = select(report.c.id, _newest(report.c.machine_id, report.c.period)).subquery()
        of_all = select(report.c.id, _newest(report.c.machine_id)).subquery()
        current = report.c.id.in_(select(of_quarter.c.id).where(of_quarter.c.place == 1))
        latest = report.c.id.in_(select(of_all.c.id).where(of_all.c.place == 1))
        with self._writing() as connection:
            connection.execute(update(report).values(current=current, latest=latest))
        with self._reading() as connection, connection.begin():
            connection.exec_driver_sql("ANALYZE")

    def periods(self) -> tuple[str, ...]:
        """Quarters that have reports, the newest first."""
        query = select(tables.report.c.period).distinct().order_by(tables.report.c.period.desc())
        with self._reading() as connection:
            return tuple(connection.execute(query).scalars())

    def overview(self, period: str, today: date, *, against: str = "", departments: Collection[str] = ()) -> Overview:
        """How a quarter stands, and against what was before it.

        `against`: a quarter, or the digest of a campaign; empty, the quarter before. `departments`: of these only.
        """
        earlier = against or before(period)
        with self._reading() as connection:
            query = select(func.count()).where(tables.report.c.period == period, _of(tables.report, departments))
            totals = connection.execute(query).scalar_one()
            machines = self._machines(connection, period, departments)
            checks, tally = self._tally(connection, period, departments)
            count, overdue = self._overdue(connection, today, departments)
            not_whole, unseen = self._unseen(connection, period, departments)
            return Overview(
                period=period,
                before=earlier,
                reports=totals,
                machines=sum(one.machines for one in machines.values()),
                in_order=sum(one.in_order for one in machines.values()),
                to_fix=sum(one.to_fix for one in machines.values()),
                incomplete=sum(one.incomplete for one in machines.values()),
                checks=checks,
                departments=_departments(machines, tally),
                change=self._change(connection, period, earlier, departments),
                overdue_count=count,
                overdue=overdue,
                not_whole=not_whole,
                unseen=unseen,
            )

    def departments(self, period: str) -> tuple[str, ...]:
        """Departments that have a report in a quarter, by name."""
        query = select(tables.report.c.department).where(_counting(tables.report, period)).distinct()
        with self._reading() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def named(
        self,
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
                _counting(report, period),
                _of(report, departments),
                finding.c.state.in_([STATES.index(one) for one in states]),
            )
            .order_by(report.c.department, report.c.asset_number)
            .limit(limit)
        )
        with self._reading() as connection:
            return tuple(
                Named(
                    label=label,
                    asset_number=asset,
                    department=department,
                    person=person,
                    number=number,
                    due=_day(due),
                    said=_said(zh, en),
                )
                for label, asset, department, person, number, due, zh, en in connection.execute(query)
            )

    def counted(self, period: str, departments: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
        """The reports that count for a quarter: identity and unit, ordered by identity."""
        report = tables.report
        query = select(report.c.identity, report.c.unit).where(_counting(report, period), _of(report, departments))
        with self._reading() as connection:
            return tuple((one.identity, one.unit) for one in connection.execute(query.order_by(report.c.identity)))

    def rows(self, period: str, departments: Collection[str] = ()) -> Iterator[ExportRow]:
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
                .outerjoin(
                    unseen,
                    and_(unseen.c.report_id == finding.c.report_id, unseen.c.check_id == finding.c.check_id),
                )
            )
            .where(_counting(report, period), _of(report, departments))
            .order_by(report.c.id, check.c.id, unseen.c.cause)
        )
        with (
            self._reading() as connection,
            connection.execution_options(stream_results=True, yield_per=2000).execute(query) as result,
        ):
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
                    due=_day(due),
                    owner=owner,
                    said=_said(said_zh, said_en),
                    unseen=tuple((Cause(line[-2]), int(line[-1])) for line in lines if line[-2] is not None),
                )

    def seen(self, campaign: str | None = None) -> tuple[SeenRow, ...]:
        """All reports, or a campaign's (by its digest), by what tells whether they are in sequence."""
        query = select(*(tables.report.c[name] for name in _SEEN)).order_by(tables.report.c.id)
        if campaign is not None:
            query = query.where(tables.report.c.campaign == campaign)
        with self._reading() as connection:
            rows = [dict(zip(_SEEN, row, strict=True)) for row in connection.execute(query)]
        return tuple(
            SeenRow(
                **{
                    **row,
                    "began": datetime.fromisoformat(row["began"]),
                    "prepared": datetime.fromisoformat(row["prepared"]),
                }
            )
            for row in rows
        )

    def machine_ids(self) -> dict[str, str]:
        """The machine behind each asset number, by its newest report."""
        report = tables.report
        query = select(report.c.asset_number, report.c.machine_id).where(report.c.asset_number != "")
        with self._reading() as connection:
            return dict(connection.execute(query.order_by(report.c.began)).tuples().all())

    # --- taking in ---

    def _known(self, connection: Connection, identities: list[str]) -> set[str]:
        query = select(tables.report.c.identity).where(tables.report.c.identity.in_(identities))
        return set(connection.execute(query).scalars())

    def _put(self, connection: Connection, reports: list[KeptReport], received: datetime) -> None:
        last = connection.execute(select(func.coalesce(func.max(tables.report.c.id), 0))).scalar_one()
        self._put_checks(connection, reports)
        self._put_sentences(connection, reports)
        heads, rows, unseen = [], [], []
        for number, one in enumerate(reports, last + 1):
            heads.append(_head(number, one, received))
            rows += [self._row(number, finding) for finding in one.findings]
            unseen += [
                (number, self._checks[finding.check], cause.value, count)
                for finding in one.findings
                for cause, count in finding.unseen
            ]
        connection.execute(insert(tables.report), heads)
        _put_many(connection, tables.finding.name, tuple(tables.finding.c.keys()), rows)
        _put_many(connection, tables.unseen.name, tuple(tables.unseen.c.keys()), unseen)

    def _put_checks(self, connection: Connection, reports: list[KeptReport]) -> None:
        titles = {finding.check: finding.title for one in reports for finding in one.findings}
        if titles.keys() <= self._checks.keys():
            return
        known = dict(connection.execute(select(tables.check.c.name, tables.check.c.id)).tuples().all())
        missing = sorted(titles.keys() - known.keys())
        for number, name in enumerate(missing, max(known.values(), default=0) + 1):
            known[name] = number
            words = {"title_zh": titles[name].zh, "title_en": titles[name].en}
            connection.execute(insert(tables.check).values(id=number, name=name, **words))
        self._checks = known

    def _put_sentences(self, connection: Connection, reports: list[KeptReport]) -> None:
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

    def _row(self, number: int, one: KeptFinding) -> tuple[Any, ...]:
        said = _number(one.said) if one.said is not None else None
        due = one.due.isoformat() if one.due else None
        return (
            number,
            self._checks[one.check],
            STATES.index(one.state),
            SEVERITIES.index(one.severity),
            due,
            one.owner,
            said,
        )

    # --- asking ---

    def _machines(self, connection: Connection, period: str, departments: Collection[str]) -> dict[str, _Machines]:
        """By department: how many machines came to which conclusion."""
        report, finding = tables.report, tables.finding
        must = [index for index, one in enumerate(SEVERITIES) if one.must_fix]
        worst = func.sum(case((and_(finding.c.state == _FAILED, finding.c.severity.in_(must)), 1), else_=0))
        # A report without any finding says nothing, and is not in order.
        unknown = func.sum(case((or_(finding.c.state.in_(_UNKNOWN), finding.c.state.is_(None)), 1), else_=0))
        # A light failure and a waiver speak of what was seen: beside something that was not, the machine is open.
        unseen = exists().where(tables.unseen.c.report_id == report.c.id).correlate(report)
        query = (
            select(report.c.department, worst, unknown, unseen)
            .select_from(report.outerjoin(finding, finding.c.report_id == report.c.id))
            .where(_counting(report, period), _of(report, departments))
            .group_by(report.c.id, report.c.department)
        )
        found: dict[str, _Machines] = {}
        for department, to_fix, incomplete, not_seen in connection.execute(query):
            found.setdefault(department, _Machines()).count(bool(to_fix), bool(incomplete or not_seen))
        return found

    def _unseen(
        self, connection: Connection, period: str, departments: Collection[str]
    ) -> tuple[int, tuple[UnseenRow, ...]]:
        """How many findings did not look at everything, and why."""
        report, unseen = tables.report, tables.unseen
        of_now = report.join(unseen, unseen.c.report_id == report.c.id)
        where = _counting(report, period), _of(report, departments)
        pairs = select(unseen.c.report_id, unseen.c.check_id).select_from(of_now).where(*where).distinct().subquery()
        total = connection.execute(select(func.count()).select_from(pairs)).scalar_one()
        query = select(unseen.c.cause, func.count(), func.sum(unseen.c.number)).select_from(of_now).where(*where)
        rows = [
            UnseenRow(cause=Cause(cause), findings=findings, number=int(number))
            for cause, findings, number in connection.execute(query.group_by(unseen.c.cause))
        ]
        return total, tuple(sorted(rows, key=lambda row: (-row.findings, row.cause)))

    def _tally(
        self, connection: Connection, period: str, departments: Collection[str]
    ) -> tuple[tuple[CheckRow, ...], dict[str, Counter[int]]]:
        """Counts by check and state, and by department and state, in one pass over the findings."""
        report, finding = tables.report, tables.finding
        query = (
            select(report.c.department, finding.c.check_id, finding.c.state, func.count())
            .select_from(report.join(finding, finding.c.report_id == report.c.id))
            .where(_counting(report, period), _of(report, departments))
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

    def _change(self, connection: Connection, period: str, earlier: str, departments: Collection[str]) -> Change:
        """A department's are the failures that it had or has; machines are followed wherever they went meanwhile."""
        now, then = tables.report.alias("now"), tables.report.alias("then")
        is_now, is_then = _counting(now, period), _counting(then, earlier)
        here, there = tables.finding.alias("here"), tables.finding.alias("there")
        state = func.coalesce(here.c.state, _GONE)
        failed_before = (
            select(state, func.count())
            .select_from(
                then.join(there, and_(there.c.report_id == then.c.id, there.c.state == _FAILED))
                .outerjoin(now, and_(is_now, now.c.machine_id == then.c.machine_id))
                .outerjoin(here, and_(here.c.report_id == now.c.id, here.c.check_id == there.c.check_id))
            )
            .where(is_then, _of(then, departments))
            .group_by(state)
        )
        became = Counter(dict(connection.execute(failed_before).tuples().all()))
        was_there = case((then.c.id.is_not(None), 1), else_=0)
        state_then = func.coalesce(there.c.state, _GONE)
        failed_now = (
            select(was_there, state_then, func.count())
            .select_from(
                now.join(here, and_(here.c.report_id == now.c.id, here.c.state == _FAILED))
                .outerjoin(then, and_(is_then, then.c.machine_id == now.c.machine_id))
                .outerjoin(there, and_(there.c.report_id == then.c.id, there.c.check_id == here.c.check_id))
            )
            .where(is_now, _of(now, departments))
            .group_by(was_there, state_then)
        )
        new = first_seen = 0
        for inspected, state_before, count in connection.execute(failed_now):
            if not inspected:
                first_seen += count
            elif state_before != _FAILED:
                new += count
        return Change(
            new=new,
            first_seen=first_seen,
            fixed=sum(became[state] for state in _SETTLED if state != _WAIVED),
            waived=became[_WAIVED],
            still_open=became[_FAILED],
            not_checkable=became[_GONE] + sum(became[state] for state in _UNKNOWN),
        )

    def _overdue(
        self, connection: Connection, today: date, departments: Collection[str]
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
            .where(report.c.latest, finding.c.state == _FAILED, _of(report, departments))
        )
        earlier = self._earlier_deadlines(connection)
        day = today.isoformat()
        late = []
        for row in connection.execute(query):
            machine, check_id, due, *rest = row
            due = earlier.get((machine, check_id)) or due
            if due is not None and due < day:
                late.append((due, *rest))
        late.sort(key=lambda row: (row[0], _RANKS[row[4]], row[6], row[9]))
        return len(late), tuple(_late(*row) for row in late[:OVERDUE_LIMIT])

    def _earlier_deadlines(self, connection: Connection) -> dict[tuple[str, int], str]:
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
            .where(now.c.state == _FAILED, or_(was.c.state == _FAILED, was.c.state.in_(_SETTLED)))
            .order_by(last.c.machine_id, now.c.check_id, then.c.began, then.c.counter)
        )
        first: dict[tuple[str, int], str] = {}
        for machine, check_id, state, due in connection.execute(query):
            if state != _FAILED:
                first.pop((machine, check_id), None)
            elif due is not None:
                first.setdefault((machine, check_id), due)
        return first

    # --- the database ---

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that waits for whoever is writing."""
        with self._reading() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
                yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise RollupFault(_UNUSABLE.filled(place=_place(self.engine), why=_why(error))) from error


@dataclass
class _Machines:
    machines: int = 0
    to_fix: int = 0
    incomplete: int = 0

    @property
    def in_order(self) -> int:
        return self.machines - self.to_fix - self.incomplete

    def count(self, to_fix: bool, incomplete: bool) -> None:
        self.machines += 1
        self.to_fix += to_fix
        self.incomplete += incomplete and not to_fix


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


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
        if address.get_backend_name() == "postgresql" and address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        if address.get_backend_name() not in ("sqlite", "postgresql"):
            raise RollupFault(_OTHER_KIND)
        if address.get_backend_name() == "sqlite":
            if address.database and address.database != ":memory:":
                keeping.database(Path(address.database))
            engine = create_engine(address, connect_args={"timeout": _WAIT})
            event.listen(engine, "connect", _sqlite_settings)
            event.listen(engine, "begin", _begin)
            return engine
        return create_engine(address)
    except (ArgumentError, ValueError) as error:
        raise RollupFault(_BAD_URL) from error
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise RollupFault(_NO_DRIVER) from error
    except OSError as error:
        raise RollupFault(_UNUSABLE.filled(place=Text.name(url), why=Text.name(str(error)))) from error


def _counting(report: FromClause, scope: str) -> ColumnElement[bool]:
    """The reports that count for a quarter, or for a campaign (by its digest): each machine's newest."""
    if not _is_digest(scope):
        return and_(report.c.period == scope, report.c.current)
    every = tables.report
    newest = select(every.c.id, _newest(every.c.machine_id)).where(every.c.campaign == scope).subquery()
    return report.c.id.in_(select(newest.c.id).where(newest.c.place == 1))


def _of(report: FromClause, departments: Collection[str]) -> ColumnElement[bool]:
    return report.c.department.in_(tuple(departments)) if departments else true()


def _is_digest(scope: str) -> bool:
    return len(scope) == 64


def _newest(*group: ColumnElement[str]) -> ColumnElement[int]:
    """1 for the newest report of each group."""
    report = tables.report
    newest = (report.c.began.desc(), report.c.counter.desc(), report.c.id.desc())
    return func.row_number().over(partition_by=group, order_by=newest).label("place")


def _sqlite_settings(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver's own guesses at transactions would split ours
    write_ahead(connection, _WAIT)
    for pragma in ("synchronous = NORMAL", "temp_store = MEMORY", "cache_size = -32000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # SQLite cannot make a reader a writer while another writes; who will write says so from the start.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _put_many(connection: Connection, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Hundreds of thousands of short rows, by the quickest way that each database has."""
    if not rows:
        return
    names = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", rows)
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


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
    """PostgreSQL takes no NUL in a text, and nothing of ours has one to say."""
    return words.replace("\0", "")


def _number(said: Text) -> int:
    digest = hashlib.sha256(f"{said.zh}\0{said.en}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> 1


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


def _departments(machines: dict[str, _Machines], tally: dict[str, Counter[int]]) -> tuple[DepartmentRow, ...]:
    rows = [
        DepartmentRow(
            department=name,
            machines=one.machines,
            to_fix=one.to_fix,
            failed=tally.get(name, Counter())[_FAILED],
            unknown=sum(tally.get(name, Counter())[state] for state in _UNKNOWN),
        )
        for name, one in machines.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.to_fix, -row.failed, row.department)))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat()


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _said(zh: str | None, en: str | None) -> Text | None:
    return Text(zh, en or "") if zh is not None else None


def _place(engine: Engine) -> Text:
    return Text.name(engine.url.render_as_string(hide_password=True))


def _why(error: SQLAlchemyError) -> Text:
    cause = getattr(error, "orig", None) or error
    return Text.name(str(cause).splitlines()[0] if str(cause) else type(cause).__name__)


_UNUSABLE = Text("汇总库不能使用：{place}（{why}）。", "The roll-up database cannot be used: {place} ({why}).")
_NEWER = Text(
    "汇总库来自更新的版本，请升级本程序。", "The roll-up database is of a newer version; please update this program."
)
_BAD_URL = Text("不是可用的数据库地址。", "Not a usable database address.")
_OTHER_KIND = Text("汇总库只能用 SQLite 或 PostgreSQL。", "The roll-up is kept in SQLite or PostgreSQL only.")
_NO_DRIVER = Text(
    "没有安装 PostgreSQL 的连接组件（psycopg）。", "The driver for PostgreSQL (psycopg) is not installed."
)
