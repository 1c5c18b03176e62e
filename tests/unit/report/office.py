"""An organisation's reports over two quarters, really signed: what the roll-up is tested with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path

from checker.model.finding import State
from checker.report.keys.trust import Trust
from checker.report.ledger.campaign import Campaign
from checker.report.payload import CampaignRef, Report
from checker.report.sign.build import worst
from tests.unit.report import pki, world
from tests.unit.report.world import Forged

CHINA = timezone(timedelta(hours=8))
LOCK, PASSWORD, UPDATES = "workstation.screen_lock", "workstation.password_age", "workstation.updates"


def quarter_begins() -> date:
    today = pki.NOW.astimezone(CHINA).date()
    return date(today.year, (today.month - 1) // 3 * 3 + 1, 1)


def last_quarter() -> timedelta:
    """How long ago the middle of the quarter before was."""
    then = datetime.combine(quarter_begins() - timedelta(days=45), time(10), CHINA)
    return timedelta(days=(world.BEGAN - then).days)


@cache
def _first() -> Report:
    return world.report(campaign=None)


def report(
    machine: int,
    counter: int,
    *,
    ago: timedelta = timedelta(),
    previous: str | None = None,
    department: str = "综合处",
    campaign: Campaign | None = None,
    states: dict[str, State] | None = None,
) -> Report:
    """A machine's report with running number `counter`; `states`: of these checks, other states than the sample's."""
    made = _first()
    changed = states or {}
    results = tuple(
        replace(
            one,
            state=changed.get(one.check, one.state),
            due=_due(one.due, changed.get(one.check), ago),
            answer=one.answer and replace(one.answer, at=one.answer.at - ago, until=one.answer.until - ago),
        )
        for one in made.results
    )
    known = {one.check: one.state for one in results}
    rules = tuple(
        replace(one, state=worst(known[check] for check in one.checks)) if one.checks else one
        for one in made.rule_results
    )
    times = made.times
    manifest = campaign.manifest if campaign else None
    return replace(
        made,
        number=f"MJ-{counter:05d}",
        campaign=CampaignRef(name=manifest.name, sha256=manifest.sha256, nonce=manifest.nonce) if manifest else None,
        unit=replace(made.unit, department=department),
        people=replace(made.people, inspected=f"工作人员{machine}"),
        device=replace(made.device, machine_id=f"{machine:064x}", asset_number=f"GZ-{machine:04d}"),
        counter=replace(made.counter, number=counter),
        previous=previous,
        times=replace(times, began=times.began - ago, ended=times.ended - ago, prepared=times.prepared - ago),
        results=results,
        rule_results=rules,
    )


def signed(made: Report, *, pdf: bool = False, name: str = "检查签名") -> Forged:
    return world.signed(made, pki.signer(name=name), pdf=pdf)


def trusted(folder: Path, *campaigns: Campaign) -> Trust:
    folder.mkdir(exist_ok=True)
    return world.trust(folder, campaigns=tuple(one.manifest for one in campaigns))


def two_quarters(folder: Path) -> list[Forged]:
    """Three machines: one put right, one still open, and one that came in only now. Written as envelopes."""
    folder.mkdir(parents=True, exist_ok=True)
    ago = last_quarter()
    fixed = signed(report(1, 1, ago=ago, states={LOCK: State.FAILED}))
    still = signed(report(2, 2, ago=ago, department="财务处"))
    made = [
        fixed,
        still,
        signed(report(1, 3, previous=fixed.identity, states={LOCK: State.PASSED})),
        signed(report(2, 4, previous=still.identity, department="财务处")),
        signed(report(3, 5, department="财务处")),
    ]
    for number, one in enumerate(made, 1):
        (folder / f"{number}.dsse.json").write_bytes(one.envelope)
    return made


def _due(due: date | None, state: State | None, ago: timedelta) -> date | None:
    if state is not None and state is not State.FAILED:
        return None
    if state is State.FAILED and due is None:
        due = pki.NOW.date() + timedelta(days=7)
    return due - ago if due else None
