from checker.machine.answers import Output
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, properties

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "pass",
        changed({"location.enabled": Output(b"", 255), "properties": properties(ro__build__version__sdk="29")}),
        State.PASSED,
    ),
    Scenario("fail", changed({"location.enabled": "true\n"}), State.FAILED, names=("位置服务开着",)),
    Scenario("fail", changed({"global.ble_scan_always_enabled": "1\n"}), State.FAILED, names=("蓝牙扫描",)),
    Scenario(
        "fail",
        changed({"properties": properties(ro__build__version__sdk="28"), "secure.location_mode": "3\n"}),
        State.FAILED,
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        changed({"properties": properties(ro__build__version__sdk="28"), "secure.location_mode": "null\n"}),
        State.COULD_NOT_CHECK,
    ),
    Scenario(
        "hostile", changed({"location.enabled": "true; false\n", "secure.location_mode": "9\n"}), State.COULD_NOT_CHECK
    ),
)
