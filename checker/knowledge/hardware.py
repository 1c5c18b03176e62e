"""Which words in a computer's identity mean that nobody filled it in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.names import Small
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class Hardware:
    version: str
    placeholders: frozenset[Small]

    def filled(self, text: str) -> str | None:
        """The text, or None where it is a placeholder."""
        text = " ".join(text.split())
        return None if not text or text.lower() in self.placeholders else text


@cache
def hardware() -> Hardware:
    """The table that came with the program."""
    return table("hardware", Hardware)
