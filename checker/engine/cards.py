"""What is said of a check on one platform: its title, why, remedy and the provisions it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from checker.engine.plan import question
from checker.knowledge.rulebook import Rulebook
from checker.model import hold
from checker.model.check import Actor, AnyCheck, Remedy
from checker.model.finding import Finding, State
from checker.model.rule import Rule
from checker.model.severity import Severity
from checker.model.target import Platform
from checker.model.text import Text

WAITING = Remedy(Actor.OFFICER, (hold.WAITING,))
"""In the place of steps that wipe or delete, while a suspected marking is open."""


@dataclass(frozen=True, slots=True)
class Card:
    """`basis` is ready to print, a provision each. `formerly`: ids under which decisions still hold."""

    title: Text
    why: Text | None
    severity: Severity
    remedy: Remedy | None
    basis: tuple[Text, ...]
    formerly: tuple[str, ...] = ()


def card(check_id: str, platform: Platform, checks: Mapping[str, AnyCheck], rulebook: Rulebook) -> Card | None:
    """The card of a check, of a rule's question (``question.<rule>``) or of an uncovered rule (``rule.<rule>``).

    None: nobody knows that id any more (a result of another version).
    """
    kind, _, rule_id = check_id.partition(".")
    rule = rulebook.rules.get(rule_id)
    if kind == "question" and rule is not None and rule.question is not None:
        return _of_check(question(rule), platform, rulebook)
    if kind == "rule" and rule is not None:
        remedy = Remedy(Actor.OFFICER, rule.steps) if rule.steps else None
        return Card(rule.title, None, rule.severity, remedy, basis((rule,), rulebook))
    check = checks.get(check_id)
    return _of_check(check, platform, rulebook) if check is not None else None


def kept(cards: Mapping[str, Card], findings: Iterable[Finding]) -> Mapping[str, Card]:
    """The cards of one inspection: beside an open finding under the HOLD protocol none says to wipe or delete."""
    if not holds({check_id: card.remedy for check_id, card in cards.items()}, findings):
        return cards
    erasing = {check_id for check_id, card in cards.items() if card.remedy is not None and card.remedy.erases}
    return {
        check_id: replace(card, remedy=WAITING) if check_id in erasing else card for check_id, card in cards.items()
    }


def holds(remedies: Mapping[str, Remedy | None], findings: Iterable[Finding]) -> bool:
    """Whether one of these findings is open under the HOLD protocol, or may yet come to be."""
    return any(_holds(remedies.get(finding.check_id), finding.state) for finding in findings)


def _holds(remedy: Remedy | None, state: State) -> bool:
    if remedy is None or not remedy.hold:
        return False
    return state is State.FAILED or (state is State.NEEDS_PERSON and remedy.hold_asked)


def _of_check(check: AnyCheck, platform: Platform, rulebook: Rulebook) -> Card:
    rules = tuple(rulebook.rules[rule_id] for rule_id in check.rules if rule_id in rulebook.rules)
    remedy = check.remedies.get(platform)
    return Card(check.title, check.why, check.severity, remedy, basis(rules, rulebook), check.formerly)


def basis(rules: tuple[Rule, ...], rulebook: Rulebook) -> tuple[Text, ...]:
    """The provisions that rules stand on, ready to print, each once."""
    anchors = dict.fromkeys(anchor for rule in rules for anchor in rule.anchors)
    return tuple(_provision(anchor, rulebook) for anchor in anchors)


def _provision(anchor: str, rulebook: Rulebook) -> Text:
    """``SSL-31(2)`` as the provision's name and its article; the longest key that fits is meant (BMB-ERASE)."""
    fitting = [key for key in rulebook.provisions if anchor == key or anchor.startswith((f"{key}-", f"{key}("))]
    if not fitting:
        return Text.name(anchor)
    key = max(fitting, key=len)
    name, article = rulebook.provisions[key].name, anchor[len(key) :].lstrip("-")
    if not article:
        return name
    number, *items = re.findall(r"\d+", article) if article[0].isdecimal() else ("", *re.findall(r"\d+", article))
    zh = f"第{_numeral(int(number))}条" if number else ""
    if items:
        zh += "第" + "".join(f"（{_numeral(int(item))}）" for item in items) + "项"
    return Text(f"{name.zh}{zh}", f"{name.en}, {'Art. ' if number else ''}{article}")


def _numeral(number: int) -> str:
    """A number below 10,000 as laws write their articles: 57 is 五十七, 1032 is 一千零三十二."""
    digits, written = "零一二三四五六七八九", ""
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            written += digits[digit] + unit
        elif written and not written.endswith("零"):
            written += "零"
    written = written.rstrip("零")
    return written.removeprefix("一") if written.startswith("一十") else written
