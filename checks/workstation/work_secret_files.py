"""Do internal or work-secret papers lie outside the folders that the unit set up for them?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.content.document import Place
from checker.facts.content.marking import Bucket
from checker.facts.content.search import DocumentSearch
from checks.hold import besides, items

_STEPS = (
    Text(
        "先看一眼有没有“绝密”“机密”“秘密”字样；有的马上停下，保持原样，报告保密工作机构。",
        "First look whether one shows 绝密, 机密 or 秘密; if so, stop, leave it and report to the secrecy office.",
    ),
    Text(
        "只有内部标志的，移入单位指定的受控文件夹或办公系统。",
        "Move papers with an internal mark alone to the unit's controlled folder or office system.",
    ),
    Text(
        "网盘、U 盘里的副本，由保密员登记后处理。", "Copies in clouds and on sticks: the officer logs and handles them."
    ),
)
_REMEDY = Remedy(Actor.STAFF, _STEPS)


@check(
    id="workstation.work_secret_files",
    title=Text(
        "这台电脑上的内部文件、工作秘密放在受控的地方",
        "Internal papers and work secrets on this computer lie in controlled places",
    ),
    why=Text(
        "工作秘密泄露同样要追究责任；散放在桌面、下载、网盘里最容易外泄。",
        "Leaking work secrets has consequences too; files on desktops, in downloads and in clouds leak most easily.",
    ),
    severity=Severity.MEDIUM,
    rules=("work-secret-unprotected",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def work_secret_files(search: DocumentSearch, policy: Policy) -> Verdict:
    """Internal marks outside the policy's controlled folders; a copy in a sync folder counts even inside one."""
    internal = search.of(Bucket.INTERNAL)
    loose = tuple(one for one in internal if Place.CONTROLLED not in one.places or Place.SYNC in one.places)
    if loose:
        seen = Text(
            "有 {number} 个疑似内部文件不在受控文件夹里。",
            "{number} {number:file with a suspected internal mark lies|files with a suspected internal "
            "mark lie} outside controlled folders.",
        )
        return Fail(besides(search, seen.filled(number=len(loose))), items(loose))
    if policy.documents.controlled:
        seen = Text("没有发现内部文件散放在外。", "No internal papers were found outside controlled folders.")
        return Pass(besides(search, seen))
    return Pass(besides(search, Text("没有发现带内部标志的文件。", "No files with an internal mark were found.")))
