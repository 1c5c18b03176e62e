"""What a drive says of itself, as it says it: ATA's IDENTIFY DEVICE, its real size and the state of its last sanitize;
NVMe's Identify Controller and sanitize log.

Each is a question that changes nothing. Linux keeps ATA's IDENTIFY itself (sysfs, HDIO_GET_IDENTITY): for that the
drive is not even asked. What hangs behind a USB bridge is asked nothing beyond that, since some bridges fail over
questions that they do not know. Windows hands these out to administrators through handles that may write, so nothing is
asked there.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from checker.machine.attached import Attached
from checker.machine.media import ata
from checker.machine.media.ata import NOTHING, AtaWords

ATA_BYTES = ata.BYTES
_CONTROLLER_BYTES, _LOG_BYTES = 4096, 512
_PAGE_AT, _PAGE_BYTES = 60, 572  # SAT-4: IDENTIFY data within the ATA Information page (89h)
_HDIO_GET_IDENTITY = 0x030D  # linux/hdreg.h: what the kernel read when the drive was found
_NVME_ADMIN = 0xC0484E41  # linux/nvme_ioctl.h, _IOWR('N', 0x41, struct nvme_passthru_cmd)
_IDENTIFY, _GET_LOG = 0x06, 0x02  # opcodes of the NVMe base specification: both read
_OF_THE_CONTROLLER = 1  # CNS
_SANITIZE_LOG, _ALL_NAMESPACES = 0x81, 0xFFFFFFFF
_ANSWER_MS = 5_000


@dataclass(frozen=True, slots=True)
class DriveWords:
    """The answers, each empty where there is none: 512 bytes of ATA and what more was asked, 4096 and 512 of NVMe."""

    ata: bytes = b""
    more: AtaWords = NOTHING
    controller: bytes = b""
    sanitize_log: bytes = b""


def of_information_page(page: bytes) -> bytes:
    """IDENTIFY data in an ATA Information page, as sysfs shows it (``vpd_pg89``); empty where it is none."""
    if len(page) < _PAGE_BYTES or page[1] != 0x89:
        return b""
    return page[_PAGE_AT:_PAGE_BYTES]


def asked(descriptor: int, attached: Attached, kept: bytes = b"") -> DriveWords:
    """Ask an open drive by what its bus understands. `kept`: its IDENTIFY, where that is known already."""
    if sys.platform != "linux":
        return DriveWords()
    if attached.bus == "ata":
        identify = kept or _kept_by_the_kernel(descriptor)
        return DriveWords(ata=identify, more=ata.asked(descriptor, identify))
    if attached.bus == "nvme":
        log = _nvme(descriptor, _GET_LOG, _ALL_NAMESPACES, _LOG_BYTES, _SANITIZE_LOG | (_LOG_BYTES // 4 - 1) << 16)
        return DriveWords(
            controller=_nvme(descriptor, _IDENTIFY, 0, _CONTROLLER_BYTES, _OF_THE_CONTROLLER), sanitize_log=log
        )
    return DriveWords()


def _kept_by_the_kernel(descriptor: int) -> bytes:
    if sys.platform == "linux":
        import fcntl

        answer = bytearray(ATA_BYTES)
        try:
            fcntl.ioctl(descriptor, _HDIO_GET_IDENTITY, answer, True)
        except OSError:
            return b""
        return bytes(answer)
    raise NotImplementedError(sys.platform)


def _nvme(descriptor: int, opcode: int, namespace: int, size: int, word_10: int) -> bytes:
    """An admin command that reads; `word_10` is command dword 10."""
    if sys.platform == "linux":
        import ctypes
        import fcntl
        import struct

        answer = ctypes.create_string_buffer(size)
        words = (opcode, 0, 0, namespace, 0, 0, 0, ctypes.addressof(answer), 0, size, word_10, 0, 0, 0, 0, 0)
        command = bytearray(struct.pack("<BBHIIIQQIIIIIIIIII", *words, _ANSWER_MS, 0))
        try:
            if fcntl.ioctl(descriptor, _NVME_ADMIN, command, True) != 0:  # a status of the drive, not of the system
                return b""
        except OSError:
            return b""
        return answer.raw
    raise NotImplementedError(sys.platform)
