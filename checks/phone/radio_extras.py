"""Bluetooth, NFC and hotspot are off."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import PhoneRadios

_BLUETOOTH = Text("蓝牙", "Bluetooth")
_VISIBLE = Text("蓝牙，并且附近的设备都能看到", "Bluetooth, visible to every device nearby")
_NFC = Text("NFC", "NFC")
_HOTSPOT = Text("个人热点", "Hotspot")
_UNLOCKED = Text("个人热点，并且没有密码，谁都能连", "Hotspot, without a password: anyone can join")


@check(
    id="phone.radio_extras",
    title=Text("出行时蓝牙、NFC 和个人热点已关闭", "Bluetooth, NFC and hotspot are off while travelling"),
    why=Text(
        "开着的蓝牙、NFC 和热点会被附近的人发现和利用。",
        "Bluetooth, NFC and hotspot can be found and used by people nearby.",
    ),
    severity=Severity.LOW,
    rules=("phone-radio-extras",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "从屏幕顶部下拉，关闭蓝牙、NFC 和个人热点。",
                    "Swipe down from the top and turn off Bluetooth, NFC and hotspot.",
                ),
                Text("需要时再打开，用完就关。", "Turn one on when needed, and off again afterwards."),
            ),
        ),
    },
)
def radio_extras(radios: PhoneRadios) -> Verdict:
    on = tuple(
        text
        for there, text in (
            (radios.bluetooth and radios.discoverable, _VISIBLE),
            (radios.bluetooth and not radios.discoverable, _BLUETOOTH),
            (radios.nfc, _NFC),
            (radios.hotspot and radios.hotspot_unlocked, _UNLOCKED),
            (radios.hotspot and not radios.hotspot_unlocked, _HOTSPOT),
        )
        if there
    )
    if on:
        severity = Severity.HIGH if radios.hotspot and radios.hotspot_unlocked else None
        return Fail(Text("还有无线功能开着", "Some radios are still on"), on, severity)
    unset = tuple(
        text
        for value, text in ((radios.bluetooth, _BLUETOOTH), (radios.nfc, _NFC), (radios.hotspot, _HOTSPOT))
        if value is None
    )
    if unset:
        return Ask(Text("下列无线功能都已关闭，对吗？", "These radios are off. Is that right?"), items=unset)
    return Pass(Text("蓝牙、NFC 和个人热点都已关闭", "Bluetooth, NFC and hotspot are off"))
