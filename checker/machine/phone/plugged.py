"""What is plugged into USB, as libusb or the kernel lists it, and whether it is a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from checker.knowledge.phone_usb import phone_usb
from checker.machine.phone.troubles import Trouble

# Class, subclass, protocol of an interface.
_ADB = (0xFF, 0x42, 0x01)  # AOSP: adb.h
_HDC = (0xFF, 0x50, 0x01)  # OpenHarmony's hdc, which replaces adb from HarmonyOS NEXT on
_PICTURES, _OWN = 0x06, 0xFF


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface of a device: its number, its kind (class, subclass, protocol), its bulk end points."""

    number: int
    kind: tuple[int, int, int]
    into: int = 0  # end point from the phone to us
    out: int = 0
    packet: int = 512


@dataclass(frozen=True, slots=True)
class Plugged:
    """A USB device as it lists itself. `opened` gives libusb's handle; it, and `strings`, may raise a USBError.

    `place` tells two devices apart that say nothing of themselves: bus and port.
    """

    vendor: int
    product: int
    interfaces: tuple[Interface, ...]
    place: str
    opened: Callable[[], Any] = field(compare=False)
    strings: Callable[[], tuple[str, str]] = field(compare=False)  # product's name, serial number
    readable: bool = True  # False: this computer has nothing to open it with

    @property
    def adb(self) -> Interface | None:
        return next((one for one in self.interfaces if one.kind == _ADB and one.into and one.out), None)

    @property
    def trouble(self) -> Trouble | None:
        """Why a phone cannot be read, as far as it shows without being opened; NO_DEVICE: it is no phone."""
        if self.adb is not None:
            return None if self.readable else Trouble.DRIVER
        known = phone_usb()
        vendor = f"{self.vendor:04x}"
        kinds = {one.kind[0] for one in self.interfaces}
        if known.apple.covers(self.vendor, self.product):
            return Trouble.IPHONE
        if any(one.kind == _HDC for one in self.interfaces):
            return Trouble.HARMONY_NEXT
        # Files and pictures (MTP, PTP): a phone, whoever made it, unless its maker makes cameras.
        if _PICTURES in kinds and vendor not in known.cameras.vendors:
            return Trouble.CHARGE_ONLY
        if vendor in known.phones_only.vendors and _OWN in kinds:
            return Trouble.CHARGE_ONLY
        return Trouble.NO_DEVICE
