"""Kinds of remnants: what people call them, and which endings of names announce them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from checker.knowledge.names import Small
from checker.knowledge.table import table
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `structure`: its format is judged, so a record without it is only a trace."""

    id: str
    name: Text
    structure: bool
    endings: tuple[Small, ...] = ()


@dataclass(frozen=True, slots=True)
class Remnants:
    version: str
    kind: tuple[Kind, ...]


OTHER = "other"
_TEXTS = ("text", "html", "mail")


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its id."""
    return {kind.id: kind for kind in table("residue", Remnants).kind}


@cache
def _by_ending() -> Mapping[str, Kind]:
    return {ending: kind for kind in kinds().values() for ending in kind.endings}


@cache
def searched() -> tuple[Kind, ...]:
    """The kinds that are found without a record, by their structure or by being text: what "listed types" means."""
    return tuple(kind for kind in kinds().values() if kind.structure or kind.id in _TEXTS)


def kind_of(ending: str) -> Kind:
    """The kind that an ending of a file name announces."""
    return _by_ending().get(ending) or kinds()[OTHER]
