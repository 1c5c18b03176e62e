"""Inspecting one computer over time: begin, stop, resume, check one again, answer. Everything is kept as it comes."""

from __future__ import annotations

import logging
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import checker
from checker.engine import witness
from checker.engine.cards import Card, card
from checker.engine.catalog import Catalog
from checker.engine.decisions import apply_decisions, asked
from checker.engine.inspect import inspect
from checker.engine.plan import Plan, asked_instead, plan
from checker.knowledge.local import local_files
from checker.knowledge.rulebook import Rulebook, product_rulebook, read, rulebook, texts
from checker.knowledge.shelf import digest as digest_of
from checker.knowledge.shelf import program_shelf, shelf
from checker.machine.machine import Machine, Source
from checker.model.answer import Answer
from checker.model.check import AnyCheck
from checker.model.finding import Finding, State
from checker.model.inspection import Consent, Inspection, Program, Provenance, Ruling
from checker.model.pace import Pace
from checker.model.policy import Policy
from checker.model.target import Platform, Profile, Target
from checker.model.text import Text
from checker.model.unreadable import Cancelled, Unreadable
from checker.model.waiver import Waiver
from checker.store.inspections import SaveFailed, Store

if TYPE_CHECKING:
    from checker.facts.content.document import Seen

log = logging.getLogger(__name__)

_WAITS = Text("还没有检查这一项", "This has not been checked yet")
_ANSWER_DAYS = 92  # a quarter: the next inspection asks again


