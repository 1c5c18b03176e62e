"""Do other computers run within this one?"""

from __future__ import annotations

from checker.api import Actor, Ask, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.software import KnownSoftware, listed

_STEPS = (
    Text("打开列出的软件，看里面有哪些虚拟机或系统。", "Open the program listed and see which systems are in it."),
    Text("每个虚拟机都按一台电脑来检查，或者停用。", "Inspect each as a computer of its own, or stop using it."),
    Text("工作需要的，先办理审批，再由保密员登记例外。", "What the work needs is approved first and recorded."),
)
_REMEDY = Remedy(Actor.OFFICER, steps=_STEPS)


@check(
    id="workstation.virtual_machines",
    title=Text("电脑里没有未经检查的虚拟机或其他系统", "No virtual machine here is uninspected"),
    why=Text(
        "虚拟机里是另一台电脑，有自己的文件、软件和网络，这里看不到。",
        "A virtual machine is another computer with files, programs and networks of its own, which are not seen here.",
    ),
    severity=Severity.MEDIUM,
    rules=("unknown-software-pc",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def virtual_machines(software: KnownSoftware, policy: Policy) -> Verdict:
    """What is in them only a person can see: each is a computer to be inspected by itself."""
    found = tuple(
        one.name
        for one in software.virtual_machines
        if not listed(one.id, policy.software.approved) and (not one.bundled or one.running or one.autostarts)
    )
    if found:
        names = Text("、".join(one.zh for one in found), ", ".join(one.en for one in found))
        question = Text(
            "装有虚拟机或容器软件：{names}。里面的每个系统都检查过、经过批准了吗？",
            "Software for virtual machines or containers: {names}. Is every system in it inspected and approved?",
        )
        return Ask(question.filled(names=names), items=found)
    return Pass(Text("没有发现虚拟机或容器软件。", "No software for virtual machines or containers was found."))
