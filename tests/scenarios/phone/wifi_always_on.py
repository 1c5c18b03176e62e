from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario("fail", changed({"global.wifi_wakeup_enabled": "1\n"}), State.FAILED, names=("自动开启 WLAN",)),
    Scenario("fail", changed({"global.wifi_networks_available_notification_on": "1\n"}), State.FAILED),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("pass", changed({"global.wifi_wakeup_enabled": "null\n"}), State.NEEDS_PERSON, names=("自动开启",)),
    Scenario(
        "pass",
        changed({"global.wifi_networks_available_notification_on": "null\n"}),
        State.NEEDS_PERSON,
        names=("开放网络",),
    ),
    Scenario("pass", changed({"wifi.status": "Wifi is enabled\n"}), State.NEEDS_PERSON, names=("WLAN 扫描",)),
    Scenario(
        "fail",
        changed({"wifi.status": "Wifi scanning is always available\n"}),
        State.FAILED,
        names=("WLAN 扫描",),
    ),
    Scenario("hostile", changed({"global.wifi_wakeup_enabled": "yes\n"}), State.COULD_NOT_CHECK),
)
