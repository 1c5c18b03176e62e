"""Does this computer offer itself to devices nearby?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.sharing import NearbySharing
from checker.facts.workstation.software import KnownSoftware, listed

_PROGRAMS = Text(
    "列出的是程序的，退出并卸载；工作需要的先办理审批，再由保密员登记例外。",
    "Programs that are listed: close and uninstall them; get approval first where the work needs one.",
)


@check(
    id="workstation.nearby_sharing",
    title=Text("附近共享和网络发现已关闭", "Nearby sharing and network discovery are off"),
    why=Text(
        "开着共享和发现，同一网络或附近的人就能看到这台电脑，并向它传送文件。",
        "While these are on, people nearby or on the same network see this computer and can pass files to it.",
    ),
    severity=Severity.MEDIUM,
    rules=("pc-nearby-sharing",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "打开“设置 → 系统 → 就近共享”，选“关闭”。", "Open Settings > System > Nearby sharing; choose Off."
                ),
                Text(
                    "打开“控制面板 → 网络和共享中心 → 高级共享设置”，选“关闭网络发现”。",
                    "Control Panel > Network and Sharing Center > Advanced sharing settings: network discovery off.",
                ),
                Text(
                    "移动热点：“设置 → 网络 → 移动热点”，关闭。", "Mobile hotspot: Settings > Network, switch it off."
                ),
                Text(
                    "剪贴板：“设置 → 系统 → 剪贴板”，关闭“跨设备同步”；LLMNR 和 SMBv1 由信息中心停用。",
                    "Clipboard: Settings > System > Clipboard, sync off; IT switches LLMNR and SMBv1 off.",
                ),
                _PROGRAMS,
            ),
            opens="ms-settings:crossdevice",
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(
                Text("打开“设置 → 共享”，关闭列出的共享。", "Open Settings > Sharing and switch those listed off."),
                Text(
                    "局域网发现由信息中心停用：sudo systemctl disable --now avahi-daemon.socket avahi-daemon。",
                    "IT switches discovery off: sudo systemctl disable --now avahi-daemon.socket avahi-daemon",
                ),
                _PROGRAMS,
            ),
            opens="gnome-control-center sharing",
        ),
    },
)
def nearby_sharing(sharing: NearbySharing, software: KnownSoftware, policy: Policy) -> Verdict:
    """The system's own ways while they are on; programs once they are there, bundled ones once they run."""
    approved = policy.software.approved_sharing
    faults = [
        *(way.name for way in sharing.ways if way.on.value and not listed(way.id, approved)),
        *(
            program.name
            for program in software.nearby_sharing
            if not listed(program.id, approved)
            and (program.running or program.autostarts or (program.here and not program.bundled))
        ),
    ]
    if faults:
        return Fail(
            Text("附近的人能看到这台电脑或向它传送文件。", "People nearby can see this computer or pass files to it."),
            tuple(faults),
        )
    return Pass(Text("没有打开共享和发现。", "Nothing is shared and nothing answers strangers."))
