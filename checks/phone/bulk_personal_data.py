"""Do files with many people's personal numbers lie on the phone?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.documents import PhoneDocuments
from checks.hold import listed

_LINE = Text("{label}：约 {number} 个", "{label}: about {number}")


@check(
    id="phone.bulk_personal_data",
    title=Text("手机里没有大批量个人信息文件", "No files with many people's personal data are on the phone"),
    why=Text(
        "一张人员名单泄露，受害的是名单上的每一个人。",
        "When a list of people leaks, everyone on it is harmed.",
    ),
    severity=Severity.MEDIUM,
    rules=("bulk-personal-data-file",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "工作还需要的，移到单位受控的系统；手机上不留副本。",
                    "If it is still needed for work, move it to the unit's controlled system and keep no copy on the"
                    " phone.",
                ),
                Text(
                    "不需要的，按单位规定登记后由本人清除。",
                    "If not, the owner removes it once it is logged as the unit rules.",
                ),
            ),
            erases=True,
        ),
    },
)
def bulk_personal_data(seen: PhoneDocuments, policy: Policy) -> Verdict:
    """ID, phone and card numbers per file; the number that makes a bulk is the unit's to set."""
    limit = policy.documents.personal_numbers
    bulk = tuple(one for one in seen.found if one.personal.number > limit)
    if bulk:
        text = Text(
            "有 {files} 个文件各有 {limit} 个以上的身份证号、手机号或银行卡号。",
            "{files} {files:file shows|files show} more than {limit} ID, mobile or card numbers each.",
        )
        lines = tuple(_LINE.filled(label=Text.name(one.label), number=one.personal.number) for one in bulk)
        return Fail(text.filled(files=len(bulk), limit=limit), listed(lines))
    return Pass(Text("没有发现大批量个人信息文件。", "No file with personal numbers in bulk was found."))
