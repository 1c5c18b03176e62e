"""What is installed, what starts by itself, what runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from checker.model.fact import Fact
from checker.model.text import Text


def listed(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name is on a list of names; ``*`` and ``?`` stand for anything, case does not count."""
    lowered = name.lower()
    return any(fnmatchcase(lowered, pattern.lower()) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Program:
    """An installed program. `source`: where it came from, in words (a package, the app store, a uninstall entry)."""

    name: str
    source: Text


@dataclass(frozen=True, slots=True)
class InstalledSoftware(Fact):
    """Programs that did not come with the system or from its own archive.

    Linux: packages whose archive is not the one that the base system comes from, packages from no archive at all,
    /opt/apps, Flatpak and Snap. Windows: the uninstall entries (all users 64 and 32 bit, this person) without updates
    and system parts, and this person's store apps that are not Microsoft's. Portable programs that nobody installed
    are not seen. `total`: all packages or entries that were looked at.
    """

    programs: tuple[Program, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Presence:
    """A known product on this computer. The three facts do not follow from one another.

    installed   it is in a list of installed programs, has a service or its folder, or lies where programs are kept
    autostarts  a service of it starts with the system
    running     a process or service of it runs now; a portable program has nothing but this
    loose       a file of its name lies among somebody's downloads or on their desktop: a program that needs no
                installation, or one that would install it
    """

    id: str
    name: Text
    installed: bool
    autostarts: bool
    running: bool
    bundled: bool = False
    loose: bool = False

    @property
    def here(self) -> bool:
        """Whether it could be used or installed here and now."""
        return self.installed or self.loose


@dataclass(frozen=True, slots=True)
class KnownSoftware(Fact):
    """Which products of the program's own tables are here.

    Sources: packages or uninstall entries, services, processes; on Linux also the products' own folders, which are
    looked for and never opened. A product that is on none of these lists is not here, as far as there are no gaps.
    """

    remote_control: tuple[Presence, ...]
    cloud_sync: tuple[Presence, ...]
    nearby_sharing: tuple[Presence, ...] = ()
    virtual_machines: tuple[Presence, ...] = ()
    wiping: tuple[Presence, ...] = ()
