"""No app locates in the background."""

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import BackgroundLocation


@check(
    id="phone.background_location",
    title=Text("没有应用在后台一直获取位置", "No app reads the location in the background all the time"),
    why=Text(
        "能一直定位的应用会留下一个人每天的行踪。", "An app that always locates records where a person goes every day."
    ),
    severity=Severity.MEDIUM,
    rules=("app-location-grants",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "设置 → 隐私 → 权限管理 → 位置信息，看“始终允许”一栏。",
                    "Settings → Privacy → Permission manager → Location: look at “Allowed all the time”.",
                ),
                Text("逐个改为“仅使用期间允许”或“不允许”。", "Change each to “Only while in use” or “Don't allow”."),
                Text("改不了又用不着的应用，卸载。", "Uninstall apps that refuse and are not needed."),
            ),
        ),
    },
)
def background_location(location: BackgroundLocation) -> Verdict:
    if not location.apps:
        return Pass(Text("没有应用可以在后台一直获取位置", "No app may read the location in the background"))
    seen = Text(
        "{count} 个应用可以在后台一直获取位置", "{count} {count:app may|apps may} read the location in the background"
    )
    return Fail(seen.filled(count=len(location.apps)), tuple(app.label for app in location.apps))
