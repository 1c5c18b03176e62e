from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import APP, FORBIDDEN, GARBAGE, GOOD, REFUSED, SILENT, changed, details

SYSTEM = str(GOOD["apps.system"])

SCENARIOS = (
    # Makers' editions that come with the phone, and one that nobody knows.
    *(
        Scenario(
            "pass",
            changed({"secure.enabled_input_methods": f"{name}/.Ime\n", "apps.system": f"{SYSTEM}package:{name}\n"}),
            State.NEEDS_PERSON,
            names=(name,),
        )
        for name in (
            "com.sohu.inputmethod.sogou.vivo",
            "com.baidu.input_vivo",
            "com.baidu.input_hihonor",
            "com.huawei.ohos.inputmethod",
            "com.touchtype.swiftkey",
            "com.samsung.android.honeyboard",
            "com.maker.odd.keyboard",
        )
    ),
    Scenario(
        "pass",
        changed({"secure.enabled_input_methods": f"{APP}/.Ime\n"}),  # from a store, and unheard of
        State.NEEDS_PERSON,
        names=(APP, "不认识"),
    ),
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
    Scenario("denied", changed({"secure.enabled_input_methods": "null\n"}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        changed({"secure.enabled_input_methods": "null\n", "secure.default_input_method": "null\n"}),
        State.COULD_NOT_CHECK,
    ),
)
