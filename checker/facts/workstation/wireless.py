"""Wireless parts of this computer, whether they are on, and the wireless networks it remembers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.model.fact import Fact


class Kind(StrEnum):
    WIFI = "wifi"
    BLUETOOTH = "bluetooth"
    MOBILE = "mobile"  # 4G and 5G modems
    INPUT = "input"  # receivers of wireless keyboards and mice


@dataclass(frozen=True, slots=True)
class Part:
    """A wireless part. `present`: connected now, whether a driver uses it or not; else it was set up at some time."""

    kind: Kind
    name: str
    present: bool


@dataclass(frozen=True, slots=True)
class WirelessParts(Fact):
    """Every wireless part that the system knows, from buses and device lists; what has been removed is in logs only."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Radio:
    """A part that can be switched. `on`: it can send now."""

    kind: Kind
    name: str
    on: bool


@dataclass(frozen=True, slots=True)
class Radios(Fact):
    """Wi-Fi, Bluetooth and mobile radios.

    discoverable  a Bluetooth adapter answers strangers who look for devices; None where the system does not say, which
                  counts only while a Bluetooth radio is on
    """

    radios: tuple[Radio, ...]
    discoverable: bool | None = False


class Security(StrEnum):
    """How a saved network protects what is sent, from nothing upwards."""

    OPEN = "open"
    OWE = "owe"  # encrypted, but anybody can pose as the network
    WEP = "wep"
    WEAK = "weak"  # WPA of 2003 or TKIP
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class SavedNetwork:
    """A wireless network that this computer joins as a client. `automatic`: without asking, whenever it is in reach."""

    name: str
    security: Security
    automatic: bool


@dataclass(frozen=True, slots=True)
class SavedWifi(Fact):
    """The saved wireless networks, without their keys. Gaps: networks of other people, files that are not ours."""

    networks: tuple[SavedNetwork, ...]
