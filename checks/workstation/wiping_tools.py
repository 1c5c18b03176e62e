"""Is there a program that destroys files, traces or logs?"""

from __future__ import annotations

from checker.api import Actor, Ask, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.software import KnownSoftware, listed

_STEPS = (
    Text("向使用人问清装它做什么、清理过什么，写入说明。", "Ask what it is for and was used on; write it down."),
    Text("查清以前不要卸载，也不要再用它清理。", "Until that is clear, neither remove it nor clean with it."),
    Text("工作需要的，先办理审批，再由保密员登记例外。", "What the work needs is approved first and recorded."),
)
_REMEDY = Remedy(Actor.OFFICER, steps=_STEPS)


@check(
    id="workstation.wiping_tools",
    title=Text("没有未经批准的擦除和痕迹清理工具", "There is no tool that wipes or cleans traces without approval"),
    why=Text(
        "清理工具能抹掉违规的痕迹，检查就查不出发生过什么。",
        "Such tools remove the traces of what was done, so that an inspection can no longer find it.",
    ),
    severity=Severity.MEDIUM,
    rules=("unknown-software-pc",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def wiping_tools(software: KnownSoftware, policy: Policy) -> Verdict:
    """Why it is here only a person can say; a unit has good reasons for some of them."""
    found = tuple(
        one.name
        for one in software.wiping
        if not listed(one.id, policy.software.approved) and (not one.bundled or one.running or one.autostarts)
    )
    if found:
        names = Text("、".join(one.zh for one in found), ", ".join(one.en for one in found))
        question = Text(
            "这台电脑有擦除或痕迹清理工具：{names}。是单位批准使用的，并且没有用来清理检查要看的记录吗？",
            "There are tools that wipe or clean traces: {names}. Are they approved, and unused on what is inspected?",
        )
        return Ask(question.filled(names=names), items=found)
    return Pass(Text("没有发现擦除或痕迹清理工具。", "No tool that wipes or cleans traces was found."))
