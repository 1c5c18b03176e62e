"""Do drafts that wait for publication carry secrecy or internal marks?"""

from __future__ import annotations

from checker.api import Actor, Fail, NotApplicable, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.content.marking import Bucket
from checker.facts.content.search import OutboxSearch
from checks.hold import STEPS, besides, items

_STOP = Text("停止发布，退回承办人。", "Stop the publication and return the draft.")
_REVIEW = Text(
    "发布前履行“先审查、后公开”审批，并留存审查单。",
    "Before publishing, do the review-before-release approval and file it.",
)
_REMEDY = Remedy(Actor.OFFICER, (_STOP, *STEPS, _REVIEW), hold=True)


@check(
    id="workstation.publish_marks",
    title=Text("拟公开的稿件不带密级或内部标志", "Drafts for publication carry no secrecy or internal marks"),
    why=Text(
        "标密或内部文件一旦上网就收不回来；隐藏文字和批注也会跟着公开。",
        "Once online, a marked or internal paper cannot be taken back; hidden text and comments go with it.",
    ),
    severity=Severity.CRITICAL,
    rules=("publish-premark-check",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def publish_marks(outbox: OutboxSearch) -> Verdict:
    """Marks on the pages, in properties, hidden text and deletions, and numbers of the unit's list."""
    if not outbox.asked:
        return NotApplicable(
            Text("本单位没有指定拟公开稿件的文件夹。", "The unit has named no folder of drafts for publication.")
        )
    marked = outbox.of(Bucket.MARKED, Bucket.INTERNAL, Bucket.REVIEW)
    hidden = tuple(one for one in outbox.found if (one.altered or one.cited) and one not in marked)
    if marked or hidden:
        seen = Text(
            "{number} 个拟公开的稿件疑似带密级或内部标志。",
            "{number} {number:draft carries|drafts carry} a suspected secrecy or internal mark.",
        )
        return Fail(besides(outbox, seen.filled(number=len(marked) + len(hidden))), items((*marked, *hidden)))
    seen = Text(
        "看了 {files} 个拟公开的稿件，没有发现密级或内部标志。",
        "{files} {files:draft|drafts}: no secrecy or internal mark was found.",
    )
    return Pass(besides(outbox, seen.filled(files=outbox.files)))
