"""Nobody gets in without a password."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check, shown
from checker.facts.workstation.accounts import EmptyPasswords


@check(
    id="workstation.empty_passwords",
    title=Text("每个能登录的账户都设了口令", "Every account that can be used has a password"),
    why=Text(
        "没有口令的账户，任何人打开电脑就能看到里面的文件。",
        "Through an account without a password, anyone who switches the computer on can read its files.",
    ),
    severity=Severity.CRITICAL,
    rules=("account-empty-autologin",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            (
                Text(
                    "打开“设置→帐户→登录选项→密码”，设置一个口令",
                    "Open Settings, Accounts, Sign-in options, Password and set one",
                ),
                Text(
                    "别人的账户和不用的账户，请信息中心设置口令或停用",
                    "Have IT set passwords for other accounts, or disable those that nobody uses",
                ),
                Text(
                    "信息中心在“本地安全策略→安全选项”中启用“使用空密码的本地帐户只允许进行控制台登录”",
                    "IT enables Limit local account use of blank passwords to console logon only in Local Security "
                    "Policy",
                ),
            ),
            opens="ms-settings:signinoptions",
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            (
                Text(
                    "打开“控制中心（系统设置）→账户（用户）”，为列出的账户设置口令",
                    "Open the system settings, Users, and set a password for each account listed",
                ),
                Text("在同一页关闭“无密码登录（免密登录）”", "On the same page turn off Log in without a password"),
                Text("不用的账户请信息中心停用", "Have IT disable accounts that nobody uses"),
            ),
        ),
    },
)
def empty_passwords(accounts: EmptyPasswords) -> Verdict:
    items = [Text("{name}：没有口令", "{name}: no password").filled(name=Text.name(name)) for name in accounts.empty]
    items += [
        Text("{name}：登录时不需要口令", "{name}: logs in without a password").filled(name=Text.name(name))
        for name in accounts.passwordless
        if name not in accounts.empty
    ]
    if accounts.over_network:
        items.append(
            Text(
                "系统允许没有口令的账户从别的电脑登录",
                "The system lets accounts without a password in from other computers",
            )
        )
    if items:
        return Fail(Text("有不用口令就能进入的途径", "There are ways in without a password"), tuple(items))
    if accounts.maybe:
        return _ask(accounts.maybe)
    return Pass(Text("能登录的账户都需要口令", "Every account that can be used needs a password"))


def _ask(names: tuple[str, ...]) -> Ask:
    """The names are in the question itself, so that an answer lapses when another account turns up."""
    question = Text(
        "Windows 允许账户 {names} 不设口令，是否真的没有口令只有使用人知道。登录这些账户时，是不是都必须输入口令？",
        "Windows allows the accounts {names} to have no password; whether they have one only their users know. "
        "Does each of them ask for a password?",
    )
    listed = Text("、".join(map(shown, names)), ", ".join(map(shown, names)))
    return Ask(question.filled(names=listed), wanted=True, items=tuple(Text.name(name) for name in names))
