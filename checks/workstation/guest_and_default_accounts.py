"""No account that everybody knows of can be used."""

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.accounts import AccountKind, DefaultAccount, DefaultAccounts

_WORDS = {
    AccountKind.GUEST: Text("{name}：来宾账户可以使用", "{name}: the guest account can be used"),
    AccountKind.ADMINISTRATOR: Text(
        "{name}：系统自带的管理员账户已启用，而且没有改名",
        "{name}: the built-in administrator account is enabled under its original name",
    ),
    AccountKind.SYSTEM: Text("{name}：系统保留账户已启用", "{name}: an account reserved for the system is enabled"),
    AccountKind.SUPERUSER: Text(
        "{name}：与 root 权限相同的另一个账户", "{name}: another account with the same rights as root"
    ),
    AccountKind.KNOWN_NAME: Text("{name}：人人都会先试的账户名", "{name}: a name that anybody would try first"),
}


@check(
    id="workstation.guest_and_default_accounts",
    title=Text("来宾账户和缺省账户都已停用", "Guest and default accounts are disabled"),
    why=Text(
        "这些账户的名字人人知道，是外人最先尝试的入口，出了事也查不到是谁。",
        "Everybody knows their names: they are tried first, and nobody can be told by them afterwards.",
    ),
    severity=Severity.MEDIUM,
    rules=("default-accounts",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.IT,
            (
                Text(
                    "右键“此电脑→管理→本地用户和组→用户”，双击列出的账户，勾选“帐户已禁用”",
                    "Right-click This PC, Manage, Local Users and Groups, Users; open each one listed and tick Account "
                    "is disabled",
                ),
                Text(
                    "确需保留自带管理员账户时，右键该账户选“重命名”",
                    "Where the built-in administrator has to stay, right-click it and rename it",
                ),
            ),
        ),
        Platform.LINUX: Remedy(
            Actor.IT,
            (
                Text(
                    "在“控制中心（系统设置）→账户（用户）”中删除列出的账户，或由管理员执行 passwd -l 账户名 停用",
                    "Remove the accounts listed under Users in the system settings, or lock them with passwd -l NAME",
                ),
                Text(
                    "来宾会话：在 /etc/lightdm/lightdm.conf 的 [Seat:*] 中写入 allow-guest=false",
                    "Guest session: write allow-guest=false under [Seat:*] in /etc/lightdm/lightdm.conf",
                ),
            ),
        ),
    },
)
def guest_and_default_accounts(accounts: DefaultAccounts) -> Verdict:
    if accounts.usable:
        seen = Text("有来宾、缺省或人人知道的账户可以使用", "Guest, default or generally known accounts can be used")
        return Fail(seen, tuple(_item(account) for account in accounts.usable))
    return Pass(Text("来宾账户和缺省账户都不能使用", "No guest or default account can be used"))


def _item(account: DefaultAccount) -> Text:
    return _WORDS[account.kind].filled(name=Text.name(account.name))
