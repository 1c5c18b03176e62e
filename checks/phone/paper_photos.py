"""Do photos on the phone show papers with a red header or an internal mark?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.content.marking import Bucket
from checker.facts.content.search import Found
from checker.facts.phone.documents import PhoneDocuments
from checks.hold import items

_SHOWN = 100  # pictures that the question names
_CARDS = Text(
    "看了 {number} 张图片，没有文件照片；另有票据、证件一类的照片 {cards} 张，按单位规定不问。",
    "{number} {number:picture|pictures}: none is a photo of a paper; {cards} of receipts, tickets or cards are not "
    "asked about, as the unit has decided.",
)
_HEAD = frozenset(("redhead", "docno", "copyno", "signer", "imprint"))


@check(
    id="phone.paper_photos",
    title=Text("手机里没有红头文件或内部文件的照片", "No photo on the phone shows a red-header or internal paper"),
    why=Text(
        "内部文件拍进手机，会随云相册、备份和分享流出去。",
        "An internal paper on a phone gets out with cloud albums, backups and sharing.",
    ),
    severity=Severity.HIGH,
    rules=("photo-official-header-on-phone",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "先看照片上有没有“绝密”“机密”“秘密”字样；有的不要动它，立即报告本单位保密工作机构。",
                    "Look for 绝密, 机密 or 秘密 on the photo first; if you see one, leave it alone and report to the"
                    " unit's secrecy office at once.",
                ),
                Text(
                    "没有密级的，请保密员核对是公开件还是内部件，并登记。",
                    "If there is none, have the officer tell whether the paper is public or internal, and log it.",
                ),
                Text(
                    "内部件的照片，登记后在保密员在场时由本人从相册和“最近删除”中清除。",
                    "Photos of internal papers are removed by the owner, from the album and from Recently Deleted, once"
                    " logged and with the officer present.",
                ),
                Text(
                    "以后通过单位办公系统传阅，不用手机拍照。",
                    "From now on circulate papers in the unit's office system, not by photo.",
                ),
            ),
            erases=True,
        ),
    },
)
def paper_photos(seen: PhoneDocuments, policy: Policy) -> Verdict:
    """Red header, document number or an internal mark fail. Photos of papers without any are for the owner to say."""
    official = tuple(one for one in seen.found if _official(one))
    if official:
        text = Text(
            "有 {number} 个照片或文件疑似红头文件或内部文件。",
            "{number} {number:photo or file looks like|photos or files look like} red-header or internal papers.",
        )
        return Fail(text.filled(number=len(official)), items(official))
    if seen.paper:
        question = Text(
            "手机里有 {number} 张拍文件、证件、屏幕一类的照片，没有认出红头或内部标志。机主确认都不是工作文件吗？",
            "{number} {number:picture shows|pictures show} papers, cards or screens; no red header or "
            "internal mark was recognised. Does the owner confirm that none is a work paper?",
        )
        return Ask(question.filled(number=seen.paper), items=tuple(map(Text.name, seen.papers[:_SHOWN])))
    if seen.cards and not policy.documents.cards:
        return Pass(_CARDS.filled(number=seen.photos, cards=seen.cards))
    text = Text(
        "看了 {number} 张图片，没有文件照片。", "{number} {number:picture|pictures}: none is a photo of a paper."
    )
    return Pass(text.filled(number=seen.photos))


def _official(one: Found) -> bool:
    if one.marking.bucket is Bucket.INTERNAL:
        return True
    return one.marking.bucket is Bucket.REVIEW and bool(_HEAD.intersection(one.marking.features))
