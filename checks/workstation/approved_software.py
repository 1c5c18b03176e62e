"""Is all software on the unit's list?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.software import InstalledSoftware, Program, listed

_STEPS = (
    Text("不再需要的软件，请卸载。", "Uninstall what is no longer needed."),
    Text(
        "工作需要的，向信息中心补办批准，加入本单位的软件清单。",
        "For what the work needs, ask IT to approve and list it.",
    ),
)


@check(
    id="workstation.approved_software",
    title=Text(
        "登记在册的已装软件都经本单位批准", "The software on the lists of installed programs is approved by the unit"
    ),
    why=Text(
        "来路不明的软件可能带有木马，也可能把文件传到外面。",
        "Software of unknown origin can carry trojans or send files out.",
    ),
    severity=Severity.MEDIUM,
    rules=("unknown-software-pc",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(Text("打开“设置 → 应用 → 安装的应用”。", "Open Settings > Apps > Installed apps."), *_STEPS),
            opens="ms-settings:appsfeatures",
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(Text("打开应用商店的“已安装”。", "Open the app store, Installed."), *_STEPS),
        ),
    },
)
def approved_software(software: InstalledSoftware, policy: Policy) -> Verdict:
    """Names are compared with the list and nothing else: what a program is for is nobody's business here."""
    if not software.programs:
        seen = Text(
            "{total} 个软件包全部来自系统自己的软件源。", "All {total} packages come from the system's own archive."
        )
        return Pass(seen.filled(total=software.total))
    approved = policy.software.approved
    if not approved:
        question = Text(
            "本单位没有设置软件清单。这台电脑上有 {count} 个系统之外的软件，都是单位允许的吗？",
            "The unit has no software list. {count} {count:program here is not|programs here are not} "
            "the system's own. Are all of them allowed?",
        )
        return Ask(question.filled(count=len(software.programs)), items=_items(software.programs))
    unknown = tuple(program for program in software.programs if not listed(program.name, approved))
    if unknown:
        seen = Text(
            "有 {count} 个软件不在本单位清单上。", "{count} {count:program is not|programs are not} on the unit's list."
        )
        return Fail(seen.filled(count=len(unknown)), _items(unknown))
    seen = Text(
        "{count} 个软件都在本单位清单上。", "{count:The one program is|All {count} programs are} on the unit's list."
    )
    return Pass(seen.filled(count=len(software.programs)))


def _items(programs: tuple[Program, ...]) -> tuple[Text, ...]:
    text = Text("{name}（{source}）", "{name} ({source})")
    return tuple(text.filled(name=Text.name(program.name), source=program.source) for program in programs)
