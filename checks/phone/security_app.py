"""A security app is there and recent."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import SecurityApps

_OFF = Text("{app}：已停用", "{app}: switched off")
_PLAY_PROTECT = Text("谷歌 Play 保护机制（扫描应用）：已关闭", "Google Play Protect (scans apps): switched off")


@check(
    id="phone.security_app",
    title=Text("手机有安全防护软件，并且是近期版本", "The phone has a security app, and a recent one"),
    why=Text(
        "没有防护软件或者多年不更新，恶意软件就查不出来。",
        "Without a security app, or with an old one, malicious software goes unnoticed.",
    ),
    severity=Severity.MEDIUM,
    rules=("phone-security-app",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "打开手机自带的“手机管家”或单位指定的软件。",
                    "Open the phone's own manager app or the one that the unit prescribes.",
                ),
                Text("在应用商店把它更新到最新版本。", "Update it in the app store."),
                Text("打开病毒扫描，运行一次全盘查杀。", "Turn on virus scanning and run one full scan."),
            ),
        ),
    },
)
def security_app(security: SecurityApps, policy: Policy) -> Verdict:
    off = tuple(_OFF.filled(app=app.label) for app in security.off)
    if security.play_protect is False:
        off = (*off, _PLAY_PROTECT)
    if not security.apps:
        if security.off:
            return Fail(Text("安全防护软件被停用了", "The security app was switched off"), off)
        return Fail(Text("没有发现认识的安全防护软件", "No known security app was found"), off)
    if off:
        return Fail(Text("有安全防护被关闭了", "Part of the protection was switched off"), off)
    limit = policy.phone.security_app_days
    if any(days is not None and days <= limit for _, days in security.apps):
        seen = Text(
            "有安全防护软件，是近期版本；是否查杀过病毒本工具看不到",
            "There is a recent security app; whether it has scanned cannot be seen",
        )
        return Pass(seen)
    if any(days is None for _, days in security.apps):
        question = Text("安全防护软件是近期更新的，对吗？", "The security app was updated recently. Is that right?")
        return Ask(question, items=tuple(app.label for app, _ in security.apps))
    seen = Text(
        "安全防护软件超过 {limit} 天没有更新", "The security app was not updated for more than {limit} {limit:day|days}"
    )
    return Fail(seen.filled(limit=limit), tuple(app.label for app, _ in security.apps))
