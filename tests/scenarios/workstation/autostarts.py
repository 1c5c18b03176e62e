from __future__ import annotations

from typing import Any

from checker.machine.answers import Person
from checker.model.finding import State
from checker.model.policy import Policy, Software
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import dpkg
from tests.worlds.world import DENIED, World

_XDG, _OWN = "/etc/xdg/autostart", "/home/wang/.config/autostart"
_ENTRY = "[Desktop Entry]\nType=Application\nName=Sync\nName[zh_CN]=同步\nExec=/opt/sync/sync --token=secret\n"
_LISTED = Policy(software=Software(approved_autostarts=("ok*",)))


def _linux(**files: Any) -> World:
    """A desktop where all else belongs to packages, and an empty crontab."""
    status = dpkg(conffiles=(f"{_XDG}/owned.desktop", "/etc/cron.daily/apt"))
    ordinary = {f"{_XDG}/owned.desktop": _ENTRY, "/etc/cron.daily/apt": "", "/usr/lib/systemd/system/cron.service": ""}
    return World(files={"/var/lib/dpkg/status": status, **ordinary, **files})


_CURRENT = r"\SOFTWARE\Microsoft\Windows\CurrentVersion"
_RUN = "HKCU" + _CURRENT + r"\Run"


def _windows(**more: Any) -> dict[str, Any]:
    defender = {"SecurityHealth": r"%windir%\system32\SecurityHealthSystray.exe"}
    return {
        f"HKLM{_CURRENT}": {},
        rf"HKLM{_CURRENT}\Run": defender,
        rf"HKLM{_CURRENT}\Explorer\Shell Folders": {"Common Startup": "C:/Startup"},
        rf"HKCU{_CURRENT}\Explorer\Shell Folders": {"Startup": "C:/Users/wang/Startup"},
        **more,
    }


def _pc(registry: dict[str, Any], *files: str) -> World:
    return World(Platform.WINDOWS, registry=registry, files=dict.fromkeys(("C:/Startup/desktop.ini", *files), b""))


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    Scenario("pass", _linux(**{f"{_OWN}/a.desktop": _ENTRY + "Hidden=true\n"}), State.PASSED),
    Scenario("pass", _linux(**{f"{_OWN}/a.desktop": _ENTRY}), State.NEEDS_PERSON, ("Sync", "sync")),
    Scenario("fail", _linux(**{f"{_OWN}/a.desktop": _ENTRY}), State.FAILED, ("Sync",), _LISTED),
    Scenario("pass", _linux(**{f"{_OWN}/a.desktop": _ENTRY.replace("Sync", "okay")}), State.PASSED, policy=_LISTED),
    Scenario("fail", _linux(**{f"{_XDG}/dropped.desktop": _ENTRY}), State.FAILED, ("Sync",), _LISTED),
    Scenario("fail", _linux(**{"/etc/cron.d/dropped": ""}), State.FAILED, ("dropped",), _LISTED),
    Scenario(
        "fail",
        _linux(**{"/home/wang/.config/systemd/user/default.target.wants/x.service": ""}),
        State.FAILED,
        ("x.service",),
        _LISTED,
    ),
    Scenario(
        "fail",
        _linux(
            **{
                "/etc/systemd/system/mine.service": "",
                "/etc/systemd/system/multi-user.target.wants/mine.service": "",
            }
        ),
        State.FAILED,
        ("mine.service",),
        _LISTED,
    ),
    # Of the person's own jobs only the number is told.
    Scenario(
        "fail",
        _linux(**{"/var/spool/cron/crontabs/wang": "# jobs\nMAILTO=x\n0 1 * * * /home/wang/x --key=1\n"}),
        State.FAILED,
        ("1 条",),
        _LISTED,
    ),
    Scenario("denied", World(files={"/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", _linux(**{"/home/wang/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(people=(Person("0", "root", "/root", current=False),)), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(**{f"{_OWN}/a.desktop": b"\0\xff" * 99}), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(**{f"{_OWN}/a.desktop": _ENTRY + "x" * (1 << 19)}), State.COULD_NOT_CHECK),
    Scenario("pass", _pc(_windows()), State.PASSED),
    Scenario(
        "pass",
        _pc(_windows(**{_RUN: {"Ditto": r'"C:\Program Files\Ditto\Ditto.exe" /s'}})),
        State.NEEDS_PERSON,
        ("Ditto",),
    ),
    Scenario(
        "pass",
        _pc(
            _windows(
                **{
                    _RUN: {"Ditto": r"C:\Ditto.exe"},
                    rf"HKCU{_CURRENT}\Explorer\StartupApproved\Run": {"Ditto": b"\x03" + b"\0" * 11},
                }
            )
        ),
        State.PASSED,
    ),
    Scenario("fail", _pc(_windows(**{_RUN: {"x": r"C:\x.exe"}})), State.FAILED, ("x.exe",), _LISTED),
    Scenario("fail", _pc(_windows(), "C:/Users/wang/Startup/y.lnk"), State.FAILED, ("y",), _LISTED),
    # A name that Windows uses, a program that it does not.
    Scenario(
        "hostile",
        _pc(_windows(**{rf"HKLM{_CURRENT}\Run": {"SecurityHealth": r"C:\Temp\SecurityHealthSystray.exe"}})),
        State.FAILED,
        ("SecurityHealth",),
        _LISTED,
    ),
    Scenario("denied", World(Platform.WINDOWS, registry={"HKLM": DENIED, "HKCU": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _pc(_windows(**{_RUN: {"a": b"\xff", "b": 7, "": ""}})), State.PASSED),
)
