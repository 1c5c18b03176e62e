from checker.machine.answers import Output
from checker.model.finding import State
from checker.model.policy import Phone, Policy
from tests.scenarios import Scenario
from tests.worlds.phone import APP, FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, details, properties
from tests.worlds.world import DENIED

OLD = properties(ro__build__version__sdk="29")
# `adb install -i` names a store as the installer; who began the installation gives it away (from real phones).
FAKED = details(APP, "com.android.shell").replace(
    "installerPackageName=com.android.shell", "installerPackageName=com.xiaomi.market"
)

# However many there are: the last one by name counts like the first.
_MANY = [f"com.example.a{number:03}" for number in range(641)]
_FULL = changed(
    {
        "apps.third": "".join(f"package:{name}  installer=com.xiaomi.market\n" for name in _MANY),
        **{f"app.details {name}": details(name) for name in _MANY},
        f"app.details {_MANY[-1]}": details(_MANY[-1], "com.android.shell"),
    }
)

SCENARIOS = (
    Scenario("fail", _FULL, State.FAILED, names=(_MANY[-1], "电脑")),
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "pass",
        changed({f"app.details {APP}": details(APP, "com.samsung.android.app.omcagent", source=2)}),
        State.PASSED,
    ),
    Scenario("pass", changed({"properties": OLD, f"app.details {APP}": details(APP, None)}), State.PASSED),
    Scenario(
        "fail",
        changed({f"app.details {APP}": details(APP, "com.android.shell", source=2)}),
        State.FAILED,
        names=(
            "com.example.notes",
            "电脑",
        ),
    ),
    Scenario(
        "fail",
        changed({f"app.details {APP}": details(APP, "com.google.android.packageinstaller", source=2)}),
        State.FAILED,
        names=("安装包",),
    ),
    Scenario("fail", changed({f"app.details {APP}": details(APP, "com.android.chrome", source=4)}), State.FAILED),
    Scenario(
        "fail", changed({f"app.details {APP}": details(APP, "null", source=2)}), State.FAILED, names=("没有安装来源",)
    ),
    Scenario(
        "fail",
        changed(
            {
                "properties": OLD,
                "apps.third": f"package:{APP}  installer=null\n",
                f"app.details {APP}": details(APP, None),
            }
        ),
        State.FAILED,
    ),
    Scenario("fail", changed({f"app.details {APP}": FAKED}), State.FAILED, names=("电脑",)),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario(
        "pass",
        changed({f"app.details {APP}": details(APP, "com.android.shell", source=2)}),
        State.PASSED,
        policy=Policy(phone=Phone(approved_apps=("com.example.*",))),
    ),
    Scenario("denied", changed({f"app.details {APP}": details(APP, None)}), State.COULD_NOT_CHECK),
    Scenario("denied", changed({"apps.system": DENIED}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        changed({f"app.details {APP}": "Package [com.evil] (1):\n    initiatingPackageName=com.xiaomi.market\n"}),
        State.COULD_NOT_CHECK,
    ),
    Scenario(
        "hostile",
        changed({"apps.third": "package:com.evil;reboot\nError: x\n", "apps.third.plain": Output(b"", 255)}),
        State.PASSED,
    ),
)
