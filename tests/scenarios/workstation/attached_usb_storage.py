from __future__ import annotations

from checker.model.finding import State
from checker.model.policy import Media, Medium, Policy
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

REGISTER = Policy(media=Media((Medium("ABCD-1234"),)))
PORT = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-1/1-1.2"
DISK = {"/sys/block/sda": "/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda"}
STICK = {**DISK, "/sys/block/sdb": f"{PORT}/1-1.2:1.0/host6/target6:0:0/6:0:0:0/block/sdb"}
INSIDE = {"FriendlyName": "Samsung SSD", "SerialNumber": "S1", "BusType": 17, "Size": "512"}


def _stick(serial: str | bytes, size: str = "60563456") -> dict[str, str | bytes]:
    return {
        "/sys/block/sdb/size": f"{size}\n",
        "/sys/block/sdb/removable": "0\n",  # a USB hard disk: not "removable" to the kernel
        "/sys/block/sdb/device/vendor": "Kingston\n",
        "/sys/block/sdb/device/model": "DT 101 G2       \n",
        f"{PORT}/serial": serial,
    }


def _disk(bus: object, serial: object = "ABCD1234", size: object = "64000000000") -> World:
    usb = {"FriendlyName": "Kingston DT 101", "SerialNumber": serial, "BusType": bus, "Size": size}
    return World(Platform.WINDOWS, wmi={"MSFT_Disk": (INSIDE, usb)})


SCENARIOS = (
    Scenario("pass", World(links=DISK, files={"/sys/block/sda/size": "999\n"}), State.PASSED),
    Scenario("pass", World(links=STICK, files=_stick("abcd1234\n")), State.PASSED, policy=REGISTER),
    # A card reader without a card.
    Scenario("pass", World(links=STICK, files=_stick("77", size="0")), State.PASSED),
    Scenario("pass", World(links=STICK, files=_stick("AA8888\n")), State.NEEDS_PERSON, ("Kingston DT 101 G2", "8888")),
    Scenario("fail", World(links=STICK, files=_stick("AA8888\n")), State.FAILED, ("8888",), REGISTER),
    Scenario(
        "fail",
        World(
            links={"/sys/block/mmcblk0": "/sys/devices/pci0000:00/mmc0/mmc0:aaaa/block/mmcblk0"},
            files={
                "/sys/block/mmcblk0/device/type": "SD\n",
                "/sys/block/mmcblk0/device/name": "SL16G\n",
                "/sys/block/mmcblk0/device/serial": "0x12345678\n",
                "/sys/block/mmcblk0/size": "31116288\n",
            },
        ),
        State.FAILED,
        ("SD SL16G", "5678"),
        REGISTER,
    ),
    Scenario("denied", World(files={"/sys/block/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        World(links=STICK, files=_stick(b"\xff\xfe\x1b]0;x\x07" * 50)),
        State.FAILED,
        ("Kingston",),
        REGISTER,
    ),
    Scenario(
        "hostile", World(links=STICK, files={**_stick("1"), f"{PORT}/serial": b"x" * 9999}), State.COULD_NOT_CHECK
    ),
    # -- Windows
    Scenario("pass", World(Platform.WINDOWS, wmi={"MSFT_Disk": (INSIDE,)}), State.PASSED),
    Scenario("pass", _disk(7), State.PASSED, policy=REGISTER),
    Scenario("pass", _disk(7, size="0"), State.PASSED),
    Scenario("pass", _disk(12, "99887766"), State.NEEDS_PERSON, ("7766",)),
    Scenario("fail", _disk(7, "99887766"), State.FAILED, ("7766", "Kingston DT 101"), REGISTER),
    Scenario(
        "fail",
        World(
            Platform.WINDOWS,
            win32={"removable_drives": [{"letter": "E:", "bus": "usb", "serial": None, "model": "DT", "size": 8}]},
        ),
        State.FAILED,
        ("DT",),
        REGISTER,
    ),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    # As under Wine: nothing answers, and an empty list is all there is.
    Scenario("denied", World(Platform.WINDOWS, win32={"removable_drives": []}), State.COULD_NOT_CHECK),
    Scenario("hostile", World(Platform.WINDOWS, wmi={"MSFT_Disk": ()}), State.COULD_NOT_CHECK),
    Scenario("hostile", World(Platform.WINDOWS, win32={"removable_drives": "E:"}), State.COULD_NOT_CHECK),
    Scenario("hostile", _disk(7, serial=b"\xff", size=None), State.FAILED, policy=REGISTER),
)
