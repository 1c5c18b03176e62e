from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, details

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED, names=("近期版本",)),
    Scenario("fail", changed({"apps.system": "package:com.android.systemui\n"}), State.FAILED),
    Scenario(
        "fail",
        changed(
            {"app.details com.miui.securitycenter": details("com.miui.securitycenter", updated="2025-01-01 00:00:00")}
        ),
        State.FAILED,
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario(
        "pass",
        changed(
            {"app.details com.miui.securitycenter": details("com.miui.securitycenter", updated="2008-12-31 16:00:00")}
        ),
        State.NEEDS_PERSON,
    ),
    Scenario(
        "hostile",
        changed(
            {"app.details com.miui.securitycenter": details("com.miui.securitycenter", updated="2099-01-01 00:00:00")}
        ),
        State.NEEDS_PERSON,
    ),
)
