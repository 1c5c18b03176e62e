"""Which words in a computer's identity mean that nobody filled it in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec


@dataclass(frozen=True, slots=True)
class Hardware:
    version: str
    placeholders: frozenset[str]

    def filled(self, text: str) -> str | None:
        """The text, or None where it is a placeholder."""
        text = " ".join(text.split())
        return None if not text or text.lower() in self.placeholders else text


@cache
def hardware() -> Hardware:
    """The table that came with the program."""
    file = resources.files("checker.knowledge") / "hardware.toml"
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), type=Hardware)
