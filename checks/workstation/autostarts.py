"""Does anything start by itself that nobody approved?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.autostarts import Autostart, Autostarts
from checker.facts.workstation.software import listed


@check(
    id="workstation.autostarts",
    title=Text("本人登录时自动运行的只有认识的程序", "Only known programs start when this person signs in"),
    why=Text(
        "木马总要让自己随开机启动，所以自启动里不认识的程序要查清楚。",
        "A trojan has to make itself start with the computer, so unknown autostarts need a look.",
    ),
    severity=Severity.LOW,
    rules=("pc-autostart-unknown",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "打开“设置 → 应用 → 启动”，关掉不需要的。",
                    "Open Settings > Apps > Startup and switch off the rest.",
                ),
                Text("不认识的程序先不要删除，找信息中心查看。", "Do not delete what you do not know; ask IT."),
            ),
            opens="ms-settings:startupapps",
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "在启动器里右键点程序，选“取消开机自动启动”，或在设置里关闭自启动。",
                    "In the launcher, right-click the program and remove it from start-up, or use the settings.",
                ),
                Text("不认识的程序先不要删除，找信息中心查看。", "Do not delete what you do not know; ask IT."),
            ),
        ),
    },
)
def autostarts(autostarts: Autostarts, policy: Policy) -> Verdict:
    approved = (*policy.software.approved_autostarts, *policy.software.approved)
    unknown = [entry for entry in autostarts.entries if not listed(entry.name, approved)]
    items = tuple(_item(entry) for entry in unknown)
    if autostarts.own_jobs:
        jobs = Text("本人的定时任务 {count} 条", "{count} {count:job in this|jobs in this} person's crontab")
        items = (*items, jobs.filled(count=autostarts.own_jobs))
    if not items:
        return Pass(
            Text("没有发现系统和清单之外的自启动程序。", "Nothing starts by itself beyond the system and the list.")
        )
    if policy.software.approved_autostarts:
        seen = Text(
            "有 {count} 个自启动程序不在本单位清单上。",
            "{count} {count:autostart is not|autostarts are not} on the unit's list.",
        )
        return Fail(seen.filled(count=len(items)), items)
    question = Text(
        "有 {count} 个程序随开机自动运行。您都认识吗，都是工作需要的吗？",
        "{count} {count:program starts by itself|programs start by themselves}. Do you know them "
        "all, and does the work need them?",
    )
    return Ask(question.filled(count=len(items)), items=items)


def _item(entry: Autostart) -> Text:
    if not entry.program:
        return Text("{name}（{place}）", "{name} ({place})").filled(name=Text.name(entry.name), place=entry.place)
    text = Text("{name}（{place}，{program}）", "{name} ({place}, {program})")
    return text.filled(name=Text.name(entry.name), place=entry.place, program=Text.name(entry.program))
