from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from checker.model.finding import State
from checker.model.policy import Computer, Ledger, Policy
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

DMI = "/sys/class/dmi/id"
LINKS = {"/sys/block/nvme0n1": "/sys/devices/pci0000:00/0000:00:1d.0/0000:03:00.0/nvme/nvme0/nvme0n1"}
FILES: dict[str, str | bytes | Unreadable] = {
    f"{DMI}/sys_vendor": "LENOVO\n",
    f"{DMI}/product_name": "ThinkCentre M920t\n",
    f"{DMI}/product_serial": "PF1ABCDE\n",
    f"{DMI}/chassis_asset_tag": "No Asset Tag\n",
    "/sys/block/nvme0n1/device/model": "Samsung SSD 970\n",
    "/sys/block/nvme0n1/device/serial": "S4EWNX0M\n",
    "/sys/block/nvme0n1/size": "1000215216\n",
    "/var/log/installer/syslog": "",
    "/proc/swaps": "Filename\n",
}
ENTRY = Computer("PC", "pf1-abcde", model="M920T", disks=("S4EWNX0M",), installed=date(2026, 11, 23))
WINDOWS: dict[str, Mapping[str, Any] | Unreadable] = {
    r"HKLM\HARDWARE\DESCRIPTION\System\BIOS": {"SystemManufacturer": "LENOVO", "SystemProductName": "M920T"},
    r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion": {"InstallDate": 1795420800},
}
WMI: dict[str, tuple[Mapping[str, Any], ...] | Unreadable] = {
    "Win32_BIOS": ({"SerialNumber": "PF1ABCDE"},),
    "Win32_SystemEnclosure": ({"SMBIOSAssetTag": "ZC-0042"},),
    "MSFT_Disk": ({"FriendlyName": "Samsung SSD 970", "SerialNumber": "S4EWNX0M", "BusType": 17, "Size": 1},),
}


def _ledger(*computers: Computer) -> Policy:
    return Policy(ledger=Ledger(computers))


def _linux(**changes: str | bytes | Unreadable) -> World:
    return World(links=LINKS, files={**FILES, **changes})


SCENARIOS = (
    Scenario("pass", _linux(), State.NEEDS_PERSON, ("ThinkCentre M920t", "BCDE", "NX0M")),
    Scenario("pass", _linux(), State.PASSED, policy=_ledger(ENTRY)),
    # Found by its name where the ledger has no serial number.
    Scenario("pass", _linux(), State.PASSED, policy=_ledger(Computer("pc"))),
    Scenario("fail", _linux(), State.FAILED, ("台账里没有",), _ledger(Computer("OTHER", "ZZ"))),
    Scenario("fail", _linux(), State.FAILED, ("S0LD", "NX0M"), _ledger(replace(ENTRY, disks=("AAAAS0LD",)))),
    Scenario(
        "fail",
        _linux(),
        State.FAILED,
        ("系统安装日期", "2020-01-01"),
        _ledger(replace(ENTRY, installed=date(2020, 1, 1))),
    ),
    Scenario("fail", _linux(), State.FAILED, ("资产编号", "ZC-1"), _ledger(replace(ENTRY, asset_number="ZC-1"))),
    # Another computer of that name whose serial number ends alike.
    Scenario("fail", _linux(), State.FAILED, ("整机序列号",), _ledger(replace(ENTRY, serial="QQQABCDE"))),
    # Without root the serial number is closed: nothing wrong in the rest is not enough.
    Scenario("denied", _linux(**{f"{DMI}/product_serial": DENIED}), State.COULD_NOT_CHECK, policy=_ledger(ENTRY)),
    Scenario("denied", World(files={"/sys/": DENIED}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile", _linux(**{f"{DMI}/product_serial": b"\xff" * 9999}), State.COULD_NOT_CHECK, policy=_ledger(ENTRY)
    ),
    Scenario("hostile", _linux(**{f"{DMI}/product_name": b"\x1b]0;\xff\x07"}), State.NEEDS_PERSON, ("\\x1b",)),
    # -- Windows
    Scenario("pass", World(Platform.WINDOWS, registry=WINDOWS, wmi=WMI), State.PASSED, policy=_ledger(ENTRY)),
    Scenario("pass", World(Platform.WINDOWS, registry=WINDOWS, wmi=WMI), State.NEEDS_PERSON, ("ZC-0042", "BCDE")),
    Scenario(
        "fail",
        World(Platform.WINDOWS, registry=WINDOWS, wmi={**WMI, "Win32_BIOS": ({"SerialNumber": "Default string"},)}),
        State.FAILED,
        ("整机序列号尾号", "BCDE"),
        _ledger(ENTRY),
    ),
    Scenario("denied", World(Platform.WINDOWS, registry=WINDOWS), State.COULD_NOT_CHECK, policy=_ledger(ENTRY)),
    Scenario(
        "denied",
        World(Platform.WINDOWS, registry={r"HKLM\HARDWARE": DENIED, **WINDOWS}, wmi=WMI),
        State.COULD_NOT_CHECK,
        policy=_ledger(replace(ENTRY, model="")),
    ),
    Scenario(
        "hostile",
        World(
            Platform.WINDOWS, registry=WINDOWS, wmi={**WMI, "Win32_BIOS": ({"SerialNumber": 7},), "MSFT_Disk": ({},)}
        ),
        State.FAILED,
        policy=_ledger(ENTRY),
    ),
)
