"""Reports that were taken in are judged again: those that are believed no longer, or were withdrawn, count nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from checker.store.rollup import tables
from checker.store.rollup.many import A_FEW

WITHDRAWN = 0
# Of what this certificate (fingerprint) signed at this time: the verifier's code and why, None where it is believed.
Verdict = Callable[[str, datetime], tuple[int, str] | None]
_ASIDE = select(tables.aside.c.report_id, tables.aside.c.code, tables.aside.c.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    identity: str
    number: str
    code: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One machine under several asset numbers (`machine` is its id), or one number on several machines (empty)."""

    machine: str
    assets: tuple[str, ...]
    machines: int


def condemned(connection: Connection, verdict: Verdict) -> dict[int, tuple[int, str]]:
    """The reports with a verdict, by number. Who may sign may do so from one time to another: of an inspector whose
    first and last report have none, no other is looked at."""
    report = tables.report
    first, last = func.min(report.c.prepared), func.max(report.c.prepared)
    query = select(report.c.inspector, first, last).group_by(report.c.inspector)
    suspects = [
        inspector
        for inspector, *ends in connection.execute(query)
        if any(verdict(inspector, datetime.fromisoformat(end)) is not None for end in ends)
    ]
    found = {}
    for inspector in suspects:
        theirs = select(report.c.id, report.c.prepared).where(report.c.inspector == inspector)
        with connection.execute(theirs, execution_options=A_FEW) as rows:
            for number, prepared in rows:
                if (said := verdict(inspector, datetime.fromisoformat(prepared))) is not None:
                    found[number] = said
    return found


def judged(connection: Connection, found: dict[int, tuple[int, str]], at: str) -> bool:
    """Put these aside, by number with the verifier's code and why; what was put aside before and is not among them
    counts again, unless a person withdrew it. False where nothing changes by that."""
    aside = tables.aside
    known = {number: (code, why) for number, code, why in connection.execute(_ASIDE)}
    withdrawn = {number for number, (code, _) in known.items() if code == WITHDRAWN}
    if {**found, **{number: known[number] for number in withdrawn}} == known:
        return False
    connection.execute(delete(aside).where(aside.c.code != WITHDRAWN))
    rows = [
        {"report_id": number, "code": code, "reason": reason, "at": at}
        for number, (code, reason) in found.items()
        if number not in withdrawn
    ]
    if rows:
        connection.execute(insert(aside), rows)
    return True


def named(connection: Connection, name: str) -> list[int]:
    """Reports by their digest, its beginning of eight signs or more, or their number for people."""
    report = tables.report
    same = (report.c.identity == name) | (report.c.number == name)
    if len(name) >= 8:
        same = same | report.c.identity.startswith(name.lower(), autoescape=True)
    return list(connection.execute(select(report.c.id).where(same)).scalars())


def withdraw(connection: Connection, number: int, reason: str, at: str) -> None:
    aside = tables.aside
    connection.execute(delete(aside).where(aside.c.report_id == number))
    connection.execute(insert(aside).values(report_id=number, code=WITHDRAWN, reason=reason, at=at))


def put_aside(connection: Connection) -> tuple[Aside, ...]:
    report, aside = tables.report, tables.aside
    query = (
        select(report.c.identity, report.c.number, aside.c.code, aside.c.reason, aside.c.at)
        .select_from(aside.join(report, report.c.id == aside.c.report_id))
        .order_by(report.c.id)
    )
    return tuple(
        Aside(identity=identity, number=number, code=code, reason=reason, at=datetime.fromisoformat(at))
        for identity, number, code, reason, at in connection.execute(query)
    )


def conflicts(connection: Connection, period: str) -> tuple[Conflict, ...]:
    """Of a quarter's reports that count: where asset numbers and machines do not fit each other."""
    report = tables.report
    here = (
        report.c.period == period,
        report.c.asset_number != "",
        report.c.id.not_in(select(tables.aside.c.report_id)),
    )
    pairs = select(report.c.machine_id, report.c.asset_number).where(*here).distinct().subquery()
    several = (
        select(pairs.c.machine_id).group_by(pairs.c.machine_id).having(func.count() > 1).order_by(pairs.c.machine_id)
    )
    found = []
    for machine in connection.execute(several).scalars().all():
        query = select(pairs.c.asset_number).where(pairs.c.machine_id == machine).order_by(pairs.c.asset_number)
        assets = tuple(connection.execute(query).scalars())
        found.append(Conflict(machine=machine, assets=assets, machines=1))
    shared = (
        select(pairs.c.asset_number, func.count())
        .group_by(pairs.c.asset_number)
        .having(func.count() > 1)
        .order_by(pairs.c.asset_number)
    )
    for asset, machines in connection.execute(shared):
        found.append(Conflict(machine="", assets=(asset,), machines=machines))
    return tuple(found)
