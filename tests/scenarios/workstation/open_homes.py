from __future__ import annotations

from checker.machine.answers import Person
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

_PEOPLE = (Person("1000", "wang", "/home/wang", current=True), Person("1001", "li", "/home/li", current=False))
_FILES = {"/home/wang/x": "", "/home/li/x": ""}


def _homes(wang: int, li: int) -> World:
    return World(files=_FILES, people=_PEOPLE, modes={"/home/wang": wang, "/home/li": li})


SCENARIOS = (
    Scenario("pass", _homes(0o700, 0o750), State.PASSED),
    Scenario("fail", _homes(0o700, 0o755), State.FAILED, ("li",)),
    Scenario("fail", _homes(0o701, 0o700), State.FAILED, ("wang",)),
    Scenario("denied", World(files={"/home/": DENIED}, people=_PEOPLE), State.COULD_NOT_CHECK),
    # A home that is not there is open to nobody.
    Scenario("hostile", World(people=_PEOPLE), State.PASSED),
)
