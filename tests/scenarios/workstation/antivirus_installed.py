from __future__ import annotations

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import linux_files, service, services
from tests.worlds.world import DENIED, World

_DEFENDER = {"displayName": "Windows Defender", "productState": 397568}

SCENARIOS = (
    Scenario("pass", World(files=linux_files("clamav-daemon")), State.PASSED, ("ClamAV",)),
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
    Scenario("pass", World(files=linux_files("clamav-daemon", **{"/opt/": DENIED})), State.PASSED),
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
