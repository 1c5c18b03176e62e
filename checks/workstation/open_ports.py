"""Does a program that nobody knows wait for connections from the network?"""

from __future__ import annotations

from checker.api import Actor, Ask, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.listening import Listening, Waiting
from checker.facts.workstation.software import listed

_STEPS = (
    Text(
        "请信息中心查明列出的程序是谁装的、做什么用。",
        "Have IT find out who installed each program listed, and what it is for.",
    ),
    Text("工作不需要的，停用并卸载。", "What the work does not need is stopped and removed."),
    Text("工作需要的，先办理审批，再由保密员登记例外。", "What the work needs is approved first and recorded."),
)


@check(
    id="workstation.open_ports",
    title=Text("没有来历不明的程序等待外面的连接", "No program that nobody knows waits for connections from outside"),
    why=Text(
        "程序在网络上等着连接，外面的人就可能通过它看到、取走文件。",
        "Through a program that waits for connections, outsiders may see files and take them.",
    ),
    severity=Severity.HIGH,
    rules=("remote-control-software",),
    remedies={
        Platform.WINDOWS: Remedy(Actor.IT, steps=_STEPS),
        Platform.LINUX: Remedy(Actor.IT, steps=_STEPS),
    },
)
def open_ports(listening: Listening, policy: Policy) -> Verdict:
    """What a program is for only a person can say; those that other checks judge by name are left to them."""
    approved = (*policy.software.approved_remote_control, *policy.software.approved_sharing)
    strangers = [one for one in listening.strangers if not listed(one.program, approved)]
    if strangers:
        names = ", ".join(one.program for one in strangers)
        question = Text(
            "这些程序在等待来自网络的连接：{names}。它们是否都是工作需要、经过批准的？",
            "These programs wait for connections from the network: {names}. Is each needed for work and approved?",
        )
        return Ask(question.filled(names=Text.name(names)), items=tuple(map(_item, strangers)))
    seen = Text(
        "没有来历不明的程序等待网络连接（已知的 {count} 个）。",
        "No unknown program waits for the network ({count} known {count:port|ports}).",
    )
    return Pass(seen.filled(count=listening.known))


def _item(one: Waiting) -> Text:
    words = Text("{program}（{ports}）", "{program} ({ports})")
    return words.filled(program=Text.name(one.program), ports=", ".join(one.ports))
