"""Does this computer offer folders to others?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.shares import Share, SharedFolders
from checker.facts.workstation.software import listed


@check(
    id="workstation.shared_folders",
    title=Text("没有共享文件夹", "No folder is shared"),
    why=Text(
        "共享文件夹能被同一网络里的其他电脑打开，文件可能被不该看的人拿走。",
        "A shared folder can be opened from other computers on the network, by people who should not see it.",
    ),
    severity=Severity.MEDIUM,
    rules=("shared-folders-open",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "右键点“此电脑 → 管理 → 共享文件夹 → 共享”。",
                    "Right-click This PC > Manage > Shared Folders > Shares.",
                ),
                Text("在列出的共享上点右键，选“停止共享”。", "Right-click each listed share and choose Stop Sharing."),
            ),
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "在文件管理器里右键点这个文件夹，取消共享。",
                    "In the file manager, right-click the folder and stop sharing it.",
                ),
                Text("取消不了的，由信息中心修改共享设置。", "If that does not work, IT changes the settings."),
            ),
        ),
    },
)
def shared_folders(shared: SharedFolders, policy: Policy) -> Verdict:
    """Shares that Windows makes for administrators are told apart: they are closed to ordinary accounts."""
    open_ones = [share for share in shared.shares if not listed(share.name, policy.software.approved_shares)]
    if open_ones:
        return Fail(Text("有文件夹正在共享。", "Folders are being shared."), tuple(_item(share) for share in open_ones))
    if shared.administrative:
        seen = Text(
            "没有共享文件夹。（系统自带的管理共享 {count} 个）",
            "No folder is shared. ({count} {count:administrative share|administrative shares})",
        )
        return Pass(seen.filled(count=len(shared.administrative)))
    return Pass(Text("没有共享文件夹。", "No folder is shared."))


def _item(share: Share) -> Text:
    if share.everyone:
        text = Text("{name}（{service}，所有人都能打开）", "{name} ({service}, open to everyone)")
    else:
        text = Text("{name}（{service}）", "{name} ({service})")
    return text.filled(name=Text.name(share.name), service=share.service)
