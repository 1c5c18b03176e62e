r"""Windows: its list of networks, and the addresses that cards had.

``NetworkList\Profiles\{id}``: ProfileName, NameType (6 wired, 71 wireless, 243 mobile; as IfType of ipifcons.h) and
DateLastConnected, a SYSTEMTIME in local time. ``Tcpip\Parameters\Interfaces\{card}``: DhcpIPAddress and IPAddress stay
after the card has gone.
"""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Iterator
from datetime import date

from checker.facts.workstation.traces import Joined, NetworkTraces
from checker.machine.answers import RegistryData, RegistryKey
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.networks import of_a_network

_NETWORKS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles"
_CARDS = r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters\Interfaces"
_BY_RADIO = (71, 243, 244)
_BY_CABLE = (6, 23, 53, 131)  # Ethernet, dialled, made of software, tunnel


@probe(NetworkTraces, Platform.WINDOWS)
def network_traces(machine: Machine) -> NetworkTraces:
    sources = Ledger(Unit.SOURCES, (_NETWORKS, _CARDS))
    wireless: list[Joined] = []
    wired = 0
    addresses: set[str] = set()
    with sources.reading(_NETWORKS):
        for network in _keys(machine, _NETWORKS):
            if network.value("NameType") in _BY_RADIO:
                name = network.value("ProfileName")
                wireless.append(Joined(name if isinstance(name, str) else "", _day(network.value("DateLastConnected"))))
            elif network.value("NameType") in _BY_CABLE:
                wired += 1
            else:
                kind = f"NameType={network.value('NameType')!r}"
                sources.left(kind, not_understood(kind))
    with sources.reading(_CARDS):
        for card in _keys(machine, _CARDS):
            addresses.update(_addresses(card.value("DhcpIPAddress")), _addresses(card.value("IPAddress")))
    return NetworkTraces(tuple(wireless), wired, tuple(sorted(addresses)), coverage=sources.some_or_raise())


def _keys(machine: Machine, folder: str) -> Iterator[RegistryKey]:
    """Raises Unreadable: the folder is not there, which no Windows that has a network is without."""
    try:
        names = machine.registry(folder).subkeys
    except Absent as error:
        raise Unreadable(error.reason) from error
    for name in names:
        yield machine.registry(rf"{folder}\{name}")


def _addresses(value: RegistryData | None) -> Iterator[str]:
    texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    if not isinstance(value, str | tuple | None) or not all(map(_is_address, texts)):
        raise malformed(_CARDS)
    for text in texts:
        if of_a_network(text):
            yield str(ipaddress.ip_address(text))


def _is_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return text == ""


def _day(value: RegistryData | None) -> date | None:
    """A SYSTEMTIME: eight 16-bit words, year, month, day of the week, day, ..."""
    if not isinstance(value, bytes) or len(value) != 16:
        return None
    year, month, _, day, *_ = struct.unpack("<8H", value)
    try:
        return date(year, month, day)
    except ValueError:
        return None
