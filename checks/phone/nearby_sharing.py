"""Sharing with people nearby is off."""

from checker.api import Actor, Ask, NotApplicable, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import KnownApps


@check(
    id="phone.nearby_sharing",
    title=Text("附近分享（互传、快速分享）已关闭", "Sharing with people nearby is off"),
    why=Text(
        "分享功能对所有人开放时，陌生人可以向手机传文件、看到机主的名字。",
        "Open to everyone, sharing lets strangers send files and see the owner's name.",
    ),
    severity=Severity.LOW,
    rules=("phone-radio-extras",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "从屏幕顶部下拉，长按“互传”“快速分享”或“华为分享”图标。",
                    "Swipe down from the top and hold the icon of Mi Share, Quick Share or Huawei Share.",
                ),
                Text("选“关闭”或“仅联系人可见”。", "Choose “Off” or “Contacts only”."),
            ),
        ),
    },
)
def nearby_sharing(known: KnownApps) -> Verdict:
    if not known.sharing:
        return NotApplicable(Text("没有发现认识的附近分享功能", "No known function for sharing nearby was found"))
    question = Text(
        "下列附近分享功能都已关闭，或只对联系人开放，对吗？",
        "These functions for sharing nearby are off, or open to contacts only. Is that right?",
    )
    return Ask(question, items=tuple(app.label for app in known.sharing))
