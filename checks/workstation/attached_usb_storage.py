"""Which removable storage is plugged in at this moment?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.usb import AttachedStorage, plain_serial, tails

_STEPS = (
    Text(
        "找到插着的 U 盘、移动硬盘或存储卡，看有没有登记编号和标识。",
        "Find the stick, disk or card and look for its label.",
    ),
    Text(
        "没有登记的先安全弹出、拔下，交保密员核对来源。", "If it has none, eject it and give it to the secrecy officer."
    ),
    Text("单位的介质登记、编号、贴标识后再用。", "Register, number and label the unit's media before using them."),
)
_REMEDY = Remedy(Actor.STAFF, steps=_STEPS)


@check(
    id="workstation.attached_usb_storage",
    title=Text("现在插着的移动存储都已登记", "All removable storage that is plugged in is registered"),
    why=Text(
        "没有登记的介质出了问题追不到人，也说不清上面存过什么。",
        "When a medium that nobody registered gets lost, no one can say whose it was or what was on it.",
    ),
    severity=Severity.MEDIUM,
    rules=("usb-storage-history",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def attached_usb_storage(attached: AttachedStorage, policy: Policy) -> Verdict:
    """With a register in the policy it decides; without one a person compares."""
    if not attached.devices:
        return Pass(Text("现在没有插着移动存储设备。", "No removable storage is plugged in."))
    registered = {plain_serial(medium.serial) for medium in policy.media.registered}
    strangers = tuple(
        one for one in attached.devices if one.serial is None or plain_serial(one.serial) not in registered
    )
    lines = tuple(one.line for one in strangers)
    if not strangers:
        found = Text(
            "插着 {count} 个移动存储设备，都已登记。",
            "{count} {count:device is plugged in|devices are plugged in}, all of them registered.",
        )
        return Pass(found.filled(count=len(attached.devices)))
    if registered:
        found = Text(
            "插着 {count} 个没有登记的移动存储设备。",
            "{count} {count:device that is not registered is|devices that are not registered are} plugged in.",
        )
        return Fail(found.filled(count=len(strangers)), lines)
    question = Text(
        "现在插着 {count} 个移动存储设备（序列号尾号：{tails}）。它们是否都已登记，并且可以用在这台电脑上？",
        "{count} {count:device is plugged in|devices are plugged in} (serials ending in {tails}). "
        "Are all of them registered and allowed on this computer?",
    )
    return Ask(question.filled(count=len(strangers), tails=tails(strangers)), items=lines)
