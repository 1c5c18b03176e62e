"""What goes into the roll-up's database and what comes out of it: plain words, without a database."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from checker.model.coverage import Cause
from checker.model.finding import State
from checker.model.severity import Severity
from checker.model.text import Text

_CHINA = timezone(timedelta(hours=8))
By = Literal["inspector", "machine_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFinding:
    """`said` only where something is open or waived: what was seen. `due`: until when, where it failed. `unseen`: how
    many things were not looked at, by cause."""

    check: str
    title: Text
    state: State
    severity: Severity
    due: date | None = None
    owner: str = ""
    said: Text | None = None
    unseen: tuple[tuple[Cause, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReport:
    """A verified report, by what the roll-up asks of it. `code`: the verifier's word; `campaign`: digest or empty;
    `stated`: in order by what a person answered, with nothing read."""

    identity: str
    file: str
    code: int
    number: str
    unit: str
    department: str
    person: str
    label: str
    asset_number: str
    machine_id: str
    campaign: str
    inspector: str
    signer: str
    counter: int
    previous: str | None
    began: datetime
    prepared: datetime
    findings: tuple[KeptFinding, ...]
    stated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """How one check stands over all machines of a quarter. `states` has what occurs."""

    check: str
    title: Text
    states: Counter[State]


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentRow:
    """`to_fix`: machines with an open failure of critical or high weight; `failed`, `unknown`: findings."""

    department: str
    machines: int
    to_fix: int
    failed: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenRow:
    """`findings` that did not look at something for this cause, and how many things all of them together left."""

    cause: Cause
    findings: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Against the quarter before, in findings. Each failure of either quarter is in exactly one of them.

    new             failed now; the machine was inspected before, and this had not failed
    first_seen      failed now, on a machine that has no report of the quarter before
    fixed           failed before, now in order or no longer applying
    waived          failed before, now under an approved exception
    still_open      failed in both
    not_checkable   failed before, and now nobody knows: could not be checked, to be confirmed, no report, no such check
    """

    new: int = 0
    first_seen: int = 0
    fixed: int = 0
    waived: int = 0
    still_open: int = 0
    not_checkable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """An open failure whose deadline is over. `due`: the first deadline since it was last in order, not the newest."""

    check: str
    title: Text
    severity: Severity
    due: date
    owner: str
    department: str
    person: str
    label: str
    asset_number: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A machine behind a number. `said`: what was seen there, where something is open. `identity`: its report's."""

    label: str
    asset_number: str
    department: str
    person: str
    number: str
    identity: str
    due: date | None
    said: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One quarter at a glance; `before` is the quarter, or a campaign's digest, that it is compared with.

    `overdue`: by the newest report of each machine, of whatever quarter; the longest overdue first, and not more than
    anybody reads; `overdue_count` counts all. `not_whole`: findings that rest on incomplete coverage, whatever their
    state; `unseen` says why, the commonest cause first. `stated`: machines that are in order by what a person answered,
    with nothing read; they are not among `in_order`.
    """

    period: str
    before: str
    reports: int
    machines: int
    in_order: int
    to_fix: int
    incomplete: int
    checks: tuple[CheckRow, ...]
    departments: tuple[DepartmentRow, ...]
    change: Change
    overdue_count: int
    overdue: tuple[Overdue, ...]
    not_whole: int = 0
    stated: int = 0
    unseen: tuple[UnseenRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """What tells whether reports are in sequence."""

    identity: str
    number: str
    inspector: str
    signer: str
    counter: int
    machine_id: str
    asset_number: str
    previous: str | None
    began: datetime
    prepared: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptIrregular:
    """What is missing, doubled or out of order. `who`: a device's asset number or an inspector's name; `reports`: by
    which it shows."""

    fault: str
    who: Text
    sentence: Text
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """One finding of a report that counts, with all that copies for other programs need. `unseen`: how many things were
    not looked at, by cause; 0: nobody knows how many.
    """

    identity: str
    number: str
    unit: str
    department: str
    person: str
    label: str
    asset_number: str
    machine_id: str
    signer: str
    began: datetime
    prepared: datetime
    period: str
    check: str
    title: Text
    state: State
    severity: Severity
    due: date | None
    owner: str
    said: Text | None
    unseen: tuple[tuple[Cause, int], ...] = ()


def period_of(moment: datetime) -> str:
    """The quarter of a moment, by China's clock: ``2026Q4``."""
    local = moment.astimezone(_CHINA)
    return f"{local.year}Q{(local.month + 2) // 3}"


def before(period: str) -> str:
    """The quarter before. Raises ValueError for what is not a quarter."""
    year, _, quarter = period.partition("Q")
    if quarter not in ("1", "2", "3", "4"):
        raise ValueError(period)
    return f"{year}Q{int(quarter) - 1}" if quarter != "1" else f"{int(year) - 1}Q4"
