from __future__ import annotations

from checker.model.finding import State
from tests.scenarios import Scenario
from tests.scenarios.papers import BROKEN, CLEAN, HOME, MARKED, USER, linux, windows
from tests.worlds.world import DENIED, World

WPS = f"{HOME}/.local/share/Kingsoft/office6/data/backup"
WORD = rf"{USER}\AppData\Roaming\Microsoft\Word"

SCENARIOS = (
    Scenario("pass", linux(), State.PASSED),
    Scenario("pass", linux({f"{WPS}/a.wps": CLEAN}), State.PASSED, ("1 个",)),
    Scenario("fail", linux({f"{WPS}/a.wps": MARKED}), State.FAILED),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", linux({f"{WPS}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux({f"{WPS}/a.wps": BROKEN}), State.COULD_NOT_CHECK),
    # -- Windows
    Scenario("pass", windows(), State.PASSED),
    Scenario("fail", windows({rf"{WORD}\方案3084\方案.asd": MARKED}), State.FAILED),
    Scenario("denied", windows({rf"{USER}\AppData" + "\\": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows({rf"{WORD}\a.asd": BROKEN}), State.COULD_NOT_CHECK),
)
