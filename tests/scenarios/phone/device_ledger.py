from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, properties

SCENARIOS = (
    Scenario("pass", changed({}), State.NEEDS_PERSON, names=("HyperOS OS2.0.5.0",)),
    Scenario(
        "fail",
        changed({"properties": properties(ro__product__model="\x1b[31mX")}),
        State.NEEDS_PERSON,
        names=("\\x1b",),
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)
