"""The phone does not locate."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import LocationService

_WIFI = Text("WLAN 扫描：关着 Wi-Fi 时也在寻找网络", "Wi-Fi scanning: looks for networks even while Wi-Fi is off")
_BLUETOOTH = Text(
    "蓝牙扫描：关着蓝牙时也在寻找设备", "Bluetooth scanning: looks for devices even while Bluetooth is off"
)


@check(
    id="phone.location_service",
    title=Text("出行和涉密活动前，手机位置服务已关闭", "Phone location is off before travel and classified activities"),
    why=Text(
        "位置服务开着时，应用和网络都能知道人在哪里。",
        "With location on, apps and networks can tell where a person is.",
    ),
    severity=Severity.MEDIUM,
    rules=("phone-location-service-on",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text("从屏幕顶部下拉，关闭“位置信息”（定位）。", "Swipe down from the top and turn off “Location”."),
                Text(
                    "设置 → 位置信息 → WLAN 扫描和蓝牙扫描，都关闭。",
                    "Settings → Location → Wi-Fi scanning and Bluetooth scanning: turn both off.",
                ),
                Text("需要导航时临时打开，用完就关。", "Turn it on only while navigating, and off again."),
            ),
        ),
    },
)
def location_service(location: LocationService) -> Verdict:
    if location.on:
        return Fail(Text("位置服务开着", "Location is on"))
    scans = tuple(name for name, on in ((_WIFI, location.wifi_scan), (_BLUETOOTH, location.bluetooth_scan)) if on)
    if scans:
        return Fail(
            Text("位置服务已关闭，但扫描功能还开着", "Location is off, but scanning is still on"), scans, Severity.LOW
        )
    told = ((_WIFI, location.wifi_scan), (_BLUETOOTH, location.bluetooth_scan))
    unsaid = tuple(name for name, on in told if on is None)
    if unsaid:
        question = Text(
            "位置服务已关闭；下列扫描功能开没开，系统没有说明。都已关闭，对吗？",
            "Location is off; of these kinds of scanning the system does not tell. They are off. Is that right?",
        )
        return Ask(question, items=unsaid)
    return Pass(Text("位置服务已关闭", "Location is off"))
