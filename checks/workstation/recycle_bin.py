"""Are documents left in the recycle bins?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.leftovers import RecycleBin

_LOOK = Text(
    "先打开回收站看一遍：发现可能标有密级的文件，马上停下，不要还原、拷贝或清空，报告保密工作机构。",
    "First look through the bin. If a file may carry a classification marking, stop: do not restore, copy or empty "
    "anything, and report to the secrecy office.",
)


@check(
    id="workstation.recycle_bin",
    title=Text("回收站里没有遗留文件", "No documents are left in the recycle bin"),
    why=Text(
        "放进回收站的文件并没有删掉，谁都能还原；电脑丢失或报废时就跟着流出去。",
        "What lies in the recycle bin is not deleted. Anyone can restore it, and it leaves with the computer.",
    ),
    severity=Severity.MEDIUM,
    rules=("recycle-bin-leftover",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                _LOOK,
                Text(
                    "没有问题的，右键点桌面的“回收站”，选“清空回收站”。", "Otherwise right-click the bin and empty it."
                ),
                Text("移动硬盘和其他账户的回收站也要分别清空。", "Do so for external disks and other accounts, too."),
            ),
            erases=True,
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(
                _LOOK,
                Text("没有问题的，右键点“回收站”，选“清空”。", "Otherwise right-click the trash and empty it."),
                Text(
                    "移动硬盘插上后，它自己的回收站也要清空。",
                    "External disks have a trash of their own: empty it, too.",
                ),
            ),
            erases=True,
        ),
    },
)
def recycle_bin(leftovers: RecycleBin, policy: Policy) -> Verdict:
    """Counts alone: which files they are is the document search's matter. A deleted folder may hold anything."""
    counts = {"documents": leftovers.documents, "folders": leftovers.folders, "files": leftovers.files}
    if leftovers.documents + leftovers.folders > policy.leftovers.recycle_bin_documents:
        seen = Text(
            "回收站里有 {documents} 个文档、图片或压缩包，{folders} 个文件夹{since}。",
            "The recycle bins hold {documents} {documents:document, picture or archive|documents, "
            "pictures or archives} and {folders} {folders:folder|folders}{since}.",
        )
        return Fail(seen.filled(since=_since(leftovers), **counts))
    seen = Text(
        "回收站里共有 {files} 个文件，其中文档、图片和压缩包 {documents} 个，文件夹 {folders} 个。",
        "The recycle bins hold {files} {files:file|files} ({documents} {documents:document, picture "
        "or archive|documents, pictures or archives}) and {folders} {folders:folder|folders}.",
    )
    return Pass(seen.filled(**counts))


def _since(leftovers: RecycleBin) -> Text:
    if leftovers.oldest is None:
        return Text("", "")
    since = Text("，最早的删除于 {day}", "; the oldest was deleted on {day}")
    return since.filled(day=f"{leftovers.oldest:%Y-%m-%d}")