@dataclass
class Session:
    """One target, and all that is needed to inspect it.

    `source` opens fresh doors for each inspection. `store` None: nothing can be kept, which the caller has said.
    """

    target: Target
    catalog: Catalog
    rulebook: Rulebook
    source: Callable[[], Source]
    store: Store | None = None
    policy: Policy = field(default_factory=Policy)
    waivers: tuple[Waiver, ...] = ()
    recorded_from: str | None = None
    consent: Consent | None = None  # of the phone's owner, for the inspections that begin or go on from here
    cache: Path | None = None  # of files that were looked at before; None: all are looked at anew
    program: Callable[[], Program | None] = lambda: None  # which copy inspects, asked as an inspection begins
    rulings: tuple[Ruling, ...] = ()  # the files that policy, waivers and decisions were read from
    by_questions: bool = False  # the target cannot be read: every check asks a person instead
    papers: list[Seen] | None = None  # pictures that a person is asked about; None: nobody at a screen looks
    sheet: str = ""  # in whose words (`checker.knowledge.phone_sheet`)

    def plan(self, profile: Profile) -> Plan:
        """What an inspection in that situation consists of."""
        catalog, rules = self.catalog, self.rulebook.rules
        planned = plan(self.target, profile, self.policy, catalog.checks.values(), rules, catalog.refused)
        return asked_instead(planned, self.sheet) if self.by_questions else planned

    def card(self, check_id: str) -> Card | None:
        """What is said of a check here, of a rule's question and of an uncovered rule too; None: an unknown id."""
        return card(check_id, self.target.platform, self.catalog.checks, self.rulebook)

    def start(self, profile: Profile) -> Inspecting:
        """Begin a new inspection."""
        planned = self.plan(profile)
        inspection = Inspection(
            id=str(uuid.uuid4()),
            target=self.target,
            profile=profile,
            began=datetime.now(UTC),
            tool_version=checker.__version__,
            rules_sha256=knowledge_digest(),
            policy_version=self.policy.unit.version,
            origins=self.catalog.origins(),
            findings=(*(_not_run(check, self.target) for check in planned.checks), *planned.uncovered),
            recorded_from=self.recorded_from,
            consent=self.consent,
            rulings=self.rulings,
            one_run=self.policy.reports.one_run,
        )
        return Inspecting(self, inspection, planned.checks, fresh=True)

    def resume(self, inspection: Inspection) -> Inspecting:
        """Go on with an interrupted inspection: only what has no final finding yet is checked.

        One that was begun with other rules, another policy or another copy of the program begins anew: what those
        called in order need not have been looked at in full. So does one that lies in the future of this computer's
        clock: it would end before it began.
        """
        begun = inspection.rules_sha256, inspection.policy_version, inspection.tool_version
        same = begun == (knowledge_digest(), self.policy.unit.version, checker.__version__)
        mine = inspection.program is None or inspection.program == self.program()
        if not (same and mine and inspection.rulings == self.rulings) or inspection.began > datetime.now(UTC):
            return self.start(inspection.profile)
        done = {finding.check_id for finding in inspection.findings if finding.state.final}
        rest = [check for check in self.plan(inspection.profile).checks if check.id not in done]
        return Inspecting(self, replace(inspection, consent=self.consent), rest)

    def check_again(self, inspection: Inspection, check_ids: Iterable[str]) -> Inspecting:
        """Make some checks of an inspection anew; the rest of its findings stand."""
        wanted = set(check_ids)
        checks = [check for check in self.plan(inspection.profile).checks if check.id in wanted]
        return Inspecting(self, replace(inspection, consent=self.consent), checks)

    def answer(self, inspection: Inspection, finding: Finding, yes: bool, who: str, note: str = "") -> Inspection:
        """Settle a question, and keep the answer for as long as it holds.

        Raises:
            ValueError: the finding asks nothing, or nobody is named.
            SaveFailed: the answer could not be kept; nothing changed.
        """
        if finding.state is not State.NEEDS_PERSON or not who.strip():
            raise ValueError("an answer needs a question and a name")
        now = datetime.now(UTC)
        until = now.date() + timedelta(days=self._days(finding.check_id))
        question = asked(finding)
        answer = Answer(finding.check_id, finding.target_key, question, yes, who.strip(), now, until, note.strip())
        settled = self._decided(finding, [answer], self.today())
        if self.store is not None:
            self.store.answer(answer)
            self.store.keep(inspection.id, [settled])
        return witness.carried(inspection, with_finding(inspection, settled))

    def last(self) -> Inspection | None:
        """The newest complete inspection of this target, people's decisions applied as of today."""
        return self._today(self.store.last(self.target.key)) if self.store else None

    def unfinished(self) -> Inspection | None:
        """The newest inspection of this target, where it was interrupted."""
        return self._today(self.store.unfinished(self.target.key)) if self.store else None

    def finished(self, most: int) -> tuple[Inspection, ...]:
        """The newest complete inspections of this target, at most so many, as they stood."""
        return self.store.finished(self.target.key, most) if self.store else ()

    def everything(self, most: int) -> tuple[Inspection, ...]:
        """As above, of whatever target."""
        return self.store.everything(most) if self.store else ()

    def settled(self, finding: Finding, today: date) -> Finding:
        """A finding after the answers and waivers that hold today. Where everything is asked, an answer holds for the
        inspection that it was given in: otherwise a phone would be in order that nobody has looked at since."""
        answers = self.store.answers(self.target.key) if self.store and not self.by_questions else ()
        return self._decided(finding, answers, today)

    def _today(self, inspection: Inspection | None) -> Inspection | None:
        """A waiver that lapsed since no longer covers: the finding stands as it was seen."""
        if inspection is None:
            return None
        today = self.today()
        findings = tuple(self._lapsed(finding, today) for finding in inspection.findings)
        return witness.carried(inspection, replace(inspection, findings=findings))

    def today(self) -> date:
        """By this computer's clock, and never before the last day that anything was kept here: a waiver that lapsed
        does not hold again because somebody set the clock back."""
        now = datetime.now(UTC)
        latest = self.store.latest() if self.store is not None else None
        return max(now, latest or now).date()

    def _lapsed(self, finding: Finding, today: date) -> Finding:
        if finding.waiver is None or finding.beneath is None:
            return finding
        bare = replace(finding, state=finding.beneath, waiver=None, beneath=None)
        return self._decided(bare, (), today)

    def _decided(self, finding: Finding, answers: Iterable[Answer], today: date) -> Finding:
        known = self.card(finding.check_id)
        # A suspected marking is reported, never excused: nobody in the unit may decide that it is none of that.
        held = known is not None and known.remedy is not None and known.remedy.hold
        waivers = () if held else self.waivers
        return apply_decisions(finding, known.formerly if known else (), answers, waivers, today)

    def _days(self, check_id: str) -> int:
        if self.by_questions:
            return 0
        rule = self.rulebook.rules.get(check_id.partition(".")[2])
        return rule.question.days if rule is not None and rule.question is not None else _ANSWER_DAYS


