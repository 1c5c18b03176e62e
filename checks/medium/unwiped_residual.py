"""Before a medium leaves the unit: does anything come back from it?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.medium.residue import Left, MediumResidue

_RECORD = Text(
    "{statement}处置登记里有清除记录（所用工具和日志），记的就是这个介质吗？",
    "{statement} Does the disposal register hold a record of the wipe (tool and log) for this very medium?",
)
_BLANK = Text(
    "{statement}下面列出的部分从这里看不到。它们已用厂商的安全擦除处理过，或者这个介质从未存过涉密内容，对吗？",
    "{statement} What is listed below cannot be seen from here. Was it dealt with by the maker's secure erase, or did "
    "this medium never hold classified content?",
)
_KIND = Text("{kind}：{count} 个", "{kind}: {count}")
_LIVE = Text("没有删除的文件：{count} 个", "Files that were never deleted: {count}")
_NOT_SEEN = Text("没有检查：{what}", "Not checked: {what}")


@check(
    id="medium.unwiped_residual",
    title=Text("准备处置的存储介质已彻底清除", "The medium to be disposed of is thoroughly wiped"),
    why=Text(
        "删除和快速格式化只去掉目录，用普通恢复工具就能取回文件。",
        "Deleting and quick formats only remove the list of files; ordinary tools bring the files back.",
    ),
    severity=Severity.CRITICAL,
    rules=("media-unwiped-residual", "pc-disk-at-disposal"),
    remedies={
        Platform.MEDIUM: Remedy(
            Actor.OFFICER,
            steps=(
                Text(
                    "先由保密员确认它是否存过涉密内容。存过的：不要自行覆写或再用，登记后送指定单位销毁。",
                    "The officer first says whether it ever held classified content. If so: do not overwrite or reuse "
                    "it; it is registered and sent to the designated destroyer.",
                ),
                Text(
                    "没有存过的，由信息中心清除：机械硬盘用 nwipe 整盘覆写；固态硬盘用厂商工具、hdparm 或 nvme 的 "
                    "sanitize 功能；只清 Windows 的剩余空间可用 cipher /w。",
                    "If not, IT wipes it. Hard disks: overwrite the whole disk with nwipe. Solid-state disks: the "
                    "maker's tool, or sanitize through hdparm or nvme. Only free space under Windows: cipher /w.",
                ),
                Text(
                    "U 盘和存储卡没有可靠的整体擦除方法，不再使用的按销毁处理。快速格式化不算清除。",
                    "Sticks and cards have no reliable erase; those no longer used are destroyed. A quick format does "
                    "not wipe.",
                ),
                Text(
                    "清除后再查一次（mijian residue --verify）；要走完处置、出具签名的销毁登记表，用 mijian dispose。",
                    "Check again afterwards (mijian residue --verify); mijian dispose goes through all of a disposal, "
                    "up to the signed register.",
                ),
            ),
            erases=True,
        )
    },
)
def unwiped_residual(residue: MediumResidue) -> Verdict:
    """Something left fails. A blank or patternless reading proves no erasure, so a person has to say the rest."""
    if residue.left is Left.SOMETHING:
        live = (_LIVE.filled(count=residue.live),) if residue.live else ()
        by_kind = tuple(_KIND.filled(kind=kind, count=count) for kind, count in residue.kinds)
        return Fail(residue.statement, (*live, *by_kind, *residue.traces))
    question = _BLANK if residue.left is Left.BLANK else _RECORD
    unseen = tuple(_NOT_SEEN.filled(what=what) for what in residue.unchecked)
    return Ask(question.filled(statement=residue.statement), items=(*unseen, *residue.traces))
