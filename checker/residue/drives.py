"""What a drive can do to erase itself, whether it did, and what it may hide: read out of its own answers.

ATA words by ACS-4 (IDENTIFY DEVICE), NVMe bytes by the base specification 1.4 (Identify Controller, log page 81h).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum

from checker.machine.attached import Attached
from checker.machine.media.drive import ATA_BYTES, DriveWords

_LARGEST_STICK = 300e9  # bytes: beyond that, what hangs on USB is mostly a disk in an enclosure


class Sort(StrEnum):
    """Which kind of thing it is: how it is wiped follows from that."""

    HARD_DISK = "hard_disk"
    SATA_SSD = "sata_ssd"
    NVME_SSD = "nvme_ssd"
    USB_DISK = "usb_disk"  # a disk of either kind behind a USB bridge
    STICK = "stick"
    CARD = "card"
    PHONE = "phone"
    COPIER = "copier"
    DISC = "disc"
    IMAGE = "image"
    OTHER = "other"

    @property
    def flash(self) -> bool | None:
        """Whether a controller keeps cells to itself; None: not known."""
        if self in (Sort.SATA_SSD, Sort.NVME_SSD, Sort.STICK, Sort.CARD, Sort.PHONE):
            return True
        return False if self in (Sort.HARD_DISK, Sort.DISC, Sort.IMAGE) else None

    @property
    def readable(self) -> bool:
        """Whether this program reads the medium itself."""
        return self not in (Sort.PHONE, Sort.COPIER)


class Sanitized(StrEnum):
    """What the drive says of its last sanitize command."""

    NOT_SAID = "not_said"
    NEVER = "never"
    DONE = "done"
    RUNNING = "running"
    FAILED = "failed"


class Hidden(StrEnum):
    """Areas that a drive can be told not to announce (HPA, DCO)."""

    NOT_SAID = "not_said"
    CANNOT = "cannot"  # the drive says that it knows neither
    CAN = "can"  # it knows them; whether any is set is not seen from here


@dataclass(frozen=True, slots=True)
class Drive:
    """`crypto`, `block`, `overwrite`: its sanitize commands; `secure_erase`: ATA's older one, or NVMe's format with
    erasing. Each None: the drive did not say. `frozen`: secure erase is refused until the drive was asleep.
    `untouched`: nothing was written since the last sanitize (NVMe alone says so).
    """

    model: str = ""
    serial: str = ""
    rotating: bool | None = None
    crypto: bool | None = None
    block: bool | None = None
    overwrite: bool | None = None
    secure_erase: bool | None = None
    enhanced: bool | None = None
    frozen: bool | None = None
    locked: bool | None = None
    sanitized: Sanitized = Sanitized.NOT_SAID
    untouched: bool | None = None
    hidden: Hidden = Hidden.NOT_SAID

    @property
    def sanitizes(self) -> bool | None:
        """Whether it has any sanitize command; None: it did not say."""
        if None in (self.crypto, self.block, self.overwrite):
            return None
        return bool(self.crypto or self.block or self.overwrite)


def drive(words: DriveWords) -> Drive:
    """Read a drive's answers. What is no sound answer says nothing."""
    if words.controller:
        return _nvme(words)
    return _ata(words.ata)


def sort_of(attached: Attached | None, said: Drive) -> Sort:
    """The kind, as far as system and drive tell: a person has the last word on it."""
    if attached is None:
        return Sort.IMAGE
    if attached.bus == "nvme":
        return Sort.NVME_SSD
    if attached.bus == "card":
        return Sort.CARD
    rotating = said.rotating
    if attached.bus == "ata":
        flash = attached.flash if rotating is None else not rotating
        return {True: Sort.SATA_SSD, False: Sort.HARD_DISK, None: Sort.OTHER}[flash]
    if attached.bus == "usb":
        return Sort.USB_DISK if said.model or attached.size > _LARGEST_STICK else Sort.STICK
    return Sort.OTHER


def _ata(identify: bytes) -> Drive:
    if len(identify) != ATA_BYTES:
        return Drive()
    word = struct.unpack("<256H", identify)
    if word[0] & 0x8000 or word[83] >> 14 != 0b01:  # not an ATA device; words 82-83 are valid with these two bits
        return Drive()
    sanitize = bool(word[59] & 1 << 12)
    security = bool(word[82] & 1 << 1)
    rate = word[217]
    hides = bool(word[82] & 1 << 10 or word[83] & 1 << 11 or (word[119] >> 14 == 0b01 and word[119] & 1 << 8))
    return Drive(
        model=_letters(word[27:47]),
        serial=_letters(word[10:20]),
        rotating=None if rate == 0 else rate != 1,
        crypto=sanitize and bool(word[59] & 1 << 13),
        overwrite=sanitize and bool(word[59] & 1 << 14),
        block=sanitize and bool(word[59] & 1 << 15),
        secure_erase=security,
        enhanced=security and bool(word[128] & 1 << 5),
        frozen=security and bool(word[128] & 1 << 3),
        locked=security and bool(word[128] & 1 << 2),
        hidden=Hidden.CAN if hides else Hidden.CANNOT,
    )


def _letters(words: tuple[int, ...]) -> str:
    """ATA strings have the first of two letters in the upper byte."""
    return struct.pack(f">{len(words)}H", *words).decode("ascii", "replace").strip(" \0")


def _nvme(words: DriveWords) -> Drive:
    said = words.controller
    if len(said) < 536 or not said.strip(b"\0"):
        return Drive()
    (can,) = struct.unpack_from("<I", said, 328)  # SANICAP
    (optional,) = struct.unpack_from("<H", said, 256)  # OACS
    state, untouched = _last_sanitize(words.sanitize_log, bool(can & 0b111))
    return Drive(
        model=said[24:64].decode("ascii", "replace").strip(" \0"),
        serial=said[4:24].decode("ascii", "replace").strip(" \0"),
        rotating=False,
        crypto=bool(can & 1),
        block=bool(can & 1 << 1),
        overwrite=bool(can & 1 << 2),
        secure_erase=bool(optional & 1 << 1),
        enhanced=bool(said[524] & 1 << 2),  # FNA: a format can erase the key
        sanitized=state,
        untouched=untouched,
        hidden=Hidden.CANNOT,  # NVMe has neither HPA nor DCO
    )


def _last_sanitize(log: bytes, can: bool) -> tuple[Sanitized, bool | None]:
    if not can or len(log) < 20:
        return Sanitized.NOT_SAID, None
    (status,) = struct.unpack_from("<H", log, 2)
    known = {0: Sanitized.NEVER, 1: Sanitized.DONE, 2: Sanitized.RUNNING, 3: Sanitized.FAILED, 4: Sanitized.DONE}
    return known.get(status & 0b111, Sanitized.NOT_SAID), bool(status & 1 << 8)
