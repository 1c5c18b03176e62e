"""Asked of the owner, with the menu path of the installed version."""

from checker.api import Actor, Ask, Fail, NotApplicable, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import SocialApps

_QUESTION = Text(
    "QQ 的附近功能和被查找方式都已关闭，系统也不允许 QQ 定位，对吗？",
    "QQ's nearby functions and ways to be found are off, and the system denies QQ the location. Is that right?",
)


@check(
    id="phone.qq_nearby",
    title=Text(
        "QQ 附近功能已关闭，陌生人不能随意搜到", "QQ's nearby functions are off, and strangers cannot find you at will"
    ),
    why=Text("陌生人可以从“附近”找到机主。", "Strangers can find the owner through Nearby."),
    severity=Severity.LOW,
    rules=("qq-nearby-and-search",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "QQ → 设置 → 隐私，关闭与“附近”和“可通过……找到我”有关的开关（各版本位置不同）。",
                    "QQ → Settings → Privacy: turn off the switches about “nearby” and “find me by …” "
                    "(they move between versions).",
                ),
                Text("加好友方式设为需要验证。", "Make friend requests need your approval."),
                Text(
                    "手机设置 → 应用 → QQ → 权限 → 位置，选“不允许”。",
                    "Phone settings → Apps → QQ → Permissions → Location: choose “Don't allow”.",
                ),
            ),
        ),
    },
)
def qq_nearby(social: SocialApps) -> Verdict:
    app = social.of("com.tencent.mobileqq")
    if app is None:
        return NotApplicable(Text("手机上没有安装这个应用", "This app is not installed on the phone"))
    if app.location:
        return Fail(Text("系统允许 QQ 获取位置", "The system lets QQ read the location"))
    path = Text("位置：{path}（版本 {version}）", "Where: {path} (version {version})")
    return Ask(_QUESTION, items=(path.filled(path=social.path("qq-nearby"), version=Text.name(app.version or "?")),))
