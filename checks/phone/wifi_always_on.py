"""Wi-Fi stays off until somebody turns it on."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import WifiHabits

_WAKES = Text("自动开启 WLAN", "Turn on Wi-Fi automatically")
_SCANS = Text("WLAN 扫描", "Wi-Fi scanning")
_NOTIFIES = Text("有开放网络时提醒", "Notice about open networks")


@check(
    id="phone.wifi_always_on",
    title=Text("手机不会自己打开 Wi-Fi", "The phone does not turn Wi-Fi on by itself"),
    why=Text(
        "自己打开的 Wi-Fi 会自动寻找并连上附近的网络。",
        "Wi-Fi that turns itself on looks for networks nearby and joins them.",
    ),
    severity=Severity.LOW,
    rules=("wifi-always-on",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "设置 → WLAN → 高级（更多设置），关闭“自动开启 WLAN”。",
                    "Settings → Wi-Fi → Advanced: turn off “turn on Wi-Fi automatically”.",
                ),
                Text("设置 → 位置信息 → WLAN 扫描，关闭。", "Settings → Location → Wi-Fi scanning: turn off."),
                Text(
                    "不用 Wi-Fi 时下拉通知栏把它关掉。",
                    "Turn Wi-Fi off from the top of the screen when you do not use it.",
                ),
            ),
        ),
    },
)
def wifi_always_on(wifi: WifiHabits) -> Verdict:
    told = ((_WAKES, wifi.wakes), (_SCANS, wifi.scans), (_NOTIFIES, wifi.notifies))
    on = tuple(name for name, value in told if value)
    if on:
        return Fail(Text("手机会自己打开或寻找 Wi-Fi", "The phone turns Wi-Fi on or looks for it by itself"), on)
    unsaid = tuple(name for name, value in told if value is None)
    if unsaid:
        question = Text(
            "下列功能开没开，系统没有说明。都已关闭，对吗？",
            "The system does not tell whether these are on. They are off. Is that right?",
        )
        return Ask(question, items=unsaid)
    return Pass(Text("手机不会自己打开或寻找 Wi-Fi", "The phone neither turns Wi-Fi on nor looks for it by itself"))
