"""Attributes of devices in /sys, which is open to everybody except for serial numbers of the computer itself."""

from __future__ import annotations

import re

from checker.machine.machine import Machine
from checker.model.unreadable import Absent

_SMALL = 1 << 12  # attributes are one page at most


def attribute(machine: Machine, path: str) -> str:
    """One attribute, "" where the device does not have it."""
    try:
        return machine.text(path, _SMALL).strip()
    except Absent:
        return ""


def usb_port(place: str) -> str | None:
    """The folder of the USB device that a resolved device path runs through: the last part before an interface."""
    match = re.match(r"(/sys/devices/.*/usb\d+/(?:[^/]+/)*?\d+-[\d.]+)/\d+-[\d.]+:", place)
    return match[1] if match else None
