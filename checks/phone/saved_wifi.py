"""No network without a password is remembered."""

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import SavedWifi


@check(
    id="phone.saved_wifi",
    title=Text("手机没有保存不要密码的 Wi-Fi", "The phone remembers no Wi-Fi without a password"),
    why=Text(
        "手机会自己连回不要密码的 Wi-Fi，别人可以用同名的假热点截取数据。",
        "A phone joins remembered open networks by itself; anyone can set up a false one of the same name.",
    ),
    severity=Severity.HIGH,
    rules=("wifi-saved-open-phone",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text("设置 → WLAN → 已保存的网络。", "Settings → Wi-Fi → Saved networks."),
                Text(
                    "点开每个不带锁标志的网络，选“删除网络”或“忘记”。",
                    "Open each network without a lock sign and choose “Forget”.",
                ),
                Text(
                    "关闭“自动连接”和“有开放网络时提醒”。",
                    "Turn off automatic joining and the notice about open networks.",
                ),
            ),
        ),
    },
)
def saved_wifi(wifi: SavedWifi) -> Verdict:
    if wifi.connected_open:
        return Fail(Text("手机正连着不要密码的 Wi-Fi", "The phone is on a Wi-Fi without a password now"), _names(wifi))
    if wifi.open_names:
        seen = Text(
            "保存了 {count} 个不要密码的 Wi-Fi",
            "{count} {count:Wi-Fi network without a password is|Wi-Fi networks without a password are} remembered",
        )
        return Fail(seen.filled(count=len(wifi.open_names)), _names(wifi))
    if wifi.enhanced_names:
        seen = Text(
            "保存了 {count} 个加密但不要密码的 Wi-Fi（OWE），谁都能连，也能用同名的假热点冒充",
            "{count} encrypted Wi-Fi {count:network|networks} without a password (OWE) {count:is|are} remembered:"
            " anyone can join, and set up a false one of that name",
        )
        names = tuple(map(_name, wifi.enhanced_names))
        return Fail(seen.filled(count=len(names)), names, Severity.MEDIUM)
    if not wifi.total:
        return Pass(Text("手机没有保存 Wi-Fi", "No Wi-Fi network is remembered"))
    seen = Text(
        "保存的 {count} 个 Wi-Fi 都有密码",
        "{count:The one remembered Wi-Fi network has|All {count} remembered Wi-Fi networks have} a password",
    )
    return Pass(seen.filled(count=wifi.total))


def _names(wifi: SavedWifi) -> tuple[Text, ...]:
    return tuple(map(_name, (*wifi.open_names, *wifi.enhanced_names)))


def _name(name: str) -> Text:
    return Text.name(name) if name.strip() else Text("（没有名称的网络）", "(a network without a name)")
