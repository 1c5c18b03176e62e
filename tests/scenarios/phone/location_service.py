from checker.machine.answers import Output
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, properties
from tests.worlds.world import DENIED

UNKNOWN = Output(b"cmd: Can't find service: wifi\n", 20)
ALWAYS = {"wifi.status": "Wifi is enabled\nWifi scanning is always available\n"}
OLD = {"properties": properties(ro__build__version__sdk="29")}

SCENARIOS = (
    # The Wi-Fi service's own word; the setting beside it is what was there before Android 11.
    Scenario("fail", changed(ALWAYS), State.FAILED, names=("WLAN 扫描",)),
    Scenario("pass", changed({"global.wifi_scan_always_enabled": "1\n"}), State.NEEDS_PERSON, names=("WLAN 扫描",)),
    Scenario("denied", changed({"secure.location_mode": "3\n"}), State.COULD_NOT_CHECK),
    Scenario("pass", changed({"secure.location_mode": "null\n"}), State.PASSED),
    Scenario("denied", changed({"location.enabled": "maybe\n"}), State.COULD_NOT_CHECK),
    Scenario("fail", changed({**OLD, "global.wifi_scan_always_enabled": "1\n"}), State.FAILED, names=("WLAN 扫描",)),
    # What is not told is asked.
    Scenario("pass", changed({"wifi.status": "Wifi is enabled\n"}), State.NEEDS_PERSON, names=("WLAN 扫描",)),
    Scenario("pass", changed({"wifi.status": UNKNOWN}), State.NEEDS_PERSON, names=("WLAN 扫描",)),
    Scenario("denied", changed({"wifi.status": DENIED}), State.NEEDS_PERSON, names=("WLAN 扫描",)),
    Scenario("pass", changed({"global.ble_scan_always_enabled": "null\n"}), State.NEEDS_PERSON, names=("蓝牙扫描",)),
    Scenario("pass", changed({**OLD, "global.wifi_scan_always_enabled": "null\n"}), State.NEEDS_PERSON),
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
