"""Is Bluetooth off, or at least hidden and needed?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, NotApplicable, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.wireless import Kind, Radios

_OFF = Text(
    "工作不需要的，在系统设置里关闭蓝牙。", "Where the work does not need it, switch Bluetooth off in the settings."
)


@check(
    id="workstation.bluetooth",
    title=Text("蓝牙已关闭，或工作需要并且别人搜不到", "Bluetooth is off, or needed and hidden from strangers"),
    why=Text(
        "开着的蓝牙能让附近的人找到这台电脑、尝试传送文件。",
        "Through open Bluetooth people nearby find this computer and try to pass files.",
    ),
    severity=Severity.LOW,
    rules=("pc-wireless-adapters",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                _OFF,
                Text(
                    "需要保留的：“蓝牙和其他设备 → 更多蓝牙设置”，取消“允许蓝牙设备查找这台电脑”。",
                    "If it stays: Bluetooth & devices > More Bluetooth settings, untick “Allow Bluetooth devices to "
                    "find this PC”.",
                ),
            ),
            opens="ms-settings:bluetooth",
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(_OFF, Text("需要保留的，在蓝牙设置里关闭“可被发现”。", "If it stays, switch “Visible” off.")),
            opens="gnome-control-center bluetooth",
        ),
    },
)
def bluetooth(radios: Radios) -> Verdict:
    """Visible to strangers fails; on and hidden is a question, because the work may need it."""
    own = [radio for radio in radios.radios if radio.kind is Kind.BLUETOOTH]
    if not own:
        return NotApplicable(Text("这台电脑没有蓝牙。", "This computer has no Bluetooth."))
    on = [radio for radio in own if radio.on]
    if not on:
        return Pass(Text("蓝牙已关闭。", "Bluetooth is off."))
    if radios.discoverable:
        return Fail(
            Text("蓝牙开着，附近的人能搜到这台电脑。", "Bluetooth is on and people nearby can find this computer."),
            tuple(Text.name(radio.name) for radio in on),
        )
    if radios.discoverable is None:
        return Ask(
            Text(
                "蓝牙正开着。工作需要它，并且已设为不让别人搜到吗？",
                "Bluetooth is on. Does the work need it, and is it hidden from strangers?",
            )
        )
    return Ask(
        Text("蓝牙正开着（别人搜不到）。现在的工作需要它吗？", "Bluetooth is on, hidden. Does the work need it now?")
    )
