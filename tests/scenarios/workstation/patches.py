from __future__ import annotations

from datetime import timedelta
from typing import Any

from checker.model.finding import State
from checker.model.policy import Policy, Protection
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import dpkg
from tests.worlds.world import DENIED, NOW, World

_LIST = "/var/lib/apt/lists/deb.debian.org_debian-security_dists_bookworm-security_InRelease"
_DATE = "%a, %d %b %Y %H:%M:%S UTC"
_SOURCES = "/etc/apt/sources.list"
_SECURITY = "deb http://security.debian.org/debian-security bookworm-security main\n"
_UOS = {"ID": "uos", "VERSION_ID": "20", "PRETTY_NAME": "UnionTech OS Desktop 20 Pro"}


def _linux(upgraded: str, refreshed: int = 1, packages: dict[str, str] | None = None, **more: Any) -> World:
    log = f"2026-11-22 08:00:00 install ed:amd64 <none> 1\n{upgraded} 08:00:00 upgrade libc6:amd64 1 2\n"
    day = NOW - timedelta(days=refreshed)
    files = {
        "/var/lib/dpkg/status": dpkg(),
        "/var/log/dpkg.log": log,
        _LIST: f"Suite: stable-security\nDate: {day:{_DATE}}\n",
    }
    return World(files={**files, _SOURCES: _SECURITY, **(packages or {})}, **more)


def _windows(build: str, revision: str, edition: str = "Professional", **more: Any) -> World:
    release = {"CurrentBuild": build, "UBR": revision, "EditionID": edition, "ProductName": "Windows 10 Pro"}
    return World(Platform.WINDOWS, release=release, **more)


def _history(*entries: tuple[str, str, int]) -> dict[str, Any]:
    return {"update_history": [{"title": title, "date": day, "result": result} for title, day, result in entries]}


_CUMULATIVE = "2026-11 适用于 Windows 11 的累积更新 (KB5999999)"

_STATUS = "/var/lib/dpkg/status"
_PREFERENCES = "/etc/apt/preferences.d/keep"
_PINNED = "# no\nPackage: *\nPin: release o=Debian\nPin-Priority: -1\n"
_WECHAT = "2026-11-18 09:00:00 upgrade wechat:amd64 4.0 4.1\n2026-11-18 09:00:09 status installed wechat:amd64 4.1\n"
_BROKEN = "2026-11-18 09:00:00 upgrade libc6:amd64 1 3\n2026-11-18 09:00:09 status half-configured libc6:amd64 3\n"
_HELD = dpkg() + "\nPackage: libc6\nStatus: hold ok installed\nPriority: optional\n"
_OFFLINE = Policy(protection=Protection(offline=True))


def _kernel(running: str, built: str = "6.1.94-1") -> dict[str, str]:
    """6.1.0-18 and 6.1.0-22 are installed, and one of them runs."""
    images = "".join(
        f"\nPackage: linux-image-6.1.0-{abi}-amd64\nStatus: install ok installed\nVersion: {version}\n"
        for abi, version in ((18, "6.1.76-1"), (22, "6.1.94-1"))
    )
    return {
        "/var/lib/dpkg/status": dpkg() + images,
        "/proc/sys/kernel/osrelease": f"{running}\n",
        "/proc/version": f"Linux version {running} (x@debian.org) #1 SMP Debian {built} (2024-06-21)\n",
    }


SCENARIOS = (
    Scenario("pass", _linux("2026-11-01"), State.PASSED, ("Debian 12",)),
    Scenario("pass", _linux("2026-11-01", release=_UOS), State.PASSED, ("UnionTech",)),
    Scenario("fail", _linux("2026-08-01"), State.FAILED, ("114",)),
    Scenario("fail", _linux("2026-11-01", refreshed=90), State.FAILED, ("90",)),
    # Lists that are old say nothing where updates come on a medium.
    Scenario("pass", _linux("2026-11-01", refreshed=90), State.PASSED, policy=_OFFLINE),
    Scenario("fail", _linux("2026-11-01", packages={_SOURCES: "#" + _SECURITY}), State.FAILED, ("安全更新的软件源",)),
    # Another package's upgrade, by hand, is none of the system's; neither is one that failed half way.
    Scenario("fail", _linux("2024-01-10", packages={"/var/log/dpkg.log.1": _WECHAT}), State.FAILED, ("1048",)),
    Scenario("fail", _linux("2024-01-10", packages={"/var/log/dpkg.log.1": _BROKEN}), State.FAILED, ("1048",)),
    Scenario("fail", _linux("2026-11-01", packages={_STATUS: _HELD}), State.FAILED, ("锁定", "libc6")),
    Scenario("fail", _linux("2026-11-01", packages={_PREFERENCES: _PINNED}), State.FAILED, ("锁定", "base-files")),
    Scenario("fail", _linux("2026-11-01", packages=_kernel("6.1.0-18-amd64")), State.FAILED, ("重启",)),
    Scenario("pass", _linux("2026-11-01", packages=_kernel("6.1.0-22-amd64")), State.PASSED),
    Scenario("fail", _linux("2026-11-01", packages=_kernel("6.1.0-22-amd64", "6.1.90-1")), State.FAILED, ("重启",)),
    Scenario("hostile", _linux("2024-01-10", packages={"/run/ostree-booted": ""}), State.FAILED),
    Scenario("hostile", World(files={_STATUS: dpkg(), "/run/ostree-booted": ""}), State.COULD_NOT_CHECK, ("ostree",)),
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
                "/var/lib/dpkg/status": dpkg()
                + "\nPackage: bash\nEssential: yes\nStatus: install ok installed\nPriority: required\n",
                "/var/log/apt/history.log": "Start-Date: 2026-11-02  10:00:00\nCommandline: apt upgrade\n"
                "Upgrade: bash:amd64 (1, 2)\nEnd-Date: 2026-11-02  10:00:10\n",
                "/etc/apt/sources.list.d/debian.sources": "Types: deb\nURIs: http://x\nSuites: bookworm-security\n",
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
