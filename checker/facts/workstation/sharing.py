"""Ways in which this computer offers itself to devices nearby."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact, Setting
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Way:
    """One of the system's own ways. `id` as a unit's policy calls it."""

    id: str
    name: Text
    on: Setting[bool]


@dataclass(frozen=True, slots=True)
class NearbySharing(Fact):
    """Sharing, discovery and hotspots that the system itself brings; programs for it are in KnownSoftware."""

    ways: tuple[Way, ...]
