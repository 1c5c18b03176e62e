from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "fail",
        changed({"volumes": "public:179,65 mounted FF70-CD48\nprivate mounted null\n"}),
        State.FAILED,
        names=("1 张",),
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("pass", changed({"volumes": "private mounted null\nprivate:8,1 mounted 1111-22\n"}), State.NEEDS_PERSON),
    Scenario("hostile", changed({"volumes": "nothing here\n"}), State.COULD_NOT_CHECK),
)
