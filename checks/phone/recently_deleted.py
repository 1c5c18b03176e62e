"""The recycle bins of albums are empty."""

from checker.api import Actor, Ask, Fail, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.leftovers import RecentlyDeleted


@check(
    id="phone.recently_deleted",
    title=Text("相册的“最近删除”里没有文件照片", "The album's Recently Deleted holds no photos of papers"),
    why=Text("“最近删除”里的照片还能恢复。", "Photos under “recently deleted” can be brought back."),
    severity=Severity.HIGH,
    rules=("recently-deleted-album-leftover",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "打开相册 → 最近删除，逐张看有没有文件照片。",
                    "Open the album, then Recently Deleted, and look for photos of papers.",
                ),
                Text(
                    "有“绝密”“机密”“秘密”字样的：停下来，不要清空，立即报告本单位保密工作机构。",
                    "If one shows 绝密, 机密 or 秘密: stop, do not empty the folder, and report to the unit's "
                    "secrecy office.",
                ),
                Text(
                    "都没有密级字样的：由本人选择全部 → 彻底清除。",
                    "If none does: the owner selects all and removes them for good.",
                ),
            ),
            erases=True,
        ),
    },
)
def recently_deleted(deleted: RecentlyDeleted) -> Verdict:
    count = max(deleted.files, deleted.rows)
    if count:
        seen = Text(
            "“最近删除”和回收站里还有 {count} 个文件", "{count} {count:file is still|files are still} in recycle bins"
        )
        return Fail(seen.filled(count=count))
    question = Text(
        "相册的“最近删除”和文件管理的“回收站”都已清空，对吗？（各品牌位置不同，已查过的位置都是空的）",
        "“Recently deleted” in the album and the file manager's bin are empty. Is that right? (Makers "
        "differ; the places that were looked at are empty.)",
    )
    return Ask(question)
