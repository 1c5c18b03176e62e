"""The security patch is recent."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import PhonePatch


@check(
    id="phone.patch_age",
    title=Text("手机系统的安全补丁在半年以内", "The phone's security patch is less than half a year old"),
    why=Text(
        "补丁越旧，公开的漏洞越多，打开一个网页就可能被控制。",
        "The older the patch, the more known holes: opening a web page may be enough to lose control.",
    ),
    severity=Severity.MEDIUM,
    rules=("phone-patch-age",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "备份好工作需要的内容，接上电源和可信的 Wi-Fi。",
                    "Back up what you need, connect power and a trusted Wi-Fi.",
                ),
                Text("设置 → 系统 → 软件更新，检查并安装。", "Settings → System → Software update: check and install."),
                Text(
                    "厂商不再更新的机型，不再用于公务，报单位更换。",
                    "Stop using for work a model that its maker no longer updates; ask the unit for another.",
                ),
            ),
        ),
    },
)
def patch_age(patch: PhonePatch, policy: Policy) -> Verdict:
    age = (patch.today - patch.patch).days
    items = tuple(Text.name(f"{name} {day}") for name, day in patch.says)
    if age < -31:
        seen = Text("系统自称的安全补丁日期是 {day}", "The system states a security patch of {day}")
        seen = seen.filled(day=patch.patch.isoformat())
        question = Text(
            "这台电脑的日期或手机的补丁日期不对：{seen}。手机“关于手机”里显示的补丁日期在半年以内，对吗？",
            "The date of this computer or of the phone's patch is wrong: {seen}. “About phone” shows a patch of the "
            "last half year. Is that right?",
        )
        return Ask(question.filled(seen=seen), items=items)
    seen = Text(
        "系统自称的安全补丁日期是 {day}，已有 {age} 天", "The system states a security patch of {day}, {age} days ago"
    )
    seen = seen.filled(day=patch.patch.isoformat(), age=max(age, 0))
    if age > policy.phone.patch_days:
        return Fail(seen, items)
    return Pass(seen)
