"""What the systems themselves bring: whose programs are the maker's own, and which start by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class KnownStart:
    """An autostart that Windows itself sets up: its name and its command, both with ``*`` and ``?``, without case.

    Both have to fit: a name alone can be anybody's.
    """

    name: str
    command: str

    def fits(self, name: str, command: str) -> bool:
        return fnmatchcase(name.lower(), self.name.lower()) and fnmatchcase(command.lower(), self.command.lower())


@dataclass(frozen=True, slots=True)
class SystemSoftware:
    """`store_publishers`: the endings of package family names that are the maker's own (Windows app store)."""

    version: str
    store_publishers: tuple[str, ...]
    windows_start: tuple[KnownStart, ...]


@cache
def system_software() -> SystemSoftware:
    return table("software", SystemSoftware)
