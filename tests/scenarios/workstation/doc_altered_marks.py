from __future__ import annotations

from checker.model.finding import State
from tests.scenarios import Scenario
from tests.scenarios.papers import (
    BOMB,
    BROKEN,
    DELETED,
    HERE,
    LOCKED,
    LOWERED,
    MARKED,
    THERE,
    docx,
    linux,
    paragraph,
    windows,
)
from tests.worlds.world import DENIED, World

REMOVED = docx(paragraph("通知") + DELETED)
PROPERTY = docx(
    paragraph("通知"), {"docProps/custom.xml": '<property name="密级"><vt:lpwstr>绝密</vt:lpwstr></property>'}
)

SCENARIOS = (
    Scenario("pass", linux({f"{HERE}/a.txt": MARKED}), State.PASSED),
    Scenario("fail", linux({f"{HERE}/a.docx": REMOVED}), State.FAILED, ("1 个",)),
    Scenario("fail", linux({f"{HERE}/a.docx": LOWERED}), State.FAILED),
    Scenario("fail", linux({f"{HERE}/a.docx": PROPERTY}), State.FAILED),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", linux({f"{HERE}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", windows({THERE + "\\": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux({f"{HERE}/a.docx": BROKEN, f"{HERE}/b.docx": BOMB}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows({rf"{THERE}\a.docx": BOMB, rf"{THERE}\b.doc": LOCKED}), State.COULD_NOT_CHECK),
    # -- Windows
    Scenario("pass", windows({rf"{THERE}\a.docx": docx(paragraph("通知"))}), State.PASSED),
    Scenario("fail", windows({rf"{THERE}\a.docx": LOWERED}), State.FAILED),
)
