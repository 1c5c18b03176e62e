"""A world that keeps what it was asked, and answers one question otherwise than it would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from checker.engine.catalog import Catalog
from checker.engine.inspect import inspect
from checker.machine.machine import Machine
from checker.model.check import AnyCheck
from checker.model.finding import Finding
from checker.model.target import Target
from checker.model.unreadable import Unreadable
from tests.scenarios import Scenario
from tests.worlds.world import World

Question = tuple[str, tuple[Any, ...]]
Change = Callable[[Any], Any]  # of an answer or a refusal; an Unreadable that comes back is raised


@dataclass
class Changed:
    """`asked` holds all questions, `answers` those that the world answered, as it did."""

    world: World
    question: Question | None = None
    change: Change = lambda answer: answer
    asked: dict[Question, None] = field(default_factory=dict)
    answers: dict[Question, Any] = field(default_factory=dict)

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        question = (verb, arguments)
        self.asked.setdefault(question)
        try:
            reply = self.world.answer(verb, arguments, stop)
            self.answers.setdefault(question, reply)
        except Unreadable as why:
            reply = why
        if question == self.question:
            reply = self.change(reply)
        if isinstance(reply, Unreadable):
            raise reply
        return reply


def looked(
    catalog: Catalog,
    check: AnyCheck,
    scenario: Scenario,
    question: Question | None = None,
    change: Change = lambda answer: answer,
) -> tuple[Finding, Changed]:
    """How the check stands on the scenario's computer, where that answers one question otherwise."""
    source = Changed(scenario.world, question, change)
    target = Target("pc", scenario.world.platform, "PC")
    story = list(inspect(target, Machine(source), [check], catalog.probes, scenario.policy))
    return story[-1], source
