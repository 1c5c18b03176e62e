"""No target is left with a rule that nothing covers: a check, a question, or a card that says it cannot be checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

import main
from checker.engine.plan import plan
from checker.knowledge.rulebook import rulebook
from checker.model.policy import Policy
from checker.model.target import DeviceClass, Platform, Profile, Target


@pytest.mark.parametrize("classified", [False, True], ids=["as it comes", "classified rules on"])
@pytest.mark.parametrize("platform", Platform)
def test_every_rule_is_covered_on_every_target(platform: Platform, classified: bool) -> None:
    policy = Policy()
    policy = replace(policy, scope=replace(policy.scope, classified_rules=classified))
    checks = main.catalog().checks.values()
    for device in DeviceClass:
        for profile in Profile:
            target = Target("x", platform, "x", device)
            left = plan(target, profile, policy, checks, rulebook().rules).uncovered
            assert [finding.check_id for finding in left] == [], (device, profile)
