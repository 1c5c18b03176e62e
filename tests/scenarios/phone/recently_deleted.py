from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed
from tests.worlds.world import DENIED

SCENARIOS = (
    Scenario("pass", changed({}), State.NEEDS_PERSON),
    Scenario("fail", changed({"trash": "12\n"}), State.FAILED, names=("12",)),
    Scenario("fail", changed({"trash.media": "3\n"}), State.FAILED, names=("3",)),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("denied", changed({"trash.media": DENIED}), State.NEEDS_PERSON),
)
