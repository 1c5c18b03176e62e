from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, properties
from tests.worlds.world import DENIED

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "fail",
        changed({"properties": properties(ro__boot__verifiedbootstate="orange", ro__boot__flash__locked="0")}),
        State.FAILED,
        names=("BootLoader 已解锁",),
    ),
    Scenario("fail", changed({"root.su": "/system/xbin/su\n"}), State.FAILED, names=("ROOT",)),
    Scenario(
        "fail",
        changed({"apps.third": "package:com.topjohnwu.magisk  installer=null\n"}),
        State.FAILED,
        names=("com.topjohnwu.magisk",),
    ),
    Scenario(
        "fail", changed({"properties": properties(ro__build__tags="test-keys", ro__debuggable="1")}), State.FAILED
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario(
        "pass",
        changed({"properties": properties(ro__boot__verifiedbootstate="", ro__boot__flash__locked="")}),
        State.NEEDS_PERSON,
    ),
    Scenario("denied", changed({"apps.system": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", changed({"root.su": ""}), State.COULD_NOT_CHECK),
)
