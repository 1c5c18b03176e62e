"""Ordinary parts of made-up computers: USB devices in the device tree, in installation logs and in kernel logs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

ENUM = r"HKLM\SYSTEM\CurrentControlSet\Enum"
PROPERTIES = r"Properties\{83da6326-97a6-4088-9453-a1923f573b29}"
SETUP_LOG = r"C:\Windows\INF\setupapi.dev.log"
OCTOBER = datetime(2026, 10, 8, 8, 0, tzinfo=UTC)
JANUARY = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)

Registry = dict[str, Mapping[str, Any]]


def root_hub() -> Registry:
    """What every Windows has under Enum\\USB."""
    return {rf"{ENUM}\USB\ROOT_HUB30\4&1a2b&0&0": {"Service": "USBHUB3"}}


def filetime(at: datetime) -> bytes:
    return (int((at - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7).to_bytes(8, "little")


def stick(serial: str, last: datetime | None = OCTOBER, kind: str = "Disk&Ven_Kingston&Prod_DT_101") -> Registry:
    """A USBSTOR device; `last` None leaves out the dates."""
    place = rf"{ENUM}\USBSTOR\{kind}\{serial}"
    dates: Registry = {rf"{place}\{PROPERTIES}\0066": {"": filetime(last)}} if last else {}
    return {place: {"FriendlyName": "Kingston DT 101 USB Device"}, **dates}


def uas_disk(serial: str, last: datetime = OCTOBER) -> Registry:
    container = "{fd6ab185-6d17-54b2-8df2-61484e12599d}"
    usb = rf"{ENUM}\USB\VID_0781&PID_558C\MSFT30{serial}"
    scsi = rf"{ENUM}\SCSI\Disk&Ven_SanDisk&Prod_Extreme_SSD\000000"
    return {
        usb: {"Service": "UASPStor", "ContainerID": container},
        rf"{usb}\{PROPERTIES}\0066": {"": filetime(last)},
        scsi: {"ContainerID": container},
    }


def setup_log(*devices: tuple[str, datetime], begins: datetime = JANUARY) -> str:
    sections = [("SWD\\PRINTENUM\\PrintQueues", begins), *devices]
    return "[Device Install Log]\r\n" + "\r\n".join(
        f">>>  [Device Install (Hardware initiated) - {device}]\r\n"
        f">>>  Section start {at:%Y/%m/%d %H:%M:%S}.123\r\n<<<  Section end\r\n"
        for device, at in sections
    )


def plugged(
    port: str, maker: str, name: str, serial: str | None, vendor: str = "0951", product: str = "1666"
) -> list[str]:
    """What the kernel says when a device is plugged in."""
    lines = [
        f"usb {port}: New USB device found, idVendor={vendor}, idProduct={product}, bcdDevice= 1.10",
        f"usb {port}: Product: {name}",
        f"usb {port}: Manufacturer: {maker}",
    ]
    return lines if serial is None else [*lines, f"usb {port}: SerialNumber: {serial}"]


def usb_stick(serial: str | None, port: str = "1-2", name: str = "DT 101") -> list[str]:
    return [*plugged(port, "Kingston", name, serial), f"usb-storage {port}:1.0: USB Mass Storage device detected"]


def journal(*messages: tuple[datetime, Iterable[str]], begins: datetime = JANUARY) -> dict[tuple[str, ...], str]:
    """journalctl of a person who may read it."""
    rows = [(begins, ("Linux version 6.1.0",)), *messages]
    lines = [
        json.dumps({"__REALTIME_TIMESTAMP": str(int(at.timestamp() * 1e6)), "MESSAGE": message})
        for at, texts in rows
        for message in texts
    ]
    return {("journalctl",): "\n".join(lines) + "\n"}
