"""An inspection of one target: what is asked for, the session that does it, and all that a screen does with one."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app import own_files, targets, update
from checker.app.elevated import with_administrator
from checker.app.refused import Refused, Why
from checker.app.targets import Asking, Chosen
from checker.app.workspace import Workspace
from checker.engine.cards import Card
from checker.engine.catalog import Catalog
from checker.engine.plan import Plan
from checker.engine.seals import Seals
from checker.knowledge.rulebook import rulebook
from checker.machine import refusals
from checker.machine.keeping import exposed
from checker.machine.live import live_machine
from checker.machine.machine import Source
from checker.machine.recording import Recorder, Replay
from checker.model.finding import Finding, State
from checker.model.inspection import Consent, Inspection, Ruling, RulingKind
from checker.model.policy import Policy
from checker.model.target import Platform, Profile, Target
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.model.waiver import Waiver
from checker.report.files import NotWritten, write
from checker.report.result import encoded
from checker.report.sign.tool import program
from checker.store.inspections import SaveFailed, Store
from checker.store.policies import PolicyFault, read_policy, read_waivers, ruling
from checker.store.reviews import closed_by_the_officer, reviews_file
from checker.store.session import Inspecting, Session

if TYPE_CHECKING:
    from checker.content.viewing import View
    from checker.facts.content.document import Seen
    from checker.machine.phone.source import PhoneSource
    from checker.machine.phone.transport import Device

__all__ = ["Inspecting", "Inspections", "Opened", "Request", "open_phone", "open_session", "usual_profile"]

_CLASSIFIED = Text(
    "涉密计算机检查没有启用：须由单位批准，并在策略文件中设置 [scope] classified_rules = true",
    "Checks for classified computers are off: the unit must approve them and set [scope] classified_rules = true in its"
    " policy file",
)
_NO_RECORDING = Text("存储介质的检查不录制：录下来就是内容", "A medium is not recorded: that would be its content")
_UNREAD = Text("读不到录制文件：{path}", "The recording cannot be read: {path}")
_UNUSABLE = Text("不是可用的录制文件：{why}", "Not a usable recording: {why}")
_AWAY = Text("这里只看以前的结果，设备不在这里", "These are earlier results; the device is not here")
_NO_PICTURES = Text("这里没有可看的照片", "There are no photos to look at here")
_GOES_ON = Text("检查继续进行，结果只在屏幕上", "The check goes on; its result is on the screen only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be inspected and by what policy.

    target           ``pc``, ``phone[:SERIAL]`` or ``medium:PATH``
    deleted_content  of a medium: deleted files that would come back are looked into, too
    record           a recording of the answers is wanted
    replay           a recording that is inspected instead of the live target
    kept             False: results stay on the screen. A replayed computer is not this one
    """

    workspace: Workspace
    target: str = "pc"
    classified: bool = False
    deleted_content: bool = False
    policy: Path | None = None
    waivers: Path | None = None
    record: bool = False
    replay: Path | None = None
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Opened:
    """A session, what the person must be told before it begins, and how to keep a recording of it."""

    session: Session
    warnings: tuple[Text, ...]
    save_recording: Callable[[Path], Path]
    close: Callable[[], None] = lambda: None
    phone: PhoneSource | None = None
    seals: Seals | None = None


def open_session(catalog: Catalog, request: Request, asking: Asking | None = None) -> Opened:
    """Open what an inspection needs. `asking` None: nobody is at the screen, and a phone's owner cannot agree.

    Raises:
        Refused: a wrong request, an unusable policy file or recording, or a computer that says nothing of itself.
    """
    decided = _decided(request)
    policy = decided.policy
    if request.classified and not policy.scope.classified_rules:
        raise Refused(_CLASSIFIED)
    if request.record and request.target.startswith("medium:"):
        raise Refused(_NO_RECORDING)
    return _opened(catalog, request, _chosen(request, asking or Asking()), decided)


def open_phone(catalog: Catalog, request: Request, device: Device, consent: Consent, asking: Asking) -> Opened:
    """Open what the inspection of a phone needs, after its owner agreed.

    Raises:
        Refused: as above, or it was stopped.
        Unreadable: the phone cannot be reached.
    """
    decided = _decided(request)
    phone = targets.opened_phone(device, consent, request.workspace, asking)
    return _opened(catalog, request, phone, decided)


