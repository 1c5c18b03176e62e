from __future__ import annotations

from checker.model.finding import State
from tests.scenarios import Scenario
from tests.scenarios.papers import BOMB, CLEAN, INTERNAL, LOCKED, MARKED, THERE, windows
from tests.worlds.world import DENIED

SCANS = rf"{THERE}\CamScanner"

SCENARIOS = (
    Scenario("pass", windows({rf"{SCANS}\a.txt": CLEAN}), State.PASSED),
    Scenario("pass", windows({rf"{THERE}\a.txt": MARKED}), State.PASSED),  # elsewhere: another check's matter
    Scenario("fail", windows({rf"{SCANS}\a.txt": MARKED}), State.FAILED, ("机密",)),
    Scenario("fail", windows({rf"{SCANS}\a.txt": INTERNAL}), State.FAILED, ("内部资料",)),
    Scenario("denied", windows({SCANS + "\\": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows({rf"{SCANS}\a.docx": BOMB, rf"{SCANS}\b.doc": LOCKED}), State.COULD_NOT_CHECK),
)
