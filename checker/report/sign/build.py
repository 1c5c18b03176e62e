"""From an inspection and its context to a report in which no binding rule is missing."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta

import msgspec

from checker.content.evidence import written_down
from checker.engine import witness
from checker.engine.cards import Card, card, kept
from checker.engine.plan import binds
from checker.knowledge.rulebook import Rulebook
from checker.model.answer import Answer
from checker.model.check import Actor, AnyCheck
from checker.model.coverage import Cause, Coverage, Unit
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection, Provenance
from checker.model.policy import Policy, Scope
from checker.model.rule import Means, Rule
from checker.model.target import DeviceClass
from checker.model.text import Text
from checker.model.waiver import Waiver
from checker.report.context import ReportContext
from checker.report.digests import digests
from checker.report.keys.signer import fingerprint
from checker.report.payload import (
    AnswerRef,
    CampaignRef,
    CheckRef,
    ConsentRef,
    CounterRef,
    CoverageRef,
    DeviceRef,
    ExtentRef,
    FormRef,
    InspectionRef,
    LeftRef,
    PeopleRef,
    Report,
    Result,
    RuleResult,
    RulesRef,
    SignerRef,
    Statement,
    Subject,
    Times,
    ToolRef,
    UnitRef,
    WaiverRef,
    statement,
)
from checker.report.refused import ReportRefused
from checker.report.sign.machine_id import machine_id, tail, usable_facts
from checker.report.vouched import vouched

_UNSEEN = ("Cc", "Cf", "Zl", "Zp")  # control and format signs, ends of lines
_UNPRINTABLE = Text(
    "没有签名：填写的“{word}”里有看不见的字符（多半是复制时带来的），请删掉重新输入。",
    "Not signed: “{word}” holds signs that nobody sees, which copying often brings along. Delete it and type it again.",
)
_NOT_ENDED = Text(
    "检查还没有做完，不能出具报告；请先接着检查", "The inspection is not complete; go on with it before making a report"
)
_OTHER_RULES = Text(
    "检查时的规则库与本程序的不同，请重新检查后再出具报告",
    "The rules used in the inspection are not those of this program; inspect again before making a report",
)
_NO_CONSENT = Text(
    "没有手机机主的同意记录，不能出具报告", "The phone owner's consent is not recorded; no report can be made"
)
_ONE_RUN = Text(
    "单位策略要求在同一次运行中检查并签名；这份结果是从文件或保存的记录里来的，请重新检查并当场签名",
    "The unit's policy wants inspection and signature in one run of the program; this result came from a file or from"
    " what was kept. Inspect again and sign on the spot",
)
_ALTERED = Text(
    "检查用的程序被改动过（{n} 个模块的字节码与源码不符），不能出具报告；请用单位发的原版程序重新检查",
    "The program that inspected had been altered (the byte code of {n} {n:module|modules} is not that of the source):"
    " no report can be made. Inspect again with the copy that the unit hands out",
)
_BACKWARDS = Text(
    "检查的结束时间早于开始时间，电脑的时钟被往回拨过；请校准时间后重新检查",
    "The inspection ended before it began: the clock was set back. Set it right and inspect again",
)
_FUTURE = Text(
    "检查的开始时间晚于现在；请校准电脑的时间",
    "The inspection began later than it is now; set this computer's clock right",
)
_NOBODY = SignerRef(name="", certificate=b"")
# The worst word among a rule's checks stands for the rule.
_WORST = (
    State.FAILED,
    State.COULD_NOT_CHECK,
    State.NEEDS_PERSON,
    State.NOT_RUN,
    State.RUNNING,
    State.WAIVED,
    State.PASSED,
    State.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the inspection was judged by. `sha256` is the digest that inspections carry (`rules_sha256`)."""

    rulebook: Rulebook
    checks: Mapping[str, AnyCheck]
    sha256: str


def build(
    inspection: Inspection, context: ReportContext, knowledge: Knowledge, form: FormRef, signer: SignerRef
) -> Statement:
    """The statement to sign.

    Raises:
        ReportRefused: the inspection is not complete, was made with other rules, lacks a binding rule's result, or
            the context lacks what must be bound.
    """
    _guard(inspection, knowledge)
    _guard_bound(inspection, context)
    device = replace(
        _device(inspection, context),
        machine_id=machine_id(context.machine_facts, context.salt),
        machine_facts=tuple(sorted(usable_facts(context.machine_facts))),
    )
    report = sketch(inspection, context, knowledge, form)
    report = replace(report, number=context.number or number(context, signer), device=device, signer=signer)
    kept = msgspec.json.encode(written_down(inspection), order="deterministic")
    return statement(report, Subject(name=f"inspection/{inspection.id}", digest=digests(kept)))


def sketch(inspection: Inspection, context: ReportContext, knowledge: Knowledge, form: FormRef) -> Report:
    """The report as far as it can be said without people, machine and signer: for a print that nobody signs.

    Raises:
        ReportRefused: the inspection is not complete, was made with other rules, or lacks a binding rule's result.
    """
    _guard(inspection, knowledge)
    return Report(
        number=context.number,
        marking=context.marking,
        language=context.language,
        form=form,
        unit=UnitRef(name=context.unit, department=context.department),
        people=_people(context),
        device=_device(inspection, context),
        inspection=InspectionRef(
            id=inspection.id,
            profile=inspection.profile,
            policy_version=inspection.policy_version,
            classified_rules=context.classified_rules,
            recorded_from=inspection.recorded_from,
            scope=inspection.scope,
        ),
        campaign=_campaign(context),
        rules=RulesRef(version=knowledge.rulebook.version, sha256=inspection.rules_sha256),
        tool=ToolRef(version=inspection.tool_version, tree_sha256=context.tool_tree_sha256),
        checks=tuple(
            CheckRef(id=one.check_id, source=one.source, sha256=one.sha256)
            for one in sorted(inspection.origins, key=lambda one: one.check_id)
        ),
        times=_times(inspection, context),
        previous=context.previous,
        counter=CounterRef(inspector="".join(context.people.inspectors[:1]), number=context.counter),
        consent=_consent(context),
        results=_results(inspection, context, knowledge),
        rule_results=_rule_results(inspection, context, knowledge),
        signer=_NOBODY,
        vouched=vouched(inspection),
    )


def number(context: ReportContext, signer: SignerRef) -> str:
    """A number for people, where the unit gives none: the year, six signs of the signing certificate's fingerprint, and
    the running number under it. Two inspectors' numbers differ, however many reports each has made."""
    mark = base64.b32encode(bytes.fromhex(fingerprint(signer.certificate)))[:6].decode("ascii")
    return f"MJ-{context.prepared.year}-{mark}-{context.counter:05d}"


def binding_rules(rules: Iterable[Rule], inspection: Inspection, classified_rules: bool) -> tuple[Rule, ...]:
    """The rules that bind an inspection's target in its situation, by id."""
    policy = Policy(scope=Scope(classified_rules=classified_rules))
    bound = (rule for rule in rules if binds(rule, inspection.target, inspection.profile, policy))
    return tuple(sorted(bound, key=lambda rule: rule.id))


def worst(states: Iterable[State]) -> State:
    """The state that stands for several. Raises ValueError for none."""
    return min(states, key=_WORST.index)


def _guard(inspection: Inspection, knowledge: Knowledge) -> None:
    if inspection.ended is None or any(not finding.state.final for finding in inspection.findings):
        raise ReportRefused(_NOT_ENDED)
    if inspection.rules_sha256 != knowledge.sha256:
        raise ReportRefused(_OTHER_RULES)


