from __future__ import annotations

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

SDA = {"/sys/block/sda": "/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda"}
LOOP = {"/sys/block/loop0": "/sys/devices/virtual/block/loop0"}
ATTRIBUTES = {
    "/sys/block/sda/device/vendor": "ATA\n",
    "/sys/block/sda/device/model": "ST1000DM010-2EP1\n",
    "/sys/block/sda/size": "1953525168\n",
    "/sys/block/sda/dev": "8:0\n",
    "/run/udev/data/b8:0": "S:disk/by-id/x\nE:ID_SERIAL_SHORT=Z9A1BCDE\n",
    "/proc/swaps": "Filename Type Size Used Priority\n/dev/sda2 partition 8000 0 -2\n",
    "/sys/power/resume": "8:2\n",
}
POWER = r"HKLM\SYSTEM\CurrentControlSet\Control\Power"
MEMORY = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management"
ROW = {"FriendlyName": "Samsung SSD 970", "SerialNumber": "S4EWNX0", "BusType": 17, "Size": "512110190592"}
USB = {"FriendlyName": "Stick", "SerialNumber": "1", "BusType": 7, "Size": "9"}


def _windows(**more: object) -> World:
    registry = {POWER: {"HibernateEnabled": 0}, MEMORY: {"PagingFiles": (r"?:\pagefile.sys",)}}
    return World(Platform.WINDOWS, registry=registry, **more)  # type: ignore[arg-type]


SCENARIOS = (
    Scenario(
        "pass",
        World(links={**SDA, **LOOP}, files=ATTRIBUTES),
        State.NEEDS_PERSON,
        ("1 块硬盘", "ST1000DM010-2EP1", "1000 GB", "BCDE", "休眠文件", "页面文件"),
    ),
    # What cannot be read is not left out.
    Scenario(
        "fail",
        World(links=SDA, files={"/proc/swaps": DENIED, "/sys/power/resume": DENIED}),
        State.NEEDS_PERSON,
        ("型号不明", "按有处理"),
    ),
    Scenario("denied", World(files={"/sys/block/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(links=LOOP), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        World(links=SDA, files={"/sys/block/sda/size": "-1\n", "/sys/block/sda/dev": "../../x"}),
        State.NEEDS_PERSON,
    ),
    # -- Windows
    Scenario("pass", _windows(wmi={"MSFT_Disk": (ROW, USB)}), State.NEEDS_PERSON, ("1 块硬盘", "NX0", "页面文件")),
    Scenario(
        "fail",
        _windows(wmi={"Win32_DiskDrive": ({"Model": "WDC WD10", "SerialNumber": " WD-1 ", "Size": "1"},)}),
        State.NEEDS_PERSON,
        ("WDC WD10",),
    ),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(wmi={"MSFT_Disk": (), "Win32_DiskDrive": ()}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        _windows(wmi={"MSFT_Disk": ({"FriendlyName": 7, "Size": "x" * 50},)}),
        State.NEEDS_PERSON,
        ("型号不明",),
    ),
)
