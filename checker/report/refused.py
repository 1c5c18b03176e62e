"""The one way a report is not made: a sentence that says what is in the way."""

from __future__ import annotations

from checker.model.error import UserError


class ReportRefused(UserError):
    """No report was made or signed; nothing was written."""