def _guard_bound(inspection: Inspection, context: ReportContext) -> None:
    if inspection.one_run and witness.provenance(inspection) is not Provenance.ONE_RUN:
        raise ReportRefused(_ONE_RUN)
    if inspection.program is not None and inspection.program.byte_code:
        raise ReportRefused(_ALTERED.filled(n=inspection.program.byte_code))
    if not inspection.began <= (inspection.ended or inspection.began):
        raise ReportRefused(_BACKWARDS)
    if inspection.began.replace(microsecond=0) > context.prepared:  # a report's times are whole seconds
        raise ReportRefused(_FUTURE)
    if inspection.target.device_class is DeviceClass.PHONE and context.consent is None:
        raise ReportRefused(_NO_CONSENT)
    people = context.people
    guard_filled(context.unit, people.inspected, people.inspectors)
    _guard_printable(context)
    if not context.tool_tree_sha256:
        raise ReportRefused(Text("报告还缺检查工具的摘要", "The report still lacks the program's digest"))
    if context.counter < 1:
        raise ReportRefused(Text("检查人流水号须从 1 开始", "The inspector's running number starts at 1"))


def guard_filled(unit: str, inspected: str, inspectors: tuple[str, ...]) -> None:
    """Raises ReportRefused where a word is missing without which there is no report, naming all that are."""
    missing = [
        label
        for label, value in (
            (Text("单位名称", "the unit's name"), unit),
            (Text("被检查人", "the inspected person"), inspected),
            (Text("检查人", "the inspector"), "".join(inspectors)),
        )
        if not value.strip()
    ]
    if missing:
        lacks = Text("、".join(one.zh for one in missing), ", ".join(one.en for one in missing))
        raise ReportRefused(Text("报告还缺：{lacks}", "The report still lacks: {lacks}").filled(lacks=lacks))


def _guard_printable(context: ReportContext) -> None:
    """What is pasted into a form may bring signs along that nobody sees: with them a name is another."""
    people, device = context.people, context.device
    own = (getattr(part, one.name) for part in (people, device) for one in fields(part))
    words = (*(one for one in own if isinstance(one, str)), *people.inspectors)
    for word in (context.unit, context.department, context.number, context.marking, *words):
        if any(unicodedata.category(sign) in _UNSEEN for sign in word):
            raise ReportRefused(_UNPRINTABLE.filled(word=Text.name(word)))


def _people(context: ReportContext) -> PeopleRef:
    people = context.people
    return PeopleRef(
        inspected=people.inspected,
        post=people.post,
        inspectors=people.inspectors,
        responsible=people.responsible,
        leader=people.leader,
    )


def _device(inspection: Inspection, context: ReportContext) -> DeviceRef:
    target, device = inspection.target, context.device
    return DeviceRef(
        platform=target.platform,
        device_class=target.device_class,
        target_key=target.key,
        label=Text.name(target.label).zh,
        asset_number=device.asset_number,
        model=device.model,
        system=device.system,
        installed=device.installed,
        place=device.place,
        network=device.network,
        disk_serial=tail(device.disk_serial),
        machine_id="",
        machine_facts=(),
    )


def _campaign(context: ReportContext) -> CampaignRef | None:
    campaign = context.campaign
    return None if campaign is None else CampaignRef(name=campaign.name, sha256=campaign.sha256, nonce=campaign.nonce)


def _consent(context: ReportContext) -> ConsentRef | None:
    consent = context.consent
    return (
        None
        if consent is None
        else ConsentRef(
            given_by=consent.given_by,
            at=_second(consent.at),
            withdrawn_at=consent.withdrawn_at and _second(consent.withdrawn_at),
        )
    )


def _times(inspection: Inspection, context: ReportContext) -> Times:
    return Times(
        began=_second(inspection.began),
        ended=_second(inspection.ended or inspection.began),
        prepared=_second(context.prepared),
        elapsed_ms=None if context.elapsed is None else round(context.elapsed * 1000),
    )


def _results(inspection: Inspection, context: ReportContext, knowledge: Knowledge) -> tuple[Result, ...]:
    platform, findings = inspection.target.platform, inspection.findings
    known = {one.check_id: card(one.check_id, platform, knowledge.checks, knowledge.rulebook) for one in findings}
    cards = kept({check_id: one for check_id, one in known.items() if one is not None}, findings)
    return tuple(_result(finding, cards.get(finding.check_id), context) for finding in findings)


