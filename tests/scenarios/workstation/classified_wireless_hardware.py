from __future__ import annotations

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.wireless import (
    BLUETOOTH,
    BLUETOOTH_STICK,
    CONTROL,
    MOUSE,
    NETWORK,
    PCI_CARD,
    USB,
    WIFI_CARD,
    linux,
    windows,
)
from tests.worlds.world import DENIED, World

_USB = "/sys/bus/usb/devices"
_RECEIVER = {
    f"{_USB}/1-2/idVendor": "046d\n",
    f"{_USB}/1-2/idProduct": "c52b\n",
    f"{_USB}/1-2/product": "USB Receiver\n",
}
_STICK = {
    f"{_USB}/1-3/bDeviceClass": "e0\n",
    f"{_USB}/1-3/bDeviceSubClass": "01\n",
    f"{_USB}/1-3/bDeviceProtocol": "01\n",
    f"{_USB}/1-3/product": "CSR8510 A10\n",
}
_WIRED = {f"{_USB}/1-4/idVendor": "046d\n", f"{_USB}/1-4/idProduct": "c31c\n", f"{_USB}/1-4/product": "USB Keyboard\n"}

SCENARIOS = (
    Scenario("pass", linux(files={f"{PCI_CARD}/class": "0x020000\n", **_WIRED}), State.PASSED),
    # A card without a driver is a card.
    Scenario("fail", linux(files={f"{PCI_CARD}/class": "0x028000\n"}), State.FAILED, ("无线网卡：PCI 0000:02:00.0",)),
    Scenario("fail", linux(files={"/sys/class/net/wlan0/wireless/x": ""}), State.FAILED, ("wlan0",)),
    Scenario("fail", linux(files={"/sys/class/net/wwan0/uevent": "DEVTYPE=wwan\n"}), State.FAILED, ("移动上网模块",)),
    Scenario("fail", linux(files={"/sys/class/bluetooth/hci0/x": ""}), State.FAILED, ("蓝牙：hci0",)),
    Scenario("fail", linux(files=_STICK), State.FAILED, ("蓝牙：CSR8510 A10",)),
    Scenario("fail", linux(files=_RECEIVER), State.FAILED, ("无线键盘鼠标接收器",)),
    Scenario("denied", World(), State.COULD_NOT_CHECK),
    Scenario("denied", linux(files={f"{_USB}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux(files={**_STICK, f"{_USB}/1-3/product": "\x1b]0;x\n"}), State.FAILED, ("\\x1b",)),
    Scenario("pass", windows(), State.PASSED),
    Scenario("pass", windows((USB, r"USB\VID_046D&PID_C31C\1")), State.PASSED),
    Scenario("fail", windows((NETWORK, WIFI_CARD)), State.FAILED, ("无线网卡：Wi-Fi 6 AX200",)),
    Scenario("fail", windows((BLUETOOTH, BLUETOOTH_STICK)), State.FAILED, ("蓝牙：Generic Bluetooth Adapter",)),
    Scenario("fail", windows((USB, MOUSE)), State.FAILED, ("无线键盘鼠标接收器",)),
    Scenario("fail", windows((NETWORK, WIFI_CARD), connected=False), State.NEEDS_PERSON, ("AX200",)),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", windows(registry={rf"{CONTROL}\DeviceClasses": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows((USB, "no id at all")), State.PASSED),
)  # fmt: skip
