"""Can somebody else operate this computer from afar?"""

from __future__ import annotations

from checker.api import Actor, Fail, Origin, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.remote_control import RemoteAccess, RemoteService
from checker.facts.workstation.software import KnownSoftware, Presence, listed


@check(
    id="workstation.remote_control_software",
    title=Text("没有未经批准的远程控制软件", "There is no remote-control software without approval"),
    why=Text(
        "远程控制软件能让外面的人看到屏幕、取走文件，就像坐在这台电脑前一样。",
        "Remote-control software lets outsiders see the screen and take files as if they sat here.",
    ),
    severity=Severity.HIGH,
    rules=("remote-control-software",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "打开“设置 → 应用 → 安装的应用”，卸载列出的软件。",
                    "Open Settings > Apps > Installed apps; uninstall it.",
                ),
                Text(
                    "免安装的程序：关闭它，再删除程序文件；找不到的请信息中心处理。",
                    "A portable program: close it and delete its program file; ask IT if you cannot find it.",
                ),
                Text(
                    "远程桌面：“设置 → 系统 → 远程桌面”，关闭。",
                    "Remote Desktop: Settings > System > Remote Desktop, off.",
                ),
                Text(
                    "远程协助：在开始菜单搜索“允许远程协助”，取消勾选；WinRM 由信息中心停用。",
                    "Remote Assistance: search for it in the Start menu and untick it; IT switches WinRM off.",
                ),
                Text("工作确实需要的，先办理审批，再由保密员登记例外。", "If the work needs it, get approval first."),
            ),
            opens="ms-settings:remotedesktop",
        ),
        Platform.LINUX: Remedy(
            Actor.IT,
            steps=(
                Text("在应用商店里卸载列出的软件。", "Uninstall it in the app store."),
                Text(
                    "远程登录服务由信息中心停用：sudo systemctl disable --now 加服务名。",
                    "IT switches remote login services off: sudo systemctl disable --now and the service's name.",
                ),
                Text("工作确实需要的，先办理审批，再由保密员登记例外。", "If the work needs it, get approval first."),
            ),
        ),
    },
)
def remote_control_software(software: KnownSoftware, access: RemoteAccess, policy: Policy) -> Verdict:
    """What comes with the system is at fault while it runs or starts by itself; everything else once it is there."""
    approved = policy.software.approved_remote_control
    tools = [tool for tool in software.remote_control if not listed(tool.id, approved)]
    items = [
        *(_service(service) for service in access.services if service.on.value and not listed(service.id, approved)),
        *(_tool(tool) for tool in tools if tool.running or tool.autostarts or (tool.here and not tool.bundled)),
    ]
    if items:
        return Fail(Text("这台电脑可以被远程控制。", "This computer can be controlled from afar."), tuple(items))
    return Pass(Text("没有发现未经批准的远程控制软件。", "No remote-control software without approval was found."))


def _service(service: RemoteService) -> Text:
    if service.on.origin is Origin.POLICY:
        return Text("{name}：已开启（由策略决定）", "{name}: on (set by policy)").filled(name=service.name)
    return Text("{name}：已开启", "{name}: on").filled(name=service.name)


def _tool(tool: Presence) -> Text:
    """The three facts side by side: none of them follows from another."""
    facts = [
        text
        for holds, text in (
            (tool.installed, Text("已安装", "installed")),
            (tool.loose and not tool.installed, Text("有程序或安装文件", "its program or set-up file is here")),
            (tool.autostarts, Text("开机自动运行", "starts with the computer")),
            (tool.running, Text("正在运行", "running")),
        )
        if holds
    ]
    words = Text("、".join(fact.zh for fact in facts), ", ".join(fact.en for fact in facts))
    return Text("{name}：{facts}", "{name}: {facts}").filled(name=tool.name, facts=words)
