"""What a person is told where something cannot be done."""

from __future__ import annotations

from checker.model.text import Text


class UserError(Exception):
    """Something that a person can understand and, mostly, put right.

    `reason` is a whole sentence; `how` is the next step, where there is one. Whoever stands before a person catches
    this and says both; any other exception is a fault of ours.
    """

    def __init__(self, reason: Text, how: Text | None = None) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.how = how
