from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed
from tests.worlds.world import DENIED

# What AOSP's own code prints: SoftApManager.dump of 9, 11 and 13, and SoftApConfiguration.toString of 12 and later.
NINE = "--Dump of SoftApManager--\ncurrent StateMachine mode: {}\nmMode: {}\n"
ELEVEN = (
    "Dump of ActiveModeWarden\n--Dump of SoftApManager--\ncurrent StateMachine mode: {}\nmApConfig.targetMode: {}\n"
)
THIRTEEN = (
    "Dump of ActiveModeWarden\nDump of SoftApManager id=1\ncurrent StateMachine mode: StartedState\n"
    "mRole: ROLE_SOFTAP_TETHERED\n Passphrase = <{}> \n SecurityType = {} \n"
)
CLIENT = "Dump of ActiveModeWarden\nDump of ConcreteClientModeManager id=2\ncurrent StateMachine mode: StartedState\n"

SCENARIOS = (
    *(
        Scenario("fail", changed({"hotspot.wifi": printed}), State.FAILED, names=("个人热点",))
        for printed in (
            NINE.format("StartedState", 1),
            ELEVEN.format("StartedState", 1),
            THIRTEEN.format("non-empty", 1),
            "  mWifiApState: 13\n",
        )
    ),
    *(
        Scenario("fail", changed({"hotspot.wifi": printed}), State.FAILED, names=("没有密码",))
        for printed in (THIRTEEN.format("empty", 0), THIRTEEN.format("empty", 5))
    ),
    *(
        Scenario("pass", changed({"hotspot.wifi": printed}), State.PASSED)
        for printed in (
            NINE.format("IdleState", 1),
            NINE.format("StartedState", 2),
            ELEVEN.format("StartedState", 2),
            CLIENT,
            "  mWifiApState: 11\n",
        )
    ),
    *(
        Scenario(
            "fail", changed({"hotspot.wifi": f"  mApState: 11\n  mWifiApState: {on}\n"}), State.FAILED, names=("热点",)
        )
        for on in ("13", "12", "WIFI_AP_STATE_ENABLED")
    ),
    *(
        Scenario("pass", changed({"hotspot.wifi": f"  mApState: 11\n  mWifiApState: {odd}\n"}), State.NEEDS_PERSON)
        for odd in ("99", "SomeState")
    ),
    *(
        Scenario("pass", changed({"nfc.state": f"mState={odd}\n"}), State.NEEDS_PERSON, names=("NFC",))
        for odd in ("5", "card_mode_on", "unknown")
    ),
    Scenario("pass", changed({"hotspot.wifi": "Wifi-less words\n"}), State.NEEDS_PERSON, names=("个人热点",)),
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
    # The service's word goes before the setting; where the setting says the worse, its owner is asked.
    *(
        Scenario("fail", changed({"bluetooth.state": f"  enabled: {word}\n  state: {state}\n"}), State.FAILED)
        for word, state in (
            ("true", "ON"),
            ("false", "ON"),
            ("true", "OFF"),
            ("false", "BLE_ON"),
            ("false", "TURNING_ON"),
            ("false", "12"),
        )
    ),
    *(
        Scenario("pass", changed({"global.bluetooth_on": f"{wish}\n"}), State.NEEDS_PERSON, names=("蓝牙",))
        for wish in (1, 2)
    ),
    *(
        Scenario("pass", changed({"bluetooth.state": said}), State.NEEDS_PERSON, names=("蓝牙",))
        for said in ("  enabled: false\n", "  enabled: false\n  state: SLEEPING\n", DENIED, "", "\n")
    ),
    Scenario("pass", changed({"bluetooth.state": "Can't find service: bluetooth_manager\n"}), State.PASSED),
    Scenario("fail", changed({"nfc.state": "mState=off\nmState=on\n"}), State.FAILED, names=("NFC",)),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("pass", changed({"global.bluetooth_on": "null\n"}), State.NEEDS_PERSON, names=("蓝牙",)),
)
