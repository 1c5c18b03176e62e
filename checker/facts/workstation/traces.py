"""What is left of the networks that this computer was on. No browsing data: addresses and names of networks only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Joined:
    """A network that was joined by radio. `last`: the day it was last used, local time; None where that is not kept."""

    name: str
    last: date | None = None


@dataclass(frozen=True, slots=True)
class NetworkTraces(Fact):
    """Networks this computer was on.

    wireless   Wi-Fi and mobile networks joined (Windows' list of networks; Linux keeps them with the saved ones)
    wired      how many wired networks it has names of (Windows alone)
    addresses  IPv4 and IPv6 addresses it was given or set to on any card, from the card's settings and from leases
    """

    wireless: tuple[Joined, ...]
    wired: int
    addresses: tuple[str, ...]
