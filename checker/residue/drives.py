"""What a drive can do to erase itself, whether it did, and what it may hide: read out of its own answers.

ATA words and registers by ACS-4 (IDENTIFY DEVICE, DEVICE CONFIGURATION IDENTIFY, SANITIZE STATUS EXT), NVMe bytes by
the base specification 1.4 (Identify Controller, log page 81h).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum

from checker.machine.attached import Attached
from checker.machine.media.ata import AtaWords, Registers
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
    NONE = "none"  # it knows them, and says that it hands out all that it has
    SET = "set"  # it says that it has more than it hands out


@dataclass(frozen=True, slots=True)
class Drive:
    """`crypto`, `block`, `overwrite`: its sanitize commands; `secure_erase`: ATA's older one, or NVMe's format with
    erasing. Each None: the drive did not say. `frozen`: secure erase is refused until the drive was asleep.
    `untouched`: nothing was written since the last sanitize (NVMe alone says so). `hidden_bytes`: how much it keeps to
    itself by its own word.
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
    hidden_bytes: int = 0

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
    return _ata(words.ata, words.more)


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


def _ata(identify: bytes, more: AtaWords) -> Drive:
    if len(identify) != ATA_BYTES:
        return Drive()
    word = struct.unpack("<256H", identify)
    if word[0] & 0x8000 or word[83] >> 14 != 0b01:  # not an ATA device; words 82-83 are valid with these two bits
        return Drive()
    sanitize = bool(word[59] & 1 << 12)
    security = bool(word[82] & 1 << 1)
    rate = word[217]
    hidden, amount = _hidden(word, more)
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
        sanitized=_ata_sanitize(more.sanitize) if sanitize else Sanitized.NOT_SAID,
        hidden=hidden,
        hidden_bytes=amount,
    )


def _hidden(word: tuple[int, ...], more: AtaWords) -> tuple[Hidden, int]:
    """Whether the drive has more sectors than it hands out, and how many bytes those are."""
    protects = bool(word[82] & 1 << 10 or (word[119] >> 14 == 0b01 and word[119] & 1 << 8))
    overlays = bool(word[83] & 1 << 11)
    if not protects and not overlays:
        return Hidden.CANNOT, 0
    long = bool(word[83] & 1 << 10)
    out = word[100] | word[101] << 16 | word[102] << 32 | word[103] << 48 if long else word[60] | word[61] << 16
    native = more.native.address + 1 if more.native is not None and not more.native.failed else None
    real = _configured(more.configuration)
    most = max(native or 0, real or 0)
    sector = 2 * (word[117] | word[118] << 16) if word[106] >> 14 == 0b01 and word[106] & 1 << 12 else 512
    if out and most > out:
        return Hidden.SET, (most - out) * sector
    told = (native is not None or not protects) and (real is not None or not overlays)
    return (Hidden.NONE if told and out else Hidden.CAN), 0


def _configured(answer: bytes) -> int | None:
    """Sectors by DEVICE CONFIGURATION IDENTIFY; None: no sound answer (it ends in 0xA5 and sums to 0)."""
    if len(answer) != ATA_BYTES or answer[510] != 0xA5 or sum(answer) & 0xFF:
        return None
    return int.from_bytes(answer[6:14], "little") + 1


def _ata_sanitize(told: Registers | None) -> Sanitized:
    """SANITIZE STATUS EXT: bit 15 of the count: it ended well; 14: it runs. An error for the reason 1: it failed."""
    if told is None:
        return Sanitized.NOT_SAID
    if told.failed:
        return Sanitized.FAILED if told.address & 0xFF == 1 else Sanitized.NOT_SAID
    if told.count & 1 << 14:
        return Sanitized.RUNNING
    return Sanitized.DONE if told.count & 1 << 15 else Sanitized.NOT_SAID


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
