"""The rules catalogue: every rule's card, the provisions behind them, and the clauses of the source book."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from checker.knowledge.local import RULES, LocalFile, local_files
from checker.knowledge.shelf import Shelf, shelf
from checker.knowledge.strict import converted
from checker.knowledge.unsound import Unsound, toml, unsound
from checker.model.rule import Means, Rule
from checker.model.target import DeviceClass
from checker.model.text import Text

T = TypeVar("T")

log = logging.getLogger(__name__)

_FOLDER, _SOURCES = "rules/", "sources.toml"
_LOCAL = "local-"
_DEVICES = ("all", *DeviceClass)
_MAY_BE_EMPTY = ("anchors", "seed")  # a rule that no provision or clause says is the product's or the unit's own
_PROVISION = Text("条款 {key} 已经有了", "the provision {key} is there already")
_RULE_THERE = Text("已经有叫 {id} 的规则", "there is a rule called {id} already")
_NO_RULE = Text("里面没有规则", "holds no rule")
_PREFIX = Text("单位规则的编号要以 {prefix} 开头", "the id of a unit's rule begins with {prefix}")
_LESSON = Text(
    "不能自动检查（not_checkable）的规则要有 lesson，别的规则不能有",
    "a rule that is not_checkable has a lesson, and no other has one",
)
_QUESTION = Text("由人回答（attestation）的规则要有 question", "a rule that is an attestation has a question")
_NO_CLAUSE = Text("来源文本里没有条款 {clause}", "there is no clause {clause} in the source book")
_NO_ANCHOR = Text("依据 {anchor} 找不到对应的条款", "the anchor {anchor} leads to no provision")
_TWICE = Text("有两条规则都叫 {id}", "two rules called {id}")
_UNKNOWN = Text("有不认识的键 {key}", "has an unknown key {key}")
_LIST = Text("规则要以 [[rule]] 开头", "a rule begins with [[rule]]")
_HOLD = Text("hold 只能是 true 或 false", "hold is true or false")
_DEVICE = Text("device 只能是 {devices}，不能是 {device}", "device is one of {devices}, not {device}")


@dataclass(frozen=True, slots=True)
class Provision:
    """A law, regulation or standard. `read` says how far its text was read when the card was written."""

    name: Text
    read: Text


@dataclass(frozen=True, slots=True)
class Rulebook:
    """`rules` by id; `provisions` by the key that anchors begin with; `seeds`: the source book's clauses by code.

    `held`: rules under the HOLD protocol. Their cards say ``hold = true`` and their steps begin with those of
    sources.toml, which tell nobody to delete anything.
    """

    version: str
    rules: Mapping[str, Rule]
    provisions: Mapping[str, Provision]
    seeds: Mapping[str, Text]
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Sources:
    version: str
    hold: tuple[Text, ...]
    provisions: Mapping[str, Provision]
    seeds: Mapping[str, Text]


@cache
def rulebook() -> Rulebook:
    """The cards that came with the program, and the unit's own beside them.

    A file of the unit's that cannot be used is left out: `tables.faults` says why.

    Raises:
        Unsound: a card of the program's is malformed or an id occurs twice; the message names the file.
    """
    book = product_rulebook()
    for file in local_files():
        if file.kind == RULES:
            try:
                book = with_local(file, book)
            except Unsound:
                log.exception("%s is not used", file.id)
    return book


@cache
def product_rulebook() -> Rulebook:
    """The cards that came with the program, alone. Raises as `rulebook` does."""
    return read(texts(shelf()))


def texts(of: Shelf) -> dict[str, str]:
    """The rules' files of a shelf by name, in their order."""
    rules = {name.removeprefix(_FOLDER): content for name, content in of.files.items() if name.startswith(_FOLDER)}
    return {name: content.decode("utf-8") for name, content in sorted(rules.items())}


