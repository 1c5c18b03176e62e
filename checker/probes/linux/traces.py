"""Linux: leases, which keep the last address that each network gave.

NetworkManager's own client and systemd-networkd write ``ADDRESS=`` (NetworkManager after each change, networkd while
the computer runs), dhclient writes ``fixed-address``. Older networks of the same card are overwritten.
"""

from __future__ import annotations

import ipaddress
import re

from checker.facts.workstation.traces import NetworkTraces
from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.probes.base import probe
from checker.probes.networks import of_a_network

_FOLDERS = ("/var/lib/NetworkManager", "/run/systemd/netif/leases", "/var/lib/dhcp", "/var/lib/dhclient")
_ADDRESS = re.compile(r"(?m)^\s*(?:ADDRESS=|fixed-address6?\s+|iaaddr\s+)([0-9a-fA-F.:]{3,45})\s*[;{]?\s*$")
_LIMIT = 1 << 20
_OTHERS = ("NetworkManager.state", "NetworkManager-intern.conf", "timestamps", "seen-bssids", "secret_key")


@probe(NetworkTraces, Platform.LINUX)
def network_traces(machine: Machine) -> NetworkTraces:
    """Saved wireless networks are another fact. The addresses of now count too."""
    machine.list("/var/lib")  # where not even this is there, an empty answer says nothing
    sources = Ledger[str](Unit.SOURCES)
    found: set[str] = set()
    for folder in _FOLDERS:
        with sources.reading(folder):
            for entry in machine.list(folder):
                if entry.kind is Kind.FILE and entry.name not in _OTHERS:
                    with sources.reading(f"{folder}/{entry.name}"):
                        text = machine.text(f"{folder}/{entry.name}", _LIMIT)
                        if "\0" in text:  # what a cut of power leaves
                            raise malformed(entry.name)
                        found.update(_ADDRESS.findall(text))
    with sources.reading("interfaces"):
        for interface in machine.interfaces():
            found.update(interface.addresses)
    addresses = {str(ipaddress.ip_address(text)) for text in found if of_a_network(text)}
    return NetworkTraces((), 0, tuple(sorted(addresses)), coverage=sources.coverage)
