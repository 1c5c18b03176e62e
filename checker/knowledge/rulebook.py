"""The rules catalogue: every rule's card, the provisions behind them, and the clauses of the source book."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from checker.model.rule import Rule
from checker.model.text import Text

_KEYS = frozenset(field.name for field in fields(Rule)) | {"hold"}


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


@cache
def rulebook() -> Rulebook:
    """Read the cards that came with the program.

    Raises:
        ValueError: a card is malformed or an id occurs twice; the message names the file.
    """
    folder = resources.files("checker.knowledge") / "rules"
    return read(
        {
            file.name: file.read_text("utf-8")
            for file in sorted(folder.iterdir(), key=lambda file: file.name)
            if file.name.endswith(".toml")
        }
    )


def read(files: Mapping[str, str]) -> Rulebook:
    """The rulebook in TOML texts by file name: sources.toml, and files of cards.

    Raises:
        ValueError: a text is malformed or an id occurs twice; the message names the file.
    """
    rules: dict[str, Rule] = {}
    held: set[str] = set()
    sources = _table("sources.toml", files["sources.toml"])
    for name, text in files.items():
        if name == "sources.toml":
            continue
        for rule, hold in _cards(name, _table(name, text), sources.get("hold", [])):
            if rule.id in rules:
                raise ValueError(f"{name}: two rules called {rule.id}")
            rules[rule.id] = rule
            if hold:
                held.add(rule.id)
    try:
        return Rulebook(
            version=sources["version"],
            rules=rules,
            provisions=msgspec.convert(sources["provisions"], type=dict[str, Provision]),
            seeds=msgspec.convert(sources["seeds"], type=dict[str, Text]),
            held=frozenset(held),
        )
    except (msgspec.ValidationError, KeyError) as error:
        raise ValueError(f"sources.toml: {error}") from error


def _table(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name}: {error}") from error


def _cards(name: str, table: dict[str, Any], hold_steps: list[dict[str, str]]) -> Iterator[tuple[Rule, bool]]:
    for number, card in enumerate(table.get("rule", ()), 1):
        unknown = card.keys() - _KEYS  # a mistyped key would otherwise be lost without a word
        if unknown:
            raise ValueError(f"{name}: rule {number} has unknown keys: {', '.join(sorted(unknown))}")
        hold = card.get("hold", False) is True
        steps = [*(hold_steps if hold else ()), *card.get("steps", ())]
        try:
            yield msgspec.convert({**card, "steps": steps}, type=Rule), hold
        except msgspec.ValidationError as error:
            raise ValueError(f"{name}: rule {number}: {error}") from error
