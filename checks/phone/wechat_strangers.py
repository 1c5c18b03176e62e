"""Asked of the owner, with the menu path of the installed version."""

from checker.api import Actor, Ask, NotApplicable, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import SocialApps

_QUESTION = Text(
    "微信“允许陌生人查看十条朋友圈”已关闭，对吗？", "WeChat's “let strangers see ten Moments” is off. Is that right?"
)


@check(
    id="phone.wechat_strangers",
    title=Text("陌生人看不到朋友圈", "Strangers cannot see your Moments"),
    why=Text("陌生人能从朋友圈了解机主的工作和生活。", "Strangers learn about work and life from Moments."),
    severity=Severity.MEDIUM,
    rules=("wechat-stranger-ten-moments",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "微信 → 我 → 设置 → 朋友权限 → 朋友圈。", "WeChat → Me → Settings → Friends' permissions → Moments."
                ),
                Text(
                    "关闭“允许陌生人查看十条朋友圈”（旧版本写作“十张照片”，在“隐私”里）。",
                    "Turn off “let strangers see ten Moments” (older versions: “ten photos”, under Privacy).",
                ),
            ),
        ),
    },
)
def wechat_strangers(social: SocialApps) -> Verdict:
    app = social.of("com.tencent.mm")
    if app is None:
        return NotApplicable(Text("手机上没有安装这个应用", "This app is not installed on the phone"))

    path = Text("位置：{path}（版本 {version}）", "Where: {path} (version {version})")
    return Ask(
        _QUESTION, items=(path.filled(path=social.path("wechat-strangers"), version=Text.name(app.version or "?")),)
    )
