"""Made-up media: small volumes with files that are there, deleted, or in recycle bins."""

from __future__ import annotations

import struct

from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.unit.residue.media import File, exfat, partitioned
from tests.worlds.world import World

BLANK = bytes(4 << 20)


def medium(content: bytes | Unreadable) -> World:
    return World(Platform.MEDIUM, medium=content)


def stick(*files: File) -> World:
    """A stick with one exFAT partition."""
    return medium(volume(*files))


def volume(*files: File) -> bytes:
    return partitioned(exfat(list(files), clusters=800))


def damaged(*files: File) -> bytes:
    """A stick whose allocation bitmap is gone: its file system contradicts itself."""
    image = bytearray(volume(*files))
    at = image.index(b"\x81\x00" + bytes(18))
    image[at] = 0x01
    return bytes(image)


def with_another(image: bytes, start: int, sectors: int) -> bytes:
    """The same medium with a second partition in its table, in sectors of 512 bytes."""
    changed = bytearray(image)
    struct.pack_into("<B3sB3sII", changed, 462, 0, b"", 0x0C, b"", start, sectors)
    return bytes(changed)
