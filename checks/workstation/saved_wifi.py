"""Would this computer join an unprotected wireless network by itself?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.wireless import SavedNetwork, SavedWifi, Security

_WORDS = {
    Security.OPEN: Text("没有密码", "no password"),
    Security.OWE: Text("没有密码，只加密不认证", "no password: encrypted, but anybody can pose as it"),
    Security.WEP: Text("WEP，等于没有密码", "WEP, as good as no password"),
    Security.WEAK: Text("过时的 WPA 或 TKIP", "outdated WPA or TKIP"),
}
_STEPS = (
    Text("打开 Wi-Fi 设置里的“管理已知网络”。", "Open the known networks in the Wi-Fi settings."),
    Text("选中列出的网络，点“忘记”。", "Choose each network listed and press Forget."),
    Text(
        "确需保留的，取消“自动连接”；本单位的无线网络由信息中心换成 WPA2 或 WPA3。",
        "For one that has to stay, untick “Connect automatically”; IT moves the unit's own Wi-Fi to WPA2 or WPA3.",
    ),
)


@check(
    id="workstation.saved_wifi",
    title=Text("没有保存会自动连接的无密码 Wi-Fi", "No open Wi-Fi is saved that connects by itself"),
    why=Text(
        "别人架一个同名的无密码 Wi-Fi，这台电脑就会自己连上去，通信内容可能被偷看。",
        "Anybody can set up an open Wi-Fi of the same name; this computer joins it by itself and can be listened to.",
    ),
    severity=Severity.MEDIUM,
    rules=("wifi-saved-open-pc",),
    remedies={
        Platform.WINDOWS: Remedy(Actor.STAFF, steps=_STEPS, opens="ms-settings:network-wifisettings"),
        Platform.LINUX: Remedy(Actor.STAFF, steps=_STEPS, opens="gnome-control-center wifi"),
    },
)
def saved_wifi(wifi: SavedWifi) -> Verdict:
    """What connects by itself fails; what is only remembered, or encrypted without a password, weighs less."""
    bad = [network for network in wifi.networks if network.security is not Security.STRONG]
    if not bad:
        if not wifi.networks:
            return Pass(Text("没有保存任何无线网络。", "No wireless network is saved."))
        seen = Text(
            "保存了 {count} 个无线网络，都有可靠的密码保护。",
            "{count} {count:saved network|saved networks}, all well protected.",
        )
        return Pass(seen.filled(count=len(wifi.networks)))
    grave = any(network.automatic and network.security is not Security.OWE for network in bad)
    seen = (
        Text(
            "保存有会自动连接、没有可靠保护的 Wi-Fi。", "Badly protected networks are saved that connect by themselves."
        )
        if grave
        else Text("保存有没有可靠保护的 Wi-Fi。", "Badly protected networks are saved.")
    )
    return Fail(seen, tuple(map(_item, bad)), severity=None if grave else Severity.LOW)


def _item(network: SavedNetwork) -> Text:
    """The name is masked: where somebody has been is nobody's business, and its owner knows it again."""
    text = (
        Text("{name}：{kind}，自动连接", "{name}: {kind}, connects by itself")
        if network.automatic
        else Text("{name}：{kind}，手动连接", "{name}: {kind}, joined by hand")
    )
    return text.filled(name=Text.name(_masked(network.name)), kind=_WORDS[network.security])


def _masked(name: str) -> str:
    if not name:
        return "***"
    return f"{name[:2]}***{name[-1]}" if len(name) > 4 else f"{name[0]}***"
