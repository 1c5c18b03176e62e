"""Do files with many people's personal numbers lie about?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.content.document import Place
from checker.facts.content.search import DocumentSearch
from checks.hold import listed

_STEPS = (
    Text(
        "移入单位指定的受控系统或加密保存，只留必需的部分。",
        "Move it to the unit's controlled system or encrypt it; keep what is needed.",
    ),
    Text(
        "离岗、报废电脑之前，由信息中心核对清理。", "IT goes through it before a handover or the computer's disposal."
    ),
)
_REMEDY = Remedy(Actor.STAFF, _STEPS, erases=True)
_LINE = Text("{label}：约 {number} 个", "{label}: about {number}")


@check(
    id="workstation.bulk_personal_data",
    title=Text(
        "这台电脑上没有散放的大批量个人信息文件",
        "No files with many people's personal data lie about on this computer",
    ),
    why=Text(
        "一张人员名单泄露，受害的是名单上的每一个人；数量大了还会构成犯罪。",
        "When a list of people leaks, everyone on it is harmed; in large numbers it is a crime.",
    ),
    severity=Severity.MEDIUM,
    rules=("bulk-personal-data-file",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def bulk_personal_data(search: DocumentSearch, policy: Policy) -> Verdict:
    """ID, phone and card numbers per file; the number that makes a bulk is the unit's to set."""
    limit = policy.documents.personal_numbers
    bulk = tuple(one for one in search.found if one.personal.number > limit and Place.CONTROLLED not in one.places)
    if bulk:
        seen = Text(
            "有 {files} 个文件各有 {limit} 个以上的身份证号、手机号或银行卡号。",
            "{files} {files:file shows|files show} more than {limit} ID, mobile or card numbers each.",
        )
        lines = tuple(_LINE.filled(label=Text.name(one.label), number=one.personal.number) for one in bulk)
        return Fail(seen.filled(files=len(bulk), limit=limit), listed(lines))
    return Pass(Text("没有发现大批量个人信息文件散放。", "No file with personal numbers in bulk was found."))
