"""The signer of an app, from two partial reads of its file: the end, and the block before the central directory.

The hashes that ``dumpsys package`` prints are no digests of a certificate. Formats: ZIP's end of central directory
record; Android's "APK Signing Block 42" with signature scheme 3, 3.1 or 2. An app signed by scheme 1 alone is not read.
"""

from __future__ import annotations

import hashlib
import struct

from checker.machine.machine import Machine
from checker.model.text import Text
from checker.model.unreadable import Unreadable

_TAIL = _NEAR = 64 << 10
_BLOCK_LIMIT = 4 << 20
_END = b"PK\x05\x06"
_MAGIC = b"APK Sig Block 42"
_SCHEMES = (0x1B93AD61, 0xF05368C0, 0x7109871A)  # 3.1, 3, 2

_BROKEN = Text("应用文件的签名读不出来", "The signature of an app's file cannot be read")


def certificate(machine: Machine, path: str) -> str:
    """SHA-256 (hex) of the first signer's certificate. Raises as `signer`."""
    return hashlib.sha256(signer(machine, path)).hexdigest()


def signer(machine: Machine, path: str) -> bytes:
    """The first signer's certificate (DER).

    Raises:
        Unreadable: the file is not to be read, or is signed in no way that is known here.
    """
    size = machine.phone_size(path)
    begin = max(0, size - _TAIL)
    tail = machine.phone_range(path, begin, size - begin)
    directory = central_directory(tail)
    if not 24 <= directory <= size:
        raise Unreadable(_BROKEN)
    near = machine.phone_range(path, max(0, directory - _NEAR), min(_NEAR, directory))
    length = int.from_bytes(near[-24:-16], "little")
    if near[-16:] != _MAGIC or not 24 <= length <= min(_BLOCK_LIMIT, directory - 8):
        raise Unreadable(_BROKEN)
    # Signing blocks have some kilobytes; only one with much else in it takes a third read.
    block = near[-length:] if length <= len(near) else machine.phone_range(path, directory - length, length)
    return first_certificate(block[:-24])


def central_directory(tail: bytes) -> int:
    """Where the central directory begins, from the file's end. Raises Unreadable: no ZIP."""
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise Unreadable(_BROKEN)
    return int(struct.unpack_from("<I", tail, at + 16)[0])


def first_certificate(pairs: bytes) -> bytes:
    """The certificate (DER) in the pairs of a signing block: id and value, each with its length before it."""
    schemes: dict[int, bytes] = {}
    while len(pairs) >= 12:
        length, id = struct.unpack_from("<QI", pairs)
        if not 4 <= length <= len(pairs) - 8:
            raise Unreadable(_BROKEN)
        schemes[id] = pairs[12 : 8 + length]
        pairs = pairs[8 + length :]
    value = next((schemes[id] for id in _SCHEMES if id in schemes), None)
    if value is None:
        raise Unreadable(_BROKEN)
    # signers > first signer > signed data > digests, certificates > first certificate
    signed = _part(_part(_part(value)))
    rest = signed[4 + len(_part(signed)) :]
    found = _part(_part(rest))
    if not found:
        raise Unreadable(_BROKEN)
    return found


def _part(data: bytes) -> bytes:
    """A value with its length (four bytes) before it."""
    length = int.from_bytes(data[:4], "little")
    if len(data) < 4 or length > len(data) - 4:
        raise Unreadable(_BROKEN)
    return data[4 : 4 + length]
