from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, holding

NUMBERS = "\n".join(f"1390000{number:04d}" for number in range(80))
SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario("fail", holding({"/sdcard/Download/名单.csv": NUMBERS}), State.FAILED, names=("约 80 个",)),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)
