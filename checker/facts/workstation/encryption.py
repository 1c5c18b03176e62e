"""Whether a computer that can be carried away can be read by whoever finds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.model.fact import Fact
from checker.model.text import Text


class Encryption(StrEnum):
    ENCRYPTED = "encrypted"
    PLAIN = "plain"
    SUSPENDED = "suspended"  # encrypted, but the key lies beside it in the clear
    # There is no word for "unknown": a volume that would not say is a gap.


@dataclass(frozen=True, slots=True)
class Volume:
    """One built-in volume that holds the system, people's files or the memory.

    name  drive letter, mount point, or the device where it is not mounted; note: what else is to be said of it
    """

    name: str
    encryption: Encryption
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class DiskEncryption(Fact):
    """How the built-in disks of a portable computer are encrypted.

    portable  a battery, or a kind of case that is made to be carried (SMBIOS chassis type). False only where the case
              is known to be of another kind; then nothing else was looked at.
    volumes   removable media and the boot partition are left out
    others    products seen that encrypt in their own way (by name): only a person can say whether they cover it all

    Sources: Linux ``lsblk`` (a crypt layer below what is mounted, and below what nobody mounted), mounts, ``zfs get``;
    Windows BitLocker, through WMI as administrator, else the shell's System.Volume.BitLockerProtection, of which only
    1 (on) and 2 (off) are taken: public lists of the other values disagree.
    """

    portable: bool
    volumes: tuple[Volume, ...] = ()
    others: tuple[Text, ...] = ()
