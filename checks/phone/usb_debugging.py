"""USB debugging goes off once the check has ended: it is on while we read, so a step is always left."""

from checker.api import Actor, Ask, Fail, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import PhoneDebugging

_WIRELESS = Text("无线调试开着", "Wireless debugging is on")
_PORT = Text("调试端口对网络开放", "The debugging port is open to the network")
_MOCK = Text("允许模拟位置", "Mock locations are allowed")
_LEFT = Text(
    "有电脑通过数据线在手机里留下了 {count} 个文件（/data/local/tmp）",
    "A computer left {count} {count:file|files} on the phone over the cable (/data/local/tmp)",
)
_UNLOCKABLE = Text(
    "开发者选项里的“OEM 解锁”开着，拿到手机的人可以解锁刷机",
    "“OEM unlocking” is on among the developer options: whoever has the phone may unlock it and install another system",
)
_KEYS = Text(
    "除本机外还信任 {count} 台电脑", "{count} {count:other computer is|other computers are} trusted besides this one"
)


@check(
    id="phone.usb_debugging",
    title=Text("检查结束后，手机的 USB 调试已关闭", "USB debugging is off once the check has ended"),
    why=Text(
        "USB 调试开着，谁拿到手机接上电脑都能读取数据。",
        "With USB debugging on, anyone with a computer can read the phone.",
    ),
    severity=Severity.MEDIUM,
    rules=("phone-usb-debug-left-on",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "设置 → 系统 → 开发者选项 → USB 调试，关闭。",
                    "Settings → System → Developer options → USB debugging: turn off.",
                ),
                Text("同一页点“撤销 USB 调试授权”。", "On the same page tap “Revoke USB debugging authorisations”."),
                Text("关闭页面最上方的“开发者选项”总开关。", "Turn off “Developer options” at the top of the page."),
            ),
        ),
    },
)
def usb_debugging(debugging: PhoneDebugging) -> Verdict:
    worse = tuple(
        text
        for there, text in (
            (debugging.wireless, _WIRELESS),
            (debugging.port > 0, _PORT),
            (debugging.mock_location, _MOCK),
            (debugging.unlockable, _UNLOCKABLE),
            (bool(debugging.left), _LEFT.filled(count=debugging.left or 0)),
            (debugging.keys is not None and debugging.keys > 1, _KEYS.filled(count=(debugging.keys or 1) - 1)),
        )
        if there
    )
    if debugging.wireless or debugging.port:
        return Fail(Text("手机允许通过网络调试", "The phone can be debugged over the network"), worse)
    question = Text(
        "检查做完后，USB 调试已关闭，并已点“撤销 USB 调试授权”，对吗？（检查期间必须开着，请在最后完成）",
        "After the check USB debugging is off and its authorisations are revoked. Is that right? (It has "
        "to be on during the check; do this last.)",
    )
    return Ask(question, items=worse)
