r"""Windows: printers by their ports (``Control\Print\Printers\*\Port``), and connections to print servers."""

from __future__ import annotations

import re

from checker.facts.workstation.printers import NetworkPrinters
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Absent
from checker.probes.base import probe
from checker.probes.windows.hives import hives

_PRINT = r"HKLM\SYSTEM\CurrentControlSet\Control\Print"
_PRINTERS = rf"{_PRINT}\Printers"
_TCP_PORTS = rf"{_PRINT}\Monitors\Standard TCP/IP Port\Ports"
_CONNECTIONS = r"HKCU\Printers\Connections"
_NETWORK = re.compile(r"(?i)(?:IP_|WSD-|\\\\|https?:|ipp|\d+\.\d+\.\d+\.\d+)")
_CABLE = re.compile(r"(?i)(?:USB|LPT|COM|DOT4|FILE:|PORTPROMPT:|NUL:?$|XPSPort:|SHRFAX:|TS\d|Microsoft\.|PDF)")


@probe(NetworkPrinters, Platform.WINDOWS)
def network_printers(machine: Machine) -> NetworkPrinters:
    printers = Ledger[str](Unit.DEVICES)
    found: list[str] = []
    names = machine.registry(_PRINTERS).subkeys
    printers.looked("Print")
    tcp = {name.lower() for name in _subkeys(machine, _TCP_PORTS)}
    for name in names:
        with printers.reading(name):
            port = machine.registry(rf"{_PRINTERS}\{name}").value("Port")
            if not isinstance(port, str):
                raise malformed(name)
            if port.lower() in tcp or _NETWORK.match(port):
                found.append(name)
            elif not _CABLE.match(port):
                raise not_understood(port)
    own, people = hives(machine)
    for hive in own:
        with printers.reading(hive.of(_CONNECTIONS)):
            names = machine.registry(hive.of(_CONNECTIONS)).subkeys
            found += [name.lstrip(",").replace(",", "\\") for name in names]
    return NetworkPrinters(tuple(dict.fromkeys(found)), coverage=printers.coverage + people.coverage)


def _subkeys(machine: Machine, key: str) -> tuple[str, ...]:
    try:
        return machine.registry(key).subkeys
    except Absent:
        return ()
