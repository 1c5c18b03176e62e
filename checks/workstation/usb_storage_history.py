"""Which USB storage was connected to this computer lately, and is all of it registered?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.usb import UsbStorageHistory, plain_serial, tails

_STEPS = (
    Text(
        "拿出介质登记台账，按序列号尾号逐个核对下面列出的设备。",
        "Take out the register of media and compare each device below with it, by the end of its serial number.",
    ),
    Text(
        "台账里没有的，向使用人问清来源和用途，写入说明。",
        "For those that are not in it, ask the person who uses the computer where they come from, and write it down.",
    ),
    Text(
        "单位的介质补登记、编号、贴标识；私人的不再使用。",
        "Register and label the unit's own; do not use private ones.",
    ),
)
_REMEDY = Remedy(Actor.OFFICER, steps=_STEPS)


@check(
    id="workstation.usb_storage_history",
    title=Text("有接入记录的 USB 存储设备都已登记", "All USB storage that is on record as connected is registered"),
    why=Text(
        "来路不明的 U 盘会带进木马，也会带走文件；记录能看出谁插过什么。",
        "A stick of unknown origin brings trojans in and takes files out; the records show what was plugged in.",
    ),
    severity=Severity.MEDIUM,
    rules=("usb-storage-history",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def usb_storage_history(history: UsbStorageHistory, policy: Policy) -> Verdict:
    """Nothing found says something only as far as the logs reach; where they do not, a person is asked."""
    days = policy.media.look_back_days
    seen = history.within(days)
    registered = {plain_serial(medium.serial) for medium in policy.media.registered}
    strangers = tuple(one for one in seen if one.serial is None or plain_serial(one.serial) not in registered)
    if strangers and registered:
        found = Text(
            "最近 {days} 天有 {count} 个没有登记的 USB 存储设备接入过（{reach}）。",
            "In the last {days} {days:day|days}, {count} {count:USB storage device that is not "
            "registered was|USB storage devices that are not registered were} connected ({reach}).",
        )
        filled = found.filled(days=days, count=len(strangers), reach=history.reach)
        return Fail(filled, tuple(one.line for one in strangers))
    if strangers:
        question = Text(
            "最近 {days} 天有 {count} 个 USB 存储设备接入过（序列号尾号：{tails}）。它们是否都在登记台账上？",
            "In the last {days} {days:day|days}, {count} {count:USB storage device was connected|USB "
            "storage devices were connected} (serials ending in {tails}). Are all of them in the "
            "register?",
        )
        filled = question.filled(days=days, count=len(strangers), tails=tails(strangers))
        return Ask(filled, items=tuple(one.line for one in strangers))
    if history.covers(days) or not history.coverage.complete:
        found = Text(
            "最近 {days} 天没有未登记的 USB 存储设备接入（{reach}）。更早的记录系统可能已自动清理。",
            "No unregistered USB storage was connected in the last {days} {days:day|days} ({reach}). "
            "Older records may have been cleaned up by the system.",
        )
        return Pass(found.filled(days=days, reach=history.reach))
    question = Text(
        "没有发现 USB 存储设备接入记录，但记录不足 {days} 天（{reach}），更早的可能已自动清理。"
        "使用人能否确认这段时间没有接过未登记的 U 盘或移动硬盘？",
        "No USB storage is on record, but the records do not cover {days} {days:day|days} ({reach}); "
        "older ones may have been cleaned up. Can the person confirm that no unregistered stick or "
        "disk was connected in that time?",
    )
    return Ask(question.filled(days=days, reach=history.reach))