def with_local(file: LocalFile, book: Rulebook) -> Rulebook:
    """A rulebook with a unit's cards, whose ids begin with ``local-``. They may name provisions of the unit's own.

    Raises:
        Unsound: the file is malformed, or its cards are not of that kind; the message names it.
    """
    name, cards = f"{file.name}.toml", file.read()
    more = cards.pop("provisions", None)
    provisions = {} if more is None else _converted(name, more, dict[str, Provision], ())
    if twice := provisions.keys() & book.provisions.keys():
        raise unsound(name, _PROVISION, key=min(twice))
    whole = replace(book, provisions={**book.provisions, **provisions})
    rules, held = dict(book.rules), set(book.held)
    for rule, hold in _cards(name, cards, _hold_steps()):
        if rule.id in rules:
            raise unsound(name, _RULE_THERE, id=rule.id)
        _guard_local(name, rule, whole)
        rules[rule.id] = rule
        if hold:
            held.add(rule.id)
    if rules == book.rules:
        raise unsound(name, _NO_RULE)
    return replace(whole, rules=rules, held=frozenset(held))


def _guard_local(name: str, rule: Rule, book: Rulebook) -> None:
    place = f"{name}: {rule.id}"
    if not rule.id.startswith(_LOCAL):
        raise unsound(place, _PREFIX, prefix=_LOCAL)
    if (rule.lesson is not None) is not (rule.means is Means.NOT_CHECKABLE):
        raise unsound(place, _LESSON)
    if rule.question is None and rule.means is Means.ATTESTATION:
        raise unsound(place, _QUESTION)
    if unknown := set(rule.seed) - book.seeds.keys():
        raise unsound(place, _NO_CLAUSE, clause=min(unknown))
    for anchor in rule.anchors:
        if not any(anchor == key or anchor.startswith((f"{key}-", f"{key}(")) for key in book.provisions):
            raise unsound(place, _NO_ANCHOR, anchor=anchor)


def read(files: Mapping[str, str]) -> Rulebook:
    """The rulebook in TOML texts by file name: sources.toml, and files of cards.

    Raises:
        Unsound: a text is malformed or an id occurs twice; the message names the file.
    """
    rules: dict[str, Rule] = {}
    held: set[str] = set()
    sources = _sources(files["sources.toml"])
    for name, text in files.items():
        if name == _SOURCES:
            continue
        for rule, hold in _cards(name, _table(name, text), sources.hold):
            if rule.id in rules:
                raise unsound(name, _TWICE, id=rule.id)
            rules[rule.id] = rule
            if hold:
                held.add(rule.id)
    return Rulebook(sources.version, rules, sources.provisions, sources.seeds, frozenset(held))


def _sources(text: str) -> _Sources:
    return _converted(_SOURCES, _table(_SOURCES, text), _Sources, ("hold", "provisions", "seeds"))


@cache
def _hold_steps() -> tuple[Text, ...]:
    return steps_of_hold(shelf())


def steps_of_hold(of: Shelf) -> tuple[Text, ...]:
    """What a shelf tells people to do about a suspected marking."""
    return _sources(texts(of)[_SOURCES]).hold


def _table(name: str, text: str) -> dict[str, Any]:
    try:
        return toml(text)
    except Unsound as error:
        raise error.within(name) from error


def _cards(name: str, table: dict[str, Any], hold_steps: tuple[Text, ...]) -> Iterator[tuple[Rule, bool]]:
    cards = table.get("rule", [])
    if unknown := table.keys() - {"rule"}:
        raise unsound(name, _UNKNOWN, key=min(unknown))
    if not isinstance(cards, list):
        raise unsound(name, _LIST)
    for number, card in enumerate(cards, 1):
        what, rest = f"{name}: rule {number}", dict(card)
        hold = rest.pop("hold", False)
        if not isinstance(hold, bool):
            raise unsound(what, _HOLD)
        rule = _converted(what, rest, Rule, _MAY_BE_EMPTY)
        if rule.device not in _DEVICES:
            raise unsound(what, _DEVICE, devices=", ".join(_DEVICES), device=rule.device)
        yield (replace(rule, steps=(*hold_steps, *rule.steps)) if hold else rule), hold


def _converted(what: str, data: Any, kind: type[T], empty: tuple[str, ...]) -> T:
    try:
        return converted(data, kind, empty)
    except Unsound as error:
        raise error.within(what) from error
