"""Does this medium hold internal or work-secret papers?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.content.marking import Bucket
from checker.facts.medium.documents import MediumDocuments
from checks.hold import items


@check(
    id="medium.work_secret_files",
    title=Text("移动介质里没有散放内部文件", "No internal paper lies loose on this medium"),
    why=Text(
        "工作秘密泄露同样要追究责任；介质最容易丢失、串用。",
        "Leaking work secrets has consequences too, and media are easily lost and lent.",
    ),
    severity=Severity.MEDIUM,
    rules=("work-secret-unprotected",),
    remedies={
        Platform.MEDIUM: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "先看一眼有没有“绝密”“机密”“秘密”字样；有的马上停下，保持原样，报告保密工作机构。",
                    "First look whether one shows 绝密, 机密 or 秘密; if so, stop, leave it and report to the secrecy "
                    "office.",
                ),
                Text(
                    "只有内部标志的，由保密员登记后移入单位指定的受控位置。",
                    "Papers with an internal mark alone: the officer logs them, and they go to the controlled place.",
                ),
            ),
        )
    },
)
def work_secret_files(search: MediumDocuments) -> Verdict:
    internal = search.of(Bucket.INTERNAL)
    if internal:
        seen = Text(
            "有 {number} 个疑似内部文件在这个介质上。",
            "{number} {number:file with a suspected internal mark is|files with a suspected internal "
            "mark are} on this medium.",
        )
        return Fail(seen.filled(number=len(internal)), items(internal))
    return Pass(Text("没有发现带内部标志的文件。", "No files with an internal mark were found."))
