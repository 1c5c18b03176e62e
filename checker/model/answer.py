"""What a person said when a check asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answered which question how, when, and until when it holds (inclusive). It lapses by itself.

    `question` is the Chinese sentence that was answered: when the question or what it lists changes, the answer no
    longer fits and is asked again.
    """

    check_id: str
    target_key: str
    question: str
    yes: bool
    who: str
    at: datetime
    until: date
    note: str = ""
