"""Who else can be on a phone, by the number and the flags that Android gives its users."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.table import table
from checker.model.text import Text

_PROFILE = 0x20 | 0x1000  # UserInfo.FLAG_MANAGED_PROFILE, FLAG_PROFILE: locked and unlocked with its owner


@dataclass(frozen=True, slots=True)
class Space:
    first: int
    last: int
    label: Text


@dataclass(frozen=True, slots=True)
class Kind:
    bit: int
    label: Text


@dataclass(frozen=True, slots=True)
class Others:
    owner: Text
    second: Text


@dataclass(frozen=True, slots=True)
class PhoneUsers:
    version: str
    space: tuple[Space, ...]
    kind: tuple[Kind, ...]
    others: Others

    def label(self, number: int, flags: int) -> Text:
        """What people call that user; a maker's number says more than the flags."""
        if number == 0:
            return self.others.owner
        for space in self.space:
            if space.first <= number <= space.last:
                return space.label
        return next((kind.label for kind in self.kind if flags & kind.bit), self.others.second)

    def shares_the_lock(self, number: int, flags: int) -> bool:
        """Whether it opens with its owner's screen lock, so that a lock of its own is not wanted."""
        return bool(flags & _PROFILE) or any(space.first <= number <= space.last for space in self.space)


@cache
def phone_users() -> PhoneUsers:
    """The table that came with the program.

    Raises:
        ValueError: it is malformed.
    """
    return table("phone_users", PhoneUsers)
