from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, properties

SCENARIOS = (
    Scenario("pass", changed({}), State.NEEDS_PERSON),
    Scenario("fail", changed({"global.adb_wifi_enabled": "1\n"}), State.FAILED, names=("无线调试",)),
    Scenario(
        "fail", changed({"properties": properties(service__adb__tcp__port="5555")}), State.FAILED, names=("端口",)
    ),
    Scenario(
        "fail", changed({"properties": properties(persist__adb__tcp__port="5555")}), State.FAILED, names=("端口",)
    ),
    Scenario(
        "pass", changed({"properties": properties(sys__oem_unlock_allowed="1")}), State.NEEDS_PERSON, names=("OEM",)
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario(
        "pass",
        changed({"adb.keys": "user_keys=\nQAAAAPUBsVijHceeeK3bETuudn\nkeystore=\nQAAAAXXXXXijHceeeK3bETuudn\n"}),
        State.NEEDS_PERSON,
        names=("1 台电脑",),
    ),
)
