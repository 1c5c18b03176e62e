r"""Windows: connected networks, from the adapters that are up.

Which adapters are made of something says the driver: Characteristics of its instance under
``HKLM\SYSTEM\CurrentControlSet\Control\Class\{4d36e972-e325-11ce-bfc1-08002be10318}``, bit NCF_PHYSICAL (0x4).
A card that lent itself to a Hyper-V switch has its addresses on the switch's own adapter (vms_mp): that one counts.
"""

from __future__ import annotations

from checker.facts.workstation.networks import Link, Networks
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Absent
from checker.probes.base import probe
from checker.probes.networks import NO_CARD, of_a_network

_CLASS = r"HKLM\SYSTEM\CurrentControlSet\Control\Class\{4d36e972-e325-11ce-bfc1-08002be10318}"
_NAMES = r"HKLM\SYSTEM\CurrentControlSet\Control\Network\{4D36E972-E325-11CE-BFC1-08002BE10318}"
_PARAMETERS = r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"
_CARDS = (6, 71, 243, 244)  # IfType: Ethernet, Wi-Fi, mobile broadband (ipifcons.h)
_NO_CARDS = (24, 53, 131)  # loopback, made of software, tunnel
_PHYSICAL = 0x4
_SWITCH = "vms_mp"


@probe(Networks, Platform.WINDOWS)
def networks(machine: Machine) -> Networks:
    adapters = machine.win32("gateways")
    if not isinstance(adapters, list):
        raise malformed("gateways")
    software = _made_of_software(machine)
    cards = Ledger(Unit.DEVICES, range(len(adapters)))
    links = []
    for number in cards:
        with cards.reading(number):
            link = _link(adapters[number], software)
            if link is not None:
                links.append(link)
    if not cards.opened:
        cards.nothing(NO_CARD)
    routes = machine.registry(_PARAMETERS).value("IPEnableRouter")  # absent: 0, as Windows documents it
    return Networks(tuple(links), forwards=routes == 1, coverage=cards.coverage)


def _link(adapter: object, software: frozenset[str]) -> Link | None:
    match adapter:
        case {"interface": str(name), "type": int(kind), "gateways": list(gateways), "addresses": list(addresses)}:
            own = tuple(filter(of_a_network, map(str, addresses)))
            if kind in _NO_CARDS or name in software or not own:
                return None
            if kind not in _CARDS:
                raise not_understood(f"{name} ({kind})")
            return Link(name, own, tuple(map(str, gateways)))
    raise malformed("gateways")


def _made_of_software(machine: Machine) -> frozenset[str]:
    """The names of adapters that are surely no cards. What the registry does not know stays in: it might be one."""
    found = set()
    for instance in machine.registry(_CLASS).subkeys:
        if not instance.isdecimal():
            continue
        driver = machine.registry(rf"{_CLASS}\{instance}")
        kind, identity = driver.value("Characteristics"), driver.value("NetCfgInstanceId")
        if not isinstance(kind, int) or kind & _PHYSICAL or driver.value("ComponentId") == _SWITCH:
            continue
        if not isinstance(identity, str):
            continue
        try:
            name = machine.registry(rf"{_NAMES}\{identity}\Connection").value("Name")
        except Absent:
            continue
        if isinstance(name, str):
            found.add(name)
    return frozenset(found)
