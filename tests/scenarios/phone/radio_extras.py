from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario("pass", changed({"nfc.state": "Can't find service: nfc\n"}), State.PASSED),
    Scenario(
        "fail",
        changed(
            {
                "global.bluetooth_on": "1\n",
                "bluetooth.state": "  enabled: true\n  ScanMode: SCAN_MODE_CONNECTABLE_DISCOVERABLE\n",
            }
        ),
        State.FAILED,
        names=("附近的设备都能看到",),
    ),
    Scenario("fail", changed({"nfc.state": "mState=on\n"}), State.FAILED, names=("NFC",)),
    Scenario(
        "fail",
        changed({"hotspot.tethering": "  wlan1 - TetheredState - lastError = 0\n"}),
        State.FAILED,
        names=("个人热点",),
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("pass", changed({"global.bluetooth_on": "null\n"}), State.NEEDS_PERSON, names=("蓝牙",)),
)
