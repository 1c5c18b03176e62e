from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed

SCENARIOS = (
    Scenario("pass", changed({}), State.NEEDS_PERSON, names=("小米互传",)),
    Scenario("pass", changed({"apps.system": "package:com.android.systemui\n"}), State.NOT_APPLICABLE),
    Scenario("fail", changed({"apps.system": "package:com.google.android.gms\n"}), State.NEEDS_PERSON, names=("谷歌",)),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)
