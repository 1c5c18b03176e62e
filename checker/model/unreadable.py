"""The only way not to know.

Unreadable          the target would not say, with the reason and what would make it say
└── Absent          there is certainly nothing there (no such file, key, service): a probe may know what that means
Cancelled           a person stopped the inspection
"""

from __future__ import annotations

from checker.model.cause import Cause
from checker.model.error import UserError
from checker.model.text import Text


class Unreadable(UserError):
    """The target would not say. Raised instead of a guess or a default.

    `how` says what would make the reading possible; `cause` sorts it for counting, None being "the target would not
    say".
    """

    def __init__(self, reason: Text, how: Text | None = None, cause: Cause | None = None) -> None:
        super().__init__(reason, how)
        self.cause = cause


class Absent(Unreadable):
    """What was asked for is certainly not there. A probe that does not handle this ends as could_not_check."""


class Cancelled(Exception):
    """A person stopped the inspection. Only the engine catches this."""
