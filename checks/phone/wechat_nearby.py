"""Asked of the owner, with the menu path of the installed version."""

from checker.api import Actor, Ask, Fail, NotApplicable, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import SocialApps

_QUESTION = Text(
    "微信“附近的人”里的位置已经清除，发现页的“附近”也已关闭，对吗？",
    "Your position in WeChat's People Nearby is cleared, and Nearby is off on the Discover page. Is that right?",
)


@check(
    id="phone.wechat_nearby",
    title=Text(
        "微信“附近”已停用，位置权限已收回", "WeChat's Nearby is switched off and its location permission withdrawn"
    ),
    why=Text("陌生人可以从“附近”看到机主的大致位置。", "Through Nearby strangers see roughly where the owner is."),
    severity=Severity.HIGH,
    rules=("wechat-nearby-people",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "微信 → 发现 → 附近 → 附近的人 → 右上角“…” → 清除位置信息并退出。",
                    "WeChat → Discover → Nearby → People Nearby → “…” → clear location and exit.",
                ),
                Text(
                    "微信 → 我 → 设置 → 通用 → 发现页管理，关闭“附近”。",
                    "WeChat → Me → Settings → General → Discover page: turn Nearby off.",
                ),
                Text(
                    "手机设置 → 应用 → 微信 → 权限 → 位置，选“不允许”。",
                    "Phone settings → Apps → WeChat → Permissions → Location: choose “Don't allow”.",
                ),
                Text(
                    "菜单名称因微信版本不同会有差别，找不到时请保密员协助。",
                    "Menus differ between versions; ask the secrecy officer if you cannot find one.",
                ),
            ),
        ),
    },
)
def wechat_nearby(social: SocialApps) -> Verdict:
    app = social.of("com.tencent.mm")
    if app is None:
        return NotApplicable(Text("手机上没有安装这个应用", "This app is not installed on the phone"))
    if app.location:
        return Fail(Text("系统允许微信获取位置", "The system lets WeChat read the location"))
    if app.location is None:
        return Ask(
            Text(
                "{question}系统里微信的位置权限也已改为“不允许”，对吗？",
                "{question} WeChat's location permission in the system is “Don't allow” too. Is that right?",
            ).filled(question=_QUESTION)
        )
    path = Text("位置：{path}（版本 {version}）", "Where: {path} (version {version})")
    return Ask(
        _QUESTION, items=(path.filled(path=social.path("wechat-nearby"), version=Text.name(app.version or "?")),)
    )
