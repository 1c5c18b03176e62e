"""Does a medium that is in use give away what was deleted from it?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.medium.glance import MediumGlance

_DELETED = Text(
    "已删除、但位置还有记录并且空着的文件：{count} 个，可能恢复",
    "Deleted files whose place is recorded and free: {count}; they may come back",
)
_BUSY = Text(
    "在没有文件的空间里随机抽查 {drawn} 处，存有内容的 {busy} 处",
    "Of {drawn} places drawn at random where no file lies, {busy} hold something",
)
_LIVE = Text("没有删除的文件：{count} 个", "Files that were never deleted: {count}")


@check(
    id="medium.deleted_remains",
    title=Text("这个介质上没有删除后还能恢复的内容", "Nothing that was deleted from this medium can be brought back"),
    why=Text(
        "删除和快速格式化只去掉目录，捡到或借到它的人用普通恢复工具就能取回。",
        "Deleting and quick formats only remove the list of files; whoever finds or borrows it can bring them back.",
    ),
    severity=Severity.MEDIUM,
    rules=("media-deleted-remains",),
    remedies={
        Platform.MEDIUM: Remedy(
            Actor.OFFICER,
            steps=(
                Text(
                    "先由保密员确认它是否存过涉密内容。存过的：停止使用，登记后按涉密载体处理。",
                    "The officer first says whether it ever held classified content. If so: stop using it; it is "
                    "registered and dealt with as a secret carrier.",
                ),
                Text(
                    "没有存过的：借出、带出、交给别人之前，由信息中心整盘覆写后再拷入要用的文件；快速格式化不算清除。",
                    "If not: before it is lent, taken out or handed over, IT overwrites all of it, then the files that "
                    "are needed are copied onto it; a quick format does not wipe.",
                ),
                Text(
                    "想知道能恢复哪些，用“检查存储介质”（命令行：mijian residue）做全面检查。",
                    "To know what comes back, make a full check of the medium (on the command line: mijian residue).",
                ),
            ),
            erases=True,
        )
    },
)
def deleted_remains(glance: MediumGlance) -> Verdict:
    """Records and content fail. Random bytes may be a wipe or a container: a person knows which."""
    live = (_LIVE.filled(count=f"{glance.live:,}"),) if glance.live else ()
    busy = _BUSY.filled(drawn=f"{glance.drawn:,}", busy=f"{glance.busy:,}")
    if glance.deleted:
        seen = Text(
            "介质上有 {count:,} 个已删除的文件可能恢复。",
            "{count:,} {count:file that was|files that were} deleted from this medium may come back.",
        )
        return Fail(
            seen.filled(count=glance.deleted),
            (_DELETED.filled(count=f"{glance.deleted:,}"), *((busy,) if glance.busy else ()), *live),
        )
    if glance.busy and not glance.random:
        seen = Text(
            "没有文件的空间里存有内容，没有清除过，可能有能恢复的文件。",
            "Space where no file lies holds something: it was not wiped, and files may come back.",
        )
        return Fail(seen, (busy, *live))
    if glance.busy:
        question = Text(
            "没有文件的空间里都是没有规律的数据：可能清除过，也可能是加密的内容。使用人能说明是清除留下的吗？",
            "Space where no file lies holds data without a pattern: it may have been wiped, or hold encrypted content. "
            "Can its user show that a wipe left it?",
        )
        return Ask(question, items=(busy, *live))
    seen = Text(
        "没有已删除文件的记录；没有文件的空间抽查 {drawn} 处，都是空白{bound}。这不能说明没有任何内容留下。"
        "里面没有删除的文件：{live} 个。",
        "There are no records of deleted files, and {drawn} places drawn where no file lies were all blank{bound}. "
        "That does not show that nothing is left. Files that were never deleted: {live}.",
    )
    bound = glance.bound and Text(f"（{glance.bound.zh}）", f" ({glance.bound.en})")
    return Pass(seen.filled(drawn=f"{glance.drawn:,}", live=f"{glance.live:,}", bound=bound or Text("", "")))
