"""An unattended screen locks itself."""

from checker.api import (
    Actor,
    Fail,
    NotApplicable,
    Origin,
    Pass,
    Platform,
    Policy,
    Remedy,
    Severity,
    Text,
    Verdict,
    check,
)
from checker.facts.workstation.screen_lock import OthersLock, ScreenLock

_DYNAMIC = Text(
    "动态锁已打开，但它要靠手机离开才锁，不能代替自动锁屏",
    "Dynamic lock is on, but it waits for a phone to go away and is no replacement",
)
_ORIGINS = {
    Origin.POLICY: Text("由单位策略设定", "set by the unit's policy"),
    Origin.SET: Text("在本机设定", "set on this computer"),
    Origin.DEFAULT: Text("系统缺省值", "the system's default"),
}


@check(
    id="workstation.screen_lock",
    title=Text(
        "本人登录后，电脑无人操作 10 分钟内自动锁屏",
        "Under this person's settings the computer locks itself within 10 minutes",
    ),
    why=Text("人离开后，任何人都能看到屏幕上的内容。", "Once its user has left, anyone can read an unlocked screen."),
    severity=Severity.MEDIUM,
    rules=("screen-lock-timeout",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            (
                Text(
                    "打开“设置→个性化→锁屏界面→屏幕保护程序”，任选一个屏幕保护程序",
                    "Open Settings, Personalisation, Lock screen, Screen saver and choose any screen saver",
                ),
                Text(
                    "等待时间设为 10 分钟或更短，勾选“在恢复时显示登录屏幕”，点确定",
                    "Set Wait to 10 minutes or less, tick On resume, display logon screen, and press OK",
                ),
                Text(
                    "“设置→帐户→登录选项”中，把“需要登录”设为“从睡眠中唤醒电脑时”",
                    "Settings, Accounts, Sign-in options: require sign-in when the PC wakes up from sleep",
                ),
                Text("离开座位时按 Win+L 立即锁屏", "Press Win+L whenever you leave your seat"),
            ),
            opens="ms-settings:lockscreen",
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            (
                Text(
                    "统信、深度：打开“控制中心→电源”，把“自动锁屏”设为 10 分钟以内（使用电源和使用电池都要设）",
                    "UOS, deepin: Control Centre, Power, set Auto lock to 10 minutes or less, on mains and on battery",
                ),
                Text(
                    "麒麟：打开“设置→个性化→锁屏（屏保）”，把锁屏时间设为 10 分钟以内",
                    "Kylin: Settings, Personalised, Screenlock, set the time to 10 minutes or less",
                ),
                Text(
                    "其他桌面：在系统设置的“隐私”或“屏幕锁定”中打开自动锁屏，并把空闲时间设为 10 分钟以内",
                    "Other desktops: in the settings under Privacy or Screen Locking turn on locking, 10 minutes or "
                    "less",
                ),
            ),
        ),
    },
)
def screen_lock(lock: ScreenLock, policy: Policy) -> Verdict:
    if lock.after is None:
        return NotApplicable(
            Text(
                "这台电脑没有图形桌面，没有可锁的屏幕。",
                "This computer has no graphical desktop, so no screen to lock.",
            )
        )
    wanted = policy.screen.lock_minutes
    if lock.after.value is None:
        items = (*_ordered(lock), *((_DYNAMIC,) if lock.leaves else ()))
        return Fail(Text("无人操作时不会自动锁屏", "The screen never locks by itself"), items)
    seen = Text(
        "无人操作 {minutes} 后自动锁屏（{origin}）", "The screen locks after {minutes} without use ({origin})"
    ).filled(minutes=_minutes(lock.after.value), origin=_ORIGINS[lock.after.origin])
    if lock.after.value > wanted * 60:
        return Fail(
            Text(
                "{seen}，应在 {wanted} 分钟以内", "{seen}; it should be {wanted} {wanted:minute|minutes} at most"
            ).filled(seen=seen, wanted=wanted),
            _ordered(lock),
        )
    late = [one for one in lock.others if one.after is None or one.after > wanted * 60]
    if late:
        return Fail(
            Text(
                "还有别人登录着，他们的屏幕不会按时锁定", "Others are signed in too, whose screen does not lock in time"
            ),
            (*map(_of_another, late), seen),
        )
    if lock.wakes_unlocked:
        return Fail(Text("睡眠后唤醒不要口令", "After sleep no password is asked for"), (seen,))
    return Pass(seen)


def _ordered(lock: ScreenLock) -> tuple[Text, ...]:
    """Why it never locks, and the policy's own value, where it orders something else than what is in force."""
    why = () if lock.why is None else (lock.why,)
    if lock.policy is None or (lock.after is not None and lock.after.value == lock.policy):
        return why
    return (
        *why,
        Text("单位策略要求 {minutes}，没有生效", "The unit's policy orders {minutes}, which is not in force").filled(
            minutes=_minutes(lock.policy)
        ),
    )


def _of_another(one: OthersLock) -> Text:
    if one.after is None:
        return Text("{name}：不会自动锁屏", "{name}: never locks by itself").filled(name=Text.name(one.name))
    words = Text("{name}：{minutes} 后自动锁屏", "{name}: locks after {minutes}")
    return words.filled(name=Text.name(one.name), minutes=_minutes(one.after))


def _minutes(seconds: int) -> Text:
    if seconds % 60:
        return Text(f"{seconds} 秒", f"{seconds} seconds")
    minutes = seconds // 60
    return Text(f"{minutes} 分钟", f"{minutes} minute{'' if minutes == 1 else 's'}")
