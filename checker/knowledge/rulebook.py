"""The rules catalogue: every rule's card, the provisions behind them, and the clauses of the source book."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec

from checker.model.rule import Rule
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Provision:
    """A law, regulation or standard. `read` says how far its text was read when the card was written."""

    name: Text
    read: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """`rules` by id; `provisions` by the key that anchors begin with; `seeds`: the source book's clauses by code."""

    version: str
    rules: Mapping[str, Rule]
    provisions: Mapping[str, Provision]
    seeds: Mapping[str, Text]


@cache
def rulebook() -> Rulebook:
    """Read the cards that came with the program.

    Raises:
        ValueError: a card is malformed or an id occurs twice; the message names the file.
    """
    folder = resources.files("checker.knowledge") / "rules"
    sources = tomllib.loads((folder / "sources.toml").read_text("utf-8"))
    rules: dict[str, Rule] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name == "sources.toml" or not file.name.endswith(".toml"):
            continue
        try:
            cards = msgspec.convert(tomllib.loads(file.read_text("utf-8"))["rule"], type=tuple[Rule, ...])
        except (tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError) as error:
            raise ValueError(f"{file.name}: {error}") from error
        for card in cards:
            if card.id in rules:
                raise ValueError(f"{file.name}: two rules called {card.id}")
            rules[card.id] = card
    return Rulebook(
        version=sources["version"],
        rules=rules,
        provisions=msgspec.convert(sources["provisions"], type=dict[str, Provision]),
        seeds=msgspec.convert(sources["seeds"], type=dict[str, Text]),
    )
