"""Which file systems hold people's files, and which folders are the system's or a program's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.table import table


@dataclass(frozen=True)
class FileSystems:
    """Names as ``mount`` and Windows show them."""

    local: frozenset[str]
    network: frozenset[str]
    programs: frozenset[str]
    views: frozenset[str]


@dataclass(frozen=True)
class OwnFolders:
    """Whole paths (Windows: below any drive) or names within a home, for each system."""

    linux: tuple[str, ...]
    windows: tuple[str, ...]


@dataclass(frozen=True)
class KnownPlaces:
    version: str
    filesystems: FileSystems
    system: OwnFolders
    private: OwnFolders


@cache
def known_places() -> KnownPlaces:
    """The table that came with the program."""
    return table("places", KnownPlaces)
