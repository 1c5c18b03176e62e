"""Where a unit's own protection programs would show."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class ProtectionSigns(Fact):
    """All names in which a protection program can be looked up, lower-case. There are no gaps: it is whole or unread,
    because what is missing from a part of it is not missing.

    programs  package names (Linux) or uninstall entries (Windows)
    services  systemd units or Windows services
    running   process file names, and services that run
    """

    programs: frozenset[str]
    services: frozenset[str]
    running: frozenset[str]
