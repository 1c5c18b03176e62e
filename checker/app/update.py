"""Rules and tables without a network: one signed package, taken in from a stick; never older than what is there.

It lies with the unit's own checks in the program's folder from then on: whoever may write there may change the program,
and nobody else can. Each report names it, with the approval that it carries.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from checker.app.refused import Refused
from checker.app.workspace import Workspace
from checker.knowledge import local, rulebook, shelf
from checker.knowledge.strict import converted
from checker.knowledge.tables import TABLES
from checker.machine import handed
from checker.model.inspection import Ruling, RulingKind
from checker.model.text import Text
from checker.report import approval
from checker.report.files import write
from checker.report.keys.signer import fingerprint
from checker.report.payload import NotAReport

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret

T = TypeVar("T")
OLD = 366  # days after which the lists are too old to be relied upon without a word
_NOT_USED = Text(
    "没有采用这个更新包：{why}。现有的没有动。", "The update was not taken in: {why}. What is there stays."
)
_NO_FILE = Text("读不到 {path}", "{path} cannot be read")
_NOT_SIGNED = Text("签名无效，或内容在签名后被改动", "its signature does not hold, or it was altered after signing")
_STRANGER = Text("批准人 {who} 不在信任名单上", "{who}, who signed it, is on no list of approvers")
_LAPSED = Text("批准到 {until} 为止，已过期", "its approval ended on {until}")
_SAME = Text("和现有的一样，没有新内容", "it is what is there already")
_UNSOUND = Text("内容有误（{why}）", "it is not sound ({why})")
_DROPS = Text("少了规则 {rule}", "it lacks the rule {rule}")
_HOLD = Text("改动了发现疑似标密时的处置步骤", "it changes what to do about a suspected marking")
_NOW = Text(
    "规则和产品表 {version}，资料截至 {dated}（{days} 天前）",
    "Rules and tables {version}, from sources as of {dated} ({days} {days:day|days} ago)",
)
_TOO_OLD = Text(
    "规则和产品表的资料截至 {dated}，已过 {days} 天：请向信息中心要更新包。",
    "The rules and tables are from {dated}, {days} {days:day|days} ago: ask IT for an update package.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What judges here. `made` None: as the program came. `fault`: why an update that lies here is not used."""

    version: str
    dated: date
    sha256: str
    days: int
    made: date | None = None
    approver: str = ""
    until: date | None = None
    fault: Text | None = None

    @property
    def sentence(self) -> Text:
        return _NOW.filled(version=self.version, dated=self.dated.isoformat(), days=self.days)

    @property
    def warning(self) -> Text | None:
        """Where the lists are too old to be relied upon without a word."""
        if self.days <= OLD:
            return None
        return _TOO_OLD.filled(dated=self.dated.isoformat(), days=self.days)


def standing(today: date | None = None) -> Standing:
    return _standing(shelf.shelf(), today)


def _standing(of: shelf.Shelf, today: date | None = None) -> Standing:
    days = ((today or _today()) - of.dated).days
    if of.update is None:
        return Standing(of.version, of.dated, of.sha256, days, fault=of.fault)
    try:
        said = approval.read(of.update.approval)
    except NotAReport:
        return Standing(of.version, of.dated, of.sha256, days, of.update.made, fault=_NOT_SIGNED)
    return Standing(of.version, of.dated, of.sha256, days, of.update.made, said.approver, said.until)


def ruling() -> Ruling | None:
    """The update by which is judged, as a report names it; None: there is none."""
    found = shelf.shelf()
    if found.update is None:
        return None
    name = f"{found.version} ({found.update.made.isoformat()})"
    return Ruling(RulingKind.UPDATE, name, found.update.sha256, found.update.approval)


def take(path: Path, trust: Path, workspace: Workspace, now: datetime | None = None) -> Standing:
    """Take a package in: signed by one of the unit's approvers, newer than what is there, sound, and no rule lost.

    Raises:
        Refused: it is not, and nothing has changed.
        UntrustedFolder: the trust folder cannot be used.
        NotWritten: the program's folder cannot be written.
    """
    now = now or datetime.now(UTC)
    try:
        content = handed.read(path, shelf.SIZE_LIMIT)
    except OSError as error:
        raise Refused(_NO_FILE.filled(path=Text.name(str(path)))) from error
    before = shelf.shelf()
    try:
        found = shelf.update(content)
        _guard_signer(found, trust, workspace, now)
        after = shelf.updated(before, found)
        if after.sha256 == before.sha256:
            raise shelf.Unusable(_SAME)
        _guard_sound(after)
    except shelf.Unusable as why:
        raise Refused(_NOT_USED.filled(why=why.reason)) from why
    write(local.folder() / shelf.NAME, content)
    return _standing(after, now.date())


def make(path: Path, until: date, key: str, ask: AskSecret, now: datetime | None = None) -> Standing:
    """Write the rules and tables that this program came with as a package, signed by an approver until a day.

    Raises:
        ApprovalRefused: for longer than an approval may hold. KeyTrouble, NotWritten
    """
    from checker.report.digests import sha256
    from checker.report.keys.open import open_key

    now = now or datetime.now(UTC)
    contents = shelf.contents(now.date())
    with open_key(key, ask) as signer:
        signed = approval.approve(RulingKind.UPDATE, sha256(contents), until, signer, now)
    write(path, shelf.packed(contents, signed))
    return _standing(shelf.program_shelf(), now.date())


def _guard_signer(found: shelf.Update, trust: Path, workspace: Workspace, now: datetime) -> None:
    from checker.report.keys.trust import read_trust

    try:
        said = approval.read(found.approval)
    except NotAReport as error:
        raise shelf.Unusable(_NOT_SIGNED) from error
    if (said.kind, said.sha256) != (RulingKind.UPDATE, found.sha256):
        raise shelf.Unusable(_NOT_SIGNED)
    if now.date() > said.until:
        raise shelf.Unusable(_LAPSED.filled(until=said.until.isoformat()))
    entry = read_trust(trust, workspace.trust_versions).approvers.get(fingerprint(said.certificate))
    if entry is None or entry.revoked is not None or not entry.since <= said.approved <= entry.until:
        raise shelf.Unusable(_STRANGER.filled(who=Text.name(said.approver)))


def _guard_sound(after: shelf.Shelf) -> None:
    """As its program would read it; what a unit's people are told to do about a suspected marking is the program's."""
    own = shelf.program_shelf()
    for name, kind in TABLES.items():
        _try(partial(_table, after.files[f"{name}.toml"], kind), name)
    book = _try(lambda: rulebook.read(rulebook.texts(after)), shelf.SOURCES)
    ours = rulebook.read(rulebook.texts(own))
    if lost := ours.rules.keys() - book.rules.keys():
        raise shelf.Unusable(_DROPS.filled(rule=Text.name(min(lost))))
    if rulebook.steps_of_hold(own) != rulebook.steps_of_hold(after) or ours.held - book.held:
        raise shelf.Unusable(_HOLD)


def _table(content: bytes, kind: type) -> object:
    return converted(tomllib.loads(content.decode("utf-8")), kind)


def _try(read: Callable[[], T], name: str) -> T:
    try:
        return read()
    except (ValueError, KeyError, RecursionError) as error:
        raise shelf.Unusable(_UNSOUND.filled(why=Text.name(f"{name}: {error}"[:200]))) from error


def _today() -> date:
    return datetime.now(UTC).date()