def _result(finding: Finding, known: Card | None, context: ReportContext) -> Result:
    remedy = known.remedy if known else None
    actor = remedy.actor if remedy else Actor.OFFICER
    failed = finding.state is State.FAILED
    return Result(
        check=finding.check_id,
        title=known.title if known else Text.name(finding.check_id),
        basis=known.basis if known else (),
        state=finding.state,
        severity=finding.severity,
        message=finding.message,
        # Names are for what is at fault or still asked: a question answered well names nothing in a report.
        items=() if finding.state is State.PASSED else finding.items,
        how=finding.how,
        wanted=finding.wanted,
        answer=_answer(finding.answer),
        waiver=_waiver(finding.waiver),
        beneath=finding.beneath,
        at=finding.at and _second(finding.at),
        actor=actor,
        owner=_owner(actor, context),
        due=_due(finding, context) if failed else None,
        hold=bool(remedy and remedy.hold),
        steps=_steps(known) if failed else (),
        coverage=_coverage(finding.coverage),
    )


def _coverage(coverage: Coverage | None) -> CoverageRef | None:
    if coverage is None:
        return None
    # Lines that differ in words alone are one here: the words may name a file or a person, and are not signed.
    numbers: dict[tuple[Unit, Cause], int] = {}
    for one in coverage.left:
        numbers[one.unit, one.cause] = numbers.get((one.unit, one.cause), 0) + one.number
    return CoverageRef(
        extents=tuple(ExtentRef(unit=one.unit, there=one.there, looked=one.looked) for one in coverage.extents),
        left=tuple(LeftRef(unit=unit, cause=cause, number=number) for (unit, cause), number in numbers.items()),
        nothing=coverage.nothing is not None,
    )


def _steps(known: Card | None) -> tuple[Text, ...]:
    return known.remedy.steps if known and known.remedy else ()


def _owner(actor: Actor, context: ReportContext) -> str:
    people = context.people
    return context.owners.get(actor.value) or people.responsible or people.inspected


def _due(finding: Finding, context: ReportContext) -> date:
    days = context.deadline_days[finding.severity]
    return (context.prepared + timedelta(days=days)).date()


def _answer(answer: Answer | None) -> AnswerRef | None:
    return (
        None
        if answer is None
        else AnswerRef(yes=answer.yes, who=answer.who, at=_second(answer.at), until=answer.until, note=answer.note)
    )


def _waiver(waiver: Waiver | None) -> WaiverRef | None:
    return None if waiver is None else WaiverRef(approver=waiver.approver, reason=waiver.reason, until=waiver.until)


def _rule_results(inspection: Inspection, context: ReportContext, knowledge: Knowledge) -> tuple[RuleResult, ...]:
    states = {finding.check_id: finding.state for finding in inspection.findings}
    rules = binding_rules(knowledge.rulebook.rules.values(), inspection, context.classified_rules)
    results = [_rule_result(rule, states, knowledge.checks) for rule in rules]
    missing = [rule.title for rule, result in zip(rules, results, strict=True) if result is None]
    if missing:
        titles = Text("、".join(title.zh for title in missing), ", ".join(title.en for title in missing))
        raise ReportRefused(
            Text(
                "缺少 {count} 项规则的检查结果：{titles}；请重新检查",
                "No result for {count} {count:rule|rules}: {titles}; inspect again",
            ).filled(count=len(missing), titles=titles)
        )
    return tuple(result for result in results if result is not None)


def _rule_result(rule: Rule, states: Mapping[str, State], checks: Mapping[str, AnyCheck]) -> RuleResult | None:
    covering = [check_id for check_id, check in checks.items() if rule.id in check.rules]
    found = sorted(check_id for check_id in (*covering, f"question.{rule.id}", f"rule.{rule.id}") if check_id in states)
    if found:
        state = worst(states[check_id] for check_id in found)
        return RuleResult(rule=rule.id, means=rule.means, state=state, checks=tuple(found))
    if rule.means is Means.NOT_CHECKABLE:
        return RuleResult(rule=rule.id, means=rule.means, state=None, checks=())
    return None


def _second(moment: datetime) -> datetime:
    """UTC, whole seconds: one spelling of a moment."""
    return moment.astimezone(UTC).replace(microsecond=0)
