from __future__ import annotations

from typing import Any

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.wireless import BLUETOOTH, BLUETOOTH_STICK, NETWORK, WIFI_CARD, linux, rfkill, windows
from tests.worlds.world import DENIED, World

_CARD = {"/sys/class/net/wlan0/phy80211/name": "phy0"}


def _windows(*radios: Any) -> World:
    return windows((NETWORK, WIFI_CARD), win32={"radios": list(radios)})


SCENARIOS = (
    Scenario("pass", linux(), State.NOT_APPLICABLE),
    Scenario("pass", linux(files=_CARD | rfkill("wlan", soft="1")), State.PASSED),
    Scenario("pass", linux(files=_CARD | rfkill("wlan", hard="1")), State.PASSED),
    Scenario("fail", linux(files=_CARD | rfkill("wlan")), State.NEEDS_PERSON, ("wlan",)),
    Scenario("fail", linux(files=rfkill("wlan", soft="1") | rfkill("wwan", number=1)), State.NEEDS_PERSON, ("wwan",)),
    Scenario("denied", World(), State.COULD_NOT_CHECK),
    # A kernel without rfkill.
    Scenario("denied", linux(files=_CARD), State.COULD_NOT_CHECK),
    Scenario("hostile", linux(files=rfkill("wlan", soft="maybe")), State.COULD_NOT_CHECK),
    Scenario("pass", windows(), State.NOT_APPLICABLE),
    Scenario("pass", windows((NETWORK, WIFI_CARD), connected=False), State.NOT_APPLICABLE),
    Scenario("pass", _windows({"kind": "wifi", "state": "off"}), State.PASSED),
    Scenario("fail", _windows({"kind": "wifi", "state": "on"}), State.NEEDS_PERSON, ("Wi-Fi",)),
    Scenario("denied", windows((NETWORK, WIFI_CARD)), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, win32={"radios": []}), State.COULD_NOT_CHECK),
    # The card is there, and Windows says nothing of it.
    Scenario("hostile", _windows(), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows({"kind": "warp", "state": 3}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows((BLUETOOTH, BLUETOOTH_STICK), win32={"radios": DENIED}), State.COULD_NOT_CHECK),
)  # fmt: skip
