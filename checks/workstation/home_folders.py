"""Is everybody's own folder closed to others?"""

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.administrators import HomeFolders


@check(
    id="workstation.home_folders",
    title=Text("个人文件夹不对其他人开放", "Nobody's own folder is open to others"),
    why=Text(
        "个人文件夹对所有人开放时，这台电脑上的任何账户都能看里面的文件。",
        "An open folder lets every account of this computer read what is in it.",
    ),
    severity=Severity.MEDIUM,
    rules=("shared-folders-open",),
    remedies={
        Platform.LINUX: Remedy(
            Actor.STAFF,
            (
                Text(
                    "打开终端，运行：chmod o-rwx ~（别人的文件夹由本人或信息中心处理）",
                    "Open a terminal and run: chmod o-rwx ~ (a folder of somebody else's is for them or for IT)",
                ),
                Text(
                    "今后新建的账户：由信息中心在 /etc/login.defs 中设 HOME_MODE 0700",
                    "For new accounts IT sets HOME_MODE 0700 in /etc/login.defs",
                ),
            ),
        ),
    },
)
def home_folders(homes: HomeFolders) -> Verdict:
    items = tuple(_item(name, name in homes.writable) for name in dict.fromkeys((*homes.writable, *homes.readable)))
    if items:
        return Fail(Text("个人文件夹对所有账户开放", "Own folders are open to every account"), items)
    return Pass(Text("个人文件夹都只对本人开放", "Each person's own folder is closed to the others"))


def _item(name: str, writable: bool) -> Text:
    said = (
        Text("{name}：其他人可以修改", "{name}: others may change it")
        if writable
        else Text("{name}：其他人可以查看", "{name}: others may read it")
    )
    return said.filled(name=Text.name(name))
