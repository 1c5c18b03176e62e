from __future__ import annotations

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import linux_files, running, service, services
from tests.worlds.world import DENIED, World


def _listed(*states: int) -> World:
    rows = tuple({"displayName": f"AV{number}", "productState": state} for number, state in enumerate(states))
    return World(Platform.WINDOWS, wmi={"AntiVirusProduct": rows})


SCENARIOS = (
    Scenario("pass", World(files=linux_files("clamav-daemon"), processes=running("clamd")), State.PASSED, ("ClamAV",)),
    Scenario(
        "fail", World(files=linux_files("clamav-daemon"), processes=running("freshclam")), State.FAILED, ("ClamAV",)
    ),
    # Not installed: the other check says so.
    Scenario("fail", World(files=linux_files(), processes=running()), State.NOT_APPLICABLE),
    Scenario("denied", World(files=linux_files("clamav-daemon"), processes=None), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/": DENIED}, processes=None), State.COULD_NOT_CHECK),
    # An empty list of processes is no list.
    Scenario("hostile", World(files=linux_files("clamav-daemon"), processes=()), State.COULD_NOT_CHECK),
    Scenario("pass", _listed(0x61100), State.PASSED),
    Scenario("pass", _listed(0x60100, 0x41000), State.PASSED, ("AV1",)),
    Scenario("fail", _listed(0x60100), State.FAILED, ("AV0",)),
    Scenario("fail", _listed(0x62100, 0x63100), State.FAILED, ("已暂停", "授权已过期")),
    # The register is silent, the overall health is not.
    Scenario(
        "pass",
        World(
            Platform.WINDOWS,
            services=services(service("WinDefend")),
            win32={("security_provider_health", "antivirus"): "good"},
        ),
        State.PASSED,
    ),
    Scenario(
        "fail",
        World(
            Platform.WINDOWS,
            services=services(service("WinDefend")),
            win32={("security_provider_health", "antivirus"): "poor"},
        ),
        State.FAILED,
    ),
    Scenario("denied", World(Platform.WINDOWS, services=None), State.COULD_NOT_CHECK),
    # "Not monitored" says nothing of whether it runs.
    Scenario(
        "hostile",
        World(
            Platform.WINDOWS,
            services=services(service("WinDefend")),
            win32={("security_provider_health", "antivirus"): "notmonitored"},
        ),
        State.COULD_NOT_CHECK,
    ),
)
