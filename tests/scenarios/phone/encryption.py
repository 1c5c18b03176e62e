from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, properties

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario("fail", changed({"properties": properties(ro__crypto__state="unencrypted")}), State.FAILED),
    Scenario("fail", changed({"properties": properties(ro__crypto__state="unsupported")}), State.FAILED),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("hostile", changed({"properties": properties(ro__crypto__state="maybe")}), State.COULD_NOT_CHECK),
)
