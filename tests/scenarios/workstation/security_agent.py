from __future__ import annotations

from checker.model.finding import State
from checker.model.policy import Agent, Policy, Software
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import linux_files, running, service, services, uninstall
from tests.worlds.world import DENIED, World

_AGENT = Agent("三合一", programs=("csmp*",), services=("csmpsvc*",), processes=("csmpd*",))
_POLICY = Policy(software=Software(agents=(_AGENT,)))
_CGROUP = "/sys/fs/cgroup/system.slice/csmpsvc.service/cgroup.procs"


SCENARIOS = (
    Scenario("pass", World(files=linux_files("csmp"), processes=running("csmpd")), State.PASSED, policy=_POLICY),
    # The process hides its name, its service does not.
    Scenario(
        "pass", World(files=linux_files("csmp", **{_CGROUP: ""}), processes=running()), State.PASSED, policy=_POLICY
    ),
    Scenario(
        "fail",
        World(files=linux_files("csmp"), processes=running()),
        State.FAILED,
        ("三合一：没有运行",),
        _POLICY,
    ),
    Scenario("fail", World(files=linux_files(), processes=running()), State.FAILED, ("三合一：没有安装",), _POLICY),
    # One list is closed: what is missing from the others is not missing.
    Scenario("denied", World(files=linux_files(), processes=None), State.COULD_NOT_CHECK, policy=_POLICY),
    # No list: a person has to say.
    Scenario("pass", World(files=linux_files(), processes=running()), State.NEEDS_PERSON),
    Scenario("denied", World(files={"/": DENIED}, processes=None), State.COULD_NOT_CHECK, policy=_POLICY),
    Scenario("hostile", World(files={"/": DENIED}, processes=()), State.COULD_NOT_CHECK, policy=_POLICY),
    Scenario(
        "pass",
        World(
            Platform.WINDOWS,
            registry=uninstall("CSMP 3.0"),
            services=services(service("CsmpSvc")),
            processes=running("explorer.exe"),
        ),
        State.PASSED,
        policy=_POLICY,
    ),
    Scenario(
        "fail",
        World(
            Platform.WINDOWS,
            registry=uninstall("CSMP 3.0"),
            services=services(service("CsmpSvc", status="stopped")),
            processes=running("explorer.exe"),
        ),
        State.FAILED,
        ("三合一：没有运行",),
        _POLICY,
    ),
    Scenario(
        "denied",
        World(Platform.WINDOWS, registry={"HKLM": DENIED, "HKCU": DENIED}, services=None, processes=None),
        State.COULD_NOT_CHECK,
        policy=_POLICY,
    ),
    Scenario(
        "hostile",
        World(Platform.WINDOWS, registry={"HKLM": DENIED, "HKCU": DENIED}, services=(), processes=()),
        State.COULD_NOT_CHECK,
        policy=_POLICY,
    ),
)
