from __future__ import annotations

from checker.model.finding import State
from tests.scenarios import Scenario
from tests.scenarios.papers import (
    BOMB,
    BROKEN,
    CLEAN,
    HERE,
    HOME,
    LOCKED,
    MARKED,
    THERE,
    USER,
    linux,
    windows,
)
from tests.worlds.world import DENIED, World

SCENARIOS = (
    Scenario("pass", linux({f"{HERE}/a.txt": MARKED}), State.PASSED),
    Scenario("pass", linux({f"{HOME}/Nutstore/a.txt": CLEAN}), State.PASSED),
    Scenario("fail", linux({f"{HOME}/Nutstore/b/a.txt": MARKED}), State.FAILED, ("机密",)),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", linux({f"{HERE}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", windows({THERE + "\\": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux({f"{HERE}/a.docx": BROKEN, f"{HERE}/b.docx": BOMB}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows({rf"{THERE}\a.docx": BOMB, rf"{THERE}\b.doc": LOCKED}), State.COULD_NOT_CHECK),
    # -- Windows
    Scenario("pass", windows({rf"{THERE}\通知.txt": CLEAN}), State.PASSED),
    Scenario("pass", windows(), State.PASSED),
    Scenario("fail", windows({rf"{USER}\OneDrive - 某单位\a.txt": MARKED}), State.FAILED),
    Scenario("fail", windows({rf"{USER}\OneDrive\Documents\a.txt": MARKED}), State.FAILED),
)