class Inspecting:
    """An inspection under way: iterate it for findings (running, then final), `stop` it from any thread.

    `inspection` is what is known at any time. `unsaved` says why results could not be kept, once that happened: the
    inspection goes on all the same.
    """

    def __init__(
        self, session: Session, inspection: Inspection, checks: Sequence[AnyCheck], *, fresh: bool = False
    ) -> None:
        self.inspection = inspection
        self.checks = tuple(checks)
        self.unsaved: Text | None = None
        self._session = session
        self._fresh = fresh
        self._came = Provenance.ONE_RUN if fresh else witness.provenance(inspection)
        self._stop = Event()
        self._begun = steady()
        self._behind = False  # whether the store lacks something
        self._machine: Machine | None = None

    def stop(self) -> None:
        """End after what is under way is abandoned, within a fraction of a second. What is done is kept."""
        self._stop.set()

    @property
    def pace(self) -> Pace | None:
        """How far a long search within the check under way is; None: there is none. From any thread."""
        return self._machine.pace if self._machine is not None else None

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()

    def __iter__(self) -> Iterator[Finding]:
        with ThreadPoolExecutor(1) as beside:
            # Some hundred megabytes are digested, while the computer is asked.
            yield from self._inspected(beside.submit(self._session.program))

    def _inspected(self, program: Future[Program | None]) -> Iterator[Finding]:
        session = self._session
        self._begun = steady()
        if self._fresh:
            self._keep(lambda store: store.begin(self.inspection))
            yield from (finding for finding in self.inspection.findings if finding.state.final)
        machine = self._machine = Machine(session.source(), self._stop)
        machine.cache, machine.papers = session.cache, session.papers
        self._say_scope(machine)
        story = inspect(
            session.target, machine, self.checks, session.catalog.readers, session.policy, self.inspection.profile
        )
        for finding in story:
            if finding.state.final:
                settled = self._settled(finding)
                self.inspection = with_finding(self.inspection, settled)
                self._keep(partial(_keep_one, self.inspection.id, settled))
                yield settled
            else:
                yield finding
        if not self.stopped:
            self._end(program)
            self._witness()
            return
        self._witness()
        if self.inspection.consent is not None:
            withdrawn = replace(self.inspection.consent, withdrawn_at=datetime.now(UTC))
            self.inspection = replace(self.inspection, consent=withdrawn)
            self._keep(lambda store: store.end(self.inspection))

    def _witness(self) -> None:
        if self._came is not Provenance.UNSEALED:
            witness.note(self.inspection, self._came)

    def _say_scope(self, machine: Machine) -> None:
        """Put at the top whom and which places it is about, where the target is a computer."""
        from checker.probes.content.computer import scope  # a phone and a medium need none of it

        target = self.inspection.target
        if self._session.by_questions or target.platform not in (Platform.LINUX, Platform.WINDOWS):
            return
        with suppress(Unreadable, Cancelled):
            self.inspection = replace(self.inspection, scope=scope(machine))
            self._keep(lambda store: store.end(self.inspection))

    def _settled(self, finding: Finding) -> Finding:
        try:
            return self._session.settled(finding, self._session.today())
        except SaveFailed as failure:  # answers cannot be read: the question stands
            self.unsaved = failure.reason
            return finding

    def _end(self, program: Future[Program | None]) -> None:
        if all(finding.state.final for finding in self.inspection.findings):
            ended = datetime.now(UTC)
            elapsed = steady() - self._begun if self._fresh else None
            self.inspection = replace(self.inspection, ended=ended, elapsed=elapsed, program=_known(program))
            self._keep(lambda store: store.end(self.inspection))

    def _keep(self, write: Callable[[Store], None]) -> None:
        """Write, or, where an earlier write was refused, all that there is: a disk may have room again, and what is
        kept must not lack the one finding that it had no room for.
        """
        if self._session.store is None:
            return
        try:
            if self._behind:
                self._session.store.begin(self.inspection)
                self.unsaved = None
            else:
                write(self._session.store)
            self._behind = False
        except SaveFailed as failure:
            log.warning("not kept: %s", failure)
            self.unsaved, self._behind = failure.reason, True


def _known(program: Future[Program | None]) -> Program | None:
    try:
        return program.result()
    except OSError:  # a file that went away in that moment: the report says that its program is not known
        log.warning("the program's own digest could not be taken", exc_info=True)
        return None


def steady() -> float:
    """Seconds by a clock that nobody can set and that goes on while the computer sleeps."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()  # Windows counts sleep here


def _not_run(check: AnyCheck, target: Target) -> Finding:
    return Finding(check.id, target.key, State.NOT_RUN, check.severity, _WAITS)


def _keep_one(inspection_id: str, finding: Finding, store: Store) -> None:
    store.keep(inspection_id, [finding])


def with_finding(inspection: Inspection, finding: Finding) -> Inspection:
    """The inspection with that finding in the place of its check's earlier one, or at the end."""
    findings = list(inspection.findings)
    for index, earlier in enumerate(findings):
        if earlier.check_id == finding.check_id:
            findings[index] = finding
            break
    else:
        findings.append(finding)
    return replace(inspection, findings=tuple(findings))


def knowledge_digest() -> str:
    """sha256 (hex) over the rule cards and vendor tables that judge here, by name and content: those that came with the
    program, and the unit's own where it has any."""
    digest = digest_of(shelf().files.items())
    for file in local_files():
        digest.update(file.id.encode() + b"\0" + (file.content or b"") + b"\0")
    return digest.hexdigest()


def known_rulebooks() -> Mapping[str, Rulebook]:
    """The rules that this computer knows, by the digest that reports name: as the program came, as an update has them,
    and with the unit's own."""
    own = program_shelf()
    return {
        own.sha256: product_rulebook() if own is shelf() else read(texts(own)),
        shelf().sha256: product_rulebook(),
        knowledge_digest(): rulebook(),
    }
