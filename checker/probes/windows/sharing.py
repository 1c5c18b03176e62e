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
from checker.probes.windows.hives import Hive, hives
from checker.probes.windows.software import service_list

_CDP = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\CDP"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\System"
_RULES = r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules"
_NETWORKS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles"
_CATEGORIES = {0: "Public", 1: "Private", 2: "Domain"}
_ANSWERS = "netdis-fdrespub"  # Function Discovery Resource Publication: says that this computer is here
_HOTSPOT = "icssvc"
_DNS_CLIENT = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\DNSClient"
_DNS_SERVICE = r"HKLM\SYSTEM\CurrentControlSet\Services\Dnscache"
_SERVER = r"HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters"
_SMB1_DRIVER = r"HKLM\SYSTEM\CurrentControlSet\Services\mrxsmb10"
_DISABLED = 4  # SERVICE_DISABLED
_CLIPBOARD = r"HKCU\Software\Microsoft\Clipboard"
_HOTSPOTS = r"HKLM\SOFTWARE\Microsoft\WcmSvc\wifinetworkmanager\config"

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
    own, people = hives(machine)
    for hive in own:
        for channel, value, text in _CHANNELS:
            with ways.reading(f"{channel} {hive.name}".strip()):
                found.append(_channel(machine, hive, channel, value, hive.said(text)))
        with ways.reading(f"cloud-clipboard {hive.name}".strip()):
            found.append(_clipboard(machine, hive))
    with ways.reading("network-discovery"):
        found.append(_discovery(machine))
    with ways.reading(_HOTSPOT):
        running = any(one.name.lower() == _HOTSPOT and one.status == "running" for one in service_list(machine))
        found.append(Way("hotspot", Text("移动热点", "Mobile hotspot"), Setting(running, Origin.SET)))
    for way in (_names_by_multicast, _old_file_sharing, _suggested_hotspots):
        with ways.reading(way.__name__):
            found.append(way(machine))
    coverage = ways.some_or_raise()
    forbidden = _number(machine, _POLICY, "EnableCdp") == 0 == _number(machine, _POLICY, "AllowCrossDeviceClipboard")
    return NearbySharing(tuple(found), coverage=coverage if forbidden else coverage + people.coverage)


def _channel(machine: Machine, hive: Hive, way: str, name: str, text: Text) -> Way:
    try:
        if machine.registry(_POLICY).value("EnableCdp") == 0:
            return Way(way, text, Setting(False, Origin.POLICY))
    except Absent:
        pass
    try:
        value = machine.registry(hive.of(_CDP)).value(name)
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


def _names_by_multicast(machine: Machine) -> Way:
    """LLMNR is on without the policy that switches it off (DnsClient.admx, Turn off multicast name resolution)."""
    _required(machine, _DNS_SERVICE)  # without the service that answers there is no default of Windows
    value = _number(machine, _DNS_CLIENT, "EnableMulticast")
    on = Setting(True, Origin.DEFAULT) if value is None else Setting(value != 0, Origin.POLICY)
    return Way("llmnr", Text("多播名称解析（LLMNR）", "Name resolution by multicast (LLMNR)"), on)


def _old_file_sharing(machine: Machine) -> Way:
    """SMB 1: the server's switch, and without one the driver that the feature brings; newer Windows leaves it out.

    Source: Microsoft, "How to detect, enable and disable SMBv1, SMBv2 and SMBv3 in Windows".
    """
    name = Text("旧版文件共享协议（SMBv1）", "The old protocol for shared files (SMBv1)")
    value = _number(machine, _SERVER, "SMB1")
    if value is not None:
        return Way("smb1", name, Setting(value != 0, Origin.SET))
    driver = _number(machine, _SMB1_DRIVER, "Start")
    return Way("smb1", name, Setting(driver not in (None, _DISABLED), Origin.DEFAULT))


def _clipboard(machine: Machine, hive: Hive) -> Way:
    """What is copied goes to Microsoft's cloud and on to other devices; off unless this person switched it on."""
    name = hive.said(Text("剪贴板跨设备同步", "The clipboard is copied to other devices"))
    if _number(machine, _POLICY, "AllowCrossDeviceClipboard") == 0:
        return Way("cloud-clipboard", name, Setting(False, Origin.POLICY))
    value = _number(machine, hive.of(_CLIPBOARD), "CloudClipboardAutomaticUpload")
    on = Setting(False, Origin.DEFAULT) if value is None else Setting(value != 0, Origin.SET)
    return Way("cloud-clipboard", name, on)


def _suggested_hotspots(machine: Machine) -> Way:
    """Joining open hotspots that Windows suggests: AutoConnectAllowedOEM (wlansvc.admx); set-up leaves it off [K]."""
    value = _number(machine, _HOTSPOTS, "AutoConnectAllowedOEM")
    on = Setting(False, Origin.DEFAULT) if value is None else Setting(value != 0, Origin.SET)
    return Way("suggested-hotspots", Text("自动连接建议的开放热点", "Joining suggested open hotspots"), on)


def _number(machine: Machine, key: str, name: str) -> int | None:
    try:
        value = machine.registry(key).value(name)
    except Absent:
        return None
    if value is not None and not isinstance(value, int):
        raise malformed(key)
    return value


def _required(machine: Machine, key: str) -> RegistryKey:
    try:
        return machine.registry(key)
    except Absent as error:
        raise Unreadable(error.reason, _LOOK) from error


def _profiles(rules: Mapping[str, object]) -> Iterator[str]:
    """The categories for which an active rule lets strangers in. A rule without Profile= holds for all."""
    for name, rule in rules.items():
        if not name.lower().startswith(_ANSWERS):
            continue
        words = rule.split("|") if isinstance(rule, str) else []
        if not {"Active=TRUE", "Active=FALSE"} & set(words):
            raise malformed(name)
        if "Active=TRUE" in words and "Action=Allow" in words and "Dir=In" in words:
            profiles = [word.removeprefix("Profile=") for word in words if word.startswith("Profile=")]
            yield from profiles or _CATEGORIES.values()
