from __future__ import annotations

from checker.model.finding import State
from checker.model.policy import Documents, Policy
from tests.scenarios import Scenario
from tests.scenarios.papers import BROKEN, CLEAN, HOME, MARKED, USER, linux, windows
from tests.worlds.world import DENIED

OUT, OUT_THERE = f"{HOME}/拟公开", rf"{USER}\拟公开"
HERE = Policy(documents=Documents(outbox=OUT))
THERE = Policy(documents=Documents(outbox=OUT_THERE))

SCENARIOS = (
    Scenario("pass", linux(), State.NOT_APPLICABLE),
    Scenario("pass", linux({f"{OUT}/a.txt": CLEAN}), State.PASSED, policy=HERE),
    Scenario("fail", linux({f"{OUT}/a.txt": MARKED}), State.FAILED, ("机密",), policy=HERE),
    Scenario("denied", linux({f"{OUT}/": DENIED}), State.COULD_NOT_CHECK, policy=HERE),
    Scenario("denied", linux(), State.COULD_NOT_CHECK, policy=HERE),  # the folder is not there
    Scenario("hostile", linux({f"{OUT}/a.docx": BROKEN}), State.COULD_NOT_CHECK, policy=HERE),
    # -- Windows
    Scenario("pass", windows({rf"{OUT_THERE}\a.txt": CLEAN}), State.PASSED, policy=THERE),
    Scenario("fail", windows({rf"{OUT_THERE}\a.txt": MARKED}), State.FAILED, policy=THERE),
    Scenario("denied", windows({OUT_THERE + "\\": DENIED}), State.COULD_NOT_CHECK, policy=THERE),
    Scenario("hostile", windows({rf"{OUT_THERE}\a.docx": BROKEN}), State.COULD_NOT_CHECK, policy=THERE),
)
