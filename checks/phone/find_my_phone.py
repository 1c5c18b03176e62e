"""Finding a lost phone is set as the unit wants it."""

from checker.api import Actor, Ask, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import KnownApps
from checker.facts.phone.settings import LocationService


@check(
    id="phone.find_my_phone",
    title=Text("手机丢失后能找回、能远程清除", "A lost phone can be found and wiped from afar"),
    why=Text(
        "手机丢了不能清除，里面的内容就归捡到的人。",
        "If a lost phone cannot be wiped, whoever finds it has what is on it.",
    ),
    severity=Severity.LOW,
    rules=("phone-find-and-wipe",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "单位要求开启的：设置 → 账号 → 查找设备，打开并记住账号密码。",
                    "Where the unit asks for it: Settings → account → Find device: turn it on and "
                    "remember the account's password.",
                ),
                Text(
                    "单位要求关闭定位的，按单位规定，不强行开启。",
                    "Where the unit wants location off, follow that and leave it off.",
                ),
                Text("拨号盘输入 *#06#，把显示的 IMEI 报单位登记。", "Dial *#06# and have the unit record the IMEI."),
            ),
        ),
    },
)
def find_my_phone(known: KnownApps, location: LocationService, policy: Policy) -> Verdict:
    items = tuple(app.label for app in known.finders)
    wanted = policy.phone.find_device
    if wanted is False:
        question = Text(
            "按单位规定，“查找设备”保持关闭，串号（IMEI）已留存在单位，对吗？",
            "As the unit asks, find-device stays off, and the IMEI is on record there. Is that right?",
        )
        return Ask(question, items=items)
    if wanted and not location.on:
        question = Text(
            "位置服务关着时“查找设备”找不到手机。出行结束后会重新打开，并且“查找设备”已开启，对吗？",
            "With location off the phone cannot be found. It goes on again after the journey, and "
            "find-device is set up. Is that right?",
        )
        return Ask(question, items=items)
    question = Text(
        "手机的“查找设备”已按单位要求设置，串号（IMEI）已留存在单位，对吗？",
        "Find-device is set as the unit asks, and the IMEI is on record there. Is that right?",
    )
    return Ask(question, items=items)
