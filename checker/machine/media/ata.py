"""Questions to an ATA drive that change nothing: the size that it really has, and how its last sanitize ended.

By ACS-4, through the kernel's SG_IO (ATA PASS-THROUGH (16) of SAT-4, which takes root). None of them carries data to
the drive. Each is put only where IDENTIFY DEVICE says that the drive knows it, and never through USB.
"""

from __future__ import annotations

import struct
import sys
from dataclasses import dataclass

WORDS = 256  # of IDENTIFY DEVICE
BYTES = 2 * WORDS
_SG_IO = 0x2285  # scsi/sg.h
_NO_DATA, _TO_US = 3, 4  # protocols of SAT: non-data, PIO data-in
_NOTHING, _FROM_THE_DRIVE = -1, -3  # SG_DXFER_NONE, SG_DXFER_FROM_DEV
_ANSWER_MS = 5_000
_READ_NATIVE_MAX_EXT = 0x27
_GET_NATIVE_MAX_EXT = (0x78, 0x0000)  # command and feature
_DCO_IDENTIFY = (0xB1, 0x00C2)
_SANITIZE_STATUS = (0xB4, 0x0000)
_RETURNED = 0x09  # the descriptor of sense data with the drive's registers
_ABORTED = 0x01  # of the status register: error


@dataclass(frozen=True, slots=True)
class Registers:
    """What a drive returned with a command that moves no data."""

    error: int
    count: int
    address: int
    status: int

    @property
    def failed(self) -> bool:
        return bool(self.status & _ABORTED)


@dataclass(frozen=True, slots=True)
class AtaWords:
    """`native`: the last sector that it could hand out; `configuration`: DEVICE CONFIGURATION IDENTIFY's 512 bytes;
    `sanitize`: SANITIZE STATUS EXT. None and empty: not asked, or no answer.
    """

    native: Registers | None = None
    configuration: bytes = b""
    sanitize: Registers | None = None


NOTHING = AtaWords()


def asked(descriptor: int, identify: bytes) -> AtaWords:
    """Ask an open drive what its IDENTIFY says that it can be asked."""
    if len(identify) != BYTES:
        return AtaWords()
    word = struct.unpack(f"<{WORDS}H", identify)
    native = sanitize = None
    configuration = b""
    if word[119] >> 14 == 0b01 and word[119] & 1 << 8:  # accessible max address configuration
        native = returned(_sense(descriptor, *_GET_NATIVE_MAX_EXT)[0])
    elif word[82] & 1 << 10 and word[83] & 1 << 10:  # host-protected area, 48-bit addresses
        native = returned(_sense(descriptor, _READ_NATIVE_MAX_EXT, 0)[0])
    if word[83] & 1 << 11:  # device configuration overlay
        sense, content = _sense(descriptor, *_DCO_IDENTIFY, size=BYTES)
        told = returned(sense)
        configuration = content if told is None or not told.failed else b""
    if word[59] & 1 << 12:
        sanitize = returned(_sense(descriptor, *_SANITIZE_STATUS)[0])
    return AtaWords(native, configuration, sanitize)


def returned(sense: bytes) -> Registers | None:
    """The drive's registers in sense data; None where they are not there in full: the older, fixed form holds half of
    an address.
    """
    if len(sense) < 8 or sense[0] & 0x7F not in (0x72, 0x73):
        return None
    at, end = 8, min(8 + sense[7], len(sense))
    while at + 2 <= end:
        kind, length = sense[at], sense[at + 1]
        if kind == _RETURNED and length == 12 and at + 14 <= end:
            part = sense[at : at + 14]
            address = int.from_bytes(bytes((part[10], part[8], part[6], part[11], part[9], part[7])), "big")
            return Registers(part[3], part[4] << 8 | part[5], address, part[13])
        at += 2 + length
    return None


def block(command: int, feature: int, size: int) -> bytes:
    """The command descriptor block of ATA PASS-THROUGH (16), as hdparm writes it. Without data the registers are asked
    back, 48 bits wide; with data they come back where something is wrong.
    """
    protocol = _TO_US if size else _NO_DATA
    extended = 0 if size else 1
    flags = 0x0E if size else 0x20  # data from the drive, in sectors, as many as COUNT; CK_COND
    count = size // 512
    return struct.pack(
        "<16B", 0x85, protocol << 1 | extended, flags, feature >> 8, feature & 0xFF, 0, count, 0, 0, 0, 0, 0, 0, 0x40,
        command, 0,
    )  # fmt: skip


def _sense(descriptor: int, command: int, feature: int, size: int = 0) -> tuple[bytes, bytes]:
    """Sense data and what the drive sent."""
    if sys.platform == "linux":
        import ctypes
        import fcntl

        asking = ctypes.create_string_buffer(block(command, feature, size), 16)
        sense, content = ctypes.create_string_buffer(64), ctypes.create_string_buffer(max(size, 1))
        head = bytearray(
            struct.pack(
                "@iiBBHIPPPIIiPBBBBHHiII4x",  # sg_io_hdr_t
                ord("S"),
                _FROM_THE_DRIVE if size else _NOTHING,
                16,
                len(sense),
                0,
                size,
                ctypes.addressof(content),
                ctypes.addressof(asking),
                ctypes.addressof(sense),
                _ANSWER_MS,
                *(0,) * 12,
            )
        )
        try:
            fcntl.ioctl(descriptor, _SG_IO, head, True)
        except OSError:
            return b"", b""
        return sense.raw, content.raw[:size]
    raise NotImplementedError(sys.platform)
