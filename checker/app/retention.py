"""How long results stay here, and which of them may go. Nothing goes by itself: a person asks, and is told what stays.

The program's own rules, as no provision names a term for a result on a computer: what lies under the HOLD protocol may
be evidence, and an inspection that is in no signed report has no other record. Reports are files of their own; they
are never touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from checker.app.workspace import Workspace
from checker.engine.cards import card, holds
from checker.engine.catalog import Catalog
from checker.knowledge.rulebook import rulebook
from checker.model.finding import State
from checker.model.inspection import Inspection
from checker.model.target import Profile
from checker.model.text import Text
from checker.store.inspections import Store

YEARS = (1, 2, 3, 5)  # terms that can be chosen; none is shorter, as quarters are compared over a year
_YEAR = timedelta(days=366)
_MOST = 100_000  # inspections that are weighed at once
_GONE = Text("已删除 {count} 份检查结果。", "{count} {count:result was|results were} deleted.")


class Stays(StrEnum):
    """Why an old result stays."""

    HELD = "held"
    UNSIGNED = "unsigned"
    NEWEST = "newest"


WHY = {
    Stays.HELD: Text(
        "{count} 份发现过疑似标密，不能删",
        "{count} {count:has|have} a suspected marking and must stay",
    ),
    Stays.UNSIGNED: Text(
        "{count} 份还没有出具签名报告，不删",
        "{count} {count:is|are} in no signed report yet and {count:stays|stay}",
    ),
    Stays.NEWEST: Text(
        "{count} 份是那台设备最新的一次，不删",
        "{count} {count:is|are} the newest of {count:its device|their devices} and {count:stays|stay}",
    ),
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """Results older than the term. `going`: ids of those that may be deleted; `stays`: how many may not, and why."""

    going: tuple[str, ...] = ()
    stays: Mapping[Stays, int] = field(default_factory=dict)


def weighed(
    found: Iterable[Inspection], signed: frozenset[str], before: datetime, held: Callable[[Inspection], bool]
) -> Weighed:
    """`found`: newest first. A daily check of a person's own is put into no report, and so none is waited for."""
    going, stays, seen = [], Counter[Stays](), set[str]()
    for one in found:
        newest = one.target.key not in seen
        seen.add(one.target.key)
        if one.began >= before:
            continue
        if held(one):
            stays[Stays.HELD] += 1
        elif one.profile is not Profile.DAILY and one.id not in signed:
            stays[Stays.UNSIGNED] += 1
        elif newest:
            stays[Stays.NEWEST] += 1
        else:
            going.append(one.id)
    return Weighed(tuple(going), stays)


class Retention:
    """Of one workspace."""

    def __init__(self, catalog: Callable[[], Catalog], workspace: Workspace) -> None:
        self._catalog, self._workspace = catalog, workspace

    def weighed(self, years: int, now: datetime | None = None) -> Weighed:
        """What of what is kept here is older. Raises SaveFailed, ReportRefused: it cannot be read."""
        from checker.report.sign.journal import turn

        store = Store(self._workspace.folder)
        try:
            found = store.everything(_MOST)
        finally:
            store.close()
        if not found:
            return Weighed()
        with turn(self._workspace.folder) as journal:
            signed = journal.signed()
        return weighed(found, signed, (now or datetime.now(UTC)) - years * _YEAR, self._held)

    def forget(self, going: Iterable[str]) -> Text:
        """Delete those; the sentence that says so. Raises SaveFailed."""
        ids = tuple(going)
        store = Store(self._workspace.folder)
        try:
            store.forget(ids)
        finally:
            store.close()
        return _GONE.filled(count=len(ids))

    def _held(self, inspection: Inspection) -> bool:
        """Whether something of it is held, or may be: an item that nobody knows any more may be such."""
        checks, rules, platform = self._catalog().checks, rulebook(), inspection.target.platform
        remedies = {}
        for finding in inspection.findings:
            known = card(finding.check_id, platform, checks, rules)
            if known is None and finding.state in (State.FAILED, State.NEEDS_PERSON, State.WAIVED):
                return True
            remedies[finding.check_id] = known.remedy if known is not None else None
        return holds(remedies, inspection.findings)
