"""Windows: its own remote desktop."""

from __future__ import annotations

from checker.facts.workstation.remote_control import RemoteAccess, RemoteService
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Coverage, Unit
from checker.model.fact import Origin, Setting
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent
from checker.probes.base import probe

_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
_LOCAL = r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server"
_VALUE = "fDenyTSConnections"  # 0: connections are accepted
_NAME = Text("Windows 远程桌面", "Windows Remote Desktop")


@probe(RemoteAccess, Platform.WINDOWS)
def remote_access(machine: Machine) -> RemoteAccess:
    """Policy first. No value in either place is no Windows that we know, so nothing is assumed."""
    policy = _accepts(machine, _POLICY)
    if policy is not None:
        return _told(Setting(policy, Origin.POLICY))
    local = _accepts(machine, _LOCAL)
    if local is None:
        raise malformed(_LOCAL)
    return _told(Setting(local, Origin.SET))


def _told(on: Setting[bool]) -> RemoteAccess:
    return RemoteAccess((RemoteService("rdp", _NAME, on),), coverage=Coverage.whole(Unit.SETTINGS))


def _accepts(machine: Machine, key: str) -> bool | None:
    try:
        denies = machine.registry(key).value(_VALUE)
    except Absent:
        return None
    if denies is not None and not isinstance(denies, int):
        raise malformed(key)
    return None if denies is None else denies == 0
