"""No unknown app holds special access."""

from fnmatch import fnmatchcase

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import Came, Power, Powerful, SpecialAccess

_POWERS = {
    Power.ACCESSIBILITY: Text("无障碍", "accessibility"),
    Power.NOTIFICATIONS: Text("通知读取", "notification access"),
    Power.ADMIN: Text("设备管理器", "device admin"),
    Power.OVERLAY: Text("悬浮窗", "display over other apps"),
    Power.USAGE: Text("查看使用情况", "usage access"),
    Power.FILES: Text("管理所有文件", "all files"),
    Power.CAPTURE: Text("录制屏幕", "screen recording"),
    Power.MESSAGES: Text("默认短信应用", "default app for text messages"),
    Power.CALLS: Text("默认电话应用", "default app for calls"),
    Power.AUTOFILL: Text("自动填充密码", "fills in passwords"),
    Power.ASSISTANT: Text("默认助手", "default assistant"),
    Power.SCREENING: Text("来电识别与拦截", "sees and screens calls"),
    Power.ROLE: Text("系统交给它的其他角色", "another role of the system's"),
    Power.VPN: Text("VPN（手机的上网数据都经过它）", "VPN: all that the phone sends passes through it"),
    Power.SETTINGS: Text("修改系统安全设置（只能用电脑授予）", "changes secure settings (only a computer can give it)"),
    Power.LOGS: Text("读取系统日志（只能用电脑授予）", "reads the system's logs (only a computer can give it)"),
    Power.READS_MESSAGES: Text("读取短信", "reads text messages"),
    Power.CALL_LOG: Text("读取通话记录", "reads the call log"),
    Power.MICROPHONE: Text("麦克风", "microphone"),
    Power.CAMERA: Text("摄像头", "camera"),
    Power.LOCATION: Text("始终获取位置", "location at all times"),
}

# What even an app from a store should only hold when its owner knows of it.
_STRONG = (
    Power.ACCESSIBILITY,
    Power.ADMIN,
    Power.CAPTURE,
    Power.MESSAGES,
    Power.CALLS,
    Power.ASSISTANT,
    Power.SCREENING,
    Power.ROLE,
    Power.VPN,
    Power.SETTINGS,
    Power.LOGS,
)
# What half of all apps ask for; it makes spyware of one from nowhere. Of one that was copied from another phone, nobody
# knows where that had it from, and its owner is asked.
_ORDINARY = (Power.READS_MESSAGES, Power.CALL_LOG, Power.MICROPHONE, Power.CAMERA, Power.LOCATION)


@check(
    id="phone.special_access",
    title=Text("没有来历不明的应用拿着高风险权限", "No unknown app holds high-risk permissions"),
    why=Text(
        "拿着无障碍、通知读取或设备管理权限的应用，可以看到屏幕、读到消息，甚至控制手机；来历不明的应用拿到短信、麦克风、"
        "摄像头或位置权限，就能窃听窃照。",
        "An app with accessibility, notification or admin access sees the screen, reads messages and may "
        "control the phone; one of unknown origin that has messages, microphone, camera or location can spy on its "
        "owner.",
    ),
    severity=Severity.HIGH,
    # The second rule is of the daily check, too: what people call spyware is looked for every day.
    rules=("apk-risky-special-access", "apk-sideloaded-unknown"),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "设置 → 应用 → 特殊权限，看无障碍、设备管理器、通知读取、悬浮窗。",
                    "Settings → Apps → Special access: look at accessibility, device admin, notification "
                    "access and display over other apps.",
                ),
                Text(
                    "对提示的应用逐个关闭这些权限；短信、通话记录、麦克风、摄像头和位置在“权限管理”里关。",
                    "Withdraw these from the apps that are named; messages, call log, microphone, camera and "
                    "location are in the permission manager.",
                ),
                Text(
                    "默认助手、短信、电话、来电识别在“默认应用”里换回手机自带的；VPN 在“网络”里断开并删除。",
                    "Set assistant, messages, calls and caller ID back to the phone's own under Default apps; "
                    "disconnect and forget a VPN under Network.",
                ),
                Text("不需要的应用卸载。", "Uninstall the ones you do not need."),
                Text(
                    "关不掉、卸不了或找不到图标的，停用手机，交保密员送检。",
                    "If one cannot be switched off, removed or found, stop using the phone and give it "
                    "to the officer for inspection.",
                ),
            ),
        ),
    },
)
def special_access(access: SpecialAccess, policy: Policy) -> Verdict:
    outside = [one for one in access.held if not one.system and not _approved(one, policy)]
    wrong = [one for one in outside if one.came is not Came.STORE and not _copied(one)]
    if wrong:
        seen = Text(
            "{count} 项高风险权限在来历不明的应用手里",
            "Apps of unknown origin hold {count} {count:high-risk permission|high-risk permissions}",
        )
        return Fail(seen.filled(count=len(wrong)), tuple(_named(one) for one in wrong))
    strong = [one for one in outside if one.power in _STRONG or _copied(one)]
    if strong:
        question = Text(
            "下列应用拿着高风险权限，都是机主自己打开的、现在还需要，对吗？",
            "The owner gave these apps their high-risk permissions and still needs them. Is that right?",
        )
        return Ask(question, items=tuple(_named(one) for one in strong))
    return Pass(Text("没有来历不明的应用拿着高风险权限", "No app of unknown origin holds a high-risk permission"))


def _approved(one: Powerful, policy: Policy) -> bool:
    return any(fnmatchcase(one.app.package, name) for name in policy.phone.approved_apps)


def _copied(one: Powerful) -> bool:
    return one.power in _ORDINARY and one.came is Came.MOVED


def _named(one: Powerful) -> Text:
    return Text("{app}：{power}", "{app}: {power}").filled(app=one.app.label, power=_POWERS[one.power])
