"""Windows: the three profiles of the firewall."""

from __future__ import annotations

from checker.facts.workstation.firewall import Filtering, Firewall, FirewallProfile
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Coverage, Unit
from checker.model.fact import Origin
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe

_SERVICE = r"HKLM\SYSTEM\CurrentControlSet\Services\MpsSvc"
_LOCAL = r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall"
_DISABLED = 4
# What each is called in the registry, in the policies, and by the firewall's own interface.
_PROFILES = (
    (Text("域网络", "Domain networks"), "DomainProfile", "domain"),
    (Text("专用网络", "Private networks"), "StandardProfile", "private"),
    (Text("公用网络", "Public networks"), "PublicProfile", "public"),
)


@probe(Firewall, Platform.WINDOWS)
def firewall(machine: Machine) -> Firewall:
    """The effective state by the firewall's own interface, else by policy and setting, the policy first.

    Another product may have switched Windows' firewall off and taken its place; that one is not seen, and a person can
    say so by a waiver.
    """
    if _off_altogether(machine):
        off = [FirewallProfile(name, Filtering.OFF, by=_SERVICE_OFF) for name, _, _ in _PROFILES]
        return Firewall(tuple(off), coverage=Coverage.whole(Unit.SETTINGS, len(off)))
    try:
        effective = machine.win32("firewall_profiles")
    except Unreadable:
        effective = None
    profiles = tuple(_profile(machine, effective, *names) for names in _PROFILES)
    return Firewall(profiles, coverage=Coverage.whole(Unit.SETTINGS, len(profiles)))


_SERVICE_OFF = Text("防火墙服务已禁用", "the firewall service is disabled")


def _off_altogether(machine: Machine) -> bool:
    """Whether the firewall's service is forbidden to start. Without that key this is no Windows that we know."""
    start = machine.registry(_SERVICE).value("Start")
    if not isinstance(start, int):
        raise malformed(_SERVICE)
    return start == _DISABLED


def _profile(machine: Machine, effective: object, name: Text, key: str, word: str) -> FirewallProfile:
    policy = _switch(machine, rf"{_POLICY}\{key}")
    origin = Origin.SET if policy is None else Origin.POLICY
    stated = effective.get(word) if isinstance(effective, dict) else None
    if isinstance(stated, bool):
        return FirewallProfile(name, Filtering.ON if stated else Filtering.OFF, origin)
    on = policy if policy is not None else _switch(machine, rf"{_LOCAL}\{key}")
    if on is None:
        raise Unreadable(Text("没有读到防火墙的开关", "The firewall's switch could not be read"))
    return FirewallProfile(name, Filtering.ON if on else Filtering.OFF, origin)


def _switch(machine: Machine, key: str) -> bool | None:
    try:
        value = machine.registry(key).value("EnableFirewall")
    except Absent:
        return None
    if value is not None and value not in (0, 1):
        raise malformed(key)
    return None if value is None else value == 1