def open_past(catalog: Catalog, request: Request, target: Target) -> Opened:
    """Open what shows a device's earlier inspections, be it here or not: nothing of it is read.

    Raises:
        Refused: an unusable policy file.
    """

    def away() -> Source:
        raise Unreadable(_AWAY)

    return _opened(catalog, replace(request, replay=None, record=False), Chosen(target, away), _decided(request))


def usual_profile(target: Target) -> Profile:
    """Where nobody says which: daily; a medium, which nobody looks at daily, is looked at in full."""
    return Profile.QUARTERLY if target.platform is Platform.MEDIUM else Profile.DAILY


def _opened(catalog: Catalog, request: Request, chosen: Chosen, decided: Decided) -> Opened:
    recorder = Recorder(chosen.source()) if request.record else None
    store, warnings = _store(request)
    if (old := update.standing().warning) is not None:
        warnings = (*warnings, old)
    own = own_files.rulings(catalog)
    catalog = own_files.guarded(catalog, own, signed=decided.policy.reports.signed_checks)
    session = Session(
        target=chosen.target,
        catalog=catalog,
        rulebook=rulebook(),
        source=chosen.source if recorder is None else _always(recorder),
        store=store,
        policy=decided.policy,
        waivers=decided.waivers,
        rulings=(*decided.rulings, *own),
        program=program,
        recorded_from=request.replay.name if request.replay else None,
        consent=chosen.consent,
        cache=_cache(request, chosen),
        by_questions=chosen.by_questions,
        sheet=chosen.sheet,
    )
    saving = recorder.save if recorder else _no_recording
    seals = request.workspace.seals() if store is not None else None
    return Opened(session, warnings, saving, chosen.close, chosen.phone, seals)


