"""Which medium this is: what ties an unfinished scan or a register's key to one medium and to no other.

Size and model are not enough, and neither is content: two new sticks of one make are alike to the last byte. What is
enough is a serial number of the medium's own, or that it has not been taken out since. What a USB device calls its
serial number may be the card reader's or the enclosure's, so what hangs on USB is only likely to be the same.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

from checker.machine.attached import Attached
from checker.machine.media.medium import Medium

_LEAST = 6  # characters of a serial number that may be unique
_DISTINCT = 4  # different ones among them: what is printed by the million is 000000000001 or FFFFFFFF
_PRINTED = frozenset(("0123456789abcdef", "0123456789", "1234567890", "123456789abcdef", "123456789012", "12345678"))


@dataclass(frozen=True, slots=True)
class Identity:
    """`key` (sha256, hex) is never the same for two media that can be told apart; empty where nothing tells.

    sure     the serial number is the medium's own, or it is a file that nobody has touched
    session  this very plugging in, where the system counts them; empty where not
    """

    key: str
    sure: bool
    session: str = ""


UNKNOWN = Identity("", sure=False)


def identity(medium: Medium, attached: Attached | None, path: str) -> Identity:
    """What an open medium is known again by. `attached`: what the system says of it; None for an image file."""
    if not medium.shape.device:
        return _of_file(medium, path)
    if attached is None:
        return UNKNOWN
    serial = "/".join(one for one in attached.serials if _says_something(one))
    where = (attached.bus, attached.name, str(medium.size), str(attached.part))
    session = _digest("session", attached.session, *where) if attached.session else ""
    if serial:
        return Identity(_digest("serial", serial, *where), attached.bus not in ("usb", "other"), session)
    return Identity(session, sure=bool(session), session=session)


def _of_file(medium: Medium, path: str) -> Identity:
    if medium.descriptor is None:
        return UNKNOWN
    seen = os.fstat(medium.descriptor)
    words = (os.path.realpath(path), seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
    return Identity(_digest("file", *(str(word) for word in words)), sure=True)


def _says_something(serial: str) -> bool:
    plain = "".join(letter for letter in serial.lower() if letter.isalnum())
    return len(plain) >= _LEAST and len(set(plain)) >= _DISTINCT and plain not in _PRINTED


def _digest(*words: str) -> str:
    return hashlib.sha256("\0".join(("mijian medium", *words)).encode("utf-8", "surrogateescape")).hexdigest()
