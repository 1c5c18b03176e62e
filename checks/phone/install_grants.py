"""No app may install others."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import InstallGrants


@check(
    id="phone.install_grants",
    title=Text("不允许其他应用安装来历不明的软件", "No app may install software from unknown sources"),
    why=Text(
        "能安装软件的应用，会在不知不觉中装上别的东西。",
        "An app that may install software can put other things on the phone unnoticed.",
    ),
    severity=Severity.MEDIUM,
    rules=("apk-unknown-source-grant",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "设置 → 应用 → 特殊权限 → 安装未知应用。",
                    "Settings → Apps → Special access → Install unknown apps.",
                ),
                Text(
                    "把浏览器、文件管理、聊天软件等全部改为“不允许”。",
                    "Set browsers, file managers and chat apps to “Not allowed”.",
                ),
            ),
        ),
    },
)
def install_grants(grants: InstallGrants) -> Verdict:
    if not grants.apps and grants.own:
        question = Text(
            "下列手机自带的应用可以安装软件，都是手机厂商原有的、现在还需要，对吗？",
            "These apps that came with the phone may install software. The maker set them so, and it is needed. Is that"
            " right?",
        )
        return Ask(question, items=tuple(app.label for app in grants.own))
    if not grants.apps:
        return Pass(Text("没有应用可以安装来历不明的软件", "No app may install software from unknown sources"))
    seen = Text(
        "{count} 个应用可以安装来历不明的软件", "{count} {count:app may|apps may} install software from unknown sources"
    )
    return Fail(seen.filled(count=len(grants.apps)), tuple(app.label for app in grants.apps))
