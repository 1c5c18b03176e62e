"""Which checks an inspection consists of: no binding rule gets lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checker.engine.inspect import inspect
from checker.engine.plan import Cover, coverage, plan
from checker.model.finding import State
from checker.model.policy import Policy, Scope
from checker.model.rule import Means, Question
from checker.model.severity import Severity
from checker.model.target import DeviceClass, Platform, Profile
from checker.model.verdict import Pass, Verdict
from tests.engine.toys import PC, WORD, rule, toy
from tests.worlds.world import World


def judge() -> Verdict:
    return Pass(WORD)


def planned(checks: Any, *rules: Any, **changes: Any) -> Any:
    target = changes.pop("target", PC)
    policy = changes.pop("policy", Policy())
    return plan(target, Profile.DAILY, policy, checks, {one.id: one for one in rules})


def test_a_check_runs_where_one_of_its_rules_binds() -> None:
    assert [check.id for check in planned([toy(judge)], rule()).checks] == ["toy.one"]


@pytest.mark.parametrize(
    "changes",
    [
        {"platforms": frozenset({Platform.WINDOWS})},
        {"profiles": frozenset({Profile.TRAVEL})},
        {"device": "phone"},
        {"device": "classified"},
    ],
)
def test_a_rule_for_something_else_binds_nothing(changes: dict[str, Any]) -> None:
    assert planned([toy(judge)], rule(**changes)).checks == ()


def test_classified_rules_stay_off_until_the_policy_switches_them_on() -> None:
    classified = replace(PC, device_class=DeviceClass.CLASSIFIED)
    on = Policy(scope=Scope(classified_rules=True))
    binding = rule(device="classified")
    assert planned([toy(judge)], binding, target=classified).checks == ()
    assert planned([toy(judge)], binding, policy=on).checks == ()
    assert len(planned([toy(judge)], binding, target=classified, policy=on).checks) == 1


def test_a_binding_rule_that_nothing_covers_is_could_not_check() -> None:
    (finding,) = planned([], rule()).uncovered
    assert (finding.check_id, finding.state) == ("rule.toy-rule", State.COULD_NOT_CHECK)


def test_a_rule_with_a_question_asks_a_person() -> None:
    asked = planned([], rule(means=Means.ATTESTATION, question=Question(WORD, wanted=False)))
    (finding,) = [one for one in inspect(PC, World().machine(), asked.checks, {}, Policy()) if one.state.final]
    assert (finding.check_id, finding.state, finding.wanted) == ("question.toy-rule", State.NEEDS_PERSON, False)
    assert asked.uncovered == ()


def test_an_education_card_is_no_check_and_nothing_unknown() -> None:
    made = planned([], rule(means=Means.NOT_CHECKABLE, lesson=WORD))
    assert (made.checks, made.uncovered, [one.id for one in made.lessons]) == ((), (), ["toy-rule"])


def test_what_weighs_most_runs_first() -> None:
    checks = [toy(judge, "toy.low", Severity.LOW), toy(judge, "toy.critical", Severity.CRITICAL)]
    assert [check.id for check in planned(checks, rule()).checks] == ["toy.critical", "toy.low"]


def test_coverage_names_what_covers_each_rule() -> None:
    rules = [
        rule("by-check"),
        rule("by-question", question=Question(WORD)),
        rule("by-card", means=Means.NOT_CHECKABLE, lesson=WORD),
        rule("by-nothing"),
    ]
    covers = coverage(rules, [toy(judge, rules=("by-check",))])
    assert {name: cover for name, (cover, _) in covers.items()} == {
        "by-check": Cover.CHECK,
        "by-question": Cover.QUESTION,
        "by-card": Cover.CARD,
        "by-nothing": Cover.NONE,
    }
