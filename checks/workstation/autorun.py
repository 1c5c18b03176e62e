"""Does anything start by itself when a medium is plugged in?"""

from __future__ import annotations

from checker.api import Actor, Fail, Origin, Pass, Platform, Remedy, Setting, Severity, Text, Verdict, check
from checker.facts.workstation.autorun import Autorun

_KINDS = (
    Text("U 盘、移动硬盘", "sticks and external disks"),
    Text("光盘（包括冒充光盘的 U 盘）", "discs, and sticks that pass themselves off as one"),
)
_ORIGINS = {
    Origin.POLICY: Text("由组策略规定", "set by policy"),
    Origin.SET: Text("由设置决定", "set on this computer"),
    Origin.DEFAULT: Text("没有设置过，按系统默认", "never set: the system's default"),
}


@check(
    id="workstation.autorun",
    title=Text("插入移动介质时不会自动运行", "Nothing starts by itself when a medium is plugged in"),
    why=Text(
        "自动运行会让 U 盘里的木马一插上就发作。",
        "With autorun, a trojan on a stick acts the moment it is plugged in.",
    ),
    severity=Severity.LOW,
    rules=("autorun-removable",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                Text("打开“设置 → 蓝牙和其他设备（设备）→ 自动播放”。", "Open Settings > Devices > AutoPlay."),
                Text("关闭“在所有媒体和设备上使用自动播放”。", "Switch off “Use AutoPlay for all media and devices”."),
                Text(
                    "有域管理的电脑，由信息中心用组策略“关闭自动播放（所有驱动器）”。",
                    "In a domain, IT sets the policy “Turn off AutoPlay” for all drives.",
                ),
            ),
            opens="ms-settings:autoplay",
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "GNOME：打开“设置 → 可移动介质”，选“插入介质时从不提示或启动程序”。",
                    "GNOME: open Settings > Removable Media and choose never to prompt or start programs.",
                ),
                Text(
                    "统信、深度：打开文件管理器的“设置 → 高级设置”，取消“自动挂载后打开”。",
                    "UOS, deepin: in the file manager's settings, switch off opening after mounting.",
                ),
            ),
            opens="gnome-control-center removable-media",
        ),
    },
)
def autorun(autorun: Autorun) -> Verdict:
    settings = zip(_KINDS, (autorun.removable, autorun.optical), strict=True)
    on = tuple(_line(kind, setting) for kind, setting in settings if setting.value)
    if on:
        return Fail(
            Text(
                "插入移动介质时，系统会自动运行或弹出询问。",
                "When a medium is plugged in, something starts or is offered.",
            ),
            on,
        )
    return Pass(
        Text("自动运行已关闭（{origin}）。", "Autorun is off ({origin}).").filled(
            origin=_ORIGINS[autorun.removable.origin]
        )
    )


def _line(kind: Text, setting: Setting[bool]) -> Text:
    return Text("{kind}：{origin}", "{kind}: {origin}").filled(kind=kind, origin=_ORIGINS[setting.origin])
