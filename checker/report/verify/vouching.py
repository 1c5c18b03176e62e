"""How a report's results came to its signature, by whose decisions, and whether what was typed fits what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from checker.model.finding import State
from checker.model.inspection import Place, Provenance, RulingKind
from checker.model.target import Platform
from checker.model.text import Text
from checker.report import approval
from checker.report.keys.certificates import names
from checker.report.keys.signer import fingerprint
from checker.report.keys.trust import Manifest, Trust
from checker.report.payload import NotAReport, Report
from checker.report.verify.codes import Code
from checker.report.verify.verified import Fails, Note, Said, same
from checker.report.vouched import HOW, KINDS, RulingRef, Vouched

_NOT_SAID = Text(
    "旧版本出具的报告，没有记载结果在签名前是怎样保管的。",
    "An older version made it, which does not say how its result was kept before it was signed.",
)
_HOW = Text("{how}。", "How it was made: {how}.")
_NO_PROGRAM = Text("没有记载检查时用的是哪一份程序。", "It does not say which copy of the program inspected.")
_CHANGED_UNDER_WAY = Text(
    "同一次运行中检查和签名的程序摘要不同",
    "in one run, the program that inspected has another digest than the one that signed",
)
_OPEN = Text(
    "检查用的程序放在他人能改的位置，或不清楚是不是。",
    "Others could alter the program that inspected where it lay, or that is not known.",
)
_NO_APPROVERS = Text(
    "信任名单没有登记批准人，未核对是谁批准的。", "The list of trust names no approvers; who approved was not compared."
)
_BYTE_CODE = Text("{n} 个模块的字节码与源码不符", "the byte code of {n} {n:module|modules} is not that of the source")
_NONE = Text("{kind}没有批准签名", "{kind}: not signed by an approver")
_OTHER = Text("{kind}的批准不是对这一份的", "{kind}: approved was another one")
_BROKEN = Text("{kind}的批准签名无效", "{kind}: the approval is not valid")
_STRANGER = Text("{kind}的批准人 {who} 不在名单上", "{kind}: {who} is on no list of approvers")
_LAPSED = Text("{kind}的批准已过期", "{kind}: the approval is over")
_TYPED = Text("例外写的批准人 {who} 没有签名", "{who}, whom a waiver names as its approver, signed nothing")
_SYSTEM = Text("填写的系统 {typed}，检查的是 {found}", "typed was {typed}, inspected was {found}")
_DEPARTMENT = Text("部门填写 {typed}，名册为 {listed}", "typed was department {typed}, the roster has {listed}")
_FOUND = {Platform.WINDOWS: Text("Windows", "Windows"), Platform.LINUX: Text("Linux", "Linux")}
_WINDOWS = re.compile(r"(?i)\bwin(dows|\s?(7|8|10|11|xp))\b|视窗")
_LINUX = re.compile(r"(?i)linux|debian|ubuntu|deepin|深度|\buos\b|统信|kylin|麒麟|openeuler|欧拉|centos|fedora|方德")


def vouching(report: Report, trust: Trust | None, campaign: Manifest | None) -> list[Note]:
    """Raises Fails where the unit's policy or its list of programs is not kept to."""
    notes: list[Note] = list(_contradictions(report, campaign))
    said = report.vouched
    if isinstance(said, msgspec.UnsetType):
        return [*notes, _NOT_SAID]
    if said.one_run and said.provenance is not Provenance.ONE_RUN:
        raise Fails(Code.NOT_ONE_RUN, HOW[said.provenance])
    if said.provenance is Provenance.UNSEALED:
        notes.append(Said(Code.UNSEALED))
    elif said.provenance is not Provenance.ONE_RUN:
        notes.append(_HOW.filled(how=HOW[said.provenance]))
    notes += _program(report, said)
    unapproved = list(dict.fromkeys(_unapproved(report, said, trust)))
    if unapproved:
        words = Text("；".join(one.zh for one in unapproved), "; ".join(one.en for one in unapproved))
        notes.append(Said(Code.NOT_APPROVED, words))
    elif said.rulings and trust is not None and not trust.approvers:
        notes.append(_NO_APPROVERS)
    return notes


def _program(report: Report, said: Vouched) -> Iterator[Note]:
    if said.program is None:
        yield _NO_PROGRAM
        return
    if said.program.byte_code:
        raise Fails(Code.ALTERED_PROGRAM, _BYTE_CODE.filled(n=said.program.byte_code))
    if said.program.sha256 != report.tool.tree_sha256:
        if said.provenance is Provenance.ONE_RUN:
            raise Fails(Code.ALTERED_PROGRAM, _CHANGED_UNDER_WAY)
        yield Said(Code.TWO_PROGRAMS, same(said.program.sha256[:12]))
    if said.program.place is Place.OPEN:
        yield _OPEN


def _unapproved(report: Report, said: Vouched, trust: Trust | None) -> Iterator[Text]:
    """A clause for each decision that nobody who may has signed for."""
    day = report.times.ended.date()
    for ruling in said.rulings:
        if (why := _amiss(ruling, trust, day)) is not None:
            yield why.filled(kind=KINDS[ruling.kind], who=Text.name(_approver(ruling)))
    waived = [one.waiver.approver for one in report.results if one.waiver is not None]
    signed = [_approver(one) for one in said.rulings if one.kind is RulingKind.WAIVERS]
    for who in dict.fromkeys(waived):
        if not any(names(whose, [who]) for whose in signed):
            yield _TYPED.filled(who=Text.name(who))
    if any(one.state is State.WAIVED for one in report.results) and not signed:
        yield _NONE.filled(kind=KINDS[RulingKind.WAIVERS])


def _amiss(ruling: RulingRef, trust: Trust | None, day: date) -> Text | None:
    if ruling.approval is None:
        return _NONE
    try:
        said = approval.read(ruling.approval)
    except NotAReport:
        return _BROKEN
    if (said.kind, said.sha256) != (ruling.kind, ruling.sha256):
        return _OTHER
    if not said.approved.date() <= day <= said.until:
        return _LAPSED
    if trust is None or not trust.approvers:
        return None
    entry = trust.approvers.get(fingerprint(said.certificate))
    may = entry is not None and entry.since <= said.approved <= entry.until
    if not may or (entry is not None and entry.revoked is not None):
        return _STRANGER
    return None


def _approver(ruling: RulingRef) -> str:
    try:
        return approval.read(ruling.approval).approver if ruling.approval is not None else ""
    except NotAReport:
        return ""


def _contradictions(report: Report, campaign: Manifest | None) -> Iterator[Note]:
    """Words that people typed beside what was measured or listed."""
    typed = report.device.system
    wrong = {Platform.WINDOWS: _LINUX, Platform.LINUX: _WINDOWS}.get(report.device.platform)
    right = {Platform.WINDOWS: _WINDOWS, Platform.LINUX: _LINUX}.get(report.device.platform)
    if wrong is not None and right is not None and wrong.search(typed) and not right.search(typed):
        found = _FOUND[report.device.platform]
        yield Said(Code.CONTRADICTED, _SYSTEM.filled(typed=Text.name(typed), found=found))
    listed = {one.asset_number: one.department for one in campaign.roster} if campaign is not None else {}
    department = listed.get(report.device.asset_number, "")
    if department and department not in report.unit.department:
        words = _DEPARTMENT.filled(typed=Text.name(report.unit.department), listed=Text.name(department))
        yield Said(Code.CONTRADICTED, words)
