"""Do files of this computer go to somebody's cloud by themselves?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.cloud_sync import CloudAccounts
from checker.facts.workstation.software import KnownSoftware, Presence, listed

_WORKS = (
    Text(
        "先确认没有工作文件已经传上去；有的，向保密员报告。",
        "Make sure that no work file was uploaded; report it if so.",
    ),
    Text("退出登录，再卸载这个软件。", "Sign out, then uninstall the client."),
)


@check(
    id="workstation.cloud_sync_clients",
    title=Text("没有人登录已知的网盘同步软件", "Nobody is signed in to a known cloud-sync client"),
    why=Text(
        "网盘会在后台把文件传到外面的服务器上，自己往往不知道传了什么。",
        "A cloud client copies files to servers outside in the background; often nobody notices which.",
    ),
    severity=Severity.MEDIUM,
    rules=("pc-cloud-sync-client",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                *_WORKS,
                Text(
                    "OneDrive：点任务栏右侧的云朵图标 → 设置 → 帐户 → 取消链接此电脑。",
                    "OneDrive: cloud icon in the task bar > Settings > Account > Unlink this PC.",
                ),
                Text(
                    "WPS：“设置 → 文档云同步”，关闭。",
                    "WPS: Settings > Document cloud sync, off.",
                ),
            ),
            opens="ms-settings:appsfeatures",
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(*_WORKS, Text("WPS：“设置 → 文档云同步”，关闭。", "WPS: Settings > Document cloud sync, off.")),
        ),
    },
)
def cloud_sync_clients(software: KnownSoftware, accounts: CloudAccounts, policy: Policy) -> Verdict:
    """A client that came with the system is at fault once an account is signed in; any other once it is there.

    Some clients run whether or not they copy anything: of those, and of a folder without an account, a person is asked.
    """
    approved = policy.software.approved_cloud_sync
    clients = [client for client in software.cloud_sync if not listed(client.id, approved)]
    faults = tuple(_item(client, accounts) for client in clients if _at_fault(client, accounts))
    if faults:
        return Fail(Text("有网盘同步软件在使用。", "A cloud-sync client is in use."), faults)
    doubts = tuple(client.name for client in clients if _doubtful(client, accounts))
    if doubts:
        question = Text(
            "请打开下列软件的设置查看：云同步是否已经关闭、没有登录？",
            "Look at the settings of these programs: is cloud sync off and nobody signed in?",
        )
        return Ask(question, items=doubts)
    return Pass(Text("没有人登录网盘同步软件。", "Nobody is signed in to a cloud-sync client."))


def _at_fault(client: Presence, accounts: CloudAccounts) -> bool:
    if client.id in accounts.blocked:
        return False
    return client.id in accounts.signed_in or not (client.bundled or client.id in accounts.asks)


def _doubtful(client: Presence, accounts: CloudAccounts) -> bool:
    """One that runs is there for something, unless the system itself says that nobody is signed in."""
    unexplained = (client.running or client.autostarts) and client.id not in accounts.told | accounts.blocked
    return client.id in accounts.asks | accounts.folder or (client.bundled and unexplained)


def _item(client: Presence, accounts: CloudAccounts) -> Text:
    if client.id in accounts.signed_in:
        return Text("{name}：已登录", "{name}: signed in").filled(name=client.name)
    if client.running:
        return Text("{name}：正在运行", "{name}: running").filled(name=client.name)
    if client.loose and not client.installed:
        return Text("{name}：有程序或安装文件", "{name}: its program or set-up file is here").filled(name=client.name)
    return Text("{name}：已安装", "{name}: installed").filled(name=client.name)
