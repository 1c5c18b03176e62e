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
    Scenario(
        "pass", changed({"root.su": "ls: /sbin/su: No such file or directory\n6.1.75-android14-11\n"}), State.PASSED
    ),
    Scenario("fail", changed({"root.su": "5.10.198-android12-9-SukiSU-Ultra\n"}), State.FAILED, names=("ROOT",)),
    Scenario(
        "fail",
        changed({"properties": properties(ro__boot__verifiedbootstate="yellow")}),
        State.FAILED,
        names=("不是厂商的",),
    ),
    Scenario("fail", changed({"properties": properties(ro__lineage__version="21.0")}), State.FAILED, names=("非官方",)),
    *(
        Scenario("fail", changed({"apps.third": f"package:{name}  installer=null\n"}), State.FAILED, names=(name,))
        for name in ("me.weishu.kernelsu", "com.sukisu.ultra", "me.bmax.apatch", "io.github.vvb2060.magisk")
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
