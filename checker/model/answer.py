"""What a person said when a check asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answered which question how, when, and until when it holds (inclusive). It lapses by itself.

    `question` is what was answered, in Chinese, with everything it listed, a line each: when any of it changes, the
    answer no longer fits and the person is asked again.
    """

    check_id: str
    target_key: str
    question: str
    yes: bool
    who: str
    at: datetime
    until: date
    note: str = ""
