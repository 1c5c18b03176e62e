"""Are files left in a medium's recycle bins?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.medium.documents import MediumBin


@check(
    id="medium.recycle_bin",
    title=Text("移动介质的回收站里没有遗留文件", "No files are left in the medium's recycle bins"),
    why=Text(
        "U 盘和移动硬盘也有自己的回收站，平时看不见；放进去的文件谁都能还原。",
        "Sticks and external disks have recycle bins of their own, which are hidden; anyone can restore what is there.",
    ),
    severity=Severity.MEDIUM,
    rules=("recycle-bin-leftover",),
    remedies={
        Platform.MEDIUM: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "先看清里面是什么：可能标有密级的，马上停下，不要还原、拷贝或清空，报告保密工作机构。",
                    "First see what is in there. If a file may carry a classification marking, stop: do not restore, "
                    "copy or empty anything, and report to the secrecy office.",
                ),
                Text(
                    "没有问题的，把介质插到本人电脑上，右键点“回收站”，选“清空”。",
                    "Otherwise plug the medium into your computer, right-click the recycle bin and empty it.",
                ),
            ),
            erases=True,
        )
    },
)
def recycle_bin(leftovers: MediumBin, policy: Policy) -> Verdict:
    """Counts alone: which files they are is the document search's matter."""
    if leftovers.files > policy.leftovers.recycle_bin_documents:
        seen = Text(
            "介质的回收站里还有 {files} 个文件。", "The medium's recycle bins still hold {files} {files:file|files}."
        )
        return Fail(seen.filled(files=leftovers.files))
    return Pass(Text("介质的回收站里没有文件。", "The medium's recycle bins hold no files."))
