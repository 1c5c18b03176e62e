"""Toy facts and checks: the engine knows no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from checker.machine.machine import Machine
from checker.model.check import Actor, AnyCheck, Check, Remedy
from checker.model.fact import Fact
from checker.model.rule import Means, Rule
from checker.model.severity import Severity
from checker.model.target import Platform, Profile, Target
from checker.model.text import Text
from checker.model.verdict import Verdict

PC = Target("pc-1", Platform.LINUX, "PC")
WORD = Text("词", "word")


@dataclass(frozen=True, slots=True)
class Toy(Fact):
    on: bool = True


Probing = Callable[[Machine], Fact]


def toy(
    judge: Callable[..., Verdict],
    id: str = "toy.one",
    severity: Severity = Severity.HIGH,
    platform: Platform = Platform.LINUX,
    rules: tuple[str, ...] = ("toy-rule",),
    formerly: tuple[str, ...] = (),
) -> AnyCheck:
    return Check(
        id=id,
        title=WORD,
        why=WORD,
        severity=severity,
        rules=rules,
        remedies={platform: Remedy(Actor.STAFF, (WORD,))},
        judge=judge,
        formerly=formerly,
    )


def rule(id: str = "toy-rule", **changes: Any) -> Rule:
    values: dict[str, Any] = {
        "id": id,
        "title": WORD,
        "means": Means.AUTO,
        "severity": Severity.HIGH,
        "platforms": frozenset({Platform.LINUX}),
        "profiles": frozenset(Profile),
        "device": "all",
        "anchors": (),
        "seed": (),
    }
    return Rule(**(values | changes))
