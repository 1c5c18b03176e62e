from __future__ import annotations

from checker.model.finding import State
from checker.model.policy import Documents, Policy
from tests.scenarios import Scenario
from tests.scenarios.papers import BROKEN, CLEAN, HERE, MARKED, THERE, linux, windows
from tests.worlds.world import DENIED, World

ON = Policy(documents=Documents(received_files=True))
SAVED = f"{HERE}/xwechat_files/wxid_a/msg/file"
SAVED_THERE = rf"{THERE}\WeChat Files\wxid_a\FileStorage\File"
MESSAGES = rf"{THERE}\WeChat Files\wxid_a\Msg\a.txt"

SCENARIOS = (
    Scenario("pass", linux({f"{SAVED}/2026-11/a.txt": MARKED}), State.NOT_APPLICABLE, ("没有开启",)),
    Scenario("pass", linux({f"{SAVED}/2026-11/a.txt": CLEAN}), State.PASSED, ("1 个文件",), policy=ON),
    Scenario("fail", linux({f"{SAVED}/2026-11/a.txt": MARKED}), State.FAILED, ("按单位设置",), policy=ON),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK, policy=ON),
    Scenario("denied", linux({f"{SAVED}/": DENIED}), State.COULD_NOT_CHECK, policy=ON),
    Scenario("hostile", linux({f"{SAVED}/a.docx": BROKEN}), State.COULD_NOT_CHECK, policy=ON),
    # -- Windows
    Scenario("pass", windows({MESSAGES: MARKED}), State.PASSED, ("0 个文件",), policy=ON),
    Scenario("pass", windows({rf"{SAVED_THERE}\a.txt": MARKED}), State.NOT_APPLICABLE),
    Scenario("fail", windows({rf"{SAVED_THERE}\2026-11\a.txt": MARKED}), State.FAILED, policy=ON),
    Scenario("denied", windows({SAVED_THERE + "\\": DENIED}), State.COULD_NOT_CHECK, policy=ON),
    Scenario("hostile", windows({rf"{SAVED_THERE}\a.docx": BROKEN}), State.COULD_NOT_CHECK, policy=ON),
)
