"""The one way a report is not made: a sentence that says what is in the way."""

from __future__ import annotations

from checker.model.text import Text


class ReportRefused(Exception):
    """No report was made or signed. `reason` is a whole sentence for a person; nothing was written."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason
