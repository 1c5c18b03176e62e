"""The system itself insists on good passwords."""

from collections.abc import Iterator

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.accounts import MaxAge, PasswordPolicy


@check(
    id="workstation.password_policy",
    title=Text(
        "系统要求口令够长、够复杂、定期更换，输错多次就锁定",
        "The system asks for long, mixed passwords that are changed in time, and locks after wrong ones",
    ),
    why=Text(
        "系统不作要求，就会有人用 123456 这样的口令，别人也可以无限次地试。",
        "Where the system does not insist, somebody will use 123456, and others may try as often as they like.",
    ),
    severity=Severity.HIGH,
    rules=("password-policy-weak",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.IT,
            (
                Text(
                    "按 Win+R，输入 secpol.msc，打开“帐户策略→密码策略”：最小长度 8、启用复杂性要求、最长使用期限 90 天"
                    "",
                    "Press Win+R, enter secpol.msc, Account Policies, Password Policy: length 8, complexity on, age 90 "
                    "days",
                ),
                Text(
                    "在“帐户锁定策略”中把阈值设为 5 次",
                    "Under Account Lockout Policy set the threshold to 5",
                ),
                Text(
                    "家庭版没有 secpol.msc：以管理员身份打开命令提示符，运行 net accounts /minpwlen:8 /maxpwage:90 "
                    "/lockoutthreshold:5",
                    "Home editions have no secpol.msc: in a command prompt as administrator run net accounts "
                    "/minpwlen:8 /maxpwage:90 /lockoutthreshold:5",
                ),
                Text("单位有规定时以单位的数值为准", "Where the unit has its own numbers, those count"),
            ),
        ),
        Platform.LINUX: Remedy(
            Actor.IT,
            (
                Text(
                    "长度与复杂度：统信/深度在“控制中心→账户→密码设置”，其他系统在 /etc/security/pwquality.conf 中设 "
                    "minlen=8、minclass=3",
                    "Length and kinds: UOS and deepin in the control centre, Accounts; others minlen=8 and minclass=3 "
                    "in "
                    "/etc/security/pwquality.conf",
                ),
                Text(
                    "更换周期：管理员执行 chage -M 90 账户名，并在 /etc/login.defs 中设 PASS_MAX_DAYS 90",
                    "Age: chage -M 90 NAME, and PASS_MAX_DAYS 90 in /etc/login.defs",
                ),
                Text(
                    "锁定：启用 pam_faillock，在 /etc/security/faillock.conf 中设 deny = 5",
                    "Lockout: enable pam_faillock with deny = 5 in /etc/security/faillock.conf",
                ),
            ),
        ),
    },
)
def password_policy(asked: PasswordPolicy, policy: Policy) -> Verdict:
    items = tuple(_shortfalls(asked, policy))
    if items:
        return Fail(Text("系统对口令的要求不够", "The system does not ask enough of passwords"), items)
    if asked.classes is None and asked.coverage.complete:
        return Ask(
            Text(
                "口令的长度、更换周期和锁定次数都符合要求。请在“本地安全策略→密码策略”中查看："
                "“密码必须符合复杂性要求”是否已启用？",
                "Length, age and lockout are in order. Please look under Local Security Policy, Password Policy: "
                "is Password must meet complexity requirements enabled?",
            )
        )
    return Pass(
        Text(
            "口令至少 {length} 位、{classes} 类字符，最长 {days} 天更换，输错 {attempts} 次锁定",
            "At least {length} {length:character|characters} of {classes} {classes:kind|kinds}, changed "
            "within {days} {days:day|days}, locked after {attempts} {attempts:try|tries}",
        ).filled(
            length=asked.min_length,
            classes=asked.classes,
            days=asked.max_age_days,
            attempts=asked.lockout_attempts,
        )
    )


def _shortfalls(asked: PasswordPolicy, policy: Policy) -> Iterator[Text]:
    wanted = policy.passwords
    if asked.min_length is not None and asked.min_length < wanted.min_length:
        yield Text(
            "只要求 {seen} 位，应至少 {wanted} 位",
            "Only {seen} {seen:character is|characters are} asked for; at least {wanted} should be",
        ).filled(seen=asked.min_length, wanted=wanted.min_length)
    if asked.classes is not None and asked.classes < wanted.min_classes:
        yield Text(
            "不要求混用 {wanted} 类字符（大写、小写、数字、符号）",
            "A mix of {wanted} {wanted:kind|kinds} (capital, small, digits, signs) is not asked for",
        ).filled(wanted=wanted.min_classes)
    yield from _ages(asked, wanted.max_age_days)
    if asked.lockout_attempts == 0:
        yield Text(
            "输错多少次都不锁定，应在 {wanted} 次以内锁定",
            "Wrong passwords never lock the account; they should after {wanted} {wanted:try|tries}",
        ).filled(wanted=wanted.lockout_attempts)
    elif asked.lockout_attempts is not None and asked.lockout_attempts > wanted.lockout_attempts:
        yield Text(
            "输错 {seen} 次才锁定，应在 {wanted} 次以内锁定",
            "Locked after {seen} {seen:wrong password|wrong passwords}; it should be within {wanted}",
        ).filled(seen=asked.lockout_attempts, wanted=wanted.lockout_attempts)


_NEVER = Text(
    "口令永不过期，应在 {wanted} 天内更换", "Passwords never expire; they should after {wanted} {wanted:day|days}"
)
_LATE = Text(
    "口令 {seen} 天才过期，应在 {wanted} 天内",
    "Passwords expire after {seen} {seen:day|days}; they should within {wanted}",
)
_WHOSE = Text("{name}：{said}", "{name}: {said}")


def _ages(asked: PasswordPolicy, wanted: int) -> Iterator[Text]:
    """Each account whose password gets too old, by name where the system has that for each; else what holds for all."""
    ages = asked.ages
    if asked.max_age_days is not None and all(one.days != asked.max_age_days for one in ages):
        ages = (MaxAge("", asked.max_age_days), *ages)
    for one in ages:
        if 0 < one.days <= wanted:
            continue
        said = (_LATE if one.days else _NEVER).filled(seen=one.days, wanted=wanted)
        yield _WHOSE.filled(name=Text.name(one.name), said=said) if one.name else said
