"""A fact: something read off a target."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from checker.model.text import Text

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Gap:
    """A source of a fact that would not say, while others did."""

    reason: Text
    how: Text | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something read off a target. Subclasses are frozen dataclasses.

    `gaps` are the sources that could not be read. The engine never lets a fact with gaps pass:
    what was found stands, what was not found is not known.
    """

    gaps: tuple[Gap, ...] = field(default=(), kw_only=True)


class Origin(StrEnum):
    """Where an effective value comes from."""

    POLICY = "policy"  # an administrator's policy, which wins
    SET = "set"  # set on this device
    DEFAULT = "default"  # absent, and the documented default of this build


@dataclass(frozen=True, slots=True)
class Setting(Generic[T_co]):
    """An effective value beside its origin.

    An absent value without a documented default is Unreadable, not a Setting.
    """

    value: T_co
    origin: Origin
