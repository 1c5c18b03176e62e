from __future__ import annotations

from typing import Any

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import clamav_database, linux_files, service, services
from tests.worlds.world import DENIED, NOW, World

_DEFENDER = {"displayName": "Windows Defender", "productState": 397568}


def _clamav(package: str, **more: Any) -> World:
    return World(files=linux_files(package, **{"/var/lib/clamav/main.cvd": clamav_database(NOW), **more}))


SCENARIOS = (
    Scenario("pass", _clamav("clamav-daemon"), State.PASSED, ("ClamAV",)),
    # The scanner alone, without signatures: nothing is recognised.
    Scenario("fail", World(files=linux_files("clamav")), State.FAILED, ("没有病毒库", "ClamAV")),
    # A maker of antivirus makes browsers and messengers, too.
    *(
        Scenario("fail", World(files=linux_files(name)), State.FAILED, ("没有发现",))
        for name in ("com.360.browser-stable", "qianxin-browser", "com.qianxin.browser-stable", "com.qianxin.lanxin")
    ),
    # A package of such a maker that nobody knows is named, and is no "no".
    Scenario("hostile", World(files=linux_files("com.qianxin.newthing")), State.COULD_NOT_CHECK, ("newthing",)),
    Scenario("pass", World(files=linux_files(**{"/opt/qaxsafe/x": b""})), State.PASSED, ("奇安信",)),
    # A package that was removed but left its settings is not there.
    Scenario(
        "fail",
        World(
            files=linux_files(
                **{
                    "/var/lib/dpkg/status": "Package: base-files\nStatus: install ok installed\n\n"
                    "Package: clamav\nStatus: deinstall ok config-files\n"
                }
            )
        ),
        State.FAILED,
    ),
    Scenario("denied", World(files={"/var/lib/": DENIED, "/usr/": DENIED}), State.COULD_NOT_CHECK),
    # What was found stands, even where other sources are closed.
    Scenario("pass", _clamav("clamav-daemon", **{"/opt/": DENIED}), State.PASSED),
    Scenario("hostile", World(files=linux_files(**{"/var/lib/dpkg/status": b"\xff\0" * 999})), State.COULD_NOT_CHECK),
    Scenario(
        "pass",
        World(Platform.WINDOWS, wmi={"AntiVirusProduct": (_DEFENDER,)}),
        State.PASSED,
        ("Windows Defender",),
    ),
    Scenario(
        "pass",
        World(Platform.WINDOWS, services=services(service("HipsDaemon"))),
        State.PASSED,
        ("火绒",),
    ),
    Scenario(
        "fail",
        World(
            Platform.WINDOWS,
            wmi={"AntiVirusProduct": ()},
            services=services(service("WinDefend", start="disabled", status="stopped")),
            win32={("security_provider_health", "antivirus"): "poor"},
        ),
        State.FAILED,
    ),
    # An empty register alone is what an emulated Windows has.
    Scenario(
        "hostile", World(Platform.WINDOWS, wmi={"AntiVirusProduct": ()}, services=services()), State.COULD_NOT_CHECK
    ),
    Scenario("denied", World(Platform.WINDOWS, services=None), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        World(Platform.WINDOWS, wmi={"AntiVirusProduct": ({"displayName": None, "productState": "x"},)}),
        State.COULD_NOT_CHECK,
    ),
)
