from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from checker.machine.answers import Output, Service
from checker.model.finding import State
from checker.model.policy import Policy, Software
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import linux_files, running, service, services, uninstall
from tests.worlds.world import DENIED, World

_CDP = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\CDP"
_RULES = r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules"
_NETWORKS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles"
_RULE = "v2.30|Action=Allow|Active={active}|Dir=In|Protocol=17|Profile=Private|LPort=3702|"
_OFF = {"NearShareChannelUserAuthzPolicy": 0, "RomeSdkChannelUserAuthzPolicy": 0}
_POLICY = {r"HKLM\SOFTWARE\Policies\Microsoft\Windows\System": {"EnableCdp": 0}}
_DNS_CLIENT = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\DNSClient"
_SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
_WANTS = "/home/wang/.config/systemd/user/gnome-session.target.wants"
_SHARE = "org.gnome.settings-daemon.plugins.sharing.service"
_WEBDAV = f"{_SHARE}:/org/gnome/settings-daemon/plugins/sharing/gnome-user-share-webdav/"


def _linux(*packages: str, names: tuple[str, ...] = (), files: Mapping[str, Any] = MappingProxyType({})) -> World:
    return World(files=linux_files(*packages, **{"/home/wang/x": "", **files}), processes=running(*names))


def _gnome(value: str | None, files: Mapping[str, Any] = MappingProxyType({})) -> World:
    listed: Any = Output(b"", 1) if value is None else f"{_SHARE} enabled-connections {value}\n"
    module = {"/usr/lib/x86_64-linux-gnu/gio/modules/libdconfsettings.so": "", "/home/wang/x": ""}
    return World(
        files=linux_files("gnome-user-share", **module, **files),
        processes=running(),
        programs={("gsettings", "list-recursively", _WEBDAV): listed, ("gsettings", "list-schemas"): ""},
    )


def _windows(
    *programs: str,
    cdp: Any = MappingProxyType(_OFF),
    active: str = "FALSE",
    category: Any = 1,
    own: tuple[Service, ...] = (),
    more: Mapping[str, Any] = MappingProxyType({}),
) -> World:
    registry: dict[str, Any] = {
        _CDP: cdp,
        _RULES: {"NETDIS-FDRESPUB-WSD-In-UDP-Active": _RULE.format(active=active)},
        rf"{_NETWORKS}\{{1}}": {"Category": category},
        _DNS_CLIENT: {"EnableMulticast": 0},
        rf"{_SERVICES}\Dnscache": {"Start": 2},
    }
    return World(
        Platform.WINDOWS,
        registry={**registry, **uninstall(*programs), **more},
        services=services(*own),
        processes=running("explorer.exe"),
    )


_CLIPBOARD = r"HKCU\Software\Microsoft\Clipboard"

SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    # Installed with the system, switched off.
    Scenario("pass", _linux("avahi-daemon"), State.PASSED),
    Scenario("pass", _gnome("@as []"), State.PASSED),
    Scenario("fail", _linux("avahi-daemon", names=("avahi-daemon",)), State.FAILED, ("Avahi",)),
    Scenario("fail", _linux("localsend"), State.FAILED, ("LocalSend",)),
    Scenario(
        "pass",
        _linux("localsend"),
        State.PASSED,
        policy=Policy(software=Software(approved_sharing=("localsend",))),
    ),
    Scenario("fail", _gnome("['5f2b']"), State.FAILED, ("公共文件夹共享",)),
    Scenario(
        "fail", _gnome(None, {f"{_WANTS}/gnome-user-share-webdav.service": ""}), State.FAILED, ("公共文件夹共享",)
    ),
    Scenario("denied", World(), State.COULD_NOT_CHECK),
    Scenario("denied", _linux(files={"/var/lib/dpkg/status": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", _gnome(None, {"/home/wang/.config/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("pass", _windows(), State.PASSED),
    Scenario("pass", _windows(cdp={}, more=_POLICY), State.PASSED),
    # The rule holds for private networks, and this computer was on public ones only.
    Scenario("pass", _windows(active="TRUE", category=0), State.PASSED),
    Scenario("fail", _windows(active="TRUE"), State.FAILED, ("网络发现",)),
    Scenario("fail", _windows(cdp={**_OFF, "NearShareChannelUserAuthzPolicy": 2}), State.FAILED, ("就近共享",)),
    Scenario("fail", _windows(own=(service("icssvc", "manual"),)), State.FAILED, ("移动热点",)),
    Scenario("fail", _windows("华为电脑管家"), State.FAILED, ("华为电脑管家",)),
    *(
        Scenario(kind, _windows(more=more), state, names)  # type: ignore[arg-type]
        for kind, more, state, names in (
            # On as long as no policy switches it off.
            ("fail", {_DNS_CLIENT: {}}, State.FAILED, ("LLMNR",)),
            ("fail", {rf"{_SERVICES}\LanmanServer\Parameters": {"SMB1": 1}}, State.FAILED, ("SMBv1",)),
            ("fail", {rf"{_SERVICES}\mrxsmb10": {"Start": 2}}, State.FAILED, ("SMBv1",)),
            ("pass", {rf"{_SERVICES}\mrxsmb10": {"Start": 4}}, State.PASSED, ()),
            (
                "pass",
                {rf"{_SERVICES}\mrxsmb10": {"Start": 2}, rf"{_SERVICES}\LanmanServer\Parameters": {"SMB1": 0}},
                State.PASSED,
                (),
            ),
            ("fail", {_CLIPBOARD: {"CloudClipboardAutomaticUpload": 1}}, State.FAILED, ("剪贴板",)),
            ("hostile", {_CLIPBOARD: {"CloudClipboardAutomaticUpload": "1"}}, State.COULD_NOT_CHECK, ()),
        )
    ),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("denied", _windows(more={_NETWORKS: DENIED}), State.COULD_NOT_CHECK),
    # Nothing written of nearby sharing is not "off".
    Scenario("denied", _windows(cdp={}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(cdp={**_OFF, "NearShareChannelUserAuthzPolicy": "x"}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(category=9), State.COULD_NOT_CHECK),
)
