from __future__ import annotations

from checker.model.finding import State
from checker.model.policy import Documents, Policy
from tests.scenarios import Scenario
from tests.scenarios.papers import (
    BOMB,
    BROKEN,
    CLEAN,
    HERE,
    HOME,
    INTERNAL,
    LOCKED,
    THERE,
    linux,
    windows,
)
from tests.worlds.world import DENIED, World

CABINET = Policy(documents=Documents(controlled=(f"{HERE}/内部文件柜",)))

SCENARIOS = (
    Scenario("pass", linux({f"{HERE}/a.txt": CLEAN}), State.PASSED),
    Scenario("pass", linux({f"{HERE}/内部文件柜/a.txt": INTERNAL}), State.PASSED, policy=CABINET),
    Scenario("fail", linux({f"{HERE}/a.txt": INTERNAL}), State.FAILED, ("内部资料",)),
    Scenario("fail", linux({f"{HERE}/a.txt": INTERNAL}), State.FAILED, policy=CABINET),
    Scenario(
        "fail",
        linux({f"{HOME}/Nutstore/柜/a.txt": INTERNAL}),
        State.FAILED,
        policy=Policy(documents=Documents(controlled=(f"{HOME}/Nutstore/柜",))),
    ),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", linux({f"{HERE}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", windows({THERE + "\\": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux({f"{HERE}/a.docx": BROKEN, f"{HERE}/b.docx": BOMB}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows({rf"{THERE}\a.docx": BOMB, rf"{THERE}\b.doc": LOCKED}), State.COULD_NOT_CHECK),
    # -- Windows
    Scenario("pass", windows({rf"{THERE}\通知.txt": CLEAN}), State.PASSED),
    Scenario("pass", windows(), State.PASSED),
    Scenario("fail", windows({rf"{THERE}\a.txt": INTERNAL}), State.FAILED),
)
