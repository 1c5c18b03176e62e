from __future__ import annotations

from checker.model.finding import State
from tests.scenarios import Scenario
from tests.scenarios.papers import CLEAN, HERE, STRANGE, THERE, linux, windows
from tests.worlds.world import DENIED, World

SCENARIOS = (
    # No file at all in the usual places: nothing was looked at.
    Scenario("hostile", linux(), State.COULD_NOT_CHECK),
    Scenario("pass", linux({f"{HERE}/密码学导论.docx": CLEAN}), State.PASSED, ("1 个文件名",)),
    Scenario("fail", linux({f"{HERE}/各系统密码.txt": DENIED}), State.FAILED, ("各系….txt",)),  # nothing is opened
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", linux({f"{HERE}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", windows({THERE + "\\": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux({f"{HERE}/{STRANGE}": CLEAN, f"{HERE}/各系统密码.txt": b""}), State.FAILED),
    # -- Windows
    Scenario("pass", windows({rf"{THERE}\密码学导论.docx": CLEAN}), State.PASSED),
    Scenario("fail", windows({rf"{THERE}\各系统密码.txt": CLEAN}), State.FAILED),
    Scenario("hostile", windows({rf"{THERE}\{STRANGE}": CLEAN, rf"{THERE}\各系统密码.txt": b""}), State.FAILED),
)
