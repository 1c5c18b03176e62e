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

    `by` names the program or policy that says so; `open` is what it lets in from everywhere all the same, as "tcp 22"
    and "udp 1714-1764", as far as that is known.
    """

    name: Text
    filtering: Filtering
    origin: Origin = Origin.SET
    by: Text | None = None
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Firewall(Fact):
    """The effective state for incoming traffic.

    Windows: the Domain, Private and Public profiles (the registry's StandardProfile is Private); a policy wins. One
    that lets in by default whatever no rule names is off, as one that is switched off. Linux: with root the loaded
    rules themselves, evaluated; otherwise the zones of firewalld or the rules of ufw while they run.
    """

    profiles: tuple[FirewallProfile, ...]
