"""What a computer or phone answers to one question of an inspection, put in the place of a made-up world's answer."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from threading import Event
from typing import Any

from checker.engine.inspect import inspect
from checker.machine.answers import Output
from checker.machine.machine import Machine
from checker.model.cause import Cause
from checker.model.check import AnyCheck
from checker.model.target import Platform
from checker.model.target import Target as Inspected
from tests.contract.test_scenarios import CATALOG, scenarios_of
from tests.fuzz.target import Broken, Target
from tests.scenarios import Scenario

_HEAD = struct.Struct("<HH")  # which scenario, which of its questions
_ON_A_MEDIUM = ("medium", "open_medium")  # fuzzed as media


@dataclass
class _Twisted:
    """A world whose answer to one question, by number, is what the fuzzer says."""

    world: Any
    number: int = -1
    content: bytes = b""
    answers: list[Any] = field(default_factory=list)

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        whole = self.world.answer(verb, arguments, stop)
        if verb == "host" or verb in _ON_A_MEDIUM:
            return whole
        self.answers.append(whole)
        return _twisted(whole, self.content) if len(self.answers) - 1 == self.number else whole


def _twisted(whole: Any, content: bytes) -> Any:
    """An answer of the same shape that says something else: texts and numbers may be anything, types stay.

    A phone answers a family of commands at once; all of them are twisted.
    """
    match whole:
        case bytes():
            return content
        case Output():
            return Output(content, whole.code)
        case (int() | None as code, bytes()):
            return code, content
        case dict():
            return {name: _twisted(one, content) for name, one in whole.items()}
        case str():
            return content.decode("utf-8", "replace")
        case tuple() if whole and not hasattr(whole, "_fields"):
            return tuple(_twisted(one, content) for one in whole)
        case _:
            return whole


@cache
def _worlds(platform: Platform) -> tuple[tuple[AnyCheck, Scenario], ...]:
    return tuple(
        (check, scenario)
        for check in CATALOG.checks.values()
        for scenario in scenarios_of(check)
        if scenario.world.platform is platform and scenario.kind in ("pass", "fail")
    )


def _inspected(content: bytes, platform: Platform) -> object:
    """An answer nobody foresaw is named as such: neither probe nor check crashes over it."""
    if len(content) < _HEAD.size:
        return None
    which, number = _HEAD.unpack_from(content)
    check, scenario = _worlds(platform)[which % len(_worlds(platform))]
    source = _Twisted(scenario.world, number, content[_HEAD.size :])
    target = Inspected("pc", platform, "PC")
    last = list(inspect(target, Machine(source), [check], CATALOG.probes, scenario.policy))[-1]
    if last.coverage is not None and any(one.cause is Cause.CRASHED for one in last.coverage.left):
        raise Broken(f"{check.id} crashed over its question {number}")
    return last.state, last.message, last.items


def _answers(platform: Platform) -> Iterator[bytes]:
    for which, (check, scenario) in enumerate(_worlds(platform)):
        source = _Twisted(scenario.world)
        list(inspect(Inspected("pc", platform, "PC"), Machine(source), [check], CATALOG.probes, scenario.policy))
        for number, whole in enumerate(source.answers):
            for text in _texts(whole):
                yield _HEAD.pack(which, number) + text[:4096]


def _texts(whole: Any) -> Iterator[bytes]:
    match whole:
        case bytes():
            yield whole
        case Output():
            yield whole.stdout
        case str():
            yield whole.encode("utf-8", "replace")
        case (int() | None, bytes() as printed):
            yield printed
        case dict():
            for one in whole.values():
                yield from _texts(one)


TARGETS = tuple(
    Target(f"answers-{platform.value}", f"what {platform.value} answers to a question", partial(_inspected, platform=platform), partial(_answers, platform))
    for platform in (Platform.LINUX, Platform.WINDOWS, Platform.ANDROID)
)  # fmt: skip
