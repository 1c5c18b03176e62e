"""The documented example is a policy, and leaves out nothing that can be set."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

from checker.model.policy import Policy
from checker.store.policies import read_policy

EXAMPLE = Path(__file__).parents[3] / "docs" / "policy-example.toml"


def test_the_example_is_accepted() -> None:
    assert read_policy(EXAMPLE).unit.name == "示例单位"


def test_the_example_shows_everything_that_can_be_set() -> None:
    document = tomllib.loads(EXAMPLE.read_text("utf-8"))
    assert sorted(_missing(document, Policy)) == []


def _missing(document: Mapping[str, Any], kind: Any, place: str = "") -> Iterator[str]:
    hints = get_type_hints(kind)
    for field in fields(kind):
        full = f"{place}{field.name}"
        if field.name not in document:
            yield full
            continue
        value = document[field.name]
        for inner in (hints[field.name], *get_args(hints[field.name])):
            if is_dataclass(inner):
                yield from _missing(value[0] if isinstance(value, list) else value, inner, f"{full}.")
