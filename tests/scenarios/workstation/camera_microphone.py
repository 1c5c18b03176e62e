from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

_CAMERA = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-6/1-6:1.0/video4linux/"
_NODES = {f"/sys/class/video4linux/video{number}": f"{_CAMERA}video{number}" for number in (0, 1)}
_CARD = "00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1\n00-03: HDMI 0 : HDMI 0 : playback 1\n"

_CLASSES = r"HKLM\SYSTEM\CurrentControlSet\Control\DeviceClasses"
_VIDEO, _OLDER = "{e5323777-f976-4f5b-9b55-b94699c46e44}", "{65e8773d-8f56-11d0-a3b9-00a0c9223196}"
_DEVICE = "##?#USB#VID_04F2&PID_B6D9&MI_00#6&1a&0&0000"
_ENDPOINTS = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\MMDevices\Audio\Capture"
_STORE = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"


def windows(more: Mapping[str, Any] = MappingProxyType({}), linked: int | None = 1, state: Any = 1) -> World:
    registry: dict[str, Any] = {_CLASSES: {}, rf"{_ENDPOINTS}\{{1}}": {"DeviceState": state}}
    for interface in (_VIDEO, _OLDER):
        device = rf"{_CLASSES}\{interface}\{_DEVICE}#{interface}"
        registry[rf"{device}\#"] = {}
        if linked is not None:
            registry[rf"{device}\#\Control"] = {"Linked": linked}
    return World(Platform.WINDOWS, registry=registry | dict(more))


KEPT_OFF = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\Personalization"
_ZOOM = rf"{_STORE}\microphone\NonPackaged\C:#Program Files#Zoom#bin#Zoom.exe"

SCENARIOS = (
    Scenario("pass", World(files={"/proc/version": "Linux"}), State.NOT_APPLICABLE),
    # Two nodes of one camera are one camera.
    Scenario("pass", World(links=_NODES), State.NEEDS_PERSON, ("1 个摄像头、0 个麦克风",)),
    Scenario("fail", World(links=_NODES, files={"/proc/asound/pcm": _CARD}), State.NEEDS_PERSON, ("1 个麦克风",)),
    Scenario(
        "fail",
        World(files={"/proc/asound/pcm": _CARD, "/proc/asound/card0/pcm0c/sub0/status": "state: RUNNING\n"}),
        State.NEEDS_PERSON,
        ("正在使用", "card0"),
    ),
    Scenario("denied", World(files={"/sys/class/video4linux/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/proc/asound/pcm": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files={"/proc/asound/pcm": "\x00\xff"}), State.COULD_NOT_CHECK),
    Scenario("pass", World(Platform.WINDOWS, registry={_CLASSES: {}, _ENDPOINTS: {}}), State.NOT_APPLICABLE),
    Scenario("pass", windows(), State.NEEDS_PERSON, ("1 个摄像头、1 个麦克风", "锁屏界面")),
    Scenario("pass", windows({KEPT_OFF: {"NoLockScreenCamera": 1}}), State.NEEDS_PERSON),
    Scenario("pass", windows(linked=None, state=0x10000004), State.NEEDS_PERSON, ("0 个摄像头、0 个麦克风",)),
    Scenario(
        "fail",
        windows({_ZOOM: {"LastUsedTimeStart": 133, "LastUsedTimeStop": 0}}),
        State.NEEDS_PERSON,
        ("正在使用：Zoom.exe",),
    ),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, registry={_CLASSES: {}}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, registry={_CLASSES: {}, _ENDPOINTS: DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows(linked=7, state="active"), State.NEEDS_PERSON, ("1 个摄像头、0 个麦克风",)),
)
