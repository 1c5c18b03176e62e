from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, properties

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "pass",
        changed(
            {
                "properties": properties(
                    ro__build__version__security_patch="2020-05-01",
                    ro__huawei__build__version__security_patch="2026-10-01",
                )
            }
        ),
        State.PASSED,
        names=("2026-10-01",),
    ),
    Scenario(
        "fail",
        changed({"properties": properties(ro__build__version__security_patch="2020-05-01")}),
        State.FAILED,
        names=("2020-05-01",),
    ),
    Scenario(
        "fail",
        changed(
            {
                "properties": properties(
                    ro__build__version__security_patch="2020-05-01", ro__vendor__build__security_patch="2026-10-01"
                )
            }
        ),
        State.FAILED,
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        changed({"properties": properties(ro__build__version__security_patch="2099-01-01")}),
        State.NEEDS_PERSON,
    ),
    Scenario(
        "hostile", changed({"properties": properties(ro__build__version__security_patch="soon")}), State.COULD_NOT_CHECK
    ),
    Scenario(
        "hostile",
        changed({"properties": properties(ro__build__version__security_patch="2026-13-45")}),
        State.COULD_NOT_CHECK,
    ),
)
