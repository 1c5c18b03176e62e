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
_LETS_ALL_IN = 0  # DefaultInboundAction: 0 allows, 1 blocks, which is the default (Firewall CSP, [MS-FASP] 2.2.38)
# What each is called in the registry, in policies (of the older template, and [MS-GPFAS]'s), and by the firewall's own
# interface.
_PROFILES = (
    (Text("域网络", "Domain networks"), "DomainProfile", ("DomainProfile",), "domain"),
    (Text("专用网络", "Private networks"), "StandardProfile", ("PrivateProfile", "StandardProfile"), "private"),
    (Text("公用网络", "Public networks"), "PublicProfile", ("PublicProfile",), "public"),
)


@probe(Firewall, Platform.WINDOWS)
def firewall(machine: Machine) -> Firewall:
    """The effective state by the firewall's own interface, else by policy and setting, the policy first.

    Another product may have switched Windows' firewall off and taken its place; that one is not seen, and a person can
    say so by a waiver.
    """
    if _off_altogether(machine):
        off = [FirewallProfile(name, Filtering.OFF, by=_SERVICE_OFF) for name, *_ in _PROFILES]
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


def _profile(
    machine: Machine, effective: object, name: Text, key: str, policies: tuple[str, ...], word: str
) -> FirewallProfile:
    ordered = [policy for one in policies for policy in [_values(machine, rf"{_POLICY}\{one}")]]
    local = _values(machine, rf"{_LOCAL}\{key}")
    policy = _first(ordered, "EnableFirewall")
    origin = Origin.SET if policy is None else Origin.POLICY
    stated = effective.get(word) if isinstance(effective, dict) else None
    on = bool(stated) if isinstance(stated, bool) else policy if policy is not None else local.get("EnableFirewall")
    if on is None:
        raise Unreadable(Text("没有读到防火墙的开关", "The firewall's switch could not be read"))
    if on and _lets_all_in(ordered, local):
        by_policy = _first(ordered, "DefaultInboundAction") is not None
        return FirewallProfile(name, Filtering.OFF, Origin.POLICY if by_policy else Origin.SET, _OPEN)
    return FirewallProfile(name, Filtering.ON if on else Filtering.OFF, origin)


_OPEN = Text("已打开，但默认放行所有传入连接", "on, but by default it lets everything in")


def _lets_all_in(ordered: list[dict[str, int]], local: dict[str, int]) -> bool:
    """Whether what no rule names gets in. "Block all" (DoNotAllowExceptions) stands above it, wherever it is set."""
    sources = [*ordered, local]
    if _first(sources, "DoNotAllowExceptions") == 1:
        return False
    return _first(sources, "DefaultInboundAction") == _LETS_ALL_IN


def _first(sources: list[dict[str, int]], name: str) -> int | None:
    return next((source[name] for source in sources if name in source), None)


def _values(machine: Machine, key: str) -> dict[str, int]:
    """The switches of one profile that are set in one place."""
    try:
        found = machine.registry(key)
    except Absent:
        return {}
    values = {}
    for name in ("EnableFirewall", "DefaultInboundAction", "DoNotAllowExceptions"):
        value = found.value(name)
        if value is None:
            continue
        if value not in (0, 1):
            raise malformed(key)
        values[name] = int(value == 1)
    return values
