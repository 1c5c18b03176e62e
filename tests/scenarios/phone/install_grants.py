from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import APP, FORBIDDEN, GARBAGE, GOOD, REFUSED, SILENT, changed

OWN = str(GOOD["apps.system"]) + "".join(
    f"package:{name}\n" for name in ("com.android.chrome", "com.sec.android.app.myfiles", "com.maker.odd")
)

BY_ID = f"  Uid u0a103:\n      REQUEST_INSTALL_PACKAGES: mode=allow\n    Package {APP}:\n"

SCENARIOS = (
    Scenario("fail", changed({"apps.use": str(GOOD["apps.use"]) + BY_ID}), State.FAILED, names=(APP,)),
    *(
        Scenario("fail", changed({"apps.system": OWN, "apps.installers": f"{name}\n"}), State.FAILED, names=(name,))
        for name in ("com.android.chrome", "com.sec.android.app.myfiles")
    ),
    Scenario(
        "pass",
        changed({"apps.system": OWN, "apps.installers": "com.maker.odd\n"}),
        State.NEEDS_PERSON,
        names=("com.maker.odd",),
    ),
    Scenario("pass", changed({}), State.PASSED),
    Scenario("pass", changed({"apps.installers": "com.xiaomi.market\ncom.miui.securitycenter\n"}), State.PASSED),
    Scenario("fail", changed({"apps.installers": f"{APP}\n"}), State.FAILED, names=("com.example.notes",)),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("hostile", changed({"apps.installers": "Error: Unknown operation string: X\n"}), State.COULD_NOT_CHECK),
    Scenario("hostile", changed({"apps.installers": "com.a.b and more\n"}), State.COULD_NOT_CHECK),
)
