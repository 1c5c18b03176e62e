from checker.machine.answers import Output
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, listing

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "fail",
        changed({"papers": listing("/sdcard/Download/处室花名册（内部资料）.xlsx")}),
        State.FAILED,
        names=("花名册",),
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("denied", changed({"photos.walk": Output(b"", 1)}), State.COULD_NOT_CHECK),
    Scenario("hostile", changed({"papers": b"%s %T@ %p"}), State.COULD_NOT_CHECK),
)
