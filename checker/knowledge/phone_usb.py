"""How phones show themselves on USB: numbers in hexadecimal, as the USB list prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from checker.knowledge.names import UsbNumber
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class PhonesOnly:
    vendors: frozenset[UsbNumber]


@dataclass(frozen=True, slots=True)
class Cameras:
    vendors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Apple:
    vendor: UsbNumber
    first: UsbNumber
    last: UsbNumber

    def covers(self, vendor: int, product: int) -> bool:
        """Whether that is an iPhone or iPad."""
        return vendor == int(self.vendor, 16) and int(self.first, 16) <= product <= int(self.last, 16)


@dataclass(frozen=True, slots=True)
class PhoneUsb:
    """`makers` by vendor number, four small hexadecimal digits."""

    version: str
    makers: Mapping[UsbNumber, str]
    phones_only: PhonesOnly
    cameras: Cameras
    apple: Apple


@cache
def phone_usb() -> PhoneUsb:
    """The table that came with the program.

    Raises:
        ValueError: it is malformed.
    """
    return table("phone_usb", PhoneUsb)
