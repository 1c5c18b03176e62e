from __future__ import annotations

from typing import Any

from checker.machine.answers import Process, Service
from checker.model.finding import State
from checker.model.policy import Policy, Software
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import linux_files, running, service, services, uninstall
from tests.worlds.world import DENIED, World

_TS = r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server"
_TS_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
_LISTENER = rf"{_TS}\WinStations\RDP-Tcp"
_RDP_APPROVED = Policy(software=Software(approved_remote_control=("rdp",)))
_ASSISTANCE = r"HKLM\SYSTEM\CurrentControlSet\Control\Remote Assistance"
_WSMAN = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WSMAN\Listener\Listener_1"
_RUN = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
_WANTS = "/etc/systemd/system/multi-user.target.wants"
_RDP = "org.gnome.desktop.remote-desktop.rdp"


def _linux(*packages: str, names: tuple[str, ...] = (), path: str = "") -> World:
    more = {path: ""} if path else {}
    return World(files=linux_files(*packages, **more), processes=running(*names))


def _gnome(answer: str, **more: Any) -> World:
    programs = {("gsettings", "list-schemas"): f"{_RDP}\n", ("gsettings", "get", _RDP): f"{answer}\n"}
    return World(files=linux_files("gnome-remote-desktop"), processes=running(), programs=programs, **more)