def _cache(request: Request, chosen: Chosen) -> Path | None:
    """Where files of this very computer that were clean are remembered."""
    if request.replay is not None or chosen.target.platform not in (Platform.LINUX, Platform.WINDOWS):
        return None
    return request.workspace.cache


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided beforehand, and by which files."""

    policy: Policy
    waivers: tuple[Waiver, ...]
    rulings: tuple[Ruling, ...]


def _decided(request: Request) -> Decided:
    try:
        policy = read_policy(request.policy) if request.policy else Policy()
        latest = datetime.now(UTC).date() + timedelta(days=policy.reports.waiver_days)
        waivers = read_waivers(request.waivers, latest) if request.waivers else ()
        found = [
            ruling(RulingKind.POLICY, request.policy) if request.policy else None,
            ruling(RulingKind.WAIVERS, request.waivers) if request.waivers else None,
        ]
    except PolicyFault as fault:
        raise Refused(fault.reason) from fault
    if request.deleted_content:
        policy = replace(policy, media=replace(policy.media, deleted_content=True))
    closed = closed_by_the_officer(request.workspace.documents)
    if closed and request.replay is None:
        documents = replace(policy.documents, closed=(*policy.documents.closed, *closed))
        policy = replace(policy, documents=documents)
        found.append(ruling(RulingKind.REVIEWS, reviews_file(request.workspace.documents)))
    if (updated := update.ruling()) is not None:
        found.append(updated)
    return Decided(policy, waivers, tuple(one for one in found if one is not None))


def _chosen(request: Request, asking: Asking) -> Chosen:
    if request.replay is None:
        return targets.chosen(request.target, request.workspace, asking, classified=request.classified)
    try:
        return targets.of_source(Replay(request.replay), request.classified)
    except OSError as error:
        raise Refused(_UNREAD.filled(path=Text.name(str(request.replay)))) from error
    except ValueError as error:
        raise Refused(_UNUSABLE.filled(why=Text.name(str(error)))) from error
    except Unreadable as error:
        raise Refused(error.reason, Why.UNREACHABLE) from error


def _always(source: Source) -> Callable[[], Source]:
    return lambda: source


def _store(request: Request) -> tuple[Store | None, tuple[Text, ...]]:
    if not request.kept:
        return None, ()
    try:
        store = Store(request.workspace.folder)
    except SaveFailed as failure:
        return None, (failure.reason, _GOES_ON)
    told = exposed(request.workspace.folder)
    return store, () if told is None else (told,)


def _no_recording(folder: Path) -> Path:
    raise FileNotFoundError(folder)


class Inspections:
    """Those of one target, for a screen. `opening` is called on first use, which is never in the screen's own thread.

    `target` alone is known without waiting. What stands in a `Finding` is settled: answers and waivers are applied.
    """

    def __init__(self, target: Callable[[], Target], opening: Callable[[], Opened]) -> None:
        self._target, self._opening = target, opening

    @cached_property
    def target(self) -> Target:
        return self._target()

    def notices(self) -> tuple[Text, ...]:
        """What is wrong with this program's own surroundings (a refused local check, a policy with a mistake, a result
        folder that cannot be written), a sentence each."""
        try:
            return self._opened.warnings
        except Refused as refused:
            return (refused.reason,)

    def plan(self, profile: Profile) -> Plan:
        return self._session.plan(profile)

    def last(self) -> Inspection | None:
        """The newest complete inspection, with today's waivers and answers applied."""
        return self._session.last()

    def finished(self, most: int = 50) -> tuple[Inspection, ...]:
        """The newest complete inspections, at most so many, as they stood."""
        return self._session.finished(most)

    def everything(self, most: int = 200) -> tuple[Inspection, ...]:
        """The newest complete inspections of every device that was inspected here, as they stood."""
        return self._session.everything(most)

    def unfinished(self) -> Inspection | None:
        """The newest inspection, where it was interrupted."""
        return self._session.unfinished()

    def start(self, profile: Profile) -> Inspecting:
        return self._session.start(profile)

    def resume(self, inspection: Inspection) -> Inspecting:
        """Do what is left: every check of the plan that has no final finding."""
        return self._session.resume(inspection)

    def check_again(self, inspection: Inspection, check_ids: tuple[str, ...]) -> Inspecting:
        """Read afresh and judge these only; the others stay as they are."""
        return self._session.check_again(inspection, check_ids)

    def card(self, check_id: str) -> Card | None:
        """Also for the ids ``question.<rule>`` and ``rule.<rule>``. None: nobody knows that id any more."""
        return self._session.card(check_id)

    def who(self) -> str:
        """The name proposed for "answered by"."""
        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):  # an account without a name
            return ""

    def secrecy_office(self) -> str:
        """Whom the policy says to call about a suspected marking; "" where it says nobody."""
        return self._session.policy.unit.secrecy_office

    def answer(self, inspection: Inspection, finding: Finding, yes: bool, who: str, note: str) -> Inspection:
        """Keep a person's answer, and give the inspection with the settled finding.

        Raises:
            SaveFailed: the answer was not kept, and nothing has changed.
        """
        return self._session.answer(inspection, finding, yes, who, note)

    def save_result(self, inspection: Inspection, path: Path) -> None:
        """Raises:
        SaveFailed: could not be written; nothing is left behind.
        """
        try:
            write(path, encoded(inspection, self._opened.seals))
        except NotWritten as failure:
            raise SaveFailed(failure.reason) from failure

    def papers(self, finding: Finding) -> tuple[tuple[Seen, ...], ...]:
        """The pictures that a question is about, where they can be looked at here."""
        return ()

    def view(self, seen: Seen) -> View:
        """One of them. Raises NotShown: here no question is about pictures."""
        from checker.app.documents import NotShown

        raise NotShown(_NO_PICTURES)

    def admin_helps(self, finding: Finding) -> bool:
        """Whether the finding could not be had for lack of administrator's rights, which this run does not have."""
        refused = finding.state is State.COULD_NOT_CHECK and finding.how == refusals.AS_ADMIN
        return refused and not self._is_admin

    def read_as_admin(self, inspection: Inspection) -> tuple[str, ...]:
        """Have a short-lived part of ours with administrator's rights read its fixed list, after the system asked; the
        checks that wait for that, to be made again.

        Raises:
            Unreadable: refused, or not to be had here; nothing has changed.
        """
        self._session.catalog = with_administrator(self._session.catalog)
        return tuple(finding.check_id for finding in inspection.findings if self.admin_helps(finding))

    @cached_property
    def _opened(self) -> Opened:
        return self._opening()

    @property
    def _session(self) -> Session:
        return self._opened.session

    @cached_property
    def _is_admin(self) -> bool:
        return live_machine().host.admin
