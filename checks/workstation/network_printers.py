"""Does this computer print over the network?"""

from __future__ import annotations

from checker.api import Actor, Ask, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.printers import NetworkPrinters

_STEPS = (
    Text("打开打印机设置，看列出的打印机接在哪个网络。", "Open the printer settings and see which network each is on."),
    Text("不用的删除；打印机的硬盘由信息中心定期清除。", "Remove unused ones; IT clears the printers' own disks."),
)


@check(
    id="workstation.network_printers",
    title=Text("联网的打印机都是本单位管理的", "Every printer on the network is managed by the unit"),
    why=Text(
        "联网的打印机会在自己的硬盘里留下打印过的内容，别人也能连上它。",
        "A printer on the network keeps what was printed on a disk of its own, and others can reach it.",
    ),
    severity=Severity.MEDIUM,
    rules=("print-spool-leftover",),
    remedies={
        Platform.WINDOWS: Remedy(Actor.STAFF, steps=_STEPS, opens="ms-settings:printers"),
        Platform.LINUX: Remedy(Actor.STAFF, steps=_STEPS, opens="gnome-control-center printers"),
    },
)
def network_printers(printers: NetworkPrinters) -> Verdict:
    if not printers.names:
        return Pass(Text("没有设置联网的打印机。", "No printer on the network is set up."))
    question = Text(
        "设置了 {count} 台联网的打印机。都是本单位管理、和这台电脑在同一个内部网络里的吗？",
        "{count} {count:printer on the network is|printers on the network are} set up. "
        "Does the unit manage each, on the inner network that this computer is on?",
    )
    return Ask(question.filled(count=len(printers.names)), items=tuple(map(Text.name, printers.names)))
