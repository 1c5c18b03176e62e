"""When which build of which system came out, and until when its maker sends security updates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from typing import ClassVar

from checker.knowledge.names import LinuxPackage
from checker.knowledge.table import table
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Support:
    """Until when (inclusive) editions get security updates. `editions`: EditionID with ``*`` and ``?``."""

    until: date
    editions: tuple[str, ...] = ("*",)


@dataclass(frozen=True, slots=True)
class WindowsBuild:
    """One CurrentBuild. `revisions`: UBR (as text) -> the day it came out. The first fitting `support` holds."""

    told_apart_by: ClassVar = ("build",)

    build: str
    name: Text
    support: tuple[Support, ...]
    revisions: Mapping[str, date] = field(default_factory=dict)

    def supported_until(self, edition: str) -> date | None:
        """None: this table does not know that edition."""
        for support in self.support:
            if any(fnmatchcase(edition.lower(), pattern.lower()) for pattern in support.editions):
                return support.until
        return None

    def dated(self, revision: int) -> date | None:
        """The day from which on an update level like this can have been installed; None: older than the table."""
        days = [day for number, day in self.revisions.items() if int(number) <= revision]
        return max(days, default=None)

    @property
    def newest(self) -> date | None:
        """The day of the newest update that this table knows: later ones cannot be told apart."""
        return max(self.revisions.values(), default=None)


@dataclass(frozen=True, slots=True)
class LinuxRelease:
    """A release by ID and VERSION_ID of /etc/os-release; `version` with ``*`` and ``?``."""

    told_apart_by: ClassVar = ("id", "version")

    id: str
    version: str
    name: Text
    until: date


@dataclass(frozen=True, slots=True)
class Builds:
    """`dated`: the day on which the public sources of this table were last read.

    `system_packages`: names of packages that are the system's own and whose upgrade says something of its patch level;
    `not_patches` are updates that say nothing of the system's own patch level (virus signatures, ...).
    """

    version: str
    dated: date
    not_patches: tuple[str, ...]
    system_packages: tuple[LinuxPackage, ...]
    windows: tuple[WindowsBuild, ...]
    linux: tuple[LinuxRelease, ...]

    def windows_build(self, build: str) -> WindowsBuild | None:
        return next((known for known in self.windows if known.build == build), None)

    def linux_release(self, release_id: str, version: str) -> LinuxRelease | None:
        for known in self.linux:
            if known.id == release_id and fnmatchcase(version, known.version):
                return known
        return None


@cache
def builds() -> Builds:
    return table("builds", Builds)
