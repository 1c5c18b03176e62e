"""A fact: something read off a target."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from checker.model.coverage import Coverage

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something read off a target. Subclasses are frozen dataclasses.

    `coverage` is what it rests on: what there was to look at, and what was not looked at. It has no default. The engine
    lets nothing pass on coverage that is incomplete or empty: what was found stands, what was not found is not known.
    """

    coverage: Coverage = field(kw_only=True)


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
