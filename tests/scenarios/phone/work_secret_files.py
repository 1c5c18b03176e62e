from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, holding

INTERNAL = "内部资料 注意保存\n某某工作方案\n"
SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario("fail", holding({"/sdcard/Documents/a.txt": INTERNAL}), State.FAILED, names=("Documents/a.txt",)),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)