def _windows(
    *programs: str,
    deny: Any = 1,
    own: tuple[Service, ...] = (),
    name: str = "explorer.exe",
    policy: int | None = None,
    more: dict[str, Any] | None = None,
    files: dict[str, Any] | None = None,
) -> World:
    by_policy = {} if policy is None else {_TS_POLICY: {"fDenyTSConnections": policy}}
    return World(
        Platform.WINDOWS,
        registry={_TS: {"fDenyTSConnections": deny}, **uninstall(*programs), **by_policy, **(more or {})},
        services=services(*own),
        processes=running(name),
        files=files or {},
    )


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    # The server for remote login is there, but neither starts nor runs.
    Scenario("pass", _linux("openssh-server"), State.PASSED),
    Scenario("pass", _gnome("false"), State.PASSED),
    Scenario("fail", _gnome("true"), State.FAILED, ("RDP",)),
    Scenario(
        "fail",
        _linux("openssh-server", path=f"{_WANTS}/ssh.service"),
        State.FAILED,
        ("SSH 远程登录服务：已安装、开机自动运行",),
    ),
    Scenario("fail", _linux(path="/opt/todesk/bin/ToDesk"), State.FAILED, ("ToDesk：已安装",)),
    # However it came here: Flatpak for everybody or for one person, Snap, one file, a menu's entry, autostart, a unit.
    *(
        Scenario("fail", _linux(path=path), State.FAILED, (name,))
        for path, name in (
            ("/var/lib/flatpak/app/com.rustdesk.RustDesk/current", "RustDesk：已安装"),
            ("/home/wang/.local/share/flatpak/app/com.anydesk.Anydesk/current", "AnyDesk：已安装"),
            ("/var/lib/flatpak/app/com.teamviewer.TeamViewer/current", "TeamViewer：已安装"),
            ("/var/lib/snapd/snaps/rustdesk_12.snap", "RustDesk：已安装"),
            ("/home/wang/下载/rustdesk-1.3.8-x86_64.AppImage", "RustDesk：有程序或安装文件"),
            ("/usr/share/applications/anydesk.desktop", "AnyDesk：已安装"),
            ("/usr/local/bin/frpc", "frp 内网穿透：已安装"),
            ("/opt/ngrok", "内网穿透"),
            ("/home/wang/.config/systemd/user/default.target.wants/frpc.service", "frp 内网穿透：开机自动运行"),
        )
    ),
    *(
        Scenario("fail", _linux(name), State.FAILED, (words,))
        for name, words in (
            ("telnetd", "Telnet"),
            ("x2goserver", "X2Go"),
            ("cockpit", "Cockpit"),
            ("tailscale", "Tailscale"),
            ("zerotier-one", "ZeroTier"),
        )
    ),
    Scenario("fail", _linux("dropbear", names=("dropbear",)), State.FAILED, ("Dropbear",)),
    Scenario(
        "fail",
        World(
            files=linux_files(
                **{"/home/wang/.config/autostart/x.desktop": "[Desktop Entry]\nName=X\nExec=/srv/rustdesk --tray\n"}
            ),
            processes=running(),
        ),
        State.FAILED,
        ("RustDesk：开机自动运行",),
    ),
    # Somebody else's home that is closed may hold one.
    Scenario("denied", World(files=linux_files(**{"/home/wang/": DENIED}), processes=running()), State.COULD_NOT_CHECK),
    # A program of Windows, run by Wine.
    Scenario("fail", _linux(names=("AnyDesk.exe",)), State.FAILED, ("AnyDesk：正在运行",)),
    # Portable: nothing but a process. Linux cuts its name at 15 characters.
    Scenario("fail", _linux(names=("sunloginclient_",)), State.FAILED, ("向日葵远程控制：正在运行",)),
    Scenario(
        "pass",
        _linux("todesk"),
        State.PASSED,
        policy=Policy(software=Software(approved_remote_control=("todesk",))),
    ),
    Scenario("denied", World(files=linux_files(), processes=None), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/": DENIED}, processes=None), State.COULD_NOT_CHECK),
    # Root is not the person whose desktop it is.
    Scenario("denied", _gnome("false", admin=True), State.COULD_NOT_CHECK),
    Scenario("hostile", _gnome("maybe"), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files=linux_files(), processes=()), State.COULD_NOT_CHECK),
    Scenario("pass", _windows("WPS Office"), State.PASSED),
    Scenario("fail", _windows(deny=0), State.FAILED, ("Windows 远程桌面：已开启",)),
    Scenario("pass", _windows(deny=0, policy=1), State.PASSED),
    Scenario("fail", _windows(policy=0), State.FAILED, ("由策略决定",)),
    Scenario(
        "fail",
        _windows("ToDesk 4.7.2", own=(service("ToDesk_Service"),)),
        State.FAILED,
        ("ToDesk：已安装、开机自动运行、正在运行",),
    ),
    # Never installed: it lies among the downloads, or a Run key of this person's starts it.
    *(
        Scenario("fail", _windows(files={rf"C:\Users\wang\{file}": b""}), State.FAILED, (f"{name}：有程序或安装文件",))
        for file, name in (
            (r"Downloads\AnyDesk.exe", "AnyDesk"),
            (r"Downloads\AnyDesk (2).exe", "AnyDesk"),
            (r"Desktop\ToDesk_4.7.7.1_x64.exe", "ToDesk"),
            (r"Downloads\rustdesk-1.3.8-x86_64.msi", "RustDesk"),
            (r"Downloads\TeamViewer_Setup_x64.exe", "TeamViewer"),
        )
    ),
    Scenario("pass", _windows(files={r"C:\Users\wang\Downloads\anydesk.txt": b""}), State.PASSED),
    Scenario(
        "fail",
        _windows(more={_RUN: {"RD": r'"C:\Users\wang\AppData\rustdesk.exe" --tray'}}),
        State.FAILED,
        ("RustDesk：开机自动运行",),
    ),
    Scenario("fail", _windows(name="GotoHTTP_x64.exe"), State.FAILED, ("GotoHTTP：正在运行",)),
    Scenario("pass", _windows(own=(service("sshd", "manual", "stopped"),)), State.PASSED),
    Scenario(
        "denied",
        World(Platform.WINDOWS, registry={"HKLM": DENIED, "HKCU": DENIED}, services=None, processes=None),
        State.COULD_NOT_CHECK,
    ),
    # Windows that has neither services nor names for its processes is an emulated one.
    Scenario(
        "hostile",
        World(
            Platform.WINDOWS,
            registry={_TS: {"fDenyTSConnections": 1}, **uninstall()},
            services=(),
            processes=tuple(Process(pid, "", None, None) for pid in range(9)),
        ),
        State.COULD_NOT_CHECK,
    ),
    *(
        Scenario(kind, _windows(more=more, own=own), state, names)  # type: ignore[arg-type]
        for kind, more, own, state, names in (
            ("fail", {_ASSISTANCE: {"fAllowToGetHelp": 1, "fAllowFullControl": 1}}, (), State.FAILED, ("完全控制",)),
            ("pass", {_ASSISTANCE: {"fAllowToGetHelp": 0, "fAllowFullControl": 1}}, (), State.PASSED, ()),
            ("pass", {_ASSISTANCE: {"fAllowToGetHelp": 1}, _TS_POLICY: {"fAllowToGetHelp": 0}}, (), State.PASSED, ()),
            ("fail", {_TS_POLICY: {"fDenyTSConnections": 0}}, (), State.FAILED, ("带入磁盘", "复制粘贴")),
            ("fail", {_TS_POLICY: {"Shadow": 2}}, (), State.FAILED, ("不经同意",)),
            ("pass", {_TS_POLICY: {"Shadow": 1}}, (), State.PASSED, ()),
            ("fail", {_TS_POLICY: {"fAllowUnsolicited": 1}}, (), State.FAILED, ("主动发起",)),
            ("fail", {_WSMAN: {}}, (service("WinRM"),), State.FAILED, ("WinRM",)),
            ("pass", {}, (service("WinRM"),), State.PASSED, ()),
            ("hostile", {_ASSISTANCE: {"fAllowToGetHelp": "yes"}}, (), State.COULD_NOT_CHECK, ()),
            ("hostile", {_ASSISTANCE: {"fAllowToGetHelp": 7}}, (), State.COULD_NOT_CHECK, ()),
        )
    ),
    # Remote Desktop is approved: what comes along with it is not.
    *(
        Scenario(kind, _windows(deny=0, more=more), state, names, _RDP_APPROVED)  # type: ignore[arg-type]
        for kind, more, state, names in (
            ("fail", {}, State.FAILED, ("带入磁盘：已开启", "复制粘贴：已开启")),
            ("fail", {_TS_POLICY: {"fDisableCdm": 1}, _LISTENER: {"fDisableClip": 0}}, State.FAILED, ("复制粘贴",)),
            ("pass", {_TS_POLICY: {"fDisableCdm": 1}, _LISTENER: {"fDisableClip": 1}}, State.PASSED, ()),
        )
    ),
    Scenario("hostile", _windows(deny=0, more={_TS_POLICY: {"fDisableCdm": "1"}}), State.FAILED),
    Scenario("hostile", _windows(deny="no"), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(deny=None), State.COULD_NOT_CHECK),
)
