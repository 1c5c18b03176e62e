"""A failure somebody with authority accepted, for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who accepted which failing check, why, and until when (inclusive). It lapses by itself.

    `target_key` None: on every target. Without `until` there is no waiver: an exception for ever is a rule.
    """

    check_id: str
    approver: str
    reason: str
    until: date
    target_key: str | None = None
