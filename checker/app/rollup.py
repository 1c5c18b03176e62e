"""The organisation's reports: taken in, counted, held against the time before and against what others kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from itertools import chain, islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from checker.app.refused import Refused
from checker.app.verification import by_beat, held_against
from checker.app.workspace import Workspace
from checker.model.finding import State
from checker.model.text import Language, Text

if TYPE_CHECKING:
    from checker.app.export import Attended
    from checker.app.intake import Intake, Line
    from checker.report.keys.trust import Trust
    from checker.report.ledger.campaign import Campaign
    from checker.report.ledger.ledger import Ledger
    from checker.report.ledger.sequence import Irregular, Seen
    from checker.store.rollup.database import RollupDatabase
    from checker.store.rollup.rows import By, DepartmentRow, KeptIrregular, Named, Overview, SeenRow

__all__ = [
    "Against",
    "DepartmentRow",
    "Line",
    "Named",
    "Overview",
    "Rechecked",
    "Rollup",
    "TakingIn",
    "View",
    "today",
]

CHINA = timezone(timedelta(hours=8))
_TOLD = 1000  # sentences on what is missing or out of order
_MORE = Text("还有 {n} 条类似情况。", "{n} more like these.")
_UNREAD = Text("读不到这个文件：{path}", "The file cannot be read: {path}")
_ASIDE = Text("报告 {number} 不再计入：{reason}。", "No longer counted: report {number}, {reason}.")
_WITHDRAWN = Text(
    "报告 {name} 已撤回，不再计入：{reason}。", "Withdrawn, and no longer counted: report {name}, {reason}."
)
_NO_TRUST = Text(
    "没有信任文件夹就不知道报告是谁签的，一份也不计入。现在选择信任文件夹吗？",
    "Without a trust folder nobody knows who signed a report, and none is counted. Choose the trust folder now?",
)
_RECHECKED = Text("已重新核对，{n} 份报告不再计入。", "Judged again; {n} {n:report counts|reports count} no longer.")
_NO_REASON = Text("请写明撤回的理由。", "Please say why the report is withdrawn.")
_NO_SUCH_REPORT = Text("汇总库里没有这份报告：{name}。", "There is no such report in the roll-up: {name}.")
_NOT_WITHDRAWN = Text("这份报告没有撤回：{path}。", "This report was not withdrawn: {path}.")
_STAMPED = Text("作废副本已写入：{path}。", "The copy stamped as void was written: {path}.")
_AMBIGUOUS = Text(
    "有 {n} 份报告都叫 {name}，请用报告数据摘要。", "{n} reports are called {name}; give the digest of its data."
)
_NO_COMPARISON = Text(
    "{name} 既不是季度（如 2026Q3），也不是能读到的检查任务文件。",
    "{name} is neither a quarter (2026Q3, say) nor a campaign's file that can be read.",
)


def today() -> date:
    """By China's clock, in which deadlines are meant."""
    return datetime.now(CHINA).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A quarter. `departments` has all of that quarter; `missing` what is missing or out of order, a sentence each."""

    overview: Overview
    departments: tuple[str, ...]
    missing: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """What a quarter is held against: `scope` for the database, `name` for people (None: the quarter itself)."""

    scope: str = ""
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Rechecked:
    """`aside`: a sentence for each report that counts no longer; `notes`: on the trust folder itself."""

    sentence: Text
    aside: tuple[Text, ...]
    notes: tuple[Text, ...]


class TakingIn:
    """An import under way: iterate it for its lines, some at a time. What was taken in stays."""

    def __init__(self, intake: Intake, then: Callable[[], object]) -> None:
        self._intake, self._then = intake, then

    def stop(self) -> None:
        """End between two batches: what was verified is taken in before. Called from any thread."""
        self._intake.stop()

    def __iter__(self) -> Iterator[tuple[Line, ...]]:
        yield from by_beat(self._intake, Event())
        self._then()


class Rollup:
    """The database is opened on first use and stays open until `close`. Its methods raise RollupFault.

    `url`: another database than the workspace's.
    """

    def __init__(self, workspace: Workspace, url: str | None = None) -> None:
        self._workspace, self._url = workspace, url
        self._book: RollupDatabase | None = None

    @property
    def book(self) -> RollupDatabase:
        from checker.store.rollup.database import RollupDatabase, default_url

        if self._book is None:
            self._book = RollupDatabase.open(self._url or default_url(self._workspace.folder))
        return self._book

    @property
    def begun(self) -> bool:
        """Whether there is a database to ask; one that is named is taken to be there."""
        from checker.store.rollup.database import default_file

        return self._url is not None or default_file(self._workspace.folder).exists()

    def open(self) -> None:
        """Open the database now."""
        _ = self.book

    def close(self) -> None:
        if self._book is not None:
            self._book.close()
            self._book = None

    def __enter__(self) -> Rollup:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def take_in(
        self, named: Iterable[Path], trust: Path | None, *, ledger: Ledger | None = None, pages: bool = False
    ) -> TakingIn:
        """Verify files, folders and packages, and keep what can be believed. `pages`: those of PDFs are compared, too.

        Raises:
            UntrustedFolder: the trust folder cannot be used.
        """
        from checker.app.intake import Intake

        measure = held_against(self._workspace, trust)

        def then() -> None:
            if measure.trust is not None:
                self._judge(measure.trust)  # a certificate may have been revoked since earlier reports were taken in
            self.settle()

        return TakingIn(Intake(named, measure, self.book, ledger, pages=pages), then)

    def settle(self) -> None:
        """After a change: work out what every quarter comes to and what is out of order, so that nobody waits."""
        self.book.settle()
        self._follow()

    def periods(self) -> tuple[str, ...]:
        """Quarters that have reports, the newest first."""
        return self.book.periods()

    def view(self, period: str, departments: tuple[str, ...] = (), against: Against | None = None) -> View:
        overview = self.book.overview(period, today(), against=(against or Against()).scope, departments=departments)
        return View(overview=overview, departments=self.book.departments(period), missing=self._told(period))

    @staticmethod
    def question(trust: Path | None) -> Text | None:
        """What to ask a person before reports are taken in; None: nothing."""
        return _NO_TRUST if trust is None else None

    def recheck(self, trust: Path) -> Rechecked:
        """Judge every report that is kept by the list of trust as it is now.

        A certificate that is no longer listed, or was revoked since, takes its reports with it: whoever has a stolen
        key can write any date into one.

        Raises:
            UntrustedFolder: the folder cannot be used; nothing was judged.
        """
        from checker.report.keys.trust import read_trust

        trusted = read_trust(trust, self._workspace.trust_versions)
        self._judge(trusted)
        self.settle()
        aside = tuple(self._aside())
        return Rechecked(_RECHECKED.filled(n=len(aside)), aside, trusted.notes)

    def withdraw(self, name: str, reason: str) -> Text:
        """Let a report count no longer, by its number, its digest or its file; it stays where it is. Raises Refused."""
        from checker.app import withdrawn

        if not reason.strip():
            raise Refused(_NO_REASON)
        if name.lower().endswith((".pdf", ".dsse.json")):
            name, _ = withdrawn.read(Path(name))
        found = self.book.withdraw(name, reason.strip(), _now())
        if found != 1:
            raise Refused((_NO_SUCH_REPORT if not found else _AMBIGUOUS).filled(name=Text.name(name), n=found))
        self.settle()
        return _WITHDRAWN.filled(name=Text.name(name), reason=Text.name(reason))

    def withdrawn_copy(self, report: Path, path: Path) -> Text:
        """Print a withdrawn report's file once more, with stamp, reason and day. Raises Refused, NotWritten."""
        from checker.app import withdrawn
        from checker.report.files import write

        digest, said = withdrawn.read(report)
        found = next((one for one in self.book.aside() if one.identity == digest and one.code == 0), None)
        if found is None:
            raise Refused(_NOT_WITHDRAWN.filled(path=Text.name(str(report))))
        write(path, withdrawn.stamped(digest, said, found.reason, found.at, _now()))
        return _STAMPED.filled(path=Text.name(str(path)))

    def devices(self, period: str, check: str, departments: tuple[str, ...] = ()) -> tuple[tuple[State, Named], ...]:
        """The machines of a quarter where a check failed, was not found out or waits for an answer, in that order."""
        states = (State.FAILED, State.COULD_NOT_CHECK, State.NEEDS_PERSON)
        found = partial(self.book.named, period, check, departments=departments)
        return tuple((state, one) for state in states for one in found((state,)))

    def export(
        self,
        view: Overview,
        departments: tuple[str, ...],
        kind: str,
        path: Path,
        language: Language,
        against: Text | None = None,
        attended: Attended | None = None,
    ) -> None:
        """Write a copy: "csv", "xlsx", "ndjson" (OCSF), "cef", "form" (PDF) or the form as "ofd". Raises NotWritten."""
        from checker.app.export import to_cef, to_csv, to_ocsf, to_xlsx
        from checker.report.files import write, write_parts

        now = _now()
        lines = {"csv": to_csv, "ndjson": to_ocsf, "cef": to_cef}
        if kind in lines:
            write_parts(path, lines[kind](self.book.rows(view.period, departments), language))
            return
        told = self._told(view.period)
        if kind == "xlsx":
            write_parts(path, to_xlsx(view, self.book.rows(view.period, departments), told, attended, now, language))
            return
        form = self.form(view, departments, language, against, attended, now)
        if kind == "ofd":
            from checker.report.export.ofd import About, to_ofd

            unit, _ = self._unit(view.period, departments)
            form = to_ofd(form, About(title=view.period, author=unit, made=now))
        write(path, form)

    def form(
        self,
        view: Overview,
        departments: tuple[str, ...],
        language: Language,
        against: Text | None = None,
        attended: Attended | None = None,
        now: datetime | None = None,
    ) -> bytes:
        """The printed summary, a PDF."""
        from checker.app.export import quarter, summary
        from checker.report.forms.render import render

        now = now or _now()
        unit, digest = self._unit(view.period, departments)
        name = (against or quarter(view.before)).to(language)
        told = self._told(view.period)
        return render("rollup", summary(view, unit, name, digest, now, language, attended, told), now)

    def attendance(self, campaign: Campaign) -> tuple[tuple[Seen, ...], tuple[Irregular, ...]]:
        """The campaign's reports, and what is irregular: devices that are missing or not on its roster, machines and
        asset numbers that do not fit each other, and its reports' running numbers and chains, followed through all
        reports that there are."""
        from checker.report.ledger.sequence import Seen, attendance, conflicts

        came = tuple(Seen(**_fields(one)) for one in self.book.of_campaign(campaign.manifest.sha256))
        identities = {one.identity for one in came}
        listed = campaign.details.expected
        told = attendance(listed, came) if listed else ()
        ours = tuple(one for one in self._out_of_order() if identities.intersection(one.reports))
        return came, (*told, *conflicts(came), *ours)

    def attended(self, campaign: Campaign, refused: int) -> Attended:
        """The campaign in numbers; `refused`: files that an import just refused."""
        from checker.app.export import Attended
        from checker.report.ledger.sequence import Fault

        _, irregular = self.attendance(campaign)
        expected = len(campaign.details.expected)
        missing = sum(one.fault in (Fault.MISSING_DEVICE, Fault.SWAPPED_DEVICE) for one in irregular)
        others = sum(one.fault is not Fault.MISSING_DEVICE for one in irregular)
        return Attended(
            expected=expected,
            came=expected - missing,
            missing=missing,
            refused=refused + len(self.book.aside()),
            irregular=others,
        )

    def machine_ids(self) -> dict[str, str]:
        """By asset number, of the devices that have a report."""
        return self.book.machine_ids()

    def _judge(self, trust: Trust) -> None:
        self.book.judge(partial(_judged, trust), _now())

    def _conflicts(self, period: str) -> Iterator[Text]:
        from checker.report.ledger.sequence import several_assets, several_machines

        for one in self.book.conflicts(period):
            if one.machine:
                yield several_assets(one.machine, one.assets).sentence
            else:
                yield several_machines(one.assets[0], one.machines).sentence

    def _aside(self) -> Iterator[Text]:
        for one in self.book.aside():
            yield _ASIDE.filled(number=Text.name(one.number), reason=Text.name(one.reason))

    def _told(self, period: str) -> tuple[Text, ...]:
        """What is missing or out of order, a sentence each: as many as anybody reads, and how many more there are."""
        out_of_order = (one.sentence for one in self._out_of_order())
        told = chain(self._conflicts(period), self._aside(), out_of_order)
        first = tuple(islice(told, _TOLD))
        rest = sum(1 for _ in told)
        return (*first, _MORE.filled(n=rest)) if rest else first

    def _follow(self) -> None:
        """Look at the inspectors and machines of whom reports came since the last time."""
        from checker.report.ledger import sequence

        judges: dict[By, Callable[[list[Seen]], Iterator[Irregular]]] = {
            "inspector": sequence.of_inspector,
            "machine_id": sequence.of_machine,
        }
        for by, judge in judges.items():
            self.book.follow(by, partial(_judged_rows, judge))

    def _out_of_order(self) -> Iterator[Irregular]:
        from checker.report.ledger.sequence import Fault, Irregular

        self._follow()
        for one in self.book.irregular():
            yield Irregular(Fault(one.fault), one.who, one.sentence, one.reports)

    def _unit(self, period: str, departments: tuple[str, ...]) -> tuple[str, str]:
        """The unit that most of a quarter's reports name, and one digest of them all: the root of a Merkle tree."""
        from checker.report.ledger.merkle import Tree

        units: Counter[str] = Counter()

        def identities() -> Iterator[bytes]:
            for identity, unit in self.book.counted(period, departments):
                units[unit] += 1
                yield bytes.fromhex(identity)

        root = Tree(identities()).root().hex()
        return (units.most_common(1)[0][0] if units else ""), root


