from __future__ import annotations

import struct

import pytest

from checker.model.unreadable import Unreadable
from checker.probes.linux.samba import registry_groups

_MAGIC = 0x26011999


def _database(*records: tuple[bytes, bytes], journal: bytes = b"") -> bytes:
    """A database with one hash for all: its chain, and behind it what a transaction left."""
    content = bytearray(
        b"TDB file\n".ljust(36, b"\0") + struct.pack("<I", 1) + bytes(128) + bytes(4) + struct.pack("<I", 176)
    )
    for number, (key, data) in enumerate(records, 1):
        size = 24 + len(key) + len(data)
        following = len(content) + size if number < len(records) else 0
        content += struct.pack("<6I", following, size - 24, len(key), len(data), 0, _MAGIC) + key + data
    return bytes(content) + journal


def _value(name: str, text: str) -> bytes:
    data = f"{text}\0".encode("utf-16-le")
    return name.encode() + b"\0" + struct.pack("<2I", 1, len(data)) + data


def test_shares_in_sambas_registry_are_read_with_their_settings() -> None:
    place = b"HKLM\\SOFTWARE\\SAMBA\\SMBCONF"
    values = struct.pack("<I", 2) + _value("path", "/srv/秘密") + _value("guest ok", "yes")
    older = _database((place + b"\0", struct.pack("<I", 1) + b"global\0"))[176:]
    content = _database(
        (place + b"\0", struct.pack("<I", 2) + b"global\0Papers\0"),
        (b"SAMBA_REGVAL\\" + place + b"\\PAPERS\0", values),
        journal=older,
    )
    assert registry_groups(content) == {"global": {}, "Papers": {"path": "/srv/秘密", "guestok": "yes"}}


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"TDB file\n" + bytes(999)])
def test_what_is_no_registry_is_no_empty_one(content: bytes) -> None:
    with pytest.raises(Unreadable):
        registry_groups(content)
