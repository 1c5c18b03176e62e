from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import APP, FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, details
from tests.worlds.world import DENIED

ADMIN = f"  Enabled Device Admins (User 0, provisioningState: 0):\n    {APP}/.Receiver:\n"
OWNER = (
    "  Enabled Device Admins (User 0, provisioningState: 3):\n  Device Owner: \n"
    f"    admin=ComponentInfo{{{APP}/{APP}.Receiver}}\n"
)

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "pass",
        changed({"secure.enabled_accessibility_services": "com.miui.securitycenter/.A:com.gone.app/.B\n"}),
        State.PASSED,
    ),
    Scenario(
        "fail",
        changed(
            {
                "secure.enabled_accessibility_services": f"{APP}/.Spy$1\n",
                f"app.details {APP}": details(APP, "com.android.shell"),
            }
        ),
        State.FAILED,
        names=(
            "无障碍",
            "com.example.notes",
        ),
    ),
    Scenario(
        "fail",
        changed({"apps.admins": ADMIN, f"app.details {APP}": details(APP, "null")}),
        State.FAILED,
        names=("设备管理器",),
    ),
    Scenario(
        "fail",
        changed({"apps.admins": OWNER, f"app.details {APP}": details(APP, "null")}),
        State.FAILED,
        names=("设备管理器",),
    ),
    Scenario(
        "fail",
        changed({"apps.overlays": f"{APP}\n", f"app.details {APP}": details(APP, None)}),
        State.FAILED,
        names=("悬浮窗",),
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario(
        "pass", changed({"secure.enabled_accessibility_services": f"{APP}/.A\n"}), State.NEEDS_PERSON, names=("无障碍",)
    ),
    Scenario("denied", changed({"apps.admins": DENIED}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile", changed({"secure.enabled_accessibility_services": "no component at all\n"}), State.COULD_NOT_CHECK
    ),
)
