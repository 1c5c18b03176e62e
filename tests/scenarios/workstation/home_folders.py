from dataclasses import dataclass, field, replace
from typing import Any

from checker.machine.answers import Person
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

PEOPLE = (
    Person("1000", "wang", "/home/wang", current=True),
    Person("1001", "li", "/home/li", current=False),
)


@dataclass
class _Homes(World):
    modes: dict[str, int] = field(default_factory=dict)

    def _stat(self, path: str) -> Any:
        entry = super()._stat(path)
        return replace(entry, mode=self.modes[path]) if path in self.modes else entry


def _homes(wang: int, li: int) -> World:
    files = {"/home/wang/": "", "/home/li/": ""}
    return _Homes(files=files, people=PEOPLE, modes={"/home/wang": wang, "/home/li": li})


SCENARIOS = (
    Scenario("pass", _homes(0o700, 0o750), State.PASSED),
    Scenario("fail", _homes(0o700, 0o755), State.FAILED, ("li：其他人可以查看",)),
    Scenario("fail", _homes(0o777, 0o700), State.FAILED, ("wang：其他人可以修改",)),
    # One may pass through it, but not see what is there.
    Scenario("pass", _homes(0o711, 0o700), State.PASSED),
    Scenario("denied", World(files={"/home/": DENIED}, people=PEOPLE), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files={"/home/": ""}, people=()), State.COULD_NOT_CHECK),  # nobody, and no word of it
)
