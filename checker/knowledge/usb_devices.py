"""USB numbers that tell a phone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from checker.knowledge.names import UsbBeginning, UsbNumber
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class PhoneMaker:
    """A vendor number (four hex digits, lower case); `products`: how its phones' product numbers begin, empty = all."""

    told_apart_by: ClassVar = ("vendor",)

    vendor: UsbNumber
    products: tuple[UsbBeginning, ...] = ()


@dataclass(frozen=True, slots=True)
class UsbDevices:
    version: str
    phones: tuple[PhoneMaker, ...]

    def is_phone(self, vendor: str, product: str) -> bool:
        """Whether nothing but a phone carries these numbers."""
        return any(
            maker.vendor == vendor.lower() and (not maker.products or product.lower().startswith(maker.products))
            for maker in self.phones
        )


@cache
def usb_devices() -> UsbDevices:
    """The table that came with the program."""
    return table("usb_devices", UsbDevices)
