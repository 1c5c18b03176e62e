r"""Windows: nearby sharing, sharing across devices, network discovery, the mobile hotspot.

``HKCU\...\CurrentVersion\CDP``: NearShareChannelUserAuthzPolicy, RomeSdkChannelUserAuthzPolicy (0 off, 1 own devices,
2 everyone); the policy EnableCdp=0 switches both off. Network discovery answers strangers where the firewall lets them
ask: rules ``NETDIS-FDRESPUB-*`` that are active for a category of network (Profile=) that this computer has joined
(``NetworkList\Profiles\*\Category``: 0 public, 1 private, 2 domain). The hotspot is the service icssvc.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.facts.workstation.sharing import NearbySharing, Way
from checker.machine.answers import RegistryKey
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Ledger, Unit
from checker.model.fact import Origin, Setting
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.windows.software import service_list

_CDP = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\CDP"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\System"
_RULES = r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules"
_NETWORKS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles"
_CATEGORIES = {0: "Public", 1: "Private", 2: "Domain"}
_ANSWERS = "netdis-fdrespub"  # Function Discovery Resource Publication: says that this computer is here
_HOTSPOT = "icssvc"

_CHANNELS = (
    ("nearby-sharing", "NearShareChannelUserAuthzPolicy", Text("就近共享", "Nearby sharing")),
    ("across-devices", "RomeSdkChannelUserAuthzPolicy", Text("跨设备共享体验", "Sharing across devices")),
)
_SILENT = Text("系统没有写明是否打开：{name}", "Windows does not say whether it is on: {name}")
_LOOK = Text("打开“设置 → 系统 → 就近共享”，当面确认", "Open Settings > System > Nearby sharing and look")


@probe(NearbySharing, Platform.WINDOWS)
def nearby_sharing(machine: Machine) -> NearbySharing:
    ways = Ledger[str](Unit.SETTINGS)
    found: list[Way] = []
    for channel in _CHANNELS:
        with ways.reading(channel[0]):
            found.append(_channel(machine, *channel))
    with ways.reading("network-discovery"):
        found.append(_discovery(machine))
    with ways.reading(_HOTSPOT):
        running = any(one.name.lower() == _HOTSPOT and one.status == "running" for one in service_list(machine))
        found.append(Way("hotspot", Text("移动热点", "Mobile hotspot"), Setting(running, Origin.SET)))
    return NearbySharing(tuple(found), coverage=ways.some_or_raise())


def _channel(machine: Machine, way: str, name: str, text: Text) -> Way:
    try:
        if machine.registry(_POLICY).value("EnableCdp") == 0:
            return Way(way, text, Setting(False, Origin.POLICY))
    except Absent:
        pass
    try:
        value = machine.registry(_CDP).value(name)
    except Absent:
        value = None
    if value is None:
        raise Unreadable(_SILENT.filled(name=text), _LOOK)
    if value not in (0, 1, 2):
        raise malformed(_CDP)
    return Way(way, text, Setting(value != 0, Origin.SET))


def _discovery(machine: Machine) -> Way:
    """Raises Unreadable: no list of rules or of networks, which every Windows that was ever connected has."""
    active = set(_profiles(_required(machine, _RULES).values))
    joined = set()
    for network in _required(machine, _NETWORKS).subkeys:
        category = machine.registry(rf"{_NETWORKS}\{network}").value("Category")
        if category not in _CATEGORIES:
            raise malformed(_NETWORKS)
        joined.add(_CATEGORIES[int(str(category))])
    return Way("network-discovery", Text("网络发现", "Network discovery"), Setting(bool(active & joined), Origin.SET))


def _required(machine: Machine, key: str) -> RegistryKey:
    try:
        return machine.registry(key)
    except Absent as error:
        raise Unreadable(error.reason, _LOOK) from error


def _profiles(rules: Mapping[str, object]) -> Iterator[str]:
    """The categories for which an active rule lets strangers in. A rule without Profile= holds for all."""
    for name, rule in rules.items():
        if not name.lower().startswith(_ANSWERS) or not isinstance(rule, str):
            continue
        words = rule.split("|")
        if "Active=TRUE" in words and "Action=Allow" in words and "Dir=In" in words:
            profiles = [word.removeprefix("Profile=") for word in words if word.startswith("Profile=")]
            yield from profiles or _CATEGORIES.values()
