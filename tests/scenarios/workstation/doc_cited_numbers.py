from __future__ import annotations

from hashlib import sha256

from checker.model.finding import State
from checker.model.policy import Documents, Policy
from tests.scenarios import Scenario
from tests.scenarios.papers import BOMB, BROKEN, CLEAN, HERE, LOCKED, THERE, linux, windows
from tests.worlds.world import DENIED, World

NUMBER = sha256("盐某密发〔2020〕7号".encode()).hexdigest()
LIST = Policy(documents=Documents(numbers_salt="盐", numbers=(NUMBER,)))
CITES = "根据某密发[2020] 07 号文件要求".encode()

SCENARIOS = (
    Scenario("pass", linux({f"{HERE}/a.txt": CITES}), State.NOT_APPLICABLE, ("清单",)),
    Scenario("pass", linux({f"{HERE}/a.txt": CLEAN}), State.PASSED, policy=LIST),
    Scenario("fail", linux({f"{HERE}/a.txt": CITES}), State.FAILED, ("1 处",), policy=LIST),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK, policy=LIST),
    Scenario("denied", linux({f"{HERE}/": DENIED}), State.COULD_NOT_CHECK, policy=LIST),
    Scenario("denied", windows({THERE + "\\": DENIED}), State.COULD_NOT_CHECK, policy=LIST),
    Scenario("hostile", linux({f"{HERE}/a.docx": BROKEN, f"{HERE}/b.docx": BOMB}), State.COULD_NOT_CHECK, policy=LIST),
    Scenario(
        "hostile", windows({rf"{THERE}\a.docx": BOMB, rf"{THERE}\b.doc": LOCKED}), State.COULD_NOT_CHECK, policy=LIST
    ),
    # -- Windows
    Scenario("pass", windows({rf"{THERE}\a.txt": CLEAN}), State.PASSED, policy=LIST),
    Scenario("fail", windows({rf"{THERE}\a.txt": CITES}), State.FAILED, policy=LIST),
)
