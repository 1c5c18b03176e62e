from checker.machine.answers import Output
from checker.model.finding import State
from checker.model.policy import Phone, Policy
from tests.scenarios import Scenario
from tests.worlds.phone import APP, FORBIDDEN, GARBAGE, REFUSED, SILENT, Answers, changed, details, properties
from tests.worlds.world import DENIED, World

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

# Of everybody on the phone: a copy of apps that may be looked at, and a Secure Folder that may not.
CLONE = {
    "users": "Users:\nuser 0 4c13 running\nuser 999 801010 running\n",
    "apps.system@999": "package:com.android.systemui\n",
    "apps.third@999": "package:com.example.hidden  installer=null\n",
    "app.details com.example.hidden": details("com.example.hidden", "com.android.shell"),
}
SECURE: Answers = {"users": "Users:\nuser 0 4c13 running\nuser 150 10061030 running\n", "apps.system@150": DENIED}


def _came(by: str, source: int = 0, installer: str | None = None) -> World:
    block = details(APP, by, source=source)
    if installer is not None:
        block = block.replace(f"installerPackageName={by}", f"installerPackageName={installer}")
    return changed({f"app.details {APP}": block})


# A list that broke off, or never began: that nothing is at fault in it says nothing.
BROKEN = (
    Output(b"", 255),
    Output(b"", 1),
    Output(b"Segmentation fault\n", 139),
    Output(b"cmd: Failure calling service package: Broken pipe (32)\n", 224),
    f"package:{APP}\ncmd: Failure calling service package: Broken pipe (32)\n",
    f"package:{APP}\nSegmentation fault\n",
    "package:com.evil;reboot\nError: x\n",
)

SCENARIOS = (
    # Before Android 11 the installer's name is all there is, and the finding says what that is worth.
    Scenario(
        "pass",
        changed({"properties": OLD}),
        State.PASSED,
        names=("可以冒充",),
    ),
    Scenario("fail", changed(CLONE), State.FAILED, names=("com.example.hidden（应用分身）", "电脑")),
    Scenario("denied", changed(SECURE), State.COULD_NOT_CHECK, names=("安全文件夹",)),
    *(
        Scenario("pass", _came(store), State.PASSED)
        for store in (
            "com.vivo.game",
            "com.huawei.gamebox",
            "com.nearme.gamecenter",
            "com.xiaomi.gamecenter",
            "com.xiaomi.mipicks",
            "com.vivo.appstore",
        )
    ),
    # A tool that copies apps from another phone moves them; where they came from it does not say.
    *(
        Scenario("fail", _came(tool), State.NEEDS_PERSON, names=("从另一部手机搬来",))
        for tool in (
            "com.miui.huanji",
            "com.hicloud.android.clone",
            "com.hihonor.android.clone",
            "com.coloros.backuprestore",
            "com.vivo.easyshare",
            "com.sec.android.easyMover",
        )
    ),
    Scenario("fail", _came("com.sec.android.easyMover", installer="com.android.vending"), State.NEEDS_PERSON),
    Scenario(
        "fail",
        changed(
            {
                "apps.third": "package:com.cocospy  installer=com.xiaomi.market\n",
                "app.details com.cocospy": details("com.cocospy"),
            }
        ),
        State.FAILED,
        names=("com.cocospy", "2026-06-21"),
    ),
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
    *(
        Scenario("hostile", changed({"apps.third": broken, "apps.third.plain": broken}), State.COULD_NOT_CHECK)
        for broken in BROKEN
    ),
)
