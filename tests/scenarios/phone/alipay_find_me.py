from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, details

SCENARIOS = (
    Scenario(
        "pass",
        changed(
            {
                "apps.third": "package:com.eg.android.AlipayGphone  installer=com.xiaomi.market\n",
                "app.details com.eg.android.AlipayGphone": details("com.eg.android.AlipayGphone", version="8.0.61"),
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
                "apps.third": "package:com.eg.android.AlipayGphone  installer=com.xiaomi.market\n",
                "app.details com.eg.android.AlipayGphone": details("com.eg.android.AlipayGphone", version="7.0.22"),
            }
        ),
        State.NEEDS_PERSON,
        names=("7.0.22",),
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)
