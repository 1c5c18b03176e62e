"""Where programs leave copies of documents, and what a document is by its extension."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from checker.knowledge.names import Small
from checker.knowledge.table import table


@dataclass(frozen=True)
class SafetyCopies:
    """A program's own copies. Folders may hold {home} and its like, and "*" for one folder of any name."""

    label: str
    windows: tuple[str, ...] = ()
    linux: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()

    def holds(self, name: str) -> bool:
        return not self.endings or name.lower().endswith(self.endings)


@dataclass(frozen=True)
class Locks:
    """Files that lie beside an open document, and where they are looked for."""

    label: str
    windows: tuple[str, ...]
    linux: tuple[str, ...]
    patterns: tuple[str, ...]

    def holds(self, name: str) -> bool:
        return any(pattern.fullmatch(name) for pattern in self._compiled)

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in self.patterns)


@dataclass(frozen=True)
class Leftovers:
    version: str
    documents: tuple[Small, ...]
    pictures: tuple[Small, ...]
    archives: tuple[Small, ...]
    copies: tuple[SafetyCopies, ...]
    locks: Locks

    def is_document(self, name: str) -> bool:
        """Whether a file of that name can hold work: a document, a picture of one, or an archive with one."""
        return name.rpartition(".")[2].lower() in self._extensions

    @cached_property
    def _extensions(self) -> frozenset[str]:
        return frozenset((*self.documents, *self.pictures, *self.archives))


@cache
def leftovers() -> Leftovers:
    """The table that came with the program."""
    return table("leftovers", Leftovers)
