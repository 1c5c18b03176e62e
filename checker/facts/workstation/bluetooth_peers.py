"""Devices that were ever paired with this computer by Bluetooth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.model.fact import Fact


class Peer(StrEnum):
    """What a device calls itself by its major class (Bluetooth Assigned Numbers, Class of Device)."""

    COMPUTER = "computer"
    PHONE = "phone"
    NETWORK = "network"  # an access point
    AUDIO = "audio"
    INPUT = "input"  # keyboards, mice
    OTHER = "other"  # another kind, or it does not say

    @classmethod
    def of(cls, device_class: int) -> Peer:
        """By bits 8 to 12."""
        majors = {1: cls.COMPUTER, 2: cls.PHONE, 3: cls.NETWORK, 4: cls.AUDIO, 5: cls.INPUT}
        return majors.get(device_class >> 8 & 0x1F, cls.OTHER)


@dataclass(frozen=True, slots=True)
class BluetoothPeers(Fact):
    """The paired devices by their kind. Their names and addresses are people's and are not kept.

    Linux: BlueZ's /var/lib/bluetooth (an administrator's). Windows: BTHPORT\\Parameters\\Devices.
    """

    peers: tuple[Peer, ...]
