"""Is there an antivirus program at all?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.antivirus import Antivirus


@check(
    id="workstation.antivirus_installed",
    title=Text("电脑装有杀毒软件", "The computer has antivirus software"),
    why=Text(
        "没有杀毒软件，邮件附件或 U 盘里的木马可以不被察觉地偷走文件。",
        "Without antivirus, a trojan from a mail attachment or a USB stick can steal files unnoticed.",
    ),
    severity=Severity.HIGH,
    rules=("av-present-pc",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.IT,
            steps=(
                Text("由信息中心安装本单位统一的杀毒软件。", "IT installs the antivirus that the unit uses."),
                Text(
                    "装好后打开“设置 → 隐私和安全性 → Windows 安全中心”，确认“病毒和威胁防护”没有警告。",
                    "Then open Settings > Privacy & security > Windows Security: Virus protection shows no warning.",
                ),
            ),
            opens="windowsdefender:",
        ),
        Platform.LINUX: Remedy(
            Actor.IT,
            steps=(
                Text("由信息中心安装本单位统一的杀毒软件。", "IT installs the antivirus that the unit uses."),
                Text(
                    "如果已经安装而这里没有认出，请由保密员登记为例外，并把软件名称告诉信息中心。",
                    "If one is installed but not recognised, the officer records an exception and tells IT its name.",
                ),
            ),
        ),
    },
)
def antivirus_installed(antivirus: Antivirus) -> Verdict:
    if antivirus.toothless and not antivirus.products:
        seen = Text("杀毒软件没有病毒库，认不出病毒。", "The antivirus has no signatures, so it recognises nothing.")
        return Fail(seen, antivirus.toothless)
    if not antivirus.products:
        return Fail(Text("没有发现杀毒软件。", "No antivirus software was found."))
    return Pass(_SEEN.filled(names=_names(antivirus.products)))


_SEEN = Text("已安装：{names}。", "Installed: {names}.")


def _names(products: tuple[Text, ...]) -> Text:
    return Text("、".join(name.zh for name in products), ", ".join(name.en for name in products))
