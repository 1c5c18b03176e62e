"""What holds of every check. The tests ask it, and so does `checks --verify`."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass

from checker.engine.inspect import Probes
from checker.model.check import AnyCheck
from checker.model.rule import Rule
from checker.model.text import Text


def faults(check: AnyCheck, package: str, probes: Probes, rules: Mapping[str, Rule]) -> Iterator[str]:
    """Yield what is wrong with a check, a sentence each; nothing, if it may run."""
    if check.judge.__module__ != f"{package}.{check.id}":
        yield f"{check.id} lives in {check.judge.__module__}"
    if not check.remedies:
        yield f"{check.id} has no remedy, so it would run nowhere"
    for platform, remedy in check.remedies.items():
        if not remedy.steps:
            yield f"{check.id} does not say how to put it right on {platform}"
    yield from _rule_faults(check, rules)
    steps = [step for remedy in check.remedies.values() for step in remedy.steps]
    for text in (check.title, check.why, *steps):
        yield from _text_faults(check.id, text)
    yield from _need_faults(check, probes)


def _rule_faults(check: AnyCheck, rules: Mapping[str, Rule]) -> Iterator[str]:
    if not check.rules:
        yield f"{check.id} names no rule it stands on"
    for rule_id in check.rules:
        if rule_id not in rules:
            yield f"{check.id} stands on {rule_id}, which is not in the catalogue"
    known = [rules[rule_id] for rule_id in check.rules if rule_id in rules]
    if known and check.severity not in {rule.severity for rule in known}:
        yield f"{check.id} weighs {check.severity}, which none of its rules does"
    covered = {platform for rule in known for platform in rule.platforms}
    for platform in sorted(check.platforms - covered):
        yield f"{check.id} runs on {platform}, where none of its rules applies"


def _need_faults(check: AnyCheck, probes: Probes) -> Iterator[str]:
    for need in check.needs:
        if not (is_dataclass(need) and _frozen(need)):
            yield f"{check.id} needs {need.__name__}, which is not a frozen dataclass"
        for platform in sorted(check.platforms):
            if (need, platform) not in probes:
                yield f"{check.id} needs {need.__name__}, which nothing reads on {platform}"


def _frozen(kind: type) -> bool:
    return bool(vars(kind)["__dataclass_params__"].frozen)


def _text_faults(check_id: str, text: Text) -> Iterator[str]:
    if not (text.zh.strip() and text.en.strip()):
        yield f"{check_id} has a text in one language only: {text}"
    if blanks(text.zh) != blanks(text.en):
        yield f"{check_id} has a text whose blanks differ: {text}"


def blanks(sentence: str) -> set[str | None]:
    """The names of the blanks in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
