"""Are the computer's own records whole, or were they thrown away or written under a wrong clock?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.log_integrity import LogIntegrity

_STEPS = (
    Text(
        "不要再清理这台电脑，向使用人问清是谁、什么时候清理了日志或改了时间，写入说明。",
        "Clean nothing more here; ask the person who uses it who emptied logs or changed the time, and write it down.",
    ),
    Text(
        "由信息中心对准时间，打开系统日志并保留六个月以上。", "IT sets the clock and keeps logs for six months or more."
    ),
    Text("说不清的，报告保密员。", "What nobody can explain is reported to the secrecy officer."),
)
_REMEDY = Remedy(Actor.OFFICER, steps=_STEPS)
_SHOWN = 8
_CLEARED = Text("事件日志 {name} 在 {day} 被清空", "the event log {name} was cleared on {day}")


@check(
    id="workstation.log_integrity",
    title=Text("系统日志完整，时钟没有被调回", "The system's logs are whole and its clock was not set back"),
    why=Text(
        "日志被清掉、时间被改过，就查不出谁插过什么、做过什么。",
        "Where logs were emptied or the time was changed, nobody can tell what was plugged in or done.",
    ),
    severity=Severity.MEDIUM,
    rules=("usb-storage-history",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def log_integrity(logs: LogIntegrity) -> Verdict:
    faults = [
        *(_named(Text("{name}：中间缺了", "{name}: missing in between"), name) for name in logs.missing),
        *(_named(Text("{name}：被清空或删除", "{name}: emptied or deleted"), name) for name in logs.emptied),
        *(_named(Text("{name}：时间晚于现在", "{name}: written later than now"), name) for name in logs.ahead),
    ]
    faults += [_CLEARED.filled(name=Text.name(one.log), day=f"{one.at:%Y-%m-%d}") for one in logs.cleared]
    if logs.jumps:
        text = Text("系统时钟往回跳过 {count} 次", "the clock went backwards {count} {count:time|times}")
        faults.append(text.filled(count=logs.jumps))
    if not faults:
        return Pass(Text("没有发现日志被清理或时钟被调回的痕迹。", "No sign of emptied logs or of a clock set back."))
    seen = Text(
        "日志不完整或时钟有问题：发现 {count} 处。",
        "Logs are not whole, or the clock is wrong: {count} {count:sign|signs}.",
    )
    return Fail(seen.filled(count=len(faults)), tuple(faults[:_SHOWN]))


def _named(text: Text, name: str) -> Text:
    return text.filled(name=Text.name(name))
