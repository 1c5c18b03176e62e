from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, details

SCENARIOS = (
    Scenario(
        "pass",
        changed(
            {
                "apps.third": "package:com.tencent.mobileqq  installer=com.xiaomi.market\n",
                "app.details com.tencent.mobileqq": details("com.tencent.mobileqq", version="8.0.61"),
            }
        ),
        State.NEEDS_PERSON,
        names=("8.0.61",),
    ),
    Scenario("pass", changed({}), State.NOT_APPLICABLE),
    Scenario(
        "fail",
        changed(
            {
                "apps.third": "package:com.tencent.mobileqq  installer=com.xiaomi.market\n",
                "app.details com.tencent.mobileqq": details("com.tencent.mobileqq", granted=("ACCESS_FINE_LOCATION",)),
            }
        ),
        State.FAILED,
        names=("允许",),
    ),
    Scenario(
        "fail",
        changed(
            {
                "apps.third": "package:com.tencent.mobileqq  installer=com.xiaomi.market\n",
                "app.details com.tencent.mobileqq": details("com.tencent.mobileqq", granted=("ACCESS_FINE_LOCATION",)),
                "app.location com.tencent.mobileqq": "FINE_LOCATION: ignore\nCOARSE_LOCATION: ignore\n",
            }
        ),
        State.NEEDS_PERSON,
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)
