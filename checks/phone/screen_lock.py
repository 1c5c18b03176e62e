"""The phone has a lock code and locks by itself."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import LockKind, PhoneLock

_SCREEN = Text("{seconds} 秒无人操作才熄屏", "The screen stays on for {seconds} seconds without use")
_NEVER = Text("没人用也一直亮着，不会自动熄屏", "The screen never goes dark by itself")
_DAY = 86_400  # seconds; “never” is written as more
_AFTER = Text("熄屏 {seconds} 秒后才锁定", "It locks only {seconds} seconds after the screen went dark")
_TRUSTED = Text("“智能解锁”会让手机不锁屏", "“Smart Lock” may keep the phone open")
_SCREEN_SOON = Text("{seconds} 秒内无人操作就熄屏", "The screen goes dark within {seconds} seconds without use")
_LOCKS_SOON = Text("熄屏后 {seconds} 秒内锁定", "It locks within {seconds} seconds after the screen went dark")
_SAYS_NOTHING = Text("锁屏时不显示通知的内容", "The locked screen does not show what notifications say")
_NO_PATTERN = Text("锁屏口令是数字或字母，不是图案", "The lock code is digits or letters, no pattern")
_NOTIFICATIONS = Text("锁屏时也显示通知的内容", "The locked screen shows what notifications say")


@check(
    id="phone.screen_lock",
    title=Text("手机设有锁屏口令，并会自动锁屏", "The phone has a lock code and locks by itself"),
    why=Text(
        "没有锁屏口令，谁拿到手机都能看到全部内容。", "Without a lock code, whoever holds the phone sees everything."
    ),
    severity=Severity.HIGH,
    rules=("phone-screen-lock",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "设置 → 安全（生物识别和密码）→ 锁屏密码，设 6 位以上，不用生日和连号。",
                    "Settings → Security → Screen lock: six characters or more, no birthday, no row of digits.",
                ),
                Text(
                    "设置 → 显示 → 自动熄屏，选 1 分钟以内。",
                    "Settings → Display → Screen timeout: one minute or less.",
                ),
                Text("锁屏通知选“不显示内容”。", "Hide the content of notifications on the lock screen."),
            ),
        ),
    },
)
def screen_lock(lock: PhoneLock, policy: Policy) -> Verdict:
    if lock.kind is LockKind.NONE:
        return Fail(Text("没有设锁屏口令", "There is no lock code"))
    if lock.open_spaces:
        seen = Text("手机上有别的空间没有设锁屏口令", "Another space on the phone has no lock code")
        return Fail(seen, lock.open_spaces)
    weak: list[Text] = []
    if lock.screen_off is not None and lock.screen_off > policy.phone.screen_off_seconds:
        weak.append(_NEVER if lock.screen_off >= _DAY else _SCREEN.filled(seconds=int(lock.screen_off)))
    if lock.lock_after is not None and lock.lock_after > policy.phone.lock_after_seconds:
        weak.append(_AFTER.filled(seconds=int(lock.lock_after)))
    if lock.trusted:
        weak.append(_TRUSTED)
    if lock.private_notifications:
        weak.append(_NOTIFICATIONS)
    if weak:
        return Fail(Text("设了锁屏口令，但保护不够", "There is a lock code, but it protects too little"), tuple(weak))
    if lock.kind is LockKind.PATTERN:
        return Fail(
            Text("锁屏用的是图案，容易被人看到", "The lock is a pattern, which others see easily"),
            severity=Severity.HIGH,
        )
    unsaid = _unsaid(lock, policy)
    if unsaid:
        question = Text(
            "设有锁屏口令；下列几项手机没有说明。都是这样，对吗？",
            "There is a lock code; of the following the phone does not tell. All of it is so. Is that right?",
        )
        return Ask(question, items=(*unsaid, _NO_PATTERN) if lock.kind is LockKind.SOME else unsaid)
    if lock.kind is LockKind.SOME:
        return Ask(
            Text(
                "手机设了锁屏口令，这个系统版本没有说明是哪一种。是数字或字母口令，不是图案，对吗？",
                "There is a lock code; this version of the system does not say of what kind. It is digits or letters,"
                " no pattern. Is that right?",
            )
        )
    return Pass(Text("设有锁屏口令，会自动锁屏", "There is a lock code, and the phone locks by itself"))


def _unsaid(lock: PhoneLock, policy: Policy) -> tuple[Text, ...]:
    """What the phone does not tell, as it should be."""
    found = []
    if lock.screen_off is None:
        found.append(_SCREEN_SOON.filled(seconds=policy.phone.screen_off_seconds))
    if lock.lock_after is None:
        found.append(_LOCKS_SOON.filled(seconds=policy.phone.lock_after_seconds))
    if lock.private_notifications is None:
        found.append(_SAYS_NOTHING)
    return tuple(found)
