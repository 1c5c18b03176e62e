from __future__ import annotations

from checker.model.finding import State
from checker.model.policy import Documents, Policy
from tests.scenarios import Scenario
from tests.scenarios.papers import BOMB, BROKEN, CLEAN, HERE, LOCKED, PEOPLE, THERE, linux, windows
from tests.worlds.world import DENIED, World

SCENARIOS = (
    Scenario("pass", linux({f"{HERE}/a.txt": CLEAN}), State.PASSED),
    Scenario(
        "pass", linux({f"{HERE}/a.csv": PEOPLE}), State.PASSED, policy=Policy(documents=Documents(personal_numbers=100))
    ),
    Scenario("fail", linux({f"{HERE}/a.csv": PEOPLE}), State.FAILED, ("60",)),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", linux({f"{HERE}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", windows({THERE + "\\": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux({f"{HERE}/a.docx": BROKEN, f"{HERE}/b.docx": BOMB}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows({rf"{THERE}\a.docx": BOMB, rf"{THERE}\b.doc": LOCKED}), State.COULD_NOT_CHECK),
    # -- Windows
    Scenario("pass", windows({rf"{THERE}\a.txt": CLEAN}), State.PASSED),
    Scenario("fail", windows({rf"{THERE}\a.csv": PEOPLE}), State.FAILED),
)
