"""Was a phone ever connected to this classified computer?"""

from __future__ import annotations

from checker.api import Ask, Fail, Pass, Policy, Severity, Text, Verdict, check
from checker.facts.workstation.usb import PhoneHistory
from checks.hold import on_classified_computer

_STOP = Text(
    "立即断开网络，停止使用这台电脑和接过的手机。",
    "Disconnect the network; stop using the computer and the phone.",
)


@check(
    id="workstation.phone_attached_history",
    title=Text("涉密电脑没有连接手机的记录", "No phone is on record as connected to this classified computer"),
    why=Text(
        "手机能上网，接到涉密电脑上哪怕只是充电，也等于给涉密电脑开了一个出口。",
        "A phone is online; connected to a classified computer, even to charge, it opens a way out.",
    ),
    severity=Severity.CRITICAL,
    rules=("phone-attached-to-classified-pc",),
    remedies=on_classified_computer(_STOP),
)
def phone_attached_history(history: PhoneHistory, policy: Policy) -> Verdict:
    """Any trace is enough, however old."""
    if history.devices:
        seen = Text(
            "记录显示有 {count} 部手机或平板接入过（{reach}）。",
            "The records show that {count} {count:phone or tablet was|phones or tablets were} connected ({reach}).",
        )
        filled = seen.filled(count=len(history.devices), reach=history.reach)
        return Fail(filled, tuple(one.line for one in history.devices))
    days = policy.media.look_back_days
    if history.covers(days) or not history.coverage.complete:
        seen = Text("没有手机接入的记录（{reach}）。", "There is no record of a phone ({reach}).")
        return Pass(seen.filled(reach=history.reach))
    asked = Text(
        "没有手机接入的记录，但记录不足 {days} 天（{reach}）。这台电脑有没有接过手机（包括充电）？",
        "There is no record of a phone, but the records do not cover {days} {days:day|days} "
        "({reach}). Was a phone ever connected to this computer, even to charge?",
    )
    return Ask(asked.filled(days=days, reach=history.reach), wanted=False)
