"""Do lists of recent files name documents, even such as are gone?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.leftovers import RecentFiles


@check(
    id="workstation.recent_files",
    title=Text(
        "本人的“最近使用的文件”里没有留下文档痕迹", "This person's lists of recent files keep no traces of documents"
    ),
    why=Text(
        "文件删了，文件名和缩略图还会留在“最近使用”里，别人看得到办过什么。",
        "A file may be gone while its name and a small picture of it remain, for others to see what was worked on.",
    ),
    severity=Severity.LOW,
    rules=("pc-recent-files",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "打开“设置 → 个性化 → 开始”，关闭“显示最近打开的项目”。",
                    "Open Settings > Personalization > Start and switch off showing recently opened items.",
                ),
                Text(
                    "打开文件资源管理器的“选项”，在“隐私”里点“清除”。",
                    "In File Explorer's Options, under Privacy, choose Clear.",
                ),
            ),
            opens="ms-settings:personalization-start",
            erases=True,
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "打开“设置 → 隐私 → 文件历史记录与回收站”，关闭“文件历史”，点“清除历史”。",
                    "Open Settings > Privacy > File History & Trash, switch off File History and clear it.",
                ),
                Text(
                    "在文件管理器里按 Ctrl+H，打开个人文件夹下的 .cache，清空 thumbnails 文件夹。",
                    "In the file manager press Ctrl+H, open .cache in your own folder and empty its thumbnails folder.",
                ),
            ),
            opens="gnome-control-center privacy",
            erases=True,
        ),
    },
)
def recent_files(recent: RecentFiles, policy: Policy) -> Verdict:
    """Traces of documents that are gone always count; how many others may be listed, the unit decides."""
    counts = {"listed": recent.listed, "gone": recent.gone or 0}
    if recent.gone or recent.listed > policy.leftovers.recent_documents:
        seen = Text(
            "“最近使用的文件”里有 {listed} 个文档；有 {gone} 个已不在原处的文档还留着文件名或缩略图。",
            "Lists of recent files name {listed} {listed:document|documents}; a name or a small picture remains of "
            "{gone} {gone:more that is|more that are} gone.",
        )
        return Fail(seen.filled(**counts))
    return Pass(
        Text(
            "“最近使用的文件”里有 {listed} 个文档。", "Lists of recent files name {listed} {listed:document|documents}."
        ).filled(listed=recent.listed)
    )
