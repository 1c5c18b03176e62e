"""Which phones, printers, 4G sticks, optical drives and memory cards were connected to this computer?"""

from __future__ import annotations

from checker.api import Actor, Ask, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.usb import PeripheralHistory, tails

_STEPS = (
    Text(
        "逐个向使用人问清：是谁的、用来做什么、单位批准了没有。",
        "Ask the person who uses the computer about each: whose it is, what it is for, and whether the unit approved.",
    ),
    Text(
        "手机、私人上网卡不再接这台电脑；刻录和打印在单位指定的设备上做。",
        "Phones and private 4G sticks are connected no more; burn and print on the devices that the unit names.",
    ),
)
_REMEDY = Remedy(Actor.OFFICER, steps=_STEPS)


@check(
    id="workstation.peripheral_history",
    title=Text(
        "接过的手机、上网卡、打印机、光驱和存储卡都经过批准",
        "Phones, 4G sticks, printers, optical drives and memory cards that were connected are approved",
    ),
    why=Text(
        "这些设备和 U 盘一样能带走文件，手机和上网卡还会另开一条上网的路。",
        "They carry files off as a stick does, and phones and 4G sticks open a way online of their own.",
    ),
    severity=Severity.MEDIUM,
    rules=("usb-storage-history",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def peripheral_history(history: PeripheralHistory, policy: Policy) -> Verdict:
    """No register has them, so a person says; nothing found says something only as far as the logs reach."""
    days = policy.media.look_back_days
    seen = history.within(days)
    if seen:
        question = Text(
            "最近 {days} 天接过 {count} 个设备（序列号尾号：{tails}）。它们都经过批准吗？",
            "In the last {days} {days:day|days}, {count} {count:device was|devices were} connected "
            "(serials ending in {tails}). Are all of them approved?",
        )
        filled = question.filled(days=days, count=len(seen), tails=tails(seen))
        return Ask(filled, items=tuple(one.line for one in seen))
    if history.covers(days) or not history.coverage.complete:
        found = Text(
            "最近 {days} 天没有接过手机、上网卡、打印机、光驱或存储卡的记录（{reach}）。",
            "There is no record of a phone, 4G stick, printer, optical drive or card in the last "
            "{days} {days:day|days} ({reach}).",
        )
        return Pass(found.filled(days=days, reach=history.reach))
    question = Text(
        "没有这类设备的记录，但记录不足 {days} 天（{reach}）。这段时间有没有接过手机、上网卡、打印机、光驱或存储卡？",
        "No such device is on record, but the records do not cover {days} {days:day|days} ({reach}). Was a phone, "
        "4G stick, printer, optical drive or memory card connected in that time?",
    )
    return Ask(question.filled(days=days, reach=history.reach), wanted=False)
