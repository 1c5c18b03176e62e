from __future__ import annotations

from checker.model.finding import State
from checker.model.policy import Policy, Software
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import linux_files, running, service, services, uninstall
from tests.worlds.world import DENIED, World


def _linux(*packages: str, names: tuple[str, ...] = ()) -> World:
    return World(files=linux_files(*packages, **{"/home/wang/x": ""}), processes=running(*names))


def _windows(*programs: str, names: tuple[str, ...] = (), own: str = "") -> World:
    return World(
        Platform.WINDOWS,
        registry={r"HKCU\Software\Microsoft\Windows": {}, **uninstall(*programs)},
        services=services(*((service(own),) if own else ())),
        processes=running("explorer.exe", *names),
    )


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    Scenario("fail", _linux("virtualbox"), State.NEEDS_PERSON, ("VirtualBox",)),
    Scenario("fail", _linux(names=("virtualbox",)), State.NEEDS_PERSON, ("VirtualBox",)),
    Scenario("pass", _linux("virtualbox"), State.PASSED, policy=Policy(software=Software(approved=("virtualbox",)))),
    Scenario("denied", World(files={"/": DENIED}, processes=None), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files=linux_files(), processes=()), State.COULD_NOT_CHECK),
    Scenario("pass", _windows(), State.PASSED),
    Scenario("fail", _windows("Oracle VirtualBox 7.1"), State.NEEDS_PERSON, ("VirtualBox",)),
    Scenario("fail", _windows(names=("vmwp.exe",)), State.NEEDS_PERSON),
    Scenario(
        "denied",
        World(Platform.WINDOWS, registry={"HKLM": DENIED, "HKCU": DENIED}, services=None, processes=None),
        State.COULD_NOT_CHECK,
    ),
    Scenario("hostile", World(Platform.WINDOWS, services=(), processes=()), State.COULD_NOT_CHECK),
)
