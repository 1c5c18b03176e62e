"""What was asked for cannot be done, and a person can do something about it."""

from __future__ import annotations

from enum import Enum, auto

from checker.model.error import UserError
from checker.model.text import Text


class Why(Enum):
    """What kind of refusal it is."""

    REQUEST = auto()  # something was asked for that there is not, or that does not go together
    UNREACHABLE = auto()  # it is there, and nothing can be read of it
    STOPPED = auto()  # a person stopped it before anything was read
    FAILED = auto()  # it was asked for rightly, and did not work


class Refused(UserError):
    """`why` sorts it: the terminal has an exit status for each."""

    def __init__(self, reason: Text, why: Why = Why.REQUEST, how: Text | None = None) -> None:
        super().__init__(reason, how)
        self.why = why
