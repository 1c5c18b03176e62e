"""Taking reports into the roll-up: verified files on the one side, the database and the ledger on the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import msgspec

from checker.engine.conclude import Outcome as Conclusion
from checker.model.coverage import Cause
from checker.model.finding import State
from checker.model.text import Text
from checker.report.concluded import concluded_of
from checker.report.keys.signer import fingerprint
from checker.report.ledger.ledger import Entry
from checker.report.payload import CoverageRef, Report, Result
from checker.report.verify.codes import Code
from checker.report.verify.collect import collect, pieces
from checker.report.verify.verified import Measure, Verified
from checker.store.rollup.rows import KeptFinding, KeptReport

if TYPE_CHECKING:
    from checker.report.ledger.ledger import Ledger
    from checker.store.rollup.database import RollupDatabase

_BATCH = 200  # reports a transaction: two imports at once wait for each other for a fraction of a second
_DECODER = msgspec.json.Decoder(KeptReport)
_NOT_VOUCHED = Text(
    "没有计入，汇总要用信任文件夹（--trust）。{said}", "Not counted: a roll-up needs the trust folder (--trust). {said}"
)
_SILENT = (State.PASSED, State.NOT_APPLICABLE)


class Outcome(StrEnum):
    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file."""

    file: str
    code: Code
    sentence: Text
    outcome: Outcome
    notes: tuple[Text, ...]
    identity: str | None


class Intake:
    """An import under way: iterate it for one line a file, `stop` it from any thread. What is taken in stays.

    Iterating raises RollupFault or ReportRefused where the database or the ledger refuses.
    """

    def __init__(
        self,
        named: Iterable[Path],
        measure: Measure,
        book: RollupDatabase,
        ledger: Ledger | None = None,
        *,
        pages: bool = False,
        workers: int = 0,
    ) -> None:
        self._pieces = pieces(named, pages=pages)
        self._measure = measure
        self._database = book
        self._ledger = ledger
        self._workers = workers
        self._stop = Event()

    def stop(self) -> None:
        self._stop.set()

    def __iter__(self) -> Iterator[Line]:
        waiting: list[tuple[Verified, KeptReport | None]] = []
        try:
            for verified, made in collect(self._pieces, self._measure, kept, self._workers):
                waiting.append((verified, _DECODER.decode(made) if made is not None else None))
                if len(waiting) >= _BATCH:
                    yield from self._take_in(waiting)
                    waiting = []
                if self._stop.is_set():
                    break
            yield from self._take_in(waiting)
        finally:
            self._database.settle()

    def _take_in(self, waiting: list[tuple[Verified, KeptReport | None]]) -> Iterator[Line]:
        now = datetime.now(UTC).replace(microsecond=0)
        sound = [made for _, made in waiting if made is not None]
        fresh = iter(self._database.take_in(sound, now))
        if self._ledger is not None:
            self._ledger.take_in(_entry(one, now) for one in sound)
        for verified, made in waiting:
            outcome = Outcome.REFUSED if made is None else Outcome.NEW if next(fresh) else Outcome.KNOWN
            said = verified.sentence
            if made is None and not verified.code.failure:
                said = _NOT_VOUCHED.filled(said=said)
            yield Line(verified.file, verified.code, said, outcome, verified.notes, verified.identity)


def kept(verified: Verified) -> bytes | None:
    """What the roll-up keeps of a report, as JSON; None: it cannot be believed, does not belong, or nobody can tell
    whose it is, for want of a trust folder."""
    report = verified.report
    if report is None or verified.identity is None or verified.code.failure or not verified.vouched:
        return None
    made = KeptReport(
        identity=verified.identity,
        file=verified.file,
        code=int(verified.code),
        number=report.number,
        unit=report.unit.name,
        department=report.unit.department,
        person=report.people.inspected,
        label=report.device.label,
        asset_number=report.device.asset_number,
        machine_id=report.device.machine_id,
        campaign=report.campaign.sha256 if report.campaign else "",
        inspector=fingerprint(report.signer.certificate),
        signer=report.signer.name,
        counter=report.counter.number,
        previous=report.previous,
        began=report.times.began,
        prepared=report.times.prepared,
        findings=_findings(report),
        stated=concluded_of(report).outcome is Conclusion.STATED,
    )
    return msgspec.json.encode(made)


def _findings(report: Report) -> tuple[KeptFinding, ...]:
    return tuple(
        KeptFinding(
            check=one.check,
            title=one.title,
            state=one.state,
            severity=one.severity,
            due=one.due,
            owner=one.owner,
            said=None if one.state in _SILENT else one.message,
            unseen=_unseen(one),
        )
        for one in report.results
    )


def _unseen(result: Result) -> tuple[tuple[Cause, int], ...]:
    """By cause, what leaves something unknown. A report of the version before says nothing of it."""
    numbers = Counter[Cause]()
    for left in result.coverage.left if isinstance(result.coverage, CoverageRef) else ():
        if left.cause.leaves_unknown:
            numbers[left.cause] += left.number
    return tuple(sorted(numbers.items()))


def _entry(one: KeptReport, received: datetime) -> Entry:
    return Entry(
        identity=one.identity,
        inspector=one.inspector,
        number=one.counter,
        machine_id=one.machine_id,
        previous=one.previous,
        campaign=one.campaign or None,
        began=one.began,
        received=received,
    )
