from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, holding

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario("fail", holding({"/sdcard/Download/我的密码.txt": "x"}), State.FAILED, names=("Download/我的…",)),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)
