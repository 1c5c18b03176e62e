from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.model.finding import State
from checker.model.policy import Policy, Software
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import linux_files, running, service, services, uninstall
from tests.worlds.world import DENIED, World

_ACCOUNT = r"HKCU\Software\Microsoft\OneDrive\Accounts\Personal"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\OneDrive"


def _linux(*packages: str, names: tuple[str, ...] = (), more: Mapping[str, Any] | None = None) -> World:
    return World(files=linux_files(*packages, **(more or {})), processes=running(*names))


def _windows(*programs: str, **registry: Any) -> World:
    return World(
        Platform.WINDOWS,
        registry={r"HKCU\Software\Microsoft\Windows": {}, **uninstall(*programs), **registry},
        services=services(),
        processes=running("explorer.exe"),
    )


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    Scenario("fail", _linux("baidunetdisk"), State.FAILED, ("百度网盘：已安装",)),
    Scenario(
        "fail",
        _linux(names=("dropbox",), more={"/home/wang/.dropbox/info.json": b"{}"}),
        State.FAILED,
        ("已登录",),
    ),
    Scenario("fail", _linux(more={"/var/lib/flatpak/app/com.dropbox.Client/x": ""}), State.FAILED, ("Dropbox",)),
    Scenario("fail", _linux("syncthing", names=("syncthing",)), State.FAILED, ("Syncthing：正在运行",)),
    *(Scenario("fail", _linux(name), State.FAILED) for name in ("megasync", "insync", "owncloud-client")),
    # rclone copies only where somebody set up a remote for it.
    Scenario("pass", _linux("rclone"), State.PASSED),
    Scenario(
        "fail",
        _linux("rclone", more={"/home/wang/.config/rclone/rclone.conf": b"[x]"}),
        State.FAILED,
        ("rclone：已登录",),
    ),
    # One that runs is there for something, wherever its settings lie.
    Scenario("pass", _linux("rclone", names=("rclone",)), State.NEEDS_PERSON, ("rclone",)),
    Scenario("pass", _linux("wps-office"), State.NEEDS_PERSON, ("WPS",)),
    Scenario(
        "pass", _linux("nutstore"), State.PASSED, policy=Policy(software=Software(approved_cloud_sync=("nutstore",)))
    ),
    Scenario("denied", World(files={"/": DENIED}, processes=None), State.COULD_NOT_CHECK),
    Scenario("denied", _linux(more={"/home/wang/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files=linux_files(), processes=()), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(more={"/var/lib/dpkg/status": b"\xff" * 99}), State.COULD_NOT_CHECK),
    # OneDrive comes with Windows: being there is no fault, being signed in is.
    Scenario("pass", _windows("Microsoft OneDrive"), State.PASSED),
    Scenario(
        "fail", _windows("Microsoft OneDrive", **{_ACCOUNT: {"UserEmail": "a@b"}}), State.FAILED, ("OneDrive：已登录",)
    ),
    Scenario(
        "pass", _windows("Microsoft OneDrive", **{_ACCOUNT: {"UserFolder": "C:\\x"}}), State.NEEDS_PERSON, ("OneDrive",)
    ),
    Scenario(
        "pass",
        _windows("Microsoft OneDrive", **{_ACCOUNT: {"UserEmail": "a@b"}, _POLICY: {"DisableFileSyncNGSC": 1}}),
        State.PASSED,
    ),
    Scenario("fail", _windows("百度网盘"), State.FAILED, ("百度网盘",)),
    Scenario(
        "pass",
        World(
            Platform.WINDOWS,
            registry={r"HKCU\Software\Microsoft\Windows": {}, **uninstall()},
            services=services(service("wpscloudsvr")),
            processes=running("explorer.exe"),
        ),
        State.NEEDS_PERSON,
        ("WPS",),
    ),
    Scenario(
        "denied",
        World(Platform.WINDOWS, registry={"HKLM": DENIED, "HKCU": DENIED}, services=None, processes=None),
        State.COULD_NOT_CHECK,
    ),
    Scenario("hostile", World(Platform.WINDOWS, services=(), processes=()), State.COULD_NOT_CHECK),
    # Services and processes, but no list of installed programs: an emulated Windows.
    Scenario(
        "hostile",
        World(
            Platform.WINDOWS,
            registry={r"HKCU\Software\Microsoft\Windows": {}},
            services=services(),
            processes=running("explorer.exe"),
        ),
        State.COULD_NOT_CHECK,
    ),
)
