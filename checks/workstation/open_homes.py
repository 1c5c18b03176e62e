"""May other accounts of this computer look into somebody's own folder?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.homes import Homes


@check(
    id="workstation.open_homes",
    title=Text("个人文件夹不对其他账户开放", "Home folders are closed to other accounts"),
    why=Text(
        "几个人共用的电脑，别人登录后就能看到你的文件。",
        "On a computer that several people use, whoever signs in can look through the files of the others.",
    ),
    severity=Severity.MEDIUM,
    rules=("shared-folders-open",),
    remedies={
        Platform.LINUX: Remedy(
            Actor.IT,
            steps=(
                Text(
                    "由信息中心对列出的账户运行：sudo chmod 700 加个人文件夹。",
                    "IT runs for each account listed: sudo chmod 700 and its home folder.",
                ),
            ),
        ),
    },
)
def open_homes(homes: Homes) -> Verdict:
    if homes.open:
        seen = Text("有个人文件夹对其他账户开放。", "Home folders are open to other accounts.")
        return Fail(seen, tuple(map(Text.name, homes.open)))
    return Pass(Text("个人文件夹都不对其他账户开放。", "No home folder is open to other accounts."))
