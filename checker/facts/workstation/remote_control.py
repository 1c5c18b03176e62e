"""Remote access that the system itself offers."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact, Setting
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class RemoteService:
    """`id` is what a unit's list of approved tools calls it."""

    id: str
    name: Text
    on: Setting[bool]


@dataclass(frozen=True, slots=True)
class RemoteAccess(Fact):
    """The system's own ways to operate it from afar. Windows: Remote Desktop, following a session, Remote
    Assistance, WinRM, policy first. Linux: GNOME's remote desktop setting
    of the person the inspection runs for. Other products are in `KnownSoftware`.
    """

    services: tuple[RemoteService, ...]
