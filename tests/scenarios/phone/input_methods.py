from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import APP, FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, details

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "fail",
        changed(
            {"secure.enabled_input_methods": f"{APP}/.Ime\n", f"app.details {APP}": details(APP, "com.android.shell")}
        ),
        State.FAILED,
        names=("com.example.notes",),
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario(
        "pass",
        changed(
            {
                "secure.enabled_input_methods": "com.sohu.inputmethod.sogou/.SogouIME\n",
                "apps.third": "package:com.sohu.inputmethod.sogou  installer=com.xiaomi.market\n",
                "app.details com.sohu.inputmethod.sogou": details("com.sohu.inputmethod.sogou"),
            }
        ),
        State.NEEDS_PERSON,
        names=("搜狗",),
    ),
    Scenario(
        "hostile",
        changed({"secure.enabled_input_methods": "null\n", "secure.default_input_method": "null\n"}),
        State.COULD_NOT_CHECK,
    ),
)
