"""Asked of the owner, with the menu path of the installed version."""

from checker.api import Actor, Ask, NotApplicable, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import SocialApps

_QUESTION = Text(
    "发朋友圈时都选择“不显示位置”，对吗？",
    "You always choose “Don't show location” when posting to Moments. Is that right?",
)


@check(
    id="phone.wechat_moments",
    title=Text("发朋友圈时不显示所在位置", "Moments are posted without a location"),
    why=Text("带位置的朋友圈说出了机主的行踪。", "A Moment with its place tells where the owner was."),
    severity=Severity.LOW,
    rules=("wechat-moments-location",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "发布页面点“所在位置”，选“不显示位置”。",
                    "On the posting page tap “Location” and choose “Don't show”.",
                ),
                Text(
                    "已经带位置发出的，本人打开该条自行处理。",
                    "For older posts that show a place, the owner opens and handles them.",
                ),
            ),
        ),
    },
)
def wechat_moments(social: SocialApps) -> Verdict:
    app = social.of("com.tencent.mm")
    if app is None:
        return NotApplicable(Text("手机上没有安装这个应用", "This app is not installed on the phone"))

    path = Text("位置：{path}（版本 {version}）", "Where: {path} (version {version})")
    return Ask(
        _QUESTION, items=(path.filled(path=social.path("wechat-moments"), version=Text.name(app.version or "?")),)
    )
