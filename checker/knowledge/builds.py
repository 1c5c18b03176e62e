"""When which build of which system came out, and until when its maker sends security updates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fnmatch import fnmatchcase
from functools import cache
from typing import ClassVar

from checker.knowledge.names import LinuxPackage
from checker.knowledge.table import table
from checker.model.coverage import Cause, Coverage, Extent, Left, Unit
from checker.model.text import Text

GOOD_FOR = timedelta(days=183)
_EXPIRED = Text(
    "系统版本资料截至 {dated}，已过期，此后的版本和停止服务日期不知道",
    "the table of releases is of {dated} and has expired; later releases and ends of support are not in it",
)
_UPDATE = Text(
    "请信息中心采用新的更新包（mijian update）或换新版密检",
    "Have IT take in an update package (mijian update) or a newer Mijian",
)


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

    def with_age(self, rests_on: Coverage, today: date) -> Coverage:
        """What a judgement by this table rests on. Past its time it has no releases and no ends of support that came
        since, and nothing can be called in order by it.
        """
        if today <= self.dated + GOOD_FOR:
            return rests_on
        reason = _EXPIRED.filled(dated=self.dated.isoformat())
        old = Left(Unit.SOURCES, Cause.NOT_UNDERSTOOD, 1, (Text.name("builds"),), reason, _UPDATE)
        return rests_on + Coverage((Extent(Unit.SOURCES, 1, 0),), (old,))

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
