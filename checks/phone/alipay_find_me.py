"""Asked of the owner, with the menu path of the installed version."""

from checker.api import Actor, Ask, NotApplicable, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import SocialApps

_QUESTION = Text(
    "支付宝里“公开我的真实姓名”和“通过手机号、邮箱找到我”都已关闭，对吗？",
    "In Alipay both “show my real name” and “find me by phone number or e-mail” are off. Is that right?",
)


@check(
    id="phone.alipay_find_me",
    title=Text(
        "支付宝不公开真实姓名，陌生人不能凭手机号找到",
        "Alipay shows no real name, and strangers cannot find you by phone number",
    ),
    why=Text("凭手机号查到真实姓名，就能冒充身份。", "A real name found by phone number serves impostors."),
    severity=Severity.LOW,
    rules=("alipay-find-me",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "支付宝 → 我的 → 右上角设置 → 隐私 → 常用隐私设置。",
                    "Alipay → Me → Settings (top right) → Privacy → Common privacy settings.",
                ),
                Text(
                    "关闭“向好友公开我的真实姓名”和“通过手机号、邮箱找到我”。",
                    "Turn off “show my real name to friends” and “find me by phone number or e-mail”.",
                ),
            ),
        ),
    },
)
def alipay_find_me(social: SocialApps) -> Verdict:
    app = social.of("com.eg.android.AlipayGphone")
    if app is None:
        return NotApplicable(Text("手机上没有安装这个应用", "This app is not installed on the phone"))

    path = Text("位置：{path}（版本 {version}）", "Where: {path} (version {version})")
    return Ask(
        _QUESTION, items=(path.filled(path=social.path("alipay-find-me"), version=Text.name(app.version or "?")),)
    )
