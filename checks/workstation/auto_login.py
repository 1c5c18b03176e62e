"""The computer asks who is there when it starts."""

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.accounts import AutoLogin

_ASKS_NOBODY = Text(
    "登录方式 {name} 不问口令就放行", "The way in that is called {name} lets everybody in without a password"
)


@check(
    id="workstation.auto_login",
    title=Text("开机时必须输入口令才能进入", "The computer asks for a password when it starts"),
    why=Text(
        "自动登录的电脑丢失或被人开机时，口令起不到任何作用。",
        "Where a computer signs in by itself, its password protects nothing once it is lost or switched on by others.",
    ),
    severity=Severity.CRITICAL,
    rules=("account-empty-autologin",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            (
                Text(
                    "按 Win+R，输入 netplwiz 并回车，选中自己的账户，勾选“要使用本计算机，用户必须输入用户名和密码”，点"
                    "确定",
                    "Press Win+R, enter netplwiz, choose your account, tick Users must enter a user name and password "
                    "to "
                    "use this computer, and press OK",
                ),
                Text(
                    "没有这个选项或仍会自动登录时，请信息中心删除注册表 Winlogon 下的 AutoAdminLogon 和 "
                    "DefaultPassword",
                    "Where that box is missing or has no effect, have IT remove AutoAdminLogon and DefaultPassword "
                    "under Winlogon in the registry",
                ),
                Text(
                    "如果注册表里存过口令，请把这个口令换掉",
                    "Where a password was stored in the registry, change that password",
                ),
            ),
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            (
                Text(
                    "打开“控制中心（系统设置）→账户（用户）”，关闭“自动登录”",
                    "Open the system settings, Users, and turn off Automatic Login",
                ),
                Text(
                    "设置里已关闭却仍会自动登录时，请信息中心检查登录程序（gdm、lightdm、sddm、getty）的配置",
                    "Where it still signs in by itself, have IT look at the settings of gdm, lightdm, sddm or getty",
                ),
            ),
        ),
    },
)
def auto_login(login: AutoLogin) -> Verdict:
    items = [_signs_in(name) for name in login.accounts]
    items += [_ASKS_NOBODY.filled(name=Text.name(name)) for name in login.unasked]
    if login.stored_password:
        items.append(
            Text("系统里存有一个明文登录口令", "A sign-in password is stored in the system in clear text"),
        )
    if items:
        return Fail(
            Text("开机不用输入口令，或口令以明文存放", "No password is asked for, or it is stored in clear text"),
            tuple(items),
        )
    return Pass(Text("没有设置自动登录", "Nothing signs in by itself"))


def _signs_in(name: str) -> Text:
    if not name:
        return Text("已打开自动登录", "Automatic login is on")
    return Text("{name}：开机自动登录", "{name}: signed in by itself").filled(name=Text.name(name))
