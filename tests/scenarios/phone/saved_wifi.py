from checker.machine.answers import Output
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed

HEAD = "Network Id      SSID                         Security type\n"
OLD = (
    "WifiConfigManager - Configured networks Begin ----\n * ID: 0 SSID: {name}\n KeyMgmt: {keys}\n"
    "WifiConfigManager - Configured networks End ----\n"
)

SCENARIOS = (
    Scenario(
        "fail",
        changed({"wifi.list": HEAD + "0            Airport                          owe\n"}),
        State.FAILED,
        names=("Airport", "OWE"),
    ),
    Scenario("pass", changed({}), State.PASSED),
    Scenario("pass", changed({"wifi.list": "No networks\n"}), State.PASSED),
    Scenario(
        "pass",
        changed(
            {
                "wifi.list": Output(b"cmd: Can't find service: wifi\n", 20),
                "wifi.configured": OLD.format(keys="WPA_PSK", name="-"),
            }
        ),
        State.PASSED,
    ),
    Scenario(
        "fail",
        changed({"wifi.list": HEAD + "1            咖啡, free wifi                    open\n1 owe^\n"}),
        State.FAILED,
        names=("咖啡, free wifi",),
    ),
    Scenario(
        "fail",
        changed({"wifi.list": HEAD + "2            Old router                         null\n"}),
        State.FAILED,
        names=("Old router",),
    ),
    Scenario(
        "fail",
        changed({"wifi.list": HEAD + "2            A                         open/owe^\n"}),
        State.FAILED,
        names=("A",),
    ),
    Scenario(
        "fail", changed({"wifi.status": "Wifi is connected to \nSecurity type: 0\n"}), State.FAILED, names=("正连着",)
    ),
    Scenario(
        "fail",
        changed(
            {
                "wifi.list": Output(b"cmd: Can't find service: wifi\n", 20),
                "wifi.configured": OLD.format(keys="NONE", name='"Cafe"'),
            }
        ),
        State.FAILED,
        names=("Cafe",),
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        changed({"wifi.list": HEAD + "2            A                         quantum\n"}),
        State.COULD_NOT_CHECK,
    ),
    Scenario(
        "hostile",
        changed({"wifi.list": HEAD + "-1           A                         wpa2-psk\n"}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("hostile", changed({"wifi.list": HEAD + "2   A     wpa2-psk\nB   open\n"}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile", changed({"wifi.list": HEAD + "7  \x1b[2Jevil\u202e   open\n"}), State.FAILED, names=("\\x1b[2Jevil",)
    ),
)
