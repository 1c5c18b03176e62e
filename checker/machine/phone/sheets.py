"""Phones that are not on a cable at all: their owner answers the self-check sheet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checker.machine.phone.transport import Device, Way
from checker.machine.phone.troubles import Trouble

# By the name that `--target phone:NAME` has. Without a serial number, so that no answer counts for another phone.
SHEETS: Mapping[str, Device] = MappingProxyType(
    {
        "sheet": Device("", "", Trouble.SHEET, Way.USB),
        "sheet-iphone": Device("", "iPhone", Trouble.IPHONE, Way.USB),
        "sheet-harmony": Device("", "HarmonyOS NEXT", Trouble.HARMONY_NEXT, Way.USB),
    }
)
