"""Does the computer write down who signed in and what was changed?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.auditing import Auditing

_KEPT = Text("日志至少保存六个月，不自行清理。", "Keep logs for six months at least; empty none of them.")


@check(
    id="workstation.auditing",
    title=Text("谁登录、改了什么，系统都有记录", "The system records who signed in and what was changed"),
    why=Text(
        "没有记录，出了事查不出是谁、什么时候做的。",
        "Without records nobody can tell afterwards who did it, and when.",
    ),
    severity=Severity.LOW,
    rules=("pc-audit-records",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.IT,
            steps=(
                Text(
                    "按 Win+R，输入 secpol.msc，打开“高级审核策略配置”，把登录设为记录成功和失败，"
                    "用户帐户管理、审核策略更改设为记录成功。",
                    "Press Win+R, enter secpol.msc, Advanced Audit Policy Configuration: Logon, success and failure; "
                    "User Account Management and Audit Policy Change, success.",
                ),
                _KEPT,
            ),
        ),
        Platform.LINUX: Remedy(
            Actor.IT,
            steps=(
                Text(
                    "安装并启动审计服务：sudo apt-get install auditd，规则放在 /etc/audit/rules.d。",
                    "Install and start the audit service: sudo apt-get install auditd; its rules lie in "
                    "/etc/audit/rules.d.",
                ),
                Text(
                    "日志重启后就没有的：sudo mkdir -p /var/log/journal，再重启电脑。",
                    "Where logs do not outlive a start: sudo mkdir -p /var/log/journal, and start the computer anew.",
                ),
                _KEPT,
            ),
        ),
    },
)
def auditing(recorded: Auditing) -> Verdict:
    if recorded.missing:
        return Fail(Text("有的事系统没有记录。", "The system does not record everything it should."), recorded.missing)
    by = Text("登录和改动都有记录（{names}）。", "Signing in and changes are recorded ({names}).")
    return Pass(by.filled(names=", ".join(recorded.by)))
