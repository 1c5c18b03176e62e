from __future__ import annotations

from typing import Any

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.media import ENUM, OCTOBER, SETUP_LOG, journal, plugged, root_hub, setup_log, usb_stick
from tests.worlds.world import DENIED, World

PROBE = {"/usr/lib/udev/mtp-probe": b""}
LOG = {SETUP_LOG: setup_log()}
MTP = [
    *plugged("1-3", "HUAWEI", "P60", "5CB0123456", "12d1", "107e"),
    'checking bus 1, device 9: "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-3"',
    "bus: 1, device: 9 was an MTP device",
]
NO_MTP = [
    *usb_stick("ABCD1234"),
    'checking bus 1, device 4: "/sys/devices/x/usb1/1-2"',
    "bus: 1, device: 4 was not an MTP device",
]
WPD = "{eec5ad98-8080-425f-922a-dabf3de3f69a}"


def _windows(**nodes: Any) -> World:
    registry = {rf"{ENUM}\USB\{name}": values for name, values in nodes.items()}
    return World(Platform.WINDOWS, registry={**root_hub(), **registry}, files=LOG)


SCENARIOS = (
    Scenario("pass", World(programs=journal((OCTOBER, NO_MTP)), files=PROBE), State.PASSED, ("2026-01-05",)),
    Scenario("pass", World(programs=journal(begins=OCTOBER), files=PROBE), State.NEEDS_PERSON, ("充电",)),
    Scenario("fail", World(programs=journal((OCTOBER, MTP)), files=PROBE), State.FAILED, ("HUAWEI P60", "3456")),
    # Only charged, but nobody else uses this vendor number.
    Scenario(
        "fail",
        World(programs=journal((OCTOBER, plugged("1-3", "Xiaomi", "Redmi", "99AA", "2717", "ff48"))), files=PROBE),
        State.FAILED,
        ("Redmi",),
    ),
    Scenario(
        "fail",
        World(programs=journal((OCTOBER, ["rndis_host 1-4:1.0 usb0: register 'rndis_host' at usb-0000"])), files=PROBE),
        State.FAILED,
    ),
    Scenario("denied", World(programs={("journalctl",): ""}), State.COULD_NOT_CHECK),
    # Nothing here would have written down a phone.
    Scenario("denied", World(programs=journal()), State.COULD_NOT_CHECK, ("mtp-probe",)),
    Scenario(
        "hostile",
        World(programs=journal((OCTOBER, ["bus: 9, device: 9 was an MTP device", 'checking bus 1, device 9: "']))),
        State.FAILED,
        ("型号不明",),
    ),
    # -- Windows
    Scenario("pass", _windows(), State.PASSED, ("2026-01-05",)),
    Scenario(
        "fail",
        _windows(**{r"VID_12D1&PID_107E\5CB0123456": {"ClassGUID": WPD, "DeviceDesc": "@wpdmtp.inf,%x%;HUAWEI P60"}}),
        State.FAILED,
        ("HUAWEI P60", "3456"),
    ),
    Scenario(
        "fail", _windows(**{r"VID_05AC&PID_12A8\00008110": {"DeviceDesc": "x;Apple iPhone"}}), State.FAILED, ("iPhone",)
    ),
    Scenario(
        "fail",
        _windows(**{r"VID_04E8&PID_6863&MI_00\6&1&0&0": {"Service": "usbrndis6", "DeviceDesc": "RNDIS"}}),
        State.FAILED,
        ("RNDIS",),
    ),
    Scenario(
        "fail",
        World(
            Platform.WINDOWS,
            registry=root_hub(),
            files={SETUP_LOG: setup_log((r"USB\VID_2717&PID_FF48\99AA", OCTOBER))},
        ),
        State.FAILED,
        ("99AA",),
    ),
    Scenario("denied", World(Platform.WINDOWS, registry={r"HKLM\SYSTEM": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, registry=root_hub()), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        _windows(
            **{r"VID_ZZZZ&PID_1\x": {"ClassGUID": 7, "CompatibleIDs": b"\xff"}, r"VID_12D1&PID_1\x": {"ContainerID": 9}}
        ),
        State.PASSED,
    ),
)
