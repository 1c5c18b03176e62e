from __future__ import annotations

from typing import Any

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

_ADAPTER = "/var/lib/bluetooth/00:11:22:33:44:55"
_SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
_DEVICES = rf"{_SERVICES}\BTHPORT\Parameters\Devices"
_KEY = "[LinkKey]\nKey=00\n"


def _linux(*infos: str, **more: Any) -> World:
    files = {f"{_ADAPTER}/AA:BB:CC:00:00:{number:02X}/info": info for number, info in enumerate(infos)}
    return World(files={"/var/lib/x": "", **files, **more})


def _windows(*kinds: Any) -> World:
    keys = {rf"{_DEVICES}\{number:012x}": {"COD": kind} for number, kind in enumerate(kinds)}
    return World(Platform.WINDOWS, registry={rf"{_SERVICES}\Tcpip": {}, **keys})


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    Scenario("pass", _linux("[General]\nClass=0x240404\n" + _KEY), State.PASSED, ("耳机",)),
    # Seen in passing, never paired.
    Scenario("pass", _linux("[General]\nClass=0x5a020c\n"), State.PASSED, ("没有配对过",)),
    Scenario("fail", _linux("[General]\nClass=0x5a020c\n" + _KEY), State.NEEDS_PERSON, ("手机 1 个",)),
    Scenario("fail", _linux(_KEY), State.NEEDS_PERSON, ("其他设备 1 个",)),
    Scenario("denied", _linux(**{"/var/lib/bluetooth/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux("Class=0xfffffffff\n" + _KEY), State.NEEDS_PERSON),
    Scenario("hostile", _linux("\0\0\0\0"), State.COULD_NOT_CHECK),
    Scenario("pass", _windows(), State.PASSED),
    Scenario("pass", _windows(0x000540), State.PASSED),
    Scenario("fail", _windows(0x5A020C, 0x3E0104), State.NEEDS_PERSON, ("电脑 1 个", "手机 1 个")),
    Scenario("denied", World(Platform.WINDOWS, registry={"HKLM": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows("a phone"), State.NEEDS_PERSON),
)
