"""The phone holds no unregistered memory card."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import PhoneCard


@check(
    id="phone.memory_card",
    title=Text("手机没有未登记的存储卡", "The phone holds no unregistered memory card"),
    why=Text(
        "存储卡没有加密，取下来就能在别的机器上读。",
        "A memory card is not encrypted; it can be taken out and read anywhere.",
    ),
    severity=Severity.MEDIUM,
    rules=("phone-sd-card",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text("关机后取出存储卡。", "Switch the phone off and take the card out."),
                Text(
                    "需要使用的，按移动介质登记、编号后再用。",
                    "If it is needed, register and number it like any removable medium.",
                ),
                Text(
                    "手机报废、转让前，存储卡要单独检查处理。",
                    "Before the phone is scrapped or given away, check and treat the card on its own.",
                ),
            ),
        ),
    },
)
def memory_card(card: PhoneCard) -> Verdict:
    if card.removable:
        seen = Text("手机里有 {count} 张存储卡（没有加密）", "The phone holds {count} memory card(s), not encrypted")
        return Fail(seen.filled(count=card.removable))
    if card.adopted:
        question = Text(
            "并入手机存储的存储卡已经登记，对吗？",
            "The memory card that is part of the phone's storage is registered. Is that right?",
        )
        return Ask(question)
    return Pass(Text("手机里没有存储卡", "The phone holds no memory card"))
