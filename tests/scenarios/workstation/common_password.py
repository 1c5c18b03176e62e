from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.scenarios.workstation.empty_passwords import _user
from tests.scenarios.workstation.password_policy import DEBIAN, OWN, STRICT
from tests.worlds.world import DENIED, World


def _windows(age: object, length: int) -> World:
    user = {**_user("wang", 1001, enabled=True), "password_age_days": age}
    return World(Platform.WINDOWS, win32={"local_users": [user], "password_policy": {"min_length": length}})


SCENARIOS = (
    Scenario("pass", World(files=STRICT, programs={OWN: "wang P 2026-10-01 0 90 7 -1\n"}), State.NEEDS_PERSON),
    Scenario(
        "fail",
        World(files=DEBIAN, programs={OWN: "wang P 01/02/2026 0 99999 7 -1\n"}),
        State.NEEDS_PERSON,
        ("6 位", "325 天"),
    ),
    Scenario("denied", World(files=dict.fromkeys(STRICT, DENIED), programs={OWN: DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files=STRICT, programs={OWN: "wang P 2099-13-45 0 90 7 -1\n"}), State.NEEDS_PERSON),
    Scenario("hostile", World(files=STRICT, programs={OWN: "wang P 2099-01-01 0 90 7 -1\n"}), State.NEEDS_PERSON),
    Scenario("pass", _windows(3, 8), State.NEEDS_PERSON),
    Scenario("pass", _windows(None, 8), State.NEEDS_PERSON),
    Scenario("fail", _windows(400, 0), State.NEEDS_PERSON, ("0 位", "400 天")),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows("many", 8), State.NEEDS_PERSON),
    Scenario(
        "hostile", World(Platform.WINDOWS, win32={"local_users": 5, "password_policy": []}), State.COULD_NOT_CHECK
    ),
)
