from __future__ import annotations

from checker.model.finding import State
from tests.scenarios import Scenario
from tests.scenarios.papers import BOMB, BROKEN, HERE, LOCKED, MARKED, THERE, linux, windows
from tests.worlds.world import DENIED, World

NO_TERM = "秘密★\n某某单位文件\n".encode()
TOO_LONG = "秘密★20年\n某某单位文件\n".encode()

SCENARIOS = (
    Scenario("pass", linux({f"{HERE}/a.txt": MARKED}), State.PASSED),
    Scenario("fail", linux({f"{HERE}/a.txt": NO_TERM}), State.FAILED, ("没有写保密期限",)),
    Scenario("fail", linux({f"{HERE}/a.txt": TOO_LONG}), State.FAILED, ("超过",)),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", linux({f"{HERE}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", windows({THERE + "\\": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux({f"{HERE}/a.docx": BROKEN, f"{HERE}/b.docx": BOMB}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows({rf"{THERE}\a.docx": BOMB, rf"{THERE}\b.doc": LOCKED}), State.COULD_NOT_CHECK),
    # -- Windows
    Scenario("pass", windows({rf"{THERE}\a.txt": MARKED}), State.PASSED),
    Scenario("fail", windows({rf"{THERE}\a.txt": NO_TERM}), State.FAILED),
)
