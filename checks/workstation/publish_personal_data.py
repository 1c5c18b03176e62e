"""Do drafts that wait for publication show personal numbers?"""

from __future__ import annotations

from checker.api import Actor, Fail, NotApplicable, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.content.search import OutboxSearch
from checks.hold import listed

_STEPS = (
    Text(
        "遮挡身份证号、手机号、银行卡号、住址、病情等，再发布。",
        "Mask ID, phone and card numbers, addresses and health data before publishing.",
    ),
    Text("已经发布的，立即下线更正。", "Take down and correct what is already out."),
)
_REMEDY = Remedy(Actor.STAFF, _STEPS)
_LINE = Text(
    "{label}：身份证号 {ids} 个、手机号 {phones} 个、银行卡号 {cards} 个",
    "{label}: {ids} {ids:ID number|ID numbers}, {phones} {phones:mobile number|mobile numbers}, "
    "{cards} {cards:card number|card numbers}",
)


@check(
    id="workstation.publish_personal_data",
    title=Text("拟公开的稿件不露个人信息", "Drafts for publication show no personal numbers"),
    why=Text(
        "公示、公告里漏遮身份证号、手机号的事屡有发生，一发布就被抓取扩散。",
        "Notices that show ID or phone numbers happen again and again, and are copied as soon as they are out.",
    ),
    severity=Severity.HIGH,
    rules=("publish-pii-unredacted",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def publish_personal_data(outbox: OutboxSearch) -> Verdict:
    """Counts alone: numbers are checked by their check digits and forgotten."""
    if not outbox.asked:
        return NotApplicable(
            Text("本单位没有指定拟公开稿件的文件夹。", "The unit has named no folder of drafts for publication.")
        )
    open_ones = tuple(one for one in outbox.found if one.personal.number)
    if open_ones:
        seen = Text(
            "{number} 个拟公开的稿件露出了个人信息。", "{number} {number:draft shows|drafts show} personal numbers."
        )
        lines = tuple(
            _LINE.filled(
                label=Text.name(one.label),
                ids=one.personal.identities,
                phones=one.personal.phones,
                cards=one.personal.cards,
            )
            for one in open_ones
        )
        return Fail(seen.filled(number=len(open_ones)), listed(lines))
    seen = Text(
        "看了 {files} 个拟公开的稿件，没有发现未遮挡的个人信息。",
        "{files} {files:draft|drafts}: no personal number was found.",
    )
    return Pass(seen.filled(files=outbox.files))
