"""Is wireless on only where the work needs it?"""

from __future__ import annotations

from checker.api import Actor, Ask, NotApplicable, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.wireless import Kind, Radios

_STEPS = (
    Text(
        "工作不需要的，在系统设置里关闭无线网络。",
        "Where the work does not need it, switch wireless off in the settings.",
    ),
    Text(
        "长期不用的，由信息中心在 BIOS 里停用或拆除。",
        "What is never used, IT disables in the BIOS or takes out.",
    ),
)


@check(
    id="workstation.wireless_adapters",
    title=Text("无线网络只在工作需要时打开", "Wireless is on only when the work needs it"),
    why=Text(
        "整天开着的无线网络会暴露位置，也给外人留下一条进入电脑的路。",
        "Wireless that is on all day tells where the computer is and is one more way into it.",
    ),
    severity=Severity.LOW,
    rules=("pc-wireless-adapters",),
    remedies={
        Platform.WINDOWS: Remedy(Actor.STAFF, steps=_STEPS, opens="ms-settings:network-wifi"),
        Platform.LINUX: Remedy(Actor.STAFF, steps=_STEPS, opens="gnome-control-center wifi"),
    },
)
def wireless_adapters(radios: Radios) -> Verdict:
    """Present but off and not there at all are different answers; whether one is needed, a person says."""
    own = [radio for radio in radios.radios if radio.kind in (Kind.WIFI, Kind.MOBILE)]
    if not own:
        return NotApplicable(Text("这台电脑没有无线网卡。", "This computer has no wireless adapter."))
    on = [radio for radio in own if radio.on]
    if not on:
        return Pass(Text("无线网卡已关闭。", "The wireless adapters are off."))
    question = Text(
        "无线网络正开着（{names}）。现在的工作需要它吗？", "Wireless is on ({names}). Does the work need it now?"
    )
    return Ask(question.filled(names=Text.name(", ".join(radio.name for radio in on))))
