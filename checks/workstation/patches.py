"""Does the system get security updates, and were they installed?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.patches import Patches

_SHOWN = 5  # packages by name


@check(
    id="workstation.patches",
    title=Text("系统补丁在最近 60 天内更新过", "System patches are no older than 60 days"),
    why=Text(
        "不打补丁的系统有公开的漏洞，别人不需要密码就能进来。",
        "An unpatched system has publicly known holes through which others come in without a password.",
    ),
    severity=Severity.MEDIUM,
    rules=("os-patch-age-pc",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "打开“设置 → Windows 更新”，点“检查更新”并重启。", "Open Settings > Windows Update, check, restart."
                ),
                Text(
                    "不连网的电脑，由信息中心拿补丁包来安装。",
                    "Without a network, IT brings the updates as files.",
                ),
                Text("厂商已停止服务的版本，由信息中心升级系统。", "If support has ended, IT upgrades the system."),
            ),
            opens="ms-settings:windowsupdate",
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "UOS、deepin、麒麟：打开“控制中心（设置）→ 更新”，检查并安装更新。",
                    "UOS, deepin, Kylin: open Control Centre (Settings) > Updates; check and install.",
                ),
                Text(
                    "Debian、Ubuntu：由信息中心运行 sudo apt update 和 sudo apt upgrade。",
                    "Debian, Ubuntu: IT runs sudo apt update and sudo apt upgrade.",
                ),
                Text("厂商已停止服务的版本，由信息中心升级系统。", "If support has ended, IT upgrades the system."),
            ),
        ),
    },
)
def patches(patches: Patches, policy: Policy) -> Verdict:
    """A system past its end of support passes only where it still got an update after that day (paid extensions)."""
    limit = policy.protection.patch_days
    faults = []
    if patches.supported is not None and patches.supported < patches.today and not patches.extended:
        text = Text("{release} 已于 {day} 停止服务", "{release}: support ended on {day}")
        faults.append(text.filled(release=patches.release, day=patches.supported))
    age = None if patches.patched is None else (patches.today - patches.patched).days
    if age is None:
        faults.append(Text("没有安装更新的记录", "no record of any update"))
    elif age > limit:
        faults.append(Text("上一次更新是 {days} 天前", "last update {days} {days:day|days} ago").filled(days=age))
    offline = policy.protection.offline
    if not offline and patches.refreshed is not None and (patches.today - patches.refreshed).days > limit:
        days = (patches.today - patches.refreshed).days
        text = Text("最新的更新目录是 {days} 天前的", "its newest list of updates is {days} {days:day|days} old")
        faults.append(text.filled(days=days))
    if patches.security is False and not offline:
        faults.append(Text("没有设置安全更新的软件源", "no archive of security updates is set"))
    if patches.held:
        text = Text(
            "有 {count} 个系统软件包被锁定不更新：{names}",
            "{count} {count:package of the system is|packages of the system are} kept from being updated: {names}",
        )
        names = ", ".join(patches.held[:_SHOWN]) + (", …" if len(patches.held) > _SHOWN else "")
        faults.append(text.filled(count=len(patches.held), names=Text.name(names)))
    if patches.restart:
        faults.append(Text("新内核已装好，重启后才生效", "a newer kernel is installed and waits for a restart"))
    if faults:
        seen = Text("{release} 的补丁过旧。（资料截至 {table}）", "{release} is not patched. (Table of {table})")
        return Fail(seen.filled(release=patches.release, table=patches.table), tuple(faults))
    seen = Text(
        "{release}，{days} 天前更新过。（资料截至 {table}）",
        "{release}, updated {days} {days:day|days} ago. (Table of {table})",
    )
    return Pass(seen.filled(release=patches.release, days=age, table=patches.table))
