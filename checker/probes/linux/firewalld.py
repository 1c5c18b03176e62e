"""firewalld while it runs, asked over D-Bus, which needs no rights: what its zones let in.

Source: firewalld.dbus(5), firewalld.zones(5), firewalld.richlanguage(5).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import Any

from checker.facts.workstation.firewall import Filtering
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN, malformed, not_understood
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.linux.packet_filter.judgement import SOME_PORTS, SOME_SOURCES, inward

_NAME = "org.fedoraproject.FirewallD1"
_OBJECT = ("system", _NAME, "/org/fedoraproject/FirewallD1")
_OPEN = "ACCEPT"  # a zone's target: whatever no rule refuses is let in
_SHUT = ("default", "{chain}_{zone}", "DROP", "REJECT", "%%REJECT%%")  # targets: what no rule lets in stays out
_OF_ITS_OWN = ("allow-host-ipv6",)  # policies that it brings along, which let in what IPv6 itself needs
_PAST_ZONES = Unreadable(
    Text(
        "firewalld 另有直接规则或策略，不用管理员身份看不全",
        "firewalld has direct rules or policies beside its zones, which cannot be seen in full without rights",
    ),
    AS_ADMIN,
)


def firewalld(machine: Machine) -> Filtering | None:
    """What gets in by all its zones together; None where it does not run. Its state is for administrators alone.

    Raises:
        Unreadable: it will not say, or has rules that its zones do not show.
    """
    try:
        default = _one(machine, _NAME, "getDefaultZone")
    except Absent:
        return None
    if any(_asked(machine, *question) for question in _BESIDE_ZONES) or _policies(machine):
        raise _PAST_ZONES
    zones = [default, *(name for name in _outward(machine) if name != default)]
    each = [_let_in(_one(machine, f"{_NAME}.zone", "getZoneSettings2", "s", name)) for name in zones]
    return each[0] if len(set(each)) == 1 else Filtering.PARTLY


_BESIDE_ZONES = ((f"{_NAME}.direct", "getAllRules"), (f"{_NAME}.direct", "getAllPassthroughs"))


def _asked(machine: Machine, interface: str, member: str) -> Any:
    """Absent: a version that knows no such thing, so that it has none."""
    try:
        return _one(machine, interface, member)
    except Absent:
        return ()


def _policies(machine: Machine) -> bool:
    active = _asked(machine, f"{_NAME}.policy", "getActivePolicies")
    return any(name not in _OF_ITS_OWN for name in active)


def _one(machine: Machine, interface: str, member: str, signature: str = "", *arguments: str) -> Any:
    body = machine.bus(*_OBJECT, interface, member, signature, *arguments)
    if len(body) != 1:
        raise malformed("firewalld")
    return body[0]


def _outward(machine: Machine) -> Iterator[str]:
    """Zones in use, but for those of virtual machines and containers of this computer."""
    active = _one(machine, f"{_NAME}.zone", "getActiveZones")
    if not isinstance(active, Mapping):
        raise malformed("firewalld")
    for name, members in active.items():
        if members.get("sources") or not all(map(inward, members.get("interfaces", ()))):
            yield name


def _let_in(zone: Any) -> Filtering:
    if not isinstance(zone, Mapping):
        raise malformed("firewalld")
    if zone.get("target", "default") not in (_OPEN, *_SHUT):
        raise not_understood(str(zone["target"]))
    unknown = next((str(rule) for rule in zone.get("rules_str", ()) if not str(rule).startswith("rule")), None)
    if unknown is not None:
        raise not_understood(unknown)
    refusing = any(re.search(r"\b(?:drop|reject)\b", rule) for rule in zone.get("rules_str", ()))
    if zone.get("target") == _OPEN:
        few = zone.get("sources") and all(map(_few, zone["sources"])) and not zone.get("interfaces")
        return Filtering.ON if few else Filtering.PARTLY if refusing else Filtering.OFF
    ports = sum(_number(port) for port, _ in zone.get("ports", ()))
    everything = {"tcp", "udp"} & set(zone.get("protocols", ())) or zone.get("source_ports")
    wide = ports > SOME_PORTS or everything or any(map(_lets_all_in, zone.get("rules_str", ())))
    return Filtering.PARTLY if wide else Filtering.ON


def _number(port: str) -> int:
    first, _, last = str(port).partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        raise malformed("firewalld")
    return int(last or first) - int(first) + 1


def _lets_all_in(rule: str) -> bool:
    """A rich rule that accepts, from more than a few, and names no port or service."""
    if not re.search(r"\baccept\b", rule) or re.search(r"\b(?:port|service name|icmp-type|icmp-block)\b", rule):
        return False
    source = re.search(r'source address="([^"]*)"', rule)
    return source is None or source[1].startswith("!") or "source NOT" in rule or not _few(source[1])


def _few(source: str) -> bool:
    try:
        return ipaddress.ip_network(source, strict=False).num_addresses <= SOME_SOURCES
    except ValueError:
        return False  # a hardware address, or a set of addresses that lies elsewhere
