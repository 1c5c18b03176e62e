from __future__ import annotations

from typing import Any

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.wireless import BLUETOOTH, BLUETOOTH_STICK, linux, rfkill, windows
from tests.worlds.world import DENIED, World

_OBJECTS = ("org.bluez", "/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")


def _bluez(discoverable: Any, soft: str = "0") -> World:
    adapter = {"org.bluez.Adapter1": {"Powered": True, "Discoverable": discoverable}}
    return linux(files=rfkill("bluetooth", soft), bus={_OBJECTS: ({"/org/bluez/hci0": adapter, "/org/bluez": {}},)})


def _windows(state: str) -> World:
    return windows((BLUETOOTH, BLUETOOTH_STICK), win32={"radios": [{"kind": "bluetooth", "state": state}]})


SCENARIOS = (
    Scenario("pass", linux(), State.NOT_APPLICABLE),
    Scenario("pass", _bluez(True, soft="1"), State.PASSED),
    Scenario("pass", _bluez(False), State.NEEDS_PERSON, ("搜不到",)),
    # Nobody runs BlueZ, so nobody makes the adapter visible.
    Scenario("pass", linux(files=rfkill("bluetooth")), State.NEEDS_PERSON, ("搜不到",)),
    Scenario("fail", _bluez(True), State.FAILED, ("bluetooth",)),
    Scenario("denied", World(), State.COULD_NOT_CHECK),
    Scenario("denied", linux(files=rfkill("bluetooth"), bus={_OBJECTS: DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux(files=rfkill("bluetooth"), bus={_OBJECTS: ("x",)}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux(files=rfkill("bluetooth"), bus={_OBJECTS: ()}), State.COULD_NOT_CHECK),
    Scenario("pass", windows(), State.NOT_APPLICABLE),
    Scenario("pass", _windows("off"), State.PASSED),
    Scenario("fail", _windows("on"), State.NEEDS_PERSON, ("不让别人搜到",)),
    Scenario("denied", windows((BLUETOOTH, BLUETOOTH_STICK)), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", windows((BLUETOOTH, BLUETOOTH_STICK), win32={"radios": {}}), State.COULD_NOT_CHECK),
)
