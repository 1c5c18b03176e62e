"""Has a classified computer any part that can send?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.wireless import Kind, Part, WirelessParts

_WORDS = {
    Kind.WIFI: Text("无线网卡", "Wi-Fi"),
    Kind.BLUETOOTH: Text("蓝牙", "Bluetooth"),
    Kind.MOBILE: Text("移动上网模块", "mobile broadband"),
    Kind.INPUT: Text("无线键盘鼠标接收器", "receiver of a wireless keyboard or mouse"),
}
_REMEDY = Remedy(
    Actor.IT,
    steps=(
        Text(
            "由信息中心拆除列出的部件，只停用不算。",
            "IT takes the parts listed out of the computer; disabling them is not enough.",
        ),
        Text(
            "收回无线键盘、鼠标和接收器，换成有线的。",
            "Replace wireless keyboards, mice and receivers with wired ones.",
        ),
    ),
)


@check(
    id="workstation.classified_wireless_hardware",
    title=Text("涉密计算机没有无线部件", "The classified computer has no wireless hardware"),
    why=Text(
        "无线部件会把信号发到屋外，关着也可能被重新打开。",
        "Wireless parts send beyond the room, and what is off can be switched on again.",
    ),
    severity=Severity.HIGH,
    rules=("classified-pc-wireless-hw",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def classified_wireless_hardware(wireless: WirelessParts) -> Verdict:
    """What is in or on the computer fails; of what was there once a person says where it is."""
    present = tuple(part for part in wireless.parts if part.present)
    if present:
        return Fail(Text("这台电脑有无线部件。", "This computer has wireless parts."), tuple(map(_item, present)))
    if wireless.parts:
        question = Text(
            "这台电脑装过列出的无线部件，现在没有接着。它们已拆除并登记了吗？",
            "The wireless parts listed were set up here and are not connected now. Were they removed and recorded?",
        )
        return Ask(question, items=tuple(map(_item, wireless.parts)))
    return Pass(Text("没有发现无线部件。", "No wireless parts were found."))


def _item(part: Part) -> Text:
    return Text("{kind}：{name}", "{kind}: {name}").filled(kind=_WORDS[part.kind], name=Text.name(part.name))
