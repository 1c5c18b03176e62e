from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.machine.answers import Output
from checker.model.finding import State
from checker.model.policy import Policy, Software
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import UNINSTALL, linux_files, uninstall
from tests.worlds.world import DENIED, World

_RELEASE = "/var/lib/apt/lists/mirror.unit.cn_debian_dists_bookworm_InRelease"
_SECURITY = "/var/lib/apt/lists/mirror.unit.cn_debian-security_dists_bookworm-security_InRelease"
_CHROME = "/var/lib/apt/lists/dl.google.com_linux_chrome_deb_dists_stable_Release"
_BASE = """\
base-files:
  Installed: 12.4
  Candidate: 12.4
  Version table:
 *** 12.4 500
        500 http://mirror.unit.cn/debian bookworm/main amd64 Packages
        100 /var/lib/dpkg/status
owner:
  Installed: 1.0
  Version table:
     1.1 500
        500 http://mirror.unit.cn/debian-security bookworm-security/main amd64 Packages
 *** 1.0 100
        100 /var/lib/dpkg/status
"""
_OTHERS = """\
google-chrome-stable:
  Installed: 140
  Version table:
 *** 140 500
        500 https://dl.google.com/linux/chrome/deb stable/main amd64 Packages
        100 /var/lib/dpkg/status
toolbox:
  Installed: 1.0
  Version table:
 *** 1.0 100
        100 /var/lib/dpkg/status
"""


def _linux(*packages: str, policy: str = _BASE, more: Mapping[str, Any] | None = None) -> World:
    lists = {_RELEASE: "Origin: Debian\n", _SECURITY: "Origin: Debian\n", _CHROME: "Origin: Google LLC\n"}
    files: dict[str, Any] = {**lists, **(more or {})}
    return World(files=linux_files(*packages, **files), programs={("apt-cache",): policy})


def _allow(*names: str) -> Policy:
    return Policy(software=Software(approved=names))


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    Scenario(
        "pass",
        _linux("google-chrome-stable", "toolbox", policy=_BASE + _OTHERS),
        State.PASSED,
        policy=_allow("google-chrome*", "toolbox"),
    ),
    # No list: a person is asked, with the names.
    Scenario(
        "pass",
        _linux("google-chrome-stable", policy=_BASE + _OTHERS),
        State.NEEDS_PERSON,
        ("1 个", "google-chrome-stable", "Google LLC"),
    ),
    Scenario(
        "fail",
        _linux("google-chrome-stable", "toolbox", policy=_BASE + _OTHERS, more={"/opt/apps/com.game/info": b""}),
        State.FAILED,
        ("toolbox", "com.game"),
        policy=_allow("google-chrome*"),
    ),
    Scenario(
        "fail",
        _linux(more={"/var/lib/snapd/snaps/vlc_3650.snap": b"", "/var/lib/snapd/snaps/core22_1.snap": b""}),
        State.FAILED,
        ("vlc",),
        policy=_allow("x"),
    ),
    Scenario("denied", World(files={"/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", _linux(more={"/var/lib/flatpak/": DENIED}), State.COULD_NOT_CHECK),
    # Without package lists everything would look foreign.
    Scenario("denied", _linux(policy="base-files:\n  Installed: 12.4\n"), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        World(files=linux_files("toolbox"), programs={("apt-cache",): Output(b"", 100)}),
        State.COULD_NOT_CHECK,
    ),
    Scenario(
        "hostile",
        _linux(more={"/opt/apps/\x1b[2Jevil\n": b""}),
        State.FAILED,
        ("\\x1b[2Jevil",),
        policy=_allow("x"),
    ),
    Scenario(
        "pass", World(Platform.WINDOWS, registry=uninstall("WPS Office")), State.NEEDS_PERSON, ("2 个", "WPS Office")
    ),
    Scenario(
        "pass",
        World(Platform.WINDOWS, registry=uninstall("WPS Office")),
        State.PASSED,
        policy=_allow("WPS*", "Microsoft Edge*"),
    ),
    Scenario(
        "fail",
        World(Platform.WINDOWS, registry=uninstall("WPS Office", "某某播放器")),
        State.FAILED,
        ("某某播放器",),
        policy=_allow("WPS*", "Microsoft Edge*"),
    ),
    # Updates and system parts are not programs of their own.
    Scenario(
        "pass",
        World(
            Platform.WINDOWS,
            registry={
                **uninstall(),
                rf"{UNINSTALL}\KB1": {"DisplayName": "Update KB1", "ParentKeyName": "Office"},
                rf"{UNINSTALL}\Part": {"DisplayName": "Part", "SystemComponent": 1},
            },
        ),
        State.PASSED,
        policy=_allow("Microsoft Edge*"),
    ),
    Scenario("denied", World(Platform.WINDOWS, registry={"HKLM": DENIED, "HKCU": DENIED}), State.COULD_NOT_CHECK),
    # The list of a Windows cannot be empty.
    Scenario("hostile", World(Platform.WINDOWS, registry={UNINSTALL: {}}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        World(Platform.WINDOWS, registry={**uninstall(), rf"{UNINSTALL}\x": {"DisplayName": 7, "Publisher": b"\xff"}}),
        State.PASSED,
        policy=_allow("Microsoft Edge*"),
    ),
)
