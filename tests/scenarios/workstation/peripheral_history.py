from __future__ import annotations

from typing import Any

from checker.machine.answers import Output
from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.scenarios.workstation.phone_attached_history import LOG, MTP, NO_MTP, PROBE, WPD
from tests.worlds.media import ENUM, JANUARY, OCTOBER, journal, plugged, root_hub, stick, usb_stick
from tests.worlds.world import DENIED, World

_SLOT = {"/sys/class/mmc_host/mmc0/": ""}
_PRINTER = [
    *plugged("1-4", "HP", "LaserJet MFP M227", "VNB3K01234"),
    "usblp 1-4:1.0: usblp0: USB printer",
]
_STICK_4G = [
    *plugged("1-5", "HUAWEI", "Mobile Broadband", None, "12d1", "1506"),
    "option 1-5:1.0: GSM modem (1-port) converter detected",
]
_BURNER = [
    *usb_stick("DVD0007", "1-6", "DVD Writer"),
    "scsi host6: usb-storage 1-6:1.0",
    "sr 6:0:0:0: [sr0] scsi3-mmc drive: 24x/24x writer dvd-ram cd/rw",
]
_GREP = ("journalctl", "--quiet", "--no-pager", "--output=json", "--output-fields=MESSAGE", "--grep=^mmc")
_CARD = ["mmc0: new ultra high speed SDR104 SDXC card at address aaaa", "mmcblk0: mmc0:aaaa SN128 119 GiB"]
_BUILT_IN = ["mmc0: new HS400 MMC card at address 0001", "mmc1: new high speed SDIO card at address 0001"]


def _linux(*messages: str, begins: Any = JANUARY, **files: Any) -> World:
    return World(programs=journal((OCTOBER, messages), begins=begins), files={**PROBE, **_SLOT, **files})


def _windows(**nodes: Any) -> World:
    registry = {rf"{ENUM}\{name}": values for name, values in nodes.items()}
    return World(Platform.WINDOWS, registry={**root_hub(), **registry}, files=LOG)


def _found(kind: str, *names: str) -> tuple[State, tuple[str, ...]]:
    return State.NEEDS_PERSON, (kind, *names)


SCENARIOS = (
    Scenario("pass", _linux(*NO_MTP, *_BUILT_IN), State.PASSED, ("2026-01-05",)),
    Scenario("pass", _linux(begins=OCTOBER), State.NEEDS_PERSON, ("不足",)),
    Scenario("fail", _linux(*MTP), *_found("手机", "HUAWEI P60", "3456")),
    Scenario("fail", _linux(*_PRINTER), *_found("打印机或一体机", "LaserJet MFP M227", "1234")),
    Scenario("fail", _linux(*_STICK_4G), *_found("上网卡", "Mobile Broadband")),
    Scenario("fail", _linux(*_BURNER), *_found("刻录机", "DVD Writer", "0007")),
    Scenario("fail", _linux(*_CARD), *_found("存储卡", "SN128")),
    # Without a built-in reader nobody asks for cards.
    Scenario("pass", World(programs=journal((OCTOBER, ["quiet"])), files=PROBE), State.PASSED),
    Scenario("denied", World(programs=journal()), State.COULD_NOT_CHECK, ("mtp-probe",)),
    Scenario("denied", World(programs={("journalctl",): ""}, files=PROBE), State.COULD_NOT_CHECK),
    # It was built without what searches, so that nobody knows of cards.
    Scenario(
        "denied",
        World(
            programs={**journal(), _GREP: Output(b"", 1), ("journalctl", "--version"): "systemd 247\n-PCRE2\n"},
            files={**PROBE, **_SLOT},
        ),
        State.COULD_NOT_CHECK,
    ),
    Scenario(
        "pass",
        World(
            programs={**journal(), _GREP: Output(b"", 1), ("journalctl", "--version"): "systemd 252\n+PCRE2\n"},
            files={**PROBE, **_SLOT},
        ),
        State.PASSED,
    ),
    Scenario("hostile", _linux("usblp 9-9:1.0: \x1b[2J", "mmcblk0: mmc9:1 x"), *_found("打印机", "型号不明")),
    # -- Windows
    Scenario("pass", _windows(), State.PASSED, ("2026-01-05",)),
    Scenario(
        "fail",
        _windows(**{r"USB\VID_12D1&PID_107E\5CB0123456": {"ClassGUID": WPD, "DeviceDesc": "x;HUAWEI P60"}}),
        *_found("手机", "HUAWEI P60", "3456"),
    ),
    Scenario(
        "fail",
        _windows(
            **{
                r"USB\VID_03F0&PID_0517\VNB3K01234": {
                    "Service": "usbprint",
                    "ContainerID": "{1}",
                    "DeviceDesc": "USB",
                },
                r"USBPRINT\HP_LaserJet_M227\7&1&0&USB001": {"ContainerID": "{1}"},
            }
        ),
        *_found("打印机或一体机", "HP LaserJet M227", "1234"),
    ),
    Scenario(
        "fail",
        _windows(**{r"USB\VID_12D1&PID_1506\6&1&0&2": {"CompatibleIDs": (r"USB\Class_02&SubClass_0e",)}}),
        *_found("上网卡"),
    ),
    Scenario(
        "fail",
        World(
            Platform.WINDOWS,
            registry={**root_hub(), **stick("DVD0007&0", kind="CdRom&Ven_HL&Prod_DVDRAM_GP65")},
            files=LOG,
        ),
        *_found("刻录机", "HL DVDRAM GP65", "0007"),
    ),
    Scenario(
        "fail",
        _windows(**{r"SD\DISK&GENERIC&SD32G&8.0\4&1A&0&AAAA": {"FriendlyName": "SD32G"}}),
        *_found("存储卡", "SD32G"),
    ),
    Scenario("denied", World(Platform.WINDOWS, registry={r"HKLM\SYSTEM": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, registry=root_hub()), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(**{r"USB\VID_X\7": {"Service": 7, "CompatibleIDs": 9}}), State.PASSED),
)
