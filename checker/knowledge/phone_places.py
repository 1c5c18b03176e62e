"""Where a phone is looked into: an allow-list. What is not in it is neither opened nor listed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate
from functools import cache, cached_property

from checker.knowledge.table import table
from checker.model.text import Text

PICTURES, PAPERS, SOUNDS, BINS = "pictures", "papers", "sounds", "bins"


@dataclass(frozen=True)
class Group:
    """Collections of one kind, with the words for them that a phone's owner reads. `paths` are below a volume's top.

    files  what the apps that keep these collections call their files, wherever they are saved; "*" is anything
    """

    id: str
    label: Text
    holds: frozenset[str]
    paths: tuple[str, ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Beside:
    """All the rest: `label` names it, `reason` says why it is not looked at."""

    label: Text
    reason: Text


@dataclass(frozen=True)
class Closed:
    """Folders that are not entered and files that are not looked at wherever they lie; "*" in a name stands for
    anything, "?" for one sign."""

    names: tuple[str, ...]

    def holds(self, name: str) -> bool:
        """Whether a folder or file of that name, in small letters, is one of them."""
        return self._pattern.fullmatch(name) is not None

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """The names, and as a file is called that lies in Android's bin or is still being written."""
        begun = tuple(name for name in self.names if name.endswith("*") and name[0] not in "*.")
        return (*self.names, *(f"{mark}-*-{name}" for mark in (".trashed", ".pending") for name in begun))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(translate(name.lower()) for name in self.patterns))


@dataclass(frozen=True)
class PhonePlaces:
    version: str
    group: tuple[Group, ...]
    beside: Beside
    closed: Closed

    def holding(self, kind: str) -> tuple[str, ...]:
        """The collections that are looked at for something of that kind."""
        return tuple(path for group in self.group if kind in group.holds for path in group.paths)

    def open(self, parts: tuple[str, ...]) -> bool:
        """Whether a file at this place below a volume's top may be listed or opened: in one of the collections, and
        neither it nor a folder on the way is closed by its name."""
        folded = tuple(part.lower() for part in parts)
        return any(
            folded[: len(collection)] == collection and not any(map(self.closed.holds, folded[len(collection) :]))
            for collection in self._opened
        )

    @cached_property
    def _opened(self) -> tuple[tuple[str, ...], ...]:
        paths = (*self.holding(PICTURES), *self.holding(PAPERS), *self.holding(SOUNDS))
        return tuple(tuple(path.lower().split("/")) for path in dict.fromkeys(paths))


@cache
def phone_places() -> PhonePlaces:
    """The table that came with the program.

    Raises:
        ValueError: it is malformed.
    """
    return table("phone_places", PhonePlaces)
