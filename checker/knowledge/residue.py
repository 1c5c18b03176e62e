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


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its id."""
    return {kind.id: kind for kind in table("residue", Remnants).kind}


@cache
def _by_ending() -> Mapping[str, Kind]:
    return {ending: kind for kind in kinds().values() for ending in kind.endings}


def kind_of(ending: str) -> Kind:
    """The kind that an ending of a file name announces."""
    return _by_ending().get(ending) or kinds()[OTHER]
