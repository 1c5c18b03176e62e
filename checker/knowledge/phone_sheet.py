"""What the self-check sheet says for phones that cannot be read: own questions and menu paths of their systems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from checker.knowledge.table import table
from checker.model.text import Text

IPHONE, HARMONY = "iphone", "harmony"


@dataclass(frozen=True)
class Entry:
    """Of one check: where its owner looks on each system, and what is asked where the title does not fit."""

    check: str
    iphone: Text | None = None
    harmony: Text | None = None
    question: Mapping[str, Text] = field(default_factory=dict)

    def path(self, system: str) -> Text | None:
        return {IPHONE: self.iphone, HARMONY: self.harmony}.get(system)


@dataclass(frozen=True)
class PhoneSheet:
    version: str
    entry: tuple[Entry, ...]

    def of(self, check: str) -> Entry:
        return next((one for one in self.entry if one.check == check), Entry(check))


@cache
def phone_sheet() -> PhoneSheet:
    """The table that came with the program.

    Raises:
        ValueError: it is malformed.
    """
    return table("phone_sheet", PhoneSheet)
