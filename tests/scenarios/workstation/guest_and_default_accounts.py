from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.scenarios.workstation.empty_passwords import ALL, PASSWD, STATES, _user
from tests.worlds.world import DENIED, World

TESTER = PASSWD + "Test:x:1005:1005::/home/test:/bin/bash\n"
GUESTS = {"/etc/passwd": PASSWD, "/usr/sbin/lightdm": "", "/usr/sbin/guest-account": ""}
LIGHTDM_CONF = "/etc/lightdm/lightdm.conf"


def _windows(*users: dict[str, object]) -> World:
    return World(Platform.WINDOWS, win32={"local_users": list(users)})


OFF = (
    _user("Administrator", 500, enabled=False),
    _user("Guest", 501, enabled=False),
    _user("wang", 1001, enabled=True),
)

SCENARIOS = (
    Scenario("pass", World(files={"/etc/passwd": PASSWD}), State.PASSED),
    Scenario(
        "pass",
        World(files={"/etc/passwd": TESTER}, programs={ALL: STATES + "Test L 2026-01-01 0 90 7 -1\n"}, admin=True),
        State.PASSED,
    ),
    Scenario("pass", World(files={**GUESTS, LIGHTDM_CONF: "[Seat:*]\nallow-guest = false\n"}), State.PASSED),
    Scenario(
        "fail",
        World(files={"/etc/passwd": TESTER}, programs={ALL: STATES + "Test P 2026-01-01 0 90 7 -1\n"}, admin=True),
        State.FAILED,
        ("Test",),
    ),
    Scenario("fail", World(files={"/etc/passwd": PASSWD + "toor:x:0:0::/root:/bin/sh\n"}), State.FAILED, ("toor",)),
    Scenario("fail", World(files=GUESTS), State.FAILED, ("guest",)),
    Scenario("denied", World(files={"/etc/passwd": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/etc/passwd": TESTER}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={**GUESTS, LIGHTDM_CONF: DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files={"/etc/passwd": "\x00" * 4096}), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files={"/etc/passwd": ""}), State.COULD_NOT_CHECK),
    Scenario("pass", _windows(*OFF), State.PASSED),
    Scenario("pass", _windows(_user("bgs-7", 500, enabled=True), *OFF[1:]), State.PASSED),  # renamed
    Scenario("fail", _windows(_user("administrator", 500, enabled=True), *OFF[1:]), State.FAILED, ("administrator",)),
    Scenario("fail", _windows(OFF[0], _user("来宾", 501, enabled=True)), State.FAILED, ("来宾",)),
    Scenario("fail", _windows(*OFF, _user("DefaultAccount", 503, enabled=True)), State.FAILED, ("DefaultAccount",)),
    Scenario("fail", _windows(*OFF, _user("TEST", 1005, enabled=True)), State.FAILED, ("TEST",)),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(), State.COULD_NOT_CHECK),
    Scenario("hostile", World(Platform.WINDOWS, win32={"local_users": "Administrator"}), State.COULD_NOT_CHECK),
)
