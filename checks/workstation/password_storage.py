"""Are passwords kept so that nobody can take them?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.password_storage import PasswordStorage


@check(
    id="workstation.password_storage",
    title=Text("系统保存口令的方式不易被破解", "Passwords are kept in a way that is not easily broken"),
    why=Text(
        "口令以明文或过时的方式保存，进了电脑的人可以把所有人的口令都拿走。",
        "Where passwords are kept in clear text or in an outdated way, whoever gets in takes those of everybody.",
    ),
    severity=Severity.MEDIUM,
    rules=("pc-password-storage",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.IT,
            steps=(
                Text(
                    "按 Win+R，输入 secpol.msc，打开“本地策略→安全选项”，在“网络安全”和“网络访问”下按单位的基线改正。",
                    "Press Win+R, enter secpol.msc, Local Policies, Security Options, and put right what stands under "
                    "Network security and Network access.",
                ),
                Text(
                    "WDigest：把注册表 SecurityProviders\\WDigest 下的 UseLogonCredential 设为 0。",
                    "WDigest: set UseLogonCredential under SecurityProviders\\WDigest in the registry to 0.",
                ),
                Text("改好后，请每个人换一次口令。", "Then have everybody change their password once."),
            ),
        ),
        Platform.LINUX: Remedy(
            Actor.IT,
            steps=(
                Text(
                    "在 /etc/pam.d/common-password 的 pam_unix 一行用 yescrypt 或 sha512。",
                    "In /etc/pam.d/common-password give pam_unix the word yescrypt or sha512.",
                ),
                Text("改好后，请每个人换一次口令。", "Then have everybody change their password once."),
            ),
        ),
    },
)
def password_storage(kept: PasswordStorage) -> Verdict:
    if kept.weak:
        return Fail(
            Text("口令的保存方式容易被破解", "Passwords are kept in a way that is easily broken"),
            (*kept.weak, *kept.noted),
        )
    if not kept.noted:
        return Pass(Text("口令的保存方式没有问题", "Passwords are kept in a sound way"))
    seen = Text("口令的保存方式没有问题（{notes}）", "Passwords are kept in a sound way ({notes})")
    notes = Text("；".join(one.zh for one in kept.noted), "; ".join(one.en for one in kept.noted))
    return Pass(seen.filled(notes=notes))
