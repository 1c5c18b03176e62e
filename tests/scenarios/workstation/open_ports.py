from __future__ import annotations

from checker.machine.answers import Listener, Process
from checker.model.finding import State
from checker.model.policy import Policy, Software
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

_RANGE = {
    "/proc/sys/net/ipv4/ip_local_port_range": "32768\t60999\n",
    "/usr/lib/systemd/system/cockpit.socket": "[Socket]\n",
}


def _tcp(port: int, pid: int | None, address: str = "0.0.0.0") -> Listener:
    return Listener("tcp", address, port, pid)


def _udp(port: int, pid: int | None) -> Listener:
    return Listener("udp", "0.0.0.0", port, pid)


def _process(pid: int, exe: str) -> Process:
    return Process(pid, exe.rpartition("/")[2][:15], exe, None)


_PROCESSES = (
    _process(1, "/usr/lib/systemd/systemd"),
    _process(20, "/usr/sbin/sshd"),
    _process(30, "/usr/sbin/NetworkManager"),
    _process(40, "/usr/bin/python3.11"),
    _process(50, "/opt/todesk/bin/ToDesk_Service"),
    _process(60, "/usr/bin/firefox-esr"),
)


def _linux(*sockets: Listener, processes: tuple[Process, ...] | None = _PROCESSES) -> World:
    return World(files=_RANGE, listeners=sockets, processes=processes)


def _windows(*sockets: Listener) -> World:
    names = ("System", "svchost.exe", "python.exe", "ToDesk_Service.exe")
    processes = tuple(Process(pid, name, None, None) for pid, name in zip((4, 700, 800, 900), names, strict=True))
    return World(Platform.WINDOWS, listeners=sockets, processes=processes)


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    # Known by program, by port where systemd opens it, and judged elsewhere by name; one's own address is nobody's.
    Scenario(
        "pass",
        _linux(
            _tcp(22, 20), _udp(68, 30), _tcp(9090, 1), _tcp(35600, 50), _tcp(8080, 40, "127.0.0.1"), _udp(40123, 60)
        ),
        State.PASSED,
    ),
    Scenario("fail", _linux(_tcp(8000, 40)), State.NEEDS_PERSON, ("python3.11（TCP 8000）",)),
    Scenario("fail", _linux(_tcp(8000, 40, "::"), _tcp(8001, 40, "192.168.1.5")), State.NEEDS_PERSON, ("8001",)),
    # A known port does not make an unknown program known, and an unknown port not systemd.
    Scenario("fail", _linux(_tcp(22, 40)), State.NEEDS_PERSON, ("python3.11",)),
    Scenario("fail", _linux(_tcp(7777, 1)), State.NEEDS_PERSON, ("systemd", "7777")),
    Scenario(
        "pass",
        _linux(_tcp(8000, 40)),
        State.PASSED,
        policy=Policy(software=Software(approved_sharing=("python3*",))),
    ),
    # Somebody else's socket: known by its port, or not known at all.
    Scenario("pass", _linux(_tcp(22, None)), State.PASSED),
    Scenario("denied", _linux(_tcp(7777, None)), State.COULD_NOT_CHECK, ("看不到是哪个程序",)),
    Scenario("denied", World(files=_RANGE, listeners=None), State.COULD_NOT_CHECK),
    Scenario("denied", _linux(_tcp(8000, 40), processes=None), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/": DENIED}, listeners=(_tcp(22, None),)), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files={next(iter(_RANGE)): "many\n"}), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(_tcp(8000, 99)), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(_tcp(8000, 40, "not an address")), State.NEEDS_PERSON),
    Scenario("pass", _windows(_tcp(445, 4), _tcp(135, 700), _tcp(49664, 700), _tcp(6000, 900)), State.PASSED),
    Scenario("fail", _windows(_tcp(8000, 800)), State.NEEDS_PERSON, ("python.exe",)),
    Scenario("fail", _windows(_tcp(80, 4)), State.NEEDS_PERSON, ("system", "80")),
    Scenario("denied", World(Platform.WINDOWS, listeners=None), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(_tcp(8000, 12345)), State.COULD_NOT_CHECK),
)
