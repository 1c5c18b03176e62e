"""What happens by itself when a medium is plugged in."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact, Setting


@dataclass(frozen=True, slots=True)
class Autorun(Fact):
    """Whether the system starts, or offers to start, something when a medium is plugged in.

    removable   USB sticks and disks
    optical     discs, and USB sticks that pass themselves off as one

    Windows: NoDriveTypeAutoRun (0x04 removable, 0x20 optical) in Policies\\Explorer of HKLM, which wins, then of HKCU;
    NoAutorun beside it; DisableAutoplay in HKCU (the switch of the Settings page). Linux: autorun-never of the
    desktop's media-handling schema, the same for both kinds.
    """

    removable: Setting[bool]
    optical: Setting[bool]
