from checker.machine.answers import Output
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
        "pass",
        changed({"root.su": "ls: /sbin/su: No such file or directory\n6.1.75-android14-11\nEnforcing\n"}),
        State.PASSED,
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
    # Green is given only to a locked phone; a lock alone does not tell what was started.
    Scenario("pass", changed({"properties": properties(ro__boot__flash__locked="")}), State.PASSED),
    Scenario("pass", changed({"properties": properties(ro__boot__verifiedbootstate="")}), State.NEEDS_PERSON),
    Scenario(
        "pass",
        changed({"properties": properties(ro__boot__verifiedbootstate="GREEN", ro__secureboot__lockstate="LOCKED")}),
        State.PASSED,
    ),
    # One word that nobody knows takes the pass.
    *(
        Scenario("denied", changed({"properties": properties(**words)}), State.COULD_NOT_CHECK)
        for words in (
            {"ro__boot__flash__locked": "2"},
            {"vendor__boot__verifiedbootstate": "violet"},
            {"ro__secureboot__lockstate": "unknown"},
            {"ro__boot__veritymode": "odd"},
            {"ro__build__tags": "odd-keys"},
            {"ro__boot__warranty_bit": "maybe"},
        )
    ),
    # Who hides root sets the best known properties back: the worst word of all counts.
    *(
        Scenario("fail", changed({"properties": properties(**words)}), State.FAILED)
        for words in (
            {"vendor__boot__verifiedbootstate": "orange"},
            {"ro__boot__realmebootstate": "yellow"},
            {"vendor__boot__vbmeta__device_state": "unlocked"},
            {"ro__secureboot__lockstate": "unlocked"},
            {"ro__boot__realme__lockstate": "0"},
            {"ro__boot__warranty_bit": "1"},
            {"ro__vendor__warranty_bit": "1"},
            {"ro__is_ever_orange": "1"},
            {"ro__boot__warranty_bit": "0x1"},
            {"ro__boot__veritymode": "disabled"},
            {"ro__boot__veritymode": "eio"},
            {"ro__build__tags": "dev-keys"},
            {"ro__secure": "0"},
            {"ro__adb__secure": "0"},
        )
    ),
    *(
        Scenario("fail", changed({"root.su": f"5.10.198-android12-9\n{trace}\n"}), State.FAILED)
        for trace in ("Permissive", "magisk", "KSU ", "APatch ", "/data/adb/modules", "/debug_ramdisk/.magisk")
    ),
    Scenario("pass", changed({"root.su": "5.10.198-android12-9\nEnforcing\n"}), State.PASSED),
    Scenario("denied", changed({"apps.system": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", changed({"root.su": ""}), State.COULD_NOT_CHECK),
    # As far as it came: what was not asked any more may be there.
    *(
        Scenario("denied", changed({"root.su": broken}), State.COULD_NOT_CHECK)
        for broken in (
            Output(b"ls: /system/bin/su: No such file or directory\n", 124),
            Output(b"ls: /system/bin/su: No such file or directory\n5.10.198-android12-9\n", 1),
            Output(b"5.10.198\nEnforcing\ngrep: /proc/mounts: Permission denied\n", 2),
            Output(b"5.10.198\nEnforcing\nSegmentation fault\n", 139),
            "ls: /system/xbin/su: Permission denied\n5.10.198-android12-9\nEnforcing\n",
            Output(b"ls: /system/bin/su: No such file or directory\nEnforcing\n", 1),
        )
    ),
)
