"""How far the system is patched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checker.model.fact import Fact
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Patches(Fact):
    """The system's patch level at `today` (UTC).

    release     the system in words, with its version or build
    patched     the day of the newest security update that is installed, as far as it can be told: Windows: the day the
                installed update came out (CurrentBuild and UBR in the product's table), or a later one in the update
                history; Linux: the last day that one of the system's own packages was. None: no upgrade ever seen.
    refreshed   Linux: the last day of which this computer knows the system's updates, by the date in its package lists;
                None on Windows, and where there are no lists
    supported   until when (inclusive) the maker sends security updates; None: makers that publish no date
    extended    an update of the maker's came out after that day and is installed (paid extensions)
    held        Linux: the system's own packages that a hold or a pin keeps from being upgraded
    security    whether an archive of security updates is set; None: a system that has none of its own
    restart     a newer kernel is installed than the one that runs
    table       the day of the product's table that this was judged by: updates after it are not known to it
    """

    release: Text
    patched: date | None
    refreshed: date | None
    supported: date | None
    extended: bool
    table: date
    today: date
    held: tuple[str, ...] = ()
    security: bool | None = None
    restart: bool = False
