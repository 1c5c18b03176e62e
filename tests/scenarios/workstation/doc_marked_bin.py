from __future__ import annotations

from checker.model.finding import State
from tests.scenarios import Scenario
from tests.scenarios.papers import BROKEN, CLEAN, HOME, MARKED, linux, windows
from tests.worlds.world import DENIED, World

TRASH = f"{HOME}/.local/share/Trash/files"
BIN = r"C:\$Recycle.Bin\S-1-5-21-1-2-3-1001"

SCENARIOS = (
    Scenario("pass", linux(), State.PASSED),
    Scenario("pass", linux({f"{TRASH}/a.txt": CLEAN}), State.PASSED, ("1 个文件",)),
    Scenario("fail", linux({f"{TRASH}/文件夹/a.txt": MARKED}), State.FAILED),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", linux({f"{TRASH}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux({f"{TRASH}/a.docx": BROKEN}), State.COULD_NOT_CHECK),
    # -- Windows
    Scenario("pass", windows({BIN + "\\": b""}), State.PASSED),
    Scenario("fail", windows({rf"{BIN}\$RABCDEF.docx": MARKED, rf"{BIN}\$IABCDEF.docx": bytes(28)}), State.FAILED),
    Scenario("denied", windows({BIN + "\\": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows({rf"{BIN}\$RABCDEF.docx": BROKEN}), State.COULD_NOT_CHECK),
)
