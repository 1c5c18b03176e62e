"""Which checks an inspection consists of: the rules that bind this target in this situation, and what covers each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from checker.knowledge.phone_sheet import phone_sheet
from checker.model.check import Actor, AnyCheck, Check, Remedy
from checker.model.finding import Finding, State
from checker.model.policy import Policy
from checker.model.rule import Means, Rule
from checker.model.severity import Severity
from checker.model.target import DeviceClass, Profile, Target
from checker.model.text import Text
from checker.model.verdict import Ask, Verdict

_BY_HAND = Text("由保密员按检查表人工检查这一条", "Have the secrecy officer check this one by hand, with the form")
_REFUSED = Text("本单位自己的文件不能使用：{wrong}", "A file of the unit's own cannot be used: {wrong}")
_REPAIR = Text("请编写人按 checks/README.md 修正", "Have its author correct it as checks/README.md says")
_SO = Text("请对照核对：{title}。是这样吗？", "Please compare: {title}. Is that so?")
_SO_THERE = Text(
    "请对照核对：{title}（在手机上看：{path}）。是这样吗？",
    "Please compare: {title} (on the phone: {path}). Is that so?",
)
_NOT_YET = Text("本版本还不能检查这一条", "This version cannot check this yet")


class Cover(StrEnum):
    """What covers a rule. The words are those of ``checks --coverage``."""

    CHECK = "check"
    QUESTION = "question"
    CARD = "card"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Plan:
    """An inspection before it begins.

    checks     in the order they run
    uncovered  binding rules that nothing covers yet and local files that cannot be used: could_not_check findings, so
               they cannot be taken for passed
    lessons    education cards, which are never counted
    """

    checks: tuple[AnyCheck, ...]
    uncovered: tuple[Finding, ...]
    lessons: tuple[Rule, ...]


def plan(
    target: Target,
    profile: Profile,
    policy: Policy,
    checks: Iterable[AnyCheck],
    rules: Mapping[str, Rule],
    refused: Mapping[str, Text] = MappingProxyType({}),
) -> Plan:
    """Choose what to run on a target. Checks come first, then the questions to a person.

    `refused` are local files that cannot be used, by id, with what is wrong (`Catalog.refused`).
    """
    binding = {rule.id: rule for rule in rules.values() if binds(rule, target, profile, policy)}
    chosen = [
        check
        for check in checks
        if target.platform in check.platforms and any(rule_id in binding for rule_id in check.rules)
    ]
    covered = {rule_id for check in chosen for rule_id in check.rules}
    rest = [rule for rule in binding.values() if rule.id not in covered]
    questions = [question(rule) for rule in rest if rule.question is not None]
    uncovered = [rule for rule in rest if rule.question is None and rule.means is not Means.NOT_CHECKABLE]
    return Plan(
        checks=(*sorted(chosen, key=lambda check: (check.severity.rank, check.id)), *questions),
        uncovered=(
            *(_uncovered(rule, target) for rule in uncovered),
            *(_refused(check_id, wrong, target) for check_id, wrong in sorted(refused.items())),
        ),
        lessons=tuple(rule for rule in rest if rule.means is Means.NOT_CHECKABLE),
    )


def binds(rule: Rule, target: Target, profile: Profile, policy: Policy) -> bool:
    """Whether a rule applies to this target in this situation under this policy."""
    if target.platform not in rule.platforms or profile not in rule.profiles:
        return False
    if rule.device == DeviceClass.CLASSIFIED:
        return policy.scope.classified_rules and target.device_class is DeviceClass.CLASSIFIED
    return rule.device in ("all", target.device_class)


def question(rule: Rule) -> AnyCheck:
    """The check that puts a rule's question to a person.

    Raises:
        ValueError: the rule has no question.
    """
    asked = rule.question
    if asked is None:
        raise ValueError(f"rule {rule.id} asks nothing")

    def judge() -> Verdict:
        return Ask(asked.text, asked.wanted)

    remedy = Remedy(Actor.OFFICER, rule.steps or (_BY_HAND,))
    return Check(
        id=f"question.{rule.id}",
        title=rule.title,
        why=asked.text,
        severity=rule.severity,
        rules=(rule.id,),
        remedies=dict.fromkeys(rule.platforms, remedy),
        judge=judge,
    )


def asked_instead(planned: Plan, system: str = "") -> Plan:
    """The same inspection of something that cannot be read: a person compares with each check's wanted state.

    `system`: whose words and menu paths the questions have (`checker.knowledge.phone_sheet`); "": the titles' alone.
    """
    return replace(planned, checks=tuple(_asked(check, system) for check in planned.checks))


def _asked(check: AnyCheck, system: str) -> AnyCheck:
    if not check.needs:
        return check  # a question already
    own = phone_sheet().of(check.id)
    wanted, path = own.question.get(system, check.title), own.path(system)
    question = _SO.filled(title=wanted) if path is None else _SO_THERE.filled(title=wanted, path=path)

    def judge() -> Verdict:
        return Ask(question)

    # A new one: what the check reads is known from its judge, which is another now.
    return Check(
        id=check.id,
        title=check.title,
        why=check.why,
        severity=check.severity,
        rules=check.rules,
        remedies=check.remedies,
        judge=judge,
    )


def coverage(rules: Iterable[Rule], checks: Iterable[AnyCheck]) -> dict[str, tuple[Cover, tuple[str, ...]]]:
    """What covers each rule, by rule id, with the ids of the checks that do."""
    by_rule: dict[str, list[str]] = {}
    for check in checks:
        for rule_id in check.rules:
            by_rule.setdefault(rule_id, []).append(check.id)
    return {rule.id: _cover(rule, tuple(sorted(by_rule.get(rule.id, ())))) for rule in rules}


def _cover(rule: Rule, check_ids: tuple[str, ...]) -> tuple[Cover, tuple[str, ...]]:
    if check_ids:
        return Cover.CHECK, check_ids
    if rule.question is not None:
        return Cover.QUESTION, (f"question.{rule.id}",)
    if rule.means is Means.NOT_CHECKABLE and rule.lesson is not None:
        return Cover.CARD, ()
    return Cover.NONE, ()


def _uncovered(rule: Rule, target: Target) -> Finding:
    return Finding(f"rule.{rule.id}", target.key, State.COULD_NOT_CHECK, rule.severity, _NOT_YET, how=_BY_HAND)


def _refused(check_id: str, wrong: Text, target: Target) -> Finding:
    reason = _REFUSED.filled(wrong=wrong)
    return Finding(check_id, target.key, State.COULD_NOT_CHECK, Severity.MEDIUM, reason, how=_REPAIR)
