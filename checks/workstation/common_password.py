"""A question about one's own password. Passwords are never tried, read or typed in here."""

from collections.abc import Iterator

from checker.api import Actor, Ask, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.accounts import OwnPassword

_STEPS = (
    Text(
        "换一个至少 8 位、字母数字符号混合的口令，不含姓名、生日、手机号、单位名称和键盘顺序（如 qwerty、1qaz2wsx）",
        "Choose a password of at least 8 characters with letters, digits and signs, and no name, birthday, telephone, "
        "unit name or keyboard run (qwerty, 1qaz2wsx)",
    ),
    Text("不要与邮箱、网站和其他电脑的口令相同", "Do not use the password of a mailbox, web site or other computer"),
    Text("不要把口令写在纸上贴在桌边", "Do not keep it on a note at the desk"),
)


@check(
    id="workstation.common_password",
    title=Text("登录口令不是常见的弱口令", "The sign-in password is not a common one"),
    why=Text(
        "123456、生日、手机号这类口令，别人几分钟就能试出来。",
        "Passwords such as 123456, a birthday or a telephone number are found within minutes.",
    ),
    severity=Severity.HIGH,
    rules=("weak-common-password",),
    remedies={
        Platform.WINDOWS: Remedy(Actor.STAFF, _STEPS, opens="ms-settings:signinoptions"),
        Platform.LINUX: Remedy(Actor.STAFF, _STEPS),
    },
)
def common_password(password: OwnPassword, policy: Policy) -> Verdict:
    return Ask(
        Text(
            "请使用人自己判断（不要说出口令）：登录口令是否不含姓名、生日、手机号、连续数字和常见单词，也没有用在别处？"
            "",
            "For the user to judge, without telling the password: is it free of names, birthdays, telephone numbers, "
            "runs "
            "of digits and common words, and used nowhere else?",
        ),
        wanted=True,
        items=tuple(_known(password, policy)),
    )


def _known(password: OwnPassword, policy: Policy) -> Iterator[Text]:
    """What the computer can add. The question itself stays the same, so that an answer keeps fitting it."""
    if password.min_length is not None and password.min_length < policy.passwords.min_length:
        yield Text(
            "系统接受只有 {count} 位的口令", "The system accepts passwords of only {count} {count:character|characters}"
        ).filled(count=password.min_length)
    if password.unchanged_days is not None and password.unchanged_days > policy.passwords.max_age_days:
        yield Text(
            "这个口令已有 {days} 天没有更换", "This password has not been changed for {days} {days:day|days}"
        ).filled(days=password.unchanged_days)
