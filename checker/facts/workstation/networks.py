"""The networks a computer is connected to at the moment."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Link:
    """A network card that is connected: its name, its addresses, and the default gateways it leads to.

    Addresses and gateways are IPv4 or IPv6 texts without a prefix length. Addresses that a card gives itself
    (169.254.x.x, fe80::) are left out: they say nothing of a network.
    """

    name: str
    addresses: tuple[str, ...]
    gateways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Networks(Fact):
    """What is connected now, from the system's own tables; nothing is sent to find out.

    `links` are real cards, and bridges or bonds that stand on one; cards that exist in software alone (container and
    virtual machine bridges, tunnels) are left out. `forwards`: packets are passed on from one network to another.
    Source: Linux /proc/net/route, /proc/net/ipv6_route, /sys/class/net, /proc/sys/net; Windows GetAdaptersAddresses and
    the driver's Characteristics, IPEnableRouter. Windows' Internet Connection Sharing is not read.
    """

    links: tuple[Link, ...]
    forwards: bool
