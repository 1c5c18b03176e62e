"""Both systems: which programs wait for the network, and which of them nobody knows."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from checker.facts.workstation.listening import Listening, Waiting
from checker.knowledge.cloud_sync import cloud_sync
from checker.knowledge.listeners import listeners
from checker.knowledge.remote_control import remote_control
from checker.knowledge.sharing import sharing
from checker.machine.answers import Listener
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN
from checker.model.cause import Cause
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.presence import among

_EPHEMERAL = "/proc/sys/net/ipv4/ip_local_port_range"
_LOWEST_EPHEMERAL = 32768  # Linux's own default; Windows begins at 49152
_WINDOWS_EPHEMERAL = 49152  # RFC 6335, and netsh's default
_NOBODY_WAITS = Text("没有程序等待来自网络的连接", "Nothing waits for connections from the network")
_WHOSE = Text("看不到是哪个程序打开的网络端口", "Whose network port this is cannot be seen")


def listening(machine: Machine, platform: Platform, units: Callable[[], frozenset[str]] = frozenset) -> Listening:
    """`units`: what systemd could open ports for, in lower case; asked where it matters alone."""
    lowest = _lowest_ephemeral(machine) if platform is Platform.LINUX else _WINDOWS_EPHEMERAL
    sockets = [one for one in machine.listeners() if _from_outside(one) and not _asks_others(one, lowest)]
    names = _names(machine)
    table, programs = listeners(), _known_programs(platform)
    here = frozenset(names.values()).union(one.name.lower() for one in machine.processes() if one.name)
    ledger = Ledger(Unit.SERVICES, (_port(one) for one in sockets))
    strangers: dict[str, set[str]] = {}
    known = 0
    for socket in sockets:
        port, name = _port(socket), names.get(socket.pid) if socket.pid is not None else None
        by_port = name is None or name in table.openers
        try:
            judged = by_port and _judged_by_port(_slashed(socket), platform, here, units)
        except Unreadable as why:
            ledger.left(port, why)
            continue
        if judged:
            known += 1
        elif name is None:
            ledger.left(port, Cause.DENIED, None if machine.host.admin else AS_ADMIN, _WHOSE)
            continue
        elif not by_port and among(programs, frozenset((name,))):
            known += 1
        else:
            strangers.setdefault(name, set()).add(port)
        ledger.looked(port)
    if not ledger.opened:
        ledger.nothing(_NOBODY_WAITS)
    found = (Waiting(name, tuple(sorted(ports))) for name, ports in sorted(strangers.items()))
    return Listening(tuple(found), known, coverage=ledger.coverage)


def _judged_by_port(port: str, platform: Platform, here: frozenset[str], units: Callable[[], frozenset[str]]) -> bool:
    """Whether the port says enough: the system's own work, or that of a server which is there and judged by name."""
    table = listeners()
    if port in table.quiet_ports or (platform is Platform.WINDOWS and port in table.windows_ports):
        return True
    servers = table.judged_ports.get(port, ())
    return bool(among(servers, here)) or (bool(servers) and bool(among(servers, units())))


def _known_programs(platform: Platform) -> tuple[str, ...]:
    """Of the system, and of products that other checks judge by their name."""
    products = (*remote_control().product, *cloud_sync().product, *sharing().product)
    named = (name for product in products for name in product.on(platform).processes)
    return (*listeners().quiet_programs, *listeners().judged_programs, *named)


def _names(machine: Machine) -> dict[int, str]:
    """Each process by the file name of its program, in lower case; its own name can be anything."""
    return {
        one.pid: name.lower()
        for one in machine.processes()
        if (name := re.split(r"[/\\]", (one.exe or "").removesuffix(" (deleted)"))[-1] or one.name)
    }


def _from_outside(one: Listener) -> bool:
    try:
        return not ipaddress.ip_address(one.address.partition("%")[0]).is_loopback
    except ValueError:
        return True


def _asks_others(one: Listener, lowest: int) -> bool:
    return one.protocol == "udp" and one.port >= lowest


def _lowest_ephemeral(machine: Machine) -> int:
    try:
        words = machine.text(_EPHEMERAL, 64).split()
    except Absent:
        return _LOWEST_EPHEMERAL
    if len(words) != 2 or not words[0].isdecimal():
        raise Unreadable(Text("系统没有说明端口的范围", "The system does not say its range of ports"))
    return int(words[0])


def _port(one: Listener) -> str:
    return f"{one.protocol.upper()} {one.port}"


def _slashed(one: Listener) -> str:
    return f"{one.protocol}/{one.port}"
