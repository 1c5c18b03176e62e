"""Does this medium hold files with many people's personal numbers?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.medium.documents import MediumDocuments
from checks.hold import listed

_LINE = Text("{label}：约 {number} 个", "{label}: about {number}")


@check(
    id="medium.bulk_personal_data",
    title=Text("移动介质里没有大批量个人信息文件", "No file on this medium holds personal data in bulk"),
    why=Text(
        "介质一丢，名单上的每一个人都受害；数量大了还会构成犯罪。",
        "When the medium is lost, everyone on the list is harmed; in large numbers it is a crime.",
    ),
    severity=Severity.MEDIUM,
    rules=("bulk-personal-data-file",),
    remedies={
        Platform.MEDIUM: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "移入单位指定的受控系统或加密保存，介质上不留副本。",
                    "Move it to the unit's controlled system or encrypt it; keep no copy on the medium.",
                ),
                Text("由信息中心核对清理。", "IT goes through the medium afterwards."),
            ),
            erases=True,
        )
    },
)
def bulk_personal_data(search: MediumDocuments, policy: Policy) -> Verdict:
    """ID, phone and card numbers per file; the number that makes a bulk is the unit's to set."""
    limit = policy.documents.personal_numbers
    bulk = tuple(one for one in search.found if one.personal.number > limit)
    if bulk:
        seen = Text(
            "有 {files} 个文件各有 {limit} 个以上的身份证号、手机号或银行卡号。",
            "{files} {files:file shows|files show} more than {limit} ID, mobile or card numbers each.",
        )
        lines = tuple(_LINE.filled(label=Text.name(one.label), number=one.personal.number) for one in bulk)
        return Fail(seen.filled(files=len(bulk), limit=limit), listed(lines))
    return Pass(Text("没有发现大批量个人信息文件。", "No file with personal numbers in bulk was found."))
