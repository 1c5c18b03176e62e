"""The organisation's reports in one database: taken in once each, and asked for what an office wants to know.

It is an index: the signed files remain the record. SQLite in a file by default, PostgreSQL by URL. Nothing here reads
or trusts a report file; who fills it has verified what it fills in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from checker.machine import keeping
from checker.model.error import UserError
from checker.model.finding import State
from checker.model.text import Text
from checker.store.rollup import following, judging, overview, queries, tables, views, writing
from checker.store.rollup.overdue import longest_overdue
from checker.store.rollup.rows import By, Change, ExportRow, KeptIrregular, KeptReport, Named, Overview, SeenRow, before
from checker.store.wal import write_ahead

_LOCK = 0x6D696A69616E  # PostgreSQL's name for whose turn it is to write: any number, always the same
Answer = TypeVar("Answer")
_WAIT = 60.0  # seconds that one writer waits for another
_UNUSABLE = Text("汇总库不能使用：{place}（{why}）。", "The roll-up database cannot be used: {place} ({why}).")
_NEWER = Text(
    "汇总库来自更新的版本，请升级本程序。", "The roll-up database is of a newer version; please update this program."
)
_BAD_URL = Text("不是可用的数据库地址。", "Not a usable database address.")
_OTHER_KIND = Text("汇总库只能用 SQLite 或 PostgreSQL。", "The roll-up is kept in SQLite or PostgreSQL only.")
_NO_DRIVER = Text(
    "打包的程序不带 PostgreSQL 的连接组件（psycopg）；汇总到 PostgreSQL 请用源码版（./mijian）。",
    "The packed program has no driver for PostgreSQL (psycopg); roll up into PostgreSQL from a clone (./mijian).",
)


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
                whole = tables.metadata.tables.keys() <= set(inspect(connection).get_table_names())
                tables.metadata.create_all(connection)
                versions = connection.execute(select(tables.state_of_tables.c.version)).scalars().all()
                if not versions:
                    connection.execute(insert(tables.state_of_tables).values(version=tables.VERSION))
                elif max(versions) < tables.VERSION:
                    connection.execute(update(tables.state_of_tables).values(version=tables.VERSION))
                if versions and not whole:  # of a version before, or damaged: what was worked out is so again
                    writing.begin_again(connection)
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
            known = writing.known(connection, [one.identity for one in reports])
            fresh = []
            for one in reports:
                fresh.append(one.identity not in known)
                known.add(one.identity)
            new = [one for one, is_new in zip(reports, fresh, strict=True) if is_new]
            if new:
                self._checks = writing.put(connection, new, received, self._checks)
        return fresh

    def settle(self) -> None:
        """After an import: of each machine, the newest report of a quarter is the one that counts. Quarters that came
        to differ by that are worked out, so that who asks next does not wait."""
        with self._writing() as connection:
            came = writing.settle(connection)
        if came:
            with self._reading() as connection, connection.begin():
                connection.exec_driver_sql("ANALYZE")
        for period in self.periods():
            self._overview(period, ())
            self.conflicts(period)

    def periods(self) -> tuple[str, ...]:
        """Quarters that have reports, the newest first."""
        with self._reading() as connection:
            return queries.periods(connection)

    def overview(self, period: str, today: date, *, against: str = "", departments: Collection[str] = ()) -> Overview:
        """How a quarter stands, and against what was before it.

        `against`: a quarter, or the digest of a campaign; empty, the quarter before. `departments`: of these only.
        """
        found = self._overview(period, departments)
        if against and against != found.before:
            question = views.asked("change", period, against, departments)
            change = self._answer(question, Change, lambda one: overview.change(one, period, against, departments))
            found = replace(found, before=against, change=change)
        with self._reading() as connection:
            count, late = longest_overdue(connection, today, departments)
        return replace(found, overdue_count=count, overdue=late)

    def _overview(self, period: str, departments: Collection[str]) -> Overview:
        question = views.asked("overview", period, before(period), departments)
        return self._answer(question, Overview, lambda one: overview.overview(one, period, departments))

    def _answer(self, question: views.Asked, kind: type[Answer], work_out: Callable[[Connection], Answer]) -> Answer:
        """As it was worked out since the last change, or worked out and kept."""
        with self._reading() as connection:
            found = views.kept(connection, question, kind)
            if found is not None:
                return found
            generation = views.generation(connection, question)
            found = work_out(connection)
        with self._writing() as connection:
            views.keep(connection, question, generation, found)
        return found

    def departments(self, period: str) -> tuple[str, ...]:
        """Departments that have a report in a quarter, by name."""
        return tuple(sorted(one.department for one in self._overview(period, ()).departments))

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
        with self._reading() as connection:
            return queries.named(connection, period, check, states, departments=departments, limit=limit)

    def counted(self, period: str, departments: Collection[str] = ()) -> Iterator[tuple[str, str]]:
        """The reports that count for a quarter: identity and unit, ordered by identity, a few at a time."""
        with self._reading() as connection:
            yield from queries.counted(connection, period, departments)

    def rows(self, period: str, departments: Collection[str] = ()) -> Iterator[ExportRow]:
        """Every finding of a quarter's reports that count, a few at a time."""
        with self._reading() as connection:
            yield from queries.rows(connection, period, departments)

    def of_campaign(self, campaign: str) -> tuple[SeenRow, ...]:
        """A campaign's reports (by its digest) that count, by what tells whether they are in sequence."""
        with self._reading() as connection:
            return tuple(queries.of_campaign(connection, campaign))

    def follow(self, by: By, judge: following.Judge) -> None:
        """Judge whether reports are in sequence, those of one inspector or machine together: of whom new ones came."""
        with self._reading() as connection:
            behind = following.behind(connection, by)
        if behind:
            with self._writing() as connection:
                following.follow(connection, by, judge)

    def irregular(self) -> Iterator[KeptIrregular]:
        """What is out of order among the reports that were followed, a few at a time."""
        with self._reading() as connection:
            yield from following.found(connection)

    def judge(self, verdict: judging.Verdict, at: datetime) -> tuple[judging.Aside, ...]:
        """Judge all reports again; those with a verdict are put aside. What is aside."""
        with self._writing() as connection:
            found = judging.condemned(connection, verdict)
            if judging.judged(connection, found, at.isoformat()):
                writing.count_newest(connection, select(tables.report.c.machine_id))
                views.changed(connection, connection.execute(select(tables.quarter.c.period)).scalars().all())
            return judging.put_aside(connection)

    def withdraw(self, name: str, reason: str, at: datetime) -> int:
        """Put one report aside for good, by its digest or number; how many have that name: only one is."""
        with self._writing() as connection:
            found = judging.named(connection, name)
            if len(found) == 1:
                judging.withdraw(connection, found[0], reason, at.isoformat())
                theirs = select(tables.report.c.machine_id).where(tables.report.c.id == found[0])
                writing.count_newest(connection, theirs)
                its = select(tables.report.c.period).where(tables.report.c.id == found[0])
                views.changed(connection, connection.execute(its).scalars().all())
            return len(found)

    def aside(self) -> tuple[judging.Aside, ...]:
        """Reports that are kept and count nowhere."""
        with self._reading() as connection:
            return judging.put_aside(connection)

    def conflicts(self, period: str) -> tuple[judging.Conflict, ...]:
        """Machines under several asset numbers, and asset numbers on several machines."""
        question = views.asked("conflicts", period, period)
        kind = tuple[judging.Conflict, ...]
        return self._answer(question, kind, lambda one: judging.conflicts(one, period))

    def machine_ids(self) -> dict[str, str]:
        """The machine behind each asset number, by its newest report."""
        with self._reading() as connection:
            return queries.machine_ids(connection)

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
        except (SQLAlchemyError, OverflowError, UnicodeError) as error:  # the driver's own, of a value it cannot hold
            raise RollupFault(_UNUSABLE.filled(place=_place(self.engine), why=_why(error))) from error


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


def _sqlite_settings(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver's own guesses at transactions would split ours
    write_ahead(connection, _WAIT)
    # What a million reports are sorted by goes to a file of SQLite's own, which has no name: memory stays what it is.
    for pragma in ("synchronous = NORMAL", "temp_store = FILE", "cache_size = -32000", "analysis_limit = 1000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # SQLite cannot make a reader a writer while another writes; who will write says so from the start.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _place(engine: Engine) -> Text:
    return Text.name(engine.url.render_as_string(hide_password=True))


def _why(error: Exception) -> Text:
    cause = getattr(error, "orig", None) or error
    return Text.name(str(cause).splitlines()[0] if str(cause) else type(cause).__name__)
