"""Linux: connected networks, from the kernel's routing tables."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from checker.facts.workstation.networks import Link, Networks
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.target import Platform
from checker.model.unreadable import Absent
from checker.probes.base import probe
from checker.probes.networks import cards_covered, of_a_network

_ROUTES, _ROUTES6 = "/proc/net/route", "/proc/net/ipv6_route"
_UP, _GATEWAY = 0x1, 0x2  # RTF_UP, RTF_GATEWAY of linux/route.h
_NOTHING = "0" * 32
_FORWARDING = ("/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv6/conf/all/forwarding")


@probe(Networks, Platform.LINUX)
def networks(machine: Machine) -> Networks:
    gateways: dict[str, list[str]] = {}
    for name, gateway in (*_gateways(machine), *_gateways6(machine)):
        gateways.setdefault(name, []).append(gateway)
    cards = machine.interfaces()
    links = tuple(
        Link(one.name, addresses, tuple(gateways.get(one.name, ())))
        for one in cards
        if one.up and _real(machine, one.name)
        if (addresses := tuple(filter(of_a_network, one.addresses)))
    )
    forwards = any(_switched_on(machine, path) for path in _FORWARDING)
    return Networks(links, forwards, coverage=cards_covered(len(cards)))


def _gateways(machine: Machine) -> Iterator[tuple[str, str]]:
    """Cards and gateways of IPv4 default routes. The table has addresses as little-endian hex."""
    header, *rows = machine.text(_ROUTES).splitlines() or [""]
    if not header.startswith("Iface"):
        raise malformed(_ROUTES)
    for row in rows:
        fields = row.split()
        try:
            name, destination, gateway, flags = *fields[:3], int(fields[3], 16)
            mask, address = fields[7], ipaddress.IPv4Address(bytes.fromhex(gateway)[::-1])
        except (IndexError, ValueError) as error:
            raise malformed(_ROUTES) from error
        if int(destination, 16) == int(mask, 16) == 0 and flags & _UP and flags & _GATEWAY:
            yield name, str(address)


def _gateways6(machine: Machine) -> Iterator[tuple[str, str]]:
    """The same of IPv6; a kernel without IPv6 has no such table."""
    try:
        rows = machine.text(_ROUTES6).splitlines()
    except Absent:
        return
    for row in rows:
        fields = row.split()
        try:
            destination, length, gateway, flags, name = *fields[:2], fields[4], int(fields[8], 16), fields[9]
            address = ipaddress.IPv6Address(bytes.fromhex(gateway))
        except (IndexError, ValueError) as error:
            raise malformed(_ROUTES6) from error
        if (destination, length) == (_NOTHING, "00") and flags & _UP and flags & _GATEWAY:
            yield name, str(address)


def _real(machine: Machine, name: str, depth: int = 4) -> bool:
    """Whether a card is made of something: a device of its own, or (bridge, bond, VLAN) another card that is."""
    place = f"/sys/class/net/{name}"
    if "/devices/virtual/" not in machine.target_of(place):
        return True
    below = [one.name.removeprefix("lower_") for one in machine.list(place) if one.name.startswith("lower_")]
    return depth > 0 and any(_real(machine, one, depth - 1) for one in below)


def _switched_on(machine: Machine, path: str) -> bool:
    try:
        return machine.text(path, 64).strip() not in ("0", "")
    except Absent:
        return False
