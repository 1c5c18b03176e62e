from checker.machine.answers import Output
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, GOOD, REFUSED, SILENT, changed, details
from tests.worlds.world import DENIED

OFF = {"apps.off": "package:com.miui.securitycenter\n"}
GOOGLE = {"apps.system": str(GOOD["apps.system"]) + "package:com.google.android.gms\n"}

# Whether anything is switched off is not told.
UNTOLD = (
    DENIED,
    Output(b"", 124),
    Output(b"", 1),
    Output(b"Error: unknown option -d\n", 255),
    "cmd: Failure calling service package: Broken pipe (32)\n",
)

SCENARIOS = (
    *(Scenario("denied", changed({"apps.off": untold}), State.COULD_NOT_CHECK) for untold in UNTOLD),
    Scenario("fail", changed(OFF), State.FAILED, names=("停用",)),
    Scenario("pass", changed(GOOGLE), State.PASSED),
    Scenario(
        "fail",
        changed({**GOOGLE, "global.package_verifier_user_consent": "-1\n"}),
        State.FAILED,
        names=("Play 保护机制",),
    ),
    Scenario("fail", changed({**GOOGLE, "global.package_verifier_enable": "0\n"}), State.FAILED),
    Scenario("pass", changed({"global.package_verifier_enable": "0\n"}), State.PASSED),  # there is no Google here
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
