"""What can be inspected, and in which situation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Platform(StrEnum):
    WINDOWS = "windows"
    LINUX = "linux"
    MEDIUM = "medium"
    ANDROID = "android"


class DeviceClass(StrEnum):
    """Which part of the rules catalogue binds a device.

    CLASSIFIED rules stay off until the unit's policy switches them on (Law Art. 32, Regulations Arts 36-37).
    """

    NONCLASSIFIED = "nonclassified"
    CLASSIFIED = "classified"
    PHONE = "phone"
    MEDIA = "media"


class Profile(StrEnum):
    """The situation an inspection is made in."""

    DAILY = "daily"
    QUARTERLY = "quarterly"
    TRAVEL = "travel"
    DISPOSAL = "disposal"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing under inspection: this computer, one medium, one phone.

    `key` tells targets apart within a store and carries no serial number in clear.
    """

    key: str
    platform: Platform
    label: str
    device_class: DeviceClass = DeviceClass.NONCLASSIFIED
