"""Was a medium used both on classified and on non-classified computers?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.ledger import ComputerIdentity
from checker.facts.workstation.usb import UsbDevice, UsbStorageHistory, plain_serial, tails

_HOLD = Remedy(
    Actor.OFFICER,
    steps=(
        Text(
            "立即断开网络，停止使用这台电脑和这个介质。", "Disconnect the network and stop using computer and medium."
        ),
        Text("不要拷贝、转发，也不要自行删除任何文件。", "Do not copy, forward or delete any file yourself."),
        Text(
            "马上报告本单位保密工作机构，由其判定并登记处置。",
            "Report to the unit's secrecy office at once; it decides and records what is done.",
        ),
    ),
    hold=True,
)
_CLASSES = {
    "classified": Text("涉密", "classified"),
    "nonclassified": Text("非涉密", "non-classified"),
}


@check(
    id="workstation.usb_cross_use",
    title=Text(
        "有记录的存储介质没有在涉密和非涉密电脑之间交叉使用",
        "No medium on record is used on both classified and open computers",
    ),
    why=Text(
        "同一个 U 盘在两类电脑之间来回插，木马就能把涉密内容带出来。",
        "A stick that goes back and forth between the two lets a trojan carry classified content out.",
    ),
    severity=Severity.CRITICAL,
    rules=("usb-cross-use",),
    remedies={Platform.WINDOWS: _HOLD, Platform.LINUX: _HOLD},
)
def usb_cross_use(history: UsbStorageHistory, identity: ComputerIdentity, policy: Policy) -> Verdict:
    """All that is on record counts, however old. The register says which class of computer a medium belongs to."""
    if not policy.media.registered:
        return _ask_by_hand(history)
    media = {plain_serial(medium.serial): medium for medium in policy.media.registered}
    found = {one: media.get(plain_serial(one.serial)) if one.serial else None for one in history.devices}
    here = policy.class_of(identity.entry_in(policy.ledger))
    classes = {medium.device_class for medium in found.values() if medium is not None}
    wrong = tuple(
        _line(one, medium.device_class)
        for one, medium in found.items()
        if medium is not None and (len(classes) > 1 if here is None else medium.device_class is not here)
    )
    if wrong:
        return Fail(
            Text(
                "有 {count} 个登记为另一类电脑使用的存储介质在这台电脑上用过。",
                "{count} {count:medium that is registered for the other class of computer was|media that are "
                "registered for the other class of computer were} used on this one.",
            ).filled(count=len(wrong)),
            wrong,
        )
    strangers = tuple(one.line for one, medium in found.items() if medium is None)
    if strangers:
        seen = Text(
            "有 {count} 个没有登记的存储介质在这台电脑上用过，无法排除交叉使用。",
            "{count} {count:medium that is not registered was|media that are not registered were} used "
            "on this computer, so cross-use cannot be ruled out.",
        )
        return Fail(seen.filled(count=len(strangers)), strangers, severity=Severity.MEDIUM)
    if classes and here is None:
        asked = Text(
            "台账里没有这台电脑，而它只用过登记为{kind}的介质。它是{kind}电脑吗？",
            "The ledger does not list this computer; only media registered as {kind} were used on it. Is it {kind}?",
        )
        return Ask(asked.filled(kind=_CLASSES[classes.pop()]))
    return _nothing_wrong(history, policy)


def _nothing_wrong(history: UsbStorageHistory, policy: Policy) -> Verdict:
    if history.covers(policy.media.look_back_days) or not history.coverage.complete:
        seen = Text(
            "记录中的 {count} 个存储介质都登记为这类电脑使用（{reach}）。",
            "{count:The one medium on record is|All {count} media on record are} registered for this class of "
            "computer ({reach}).",
        )
        return Pass(seen.filled(count=len(history.devices), reach=history.reach))
    return _ask_without_records(history)


def _ask_by_hand(history: UsbStorageHistory) -> Verdict:
    if not history.devices:
        return _ask_without_records(history)
    asked = Text(
        "这台电脑用过 {count} 个 USB 存储设备（序列号尾号：{tails}），没有登记表可比对。"
        "它们之中有没有在另一类（涉密或非涉密）电脑上也用过的？",
        "{count} {count:USB storage device was used|USB storage devices were used} on this computer "
        "(serials ending in {tails}), and there is no register to compare with. Was any of them also "
        "used on a computer of the other class (classified or open)?",
    )
    filled = asked.filled(count=len(history.devices), tails=tails(history.devices))
    return Ask(filled, wanted=False, items=tuple(one.line for one in history.devices))


def _ask_without_records(history: UsbStorageHistory) -> Verdict:
    asked = Text(
        "记录里没有可疑的存储介质，但不能证明没有用过（{reach}）。"
        "这台电脑上有没有用过也在另一类（涉密或非涉密）电脑上用的介质？",
        "Nothing suspicious is on record, which does not prove that there was nothing ({reach}). Was any medium used "
        "on this computer that is also used on a computer of the other class (classified or open)?",
    )
    return Ask(asked.filled(reach=history.reach), wanted=False)


def _line(device: UsbDevice, kind: str) -> Text:
    line = Text("{device}：登记为{kind}介质", "{device}: registered as {kind}")
    return line.filled(device=device.line, kind=_CLASSES[kind])
