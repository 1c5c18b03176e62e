"""What psutil tells the same way on both systems: processes, sockets, interfaces."""

from __future__ import annotations

import socket

import psutil

from checker.machine import refusals
from checker.machine.answers import Interface, Listener, Process
from checker.model.text import Text
from checker.model.unreadable import Unreadable


def processes() -> tuple[Process, ...]:
    """All processes by name, program and owner. Command lines are not read.

    Raises:
        Unreadable: the system hides other people's processes (Linux hidepid), so that a list would be no list.
    """
    if psutil.LINUX and not psutil.pid_exists(1):
        raise Unreadable(
            Text("系统隐藏了其他用户的进程", "The system hides other users' processes"),
            refusals.AS_ADMIN,
        )
    found = []
    for process in psutil.process_iter():
        with process.oneshot():
            try:
                name = process.name()
            except psutil.NoSuchProcess:
                continue
            except (psutil.Error, OSError):  # OSError: a Windows process that will not even name itself
                name = ""
            found.append(Process(process.pid, name, _or_none(process, "exe"), _or_none(process, "username")))
    return tuple(found)


def listeners() -> tuple[Listener, ...]:
    """Listening TCP and bound UDP sockets. Owners of other people's sockets are not ours to see."""
    try:
        connections = psutil.net_connections(kind="inet")
    except psutil.AccessDenied as error:
        raise refusals.denied("sockets") from error
    except OSError as error:
        raise refusals.from_os_error(error, "sockets") from error
    found = set()
    for connection in connections:
        tcp = connection.type == socket.SOCK_STREAM
        if not connection.laddr or (tcp and connection.status != psutil.CONN_LISTEN) or connection.raddr:
            continue
        address = connection.laddr
        found.add(Listener("tcp" if tcp else "udp", address.ip, address.port, connection.pid))
    return tuple(sorted(found, key=lambda one: (one.protocol, one.port, one.address, one.pid or 0)))


def interfaces() -> tuple[Interface, ...]:
    """Network interfaces with their IP addresses."""
    try:
        addresses, states = psutil.net_if_addrs(), psutil.net_if_stats()
    except OSError as error:
        raise refusals.from_os_error(error, "network interfaces") from error
    internet = (socket.AF_INET, socket.AF_INET6)
    return tuple(
        Interface(
            name,
            up=state.isup,
            addresses=tuple(one.address.partition("%")[0] for one in addresses.get(name, ()) if one.family in internet),
        )
        for name, state in sorted(states.items())
    )


def _or_none(process: psutil.Process, attribute: str) -> str | None:
    try:
        value: str = getattr(process, attribute)()
    except (psutil.Error, OSError, KeyError):  # KeyError: a uid without a name
        return None
    return value or None
