from __future__ import annotations

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import clamav_database, linux_files, running, service, services
from tests.worlds.world import DENIED, NOW, World


def _listed(*states: int) -> World:
    rows = tuple({"displayName": f"AV{number}", "productState": state} for number, state in enumerate(states))
    return World(Platform.WINDOWS, wmi={"AntiVirusProduct": rows})


_FILES = linux_files("clamav-daemon", **{"/var/lib/clamav/daily.cld": clamav_database(NOW)})


def _clamav(*names: str, conf: str = "OnAccessIncludePath /home\n") -> World:
    return World(files={**_FILES, "/etc/clamav/clamd.conf": conf}, processes=running(*names))


SCENARIOS = (
    Scenario("pass", _clamav("clamd", "clamonacc"), State.PASSED, ("ClamAV",)),
    # It answers when asked, and looks at nothing by itself.
    Scenario("fail", _clamav("clamd"), State.FAILED, ("ClamAV", "没有实时防护")),
    Scenario("fail", _clamav("freshclam"), State.FAILED, ("ClamAV",)),
    # It watches, and nobody answers it; it watches other folders than people's own.
    Scenario("fail", _clamav("clamonacc"), State.FAILED, ("没有实时防护",)),
    Scenario("pass", _clamav("clamd", "clamonacc", conf="OnAccessMountPath /\n"), State.PASSED),
    Scenario(
        "fail", _clamav("clamd", "clamonacc", conf="#OnAccessIncludePath /home\n"), State.FAILED, ("没有实时防护",)
    ),
    Scenario("fail", _clamav("clamd", "clamonacc", conf="OnAccessIncludePath /srv\n"), State.FAILED, ("没有实时防护",)),
    Scenario("denied", World(files=_FILES, processes=running("clamd", "clamonacc")), State.COULD_NOT_CHECK),
    # Whether this product watches files cannot be seen from outside.
    Scenario(
        "pass", World(files=linux_files("qaxsafe"), processes=running("qaxsafed")), State.NEEDS_PERSON, ("奇安信",)
    ),
    # The scanner without any signatures is no antivirus that does not run: the other check says so.
    Scenario("fail", World(files=linux_files("clamav"), processes=running()), State.NOT_APPLICABLE),
    # Not installed: the other check says so.
    Scenario("fail", World(files=linux_files(), processes=running()), State.NOT_APPLICABLE),
    Scenario("denied", World(files=_FILES, processes=None), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/": DENIED}, processes=None), State.COULD_NOT_CHECK),
    # An empty list of processes is no list.
    Scenario("hostile", World(files=_FILES, processes=()), State.COULD_NOT_CHECK),
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
