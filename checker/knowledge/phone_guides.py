"""Menu paths of apps by version, for questions that only the owner can answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from checker.knowledge.names import AndroidPackage
from checker.knowledge.table import table
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Guide:
    told_apart_by: ClassVar = ("id", "since")

    id: str
    package: AndroidPackage
    since: str
    path: Text


@dataclass(frozen=True, slots=True)
class PhoneGuides:
    version: str
    guide: tuple[Guide, ...]

    def path(self, id: str, version: str) -> Text:
        """The menu path for that version of the app; for an unknown version, the newest one known.

        Raises:
            ValueError: there is no guide of that id.
        """
        found = sorted((guide for guide in self.guide if guide.id == id), key=lambda guide: _parts(guide.since))
        if not found:
            raise ValueError(f"no guide called {id}")
        fitting = [guide for guide in found if _parts(guide.since) <= _parts(version)]
        return (fitting[-1] if _parts(version) and fitting else found[-1]).path


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d{1,9}", version)[:6])


@cache
def phone_guides() -> PhoneGuides:
    """The table that came with the program.

    Raises:
        ValueError: it is malformed.
    """
    return table("phone_guides", PhoneGuides)