def _judged(trust: Trust, inspector: str, prepared: datetime) -> tuple[int, str] | None:
    from checker.report.verify.codes import Code

    entry = trust.inspectors.get(inspector)
    if entry is None:
        return Code.UNKNOWN_SIGNER, "签名人不在信任名单中 / the signer is not on the list of trust"
    if entry.revoked is not None:
        return Code.REVOKED, "签名证书已吊销 / the certificate was revoked"
    if not entry.since <= prepared <= entry.until:
        return Code.CERTIFICATE_OVER, "不在授权期内 / outside the time of authority"
    return None


def _judged_rows(judge: Callable[[list[Seen]], Iterator[Irregular]], group: list[SeenRow]) -> Iterator[KeptIrregular]:
    from checker.report.ledger.sequence import Seen
    from checker.store.rollup.rows import KeptIrregular

    for one in judge([Seen(**_fields(row)) for row in group]):
        yield KeptIrregular(fault=one.fault, who=one.who, sentence=one.sentence, reports=one.reports)


def _fields(row: SeenRow) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in fields(row)}


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def campaign_file(named: str) -> Campaign:
    """Raises CampaignFault."""
    from checker.report.ledger.campaign import CampaignFault, read_campaign

    try:
        return read_campaign(Path(named))
    except OSError as error:
        raise CampaignFault(_UNREAD.filled(path=Text.name(named))) from error


def comparison(named: str | None) -> Against:
    """A quarter (``2026Q3``) or a campaign's file. Raises CampaignFault."""
    from checker.report.ledger.campaign import CampaignFault, read_campaign
    from checker.store.rollup.rows import before

    if not named:
        return Against()
    try:
        before(named)
        return Against(named)
    except ValueError:
        pass
    try:
        campaign = read_campaign(Path(named))
    except OSError as error:
        raise CampaignFault(_NO_COMPARISON.filled(name=Text.name(named))) from error
    return Against(campaign.manifest.sha256, Text.name(campaign.manifest.name))
