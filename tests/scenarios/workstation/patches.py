from __future__ import annotations

from datetime import timedelta
from typing import Any

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import dpkg
from tests.worlds.world import DENIED, NOW, World

_LISTS = "/var/lib/apt/lists/partial"
_UOS = {"ID": "uos", "VERSION_ID": "20", "PRETTY_NAME": "UnionTech OS Desktop 20 Pro"}


def _linux(upgraded: str, refreshed: int = 1, **more: Any) -> World:
    log = f"2026-11-22 08:00:00 install ed:amd64 <none> 1\n{upgraded} 08:00:00 upgrade libc6:amd64 1 2\n"
    return World(
        files={"/var/lib/dpkg/status": dpkg(), "/var/log/dpkg.log": log, f"{_LISTS}": ""},
        modified=dict.fromkeys((_LISTS, "/var/lib/apt/lists"), (NOW - timedelta(days=refreshed)).timestamp()),
        **more,
    )


def _windows(build: str, revision: str, edition: str = "Professional", **more: Any) -> World:
    release = {"CurrentBuild": build, "UBR": revision, "EditionID": edition, "ProductName": "Windows 10 Pro"}
    return World(Platform.WINDOWS, release=release, **more)


def _history(*entries: tuple[str, str, int]) -> dict[str, Any]:
    return {"update_history": [{"title": title, "date": day, "result": result} for title, day, result in entries]}


_CUMULATIVE = "2026-11 适用于 Windows 11 的累积更新 (KB5999999)"

SCENARIOS = (
    Scenario("pass", _linux("2026-11-01"), State.PASSED, ("Debian 12",)),
    Scenario("pass", _linux("2026-11-01", release=_UOS), State.PASSED, ("UnionTech",)),
    Scenario("fail", _linux("2026-08-01"), State.FAILED, ("114",)),
    Scenario("fail", _linux("2026-11-01", refreshed=90), State.FAILED, ("90",)),
    Scenario("fail", _linux("2026-04-01", release={"ID": "debian", "VERSION_ID": "10"}), State.FAILED, ("2024-06-30",)),
    Scenario(
        "fail",
        World(files={"/var/lib/dpkg/status": dpkg(), "/var/log/dpkg.log": ""}),
        State.FAILED,
        ("没有安装更新的记录",),
    ),
    # apt's own history, where dpkg's log was rotated away.
    Scenario(
        "pass",
        World(
            files={
                "/var/lib/dpkg/status": dpkg(),
                "/var/log/apt/history.log": "Start-Date: 2026-11-02  10:00:00\nCommandline: apt upgrade\n"
                "Upgrade: bash:amd64 (1, 2)\nEnd-Date: 2026-11-02  10:00:10\n",
            }
        ),
        State.PASSED,
    ),
    Scenario("denied", World(files={"/var/lib/dpkg/status": dpkg(), "/var/log/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/": DENIED}), State.COULD_NOT_CHECK),
    Scenario(
        "denied",
        World(files={"/var/lib/dpkg/status": dpkg(), "/var/log/dpkg.log": "", "/var/log/apt/history.log": DENIED}),
        State.COULD_NOT_CHECK,
    ),
    # A date in the future, and one that does not exist: neither is an update.
    Scenario("hostile", _linux("2027-02-01"), State.FAILED),
    Scenario("hostile", _linux("2026-99-99"), State.FAILED),
    Scenario("pass", _windows("26200", "9711"), State.PASSED, ("Windows 11 25H2",)),
    Scenario("fail", _windows("26200", "7171"), State.FAILED, ("Windows 11 25H2", "377")),
    # A newer update is known to be missing, whatever else was installed since.
    Scenario(
        "fail",
        _windows("26200", "7171", win32=_history((".NET (KB5777777)", "2026-11-20T00:00:00", 2))),
        State.FAILED,
    ),
    Scenario("fail", _windows("22000", "2538"), State.COULD_NOT_CHECK),
    # Windows 11 keeps "Windows 10" as its product name: only the build counts.
    Scenario("fail", _windows("19045", "6456"), State.FAILED, ("Windows 10 22H2", "2025-10-14")),
    # Past its end, but an update came after it: extended updates.
    Scenario("pass", _windows("19045", "7807"), State.PASSED),
    # An LTSC of the same build is supported for longer.
    Scenario("pass", _windows("19044", "7807", "EnterpriseS"), State.PASSED),
    # Newer than the table: the history tells.
    Scenario("pass", _windows("29999", "1", win32=_history((_CUMULATIVE, "2026-11-12T03:00:00", 2))), State.PASSED),
    # Signatures are no patch, and a failed update is none either.
    Scenario(
        "fail",
        _windows(
            "29999",
            "1",
            win32=_history(
                ("Security Intelligence Update (KB2267602)", "2026-11-22T03:00:00", 2),
                (_CUMULATIVE, "2026-11-12T03:00:00", 4),
                ("2026-05 (KB5888888)", "2026-05-12T03:00:00", 2),
            ),
        ),
        State.FAILED,
        ("195",),
    ),
    Scenario("denied", _windows("29999", "1"), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows("", ""), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows("29999", "x", win32={"update_history": {"a": 1}}), State.COULD_NOT_CHECK),
    # An empty history is what an emulated Windows has.
    Scenario(
        "hostile",
        _windows("7601", "0", win32={"update_history": []}, wmi={"Win32_QuickFixEngineering": ()}),
        State.COULD_NOT_CHECK,
    ),
)
