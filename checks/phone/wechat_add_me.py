"""Asked of the owner, with the menu path of the installed version."""

from checker.api import Actor, Ask, NotApplicable, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import SocialApps

_QUESTION = Text(
    "微信“添加我的方式”里的搜索和群聊、名片开关都已关闭，并且加好友需要验证，对吗？",
    "The search, group and card switches under WeChat's “ways to add me” are off, and requests need your "
    "approval. Is that right?",
)


@check(
    id="phone.wechat_add_me",
    title=Text("陌生人不能随意搜到并添加微信", "Strangers cannot find and add you on WeChat at will"),
    why=Text("随意能搜到，就会有人冒充熟人来套取消息。", "Who is easily found is easily approached by impostors."),
    severity=Severity.MEDIUM,
    rules=("wechat-add-me-methods",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "微信 → 我 → 设置 → 朋友权限 → 添加我的方式。",
                    "WeChat → Me → Settings → Friends' permissions → Ways to add me.",
                ),
                Text(
                    "关闭手机号、微信号、QQ 号搜索，关闭群聊、名片、二维码中不需要的方式。",
                    "Turn off search by phone number, WeChat ID and QQ number, and those of group, card "
                    "and QR code you do not need.",
                ),
                Text(
                    "返回上一页，打开“加我为朋友时需要验证”。",
                    "Go back one page and turn on “approve friend requests”.",
                ),
            ),
        ),
    },
)
def wechat_add_me(social: SocialApps) -> Verdict:
    app = social.of("com.tencent.mm")
    if app is None:
        return NotApplicable(Text("手机上没有安装这个应用", "This app is not installed on the phone"))

    path = Text("位置：{path}（版本 {version}）", "Where: {path} (version {version})")
    return Ask(
        _QUESTION, items=(path.filled(path=social.path("wechat-add-me"), version=Text.name(app.version or "?")),)
    )
