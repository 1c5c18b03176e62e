from checker.machine.answers import Output
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, OWN, REFUSED, SILENT, changed, holding
from tests.worlds.world import DENIED

INTERNAL = "内部资料 注意保存\n某某工作方案\n"
SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario("fail", holding({"/sdcard/Download/方案终稿.txt": INTERNAL}), State.FAILED, names=("Download/方案…",)),
    Scenario("denied", changed({"volumes": f"{OWN}public:8,1 mounted usbdrive1\n"}), State.COULD_NOT_CHECK),
    Scenario("denied", changed({"volumes": f"{OWN}public:8,1 unmountable\n"}), State.COULD_NOT_CHECK),
    Scenario("denied", changed({"volumes": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", changed({"volumes": f"{OWN}public:8,1 mounted 5E9A1B2C3D4E5F60\n"}), State.COULD_NOT_CHECK),
    Scenario(
        "pass",
        changed(
            {
                "volumes": f"{OWN}public:8,1 mounted 5E9A1B2C3D4E5F60\n",
                "volumes.seen": "/storage/5E9A1B2C3D4E5F60/\n/storage/emulated/\n/storage/self/\n",
            }
        ),
        State.PASSED,
    ),
    Scenario(
        "denied",
        changed({"storage.open": Output(b"/sdcard/\n/sdcard/DCIM\nls: /sdcard/Download: Permission denied\n", 1)}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)
