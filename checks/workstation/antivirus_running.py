"""Is the antivirus program's protection on?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, NotApplicable, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.antivirus import Antivirus, AntivirusGuard, Guard


@check(
    id="workstation.antivirus_running",
    title=Text("杀毒软件正在运行", "The antivirus software is running"),
    why=Text(
        "装了但没有开启的杀毒软件不起作用。有的木马一进来就先把它关掉。",
        "Antivirus that is installed but off protects nothing. Some trojans switch it off first.",
    ),
    severity=Severity.HIGH,
    rules=("av-present-pc",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "打开“设置 → 隐私和安全性 → Windows 安全中心 → 病毒和威胁防护”。",
                    "Open Settings > Privacy & security > Windows Security > Virus & threat protection.",
                ),
                Text(
                    "打开“实时保护”；装有其他杀毒软件的，在它的主界面打开实时防护。",
                    "Switch Real-time protection on; with another product, switch it on in that product's window.",
                ),
                Text("打不开或自己又关上的，请立即找信息中心。", "If it will not stay on, call IT at once."),
            ),
            opens="windowsdefender:",
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "从启动器打开杀毒软件，打开实时防护。",
                    "Open the antivirus from the launcher and switch protection on.",
                ),
                Text("打不开或自己又关上的，请立即找信息中心。", "If it will not stay on, call IT at once."),
            ),
        ),
    },
)
def antivirus_running(antivirus: Antivirus, guard: AntivirusGuard) -> Verdict:
    """One product on is enough: of two, Windows itself keeps only one on."""
    watching = [one.name for one in guard.guards if one.on and one.watches]
    if watching:
        return Pass(Text("正在运行：{names}。", "Running: {names}.").filled(names=watching[0]))
    unseen = tuple(one.name for one in guard.guards if one.on and one.watches is None)
    if unseen:
        question = Text(
            "杀毒软件在运行。请打开它的主界面查看：实时防护是否开着？",
            "The antivirus is running. Open its window and look: is real-time protection on?",
        )
        return Ask(question, items=unseen)
    if not antivirus.products:
        return NotApplicable(
            Text("没有杀毒软件可以运行，见另一项。", "There is no antivirus to run; see the other item.")
        )
    blind = tuple(one.name for one in guard.guards if one.on)
    if blind:
        seen = Text(
            "杀毒软件在运行，但打开文件时不检查（没有实时防护）。",
            "The antivirus runs, but does not check files when they are opened (no real-time protection).",
        )
        return Fail(seen, blind)
    items = tuple(_item(one) for one in guard.guards) or antivirus.products
    return Fail(Text("杀毒软件没有运行。", "The antivirus software is not running."), items)


def _item(guard: Guard) -> Text:
    if guard.detail is None:
        return guard.name
    return Text("{name}（{detail}）", "{name} ({detail})").filled(name=guard.name, detail=guard.detail)
