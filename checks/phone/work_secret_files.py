"""Do internal or work-secret files lie on the phone?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.content.marking import Bucket
from checker.facts.phone.documents import PhoneDocuments
from checks.hold import items


@check(
    id="phone.work_secret_files",
    title=Text("手机里没有工作秘密和内部文件", "No work secrets or internal papers are kept on the phone"),
    why=Text(
        "手机会丢、会送修、会自动备份，工作秘密不应留在上面。",
        "Phones get lost, repaired and backed up by themselves; work secrets do not belong there.",
    ),
    severity=Severity.MEDIUM,
    rules=("work-secret-unprotected",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "先看一眼有没有“绝密”“机密”“秘密”字样；有的马上停下，保持原样，报告保密工作机构。",
                    "First look whether one shows 绝密, 机密 or 秘密; if so, stop, leave it and report to the secrecy"
                    " office.",
                ),
                Text(
                    "只有内部标志的，由保密员登记，转到单位的办公系统后，再由本人从手机里清除。",
                    "Papers with an internal mark alone: the officer logs them; once they are in the office system, the"
                    " owner removes them from the phone.",
                ),
            ),
        ),
    },
)
def work_secret_files(seen: PhoneDocuments) -> Verdict:
    internal = seen.of(Bucket.INTERNAL)
    if internal:
        text = Text(
            "手机里有 {number} 个疑似内部文件。",
            "{number} {number:suspected internal paper is|suspected internal papers are} on the phone.",
        )
        return Fail(text.filled(number=len(internal)), items(internal))
    return Pass(Text("没有发现带内部标志的文件。", "No files with an internal mark were found."))
