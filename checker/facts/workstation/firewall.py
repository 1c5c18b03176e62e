"""The host firewall."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.model.fact import Fact, Origin
from checker.model.text import Text


class Filtering(StrEnum):
    OFF = "off"  # lets everything in
    PARTLY = "partly"  # refuses some things, lets the rest in
    ON = "on"  # refuses whatever was not asked for, or: the system's own switch is on


@dataclass(frozen=True, slots=True)
class FirewallProfile:
    """One firewall that has to be on: a Windows network profile, or Linux's rules for incoming traffic.

    `by` names the program or policy that says so.
    """

    name: Text
    filtering: Filtering
    origin: Origin = Origin.SET
    by: Text | None = None


@dataclass(frozen=True, slots=True)
class Firewall(Fact):
    """The effective state for incoming traffic.

    Windows: the Domain, Private and Public profiles (the registry's StandardProfile is Private); a policy wins. Linux:
    with root the loaded rules themselves, otherwise the word of firewalld or ufw while they run.
    """

    profiles: tuple[FirewallProfile, ...]
