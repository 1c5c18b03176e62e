"""Who may change everything on this computer?"""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.administrators import Administrators

_FEW = 1  # besides the system's own account


@check(
    id="workstation.administrators",
    title=Text("只有该管理的人能管理这台电脑", "Only those who should may administer this computer"),
    why=Text(
        "有管理权限的人可以关掉防护、看到所有人的文件，他的账户出了问题，整台电脑都不安全。",
        "An administrator can switch protection off and read everybody's files; so can whoever gets into the account.",
    ),
    severity=Severity.MEDIUM,
    rules=("default-accounts",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.IT,
            (
                Text(
                    "按 Win+R，输入 lusrmgr.msc，打开“组→Administrators”，移除不需要的账户",
                    "Press Win+R, enter lusrmgr.msc, Groups, Administrators, and remove accounts that are not needed",
                ),
            ),
        ),
        Platform.LINUX: Remedy(
            Actor.IT,
            (
                Text(
                    "不需要管理的账户：sudo gpasswd -d 账户名 组名（sudo、wheel、docker 等组）",
                    "Accounts that need not: sudo gpasswd -d NAME GROUP (the groups sudo, wheel, docker and the like)",
                ),
                Text(
                    "用 sudo visudo 去掉 NOPASSWD 和 !authenticate，让管理操作都要输入口令",
                    "With sudo visudo remove NOPASSWD and !authenticate, so that a password is asked for",
                ),
            ),
        ),
    },
)
def administrators(allowed: Administrators) -> Verdict:
    if allowed.unasked:
        return Fail(
            Text("有账户不用口令就能取得管理权限", "Some accounts get an administrator's rights without a password"),
            tuple(map(Text.name, allowed.unasked)),
        )
    if len(allowed.accounts) > _FEW:
        question = Text(
            "有 {count} 个账户能管理这台电脑。他们都需要管理权限吗？",
            "Several accounts may administer this computer. Do they all need to?",
        )
        return Ask(question.filled(count=len(allowed.accounts)), items=tuple(map(Text.name, allowed.accounts)))
    if allowed.accounts:
        one = Text("能管理这台电脑的只有 {name}", "Only {name} may administer this computer")
        return Pass(one.filled(name=Text.name(allowed.accounts[0])))
    return Pass(Text("没有普通账户能管理这台电脑", "No ordinary account may administer this computer"))
