"""Seals on what is kept: made with a key of this computer as it is written, so that what another hand wrote shows.

The key lies beside the results, readable by its owner alone. So a seal shows what was written past the program, by an
editor, a database tool, another account. It cannot show what somebody does who can read the key and takes the trouble.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from checker.machine import handed, keeping

_FILE = "seal.key"
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Seal:
    """`key` names the key without giving it away; `mac` is HMAC-SHA256 (hex)."""

    key: str
    mac: str

    def __str__(self) -> str:
        return f"{self.key}:{self.mac}"

    @classmethod
    def read(cls, written: str | None) -> Seal | None:
        """None: there is none, or it is of another form."""
        key, colon, mac = (written or "").partition(":")
        return cls(key, mac) if colon and key and mac else None


class Seals:
    """Seals of one key. A seal is over all parts in their order, each with its length."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.name = hashlib.sha256(b"mijian seal key\0" + key).hexdigest()[:16]

    def __repr__(self) -> str:
        return f"Seals({self.name})"

    def seal(self, *parts: bytes) -> Seal:
        framed = b"".join(b"%d:%s" % (len(part), part) for part in parts)
        return Seal(self.name, hmac.new(self._key, b"mijian seal 1\0" + framed, hashlib.sha256).hexdigest())

    def holds(self, seal: Seal | None, *parts: bytes) -> bool:
        return seal is not None and hmac.compare_digest(str(seal), str(self.seal(*parts)))

    def mine(self, seal: Seal | None) -> bool:
        """Whether this key made it, as it says: then it must hold."""
        return seal is not None and seal.key == self.name


def own_seals(folder: Path) -> Seals:
    """The seals of whoever keeps results in a folder; the key is made where there is none yet.

    Raises:
        OSError: it can neither be read nor made.
    """
    path = folder / _FILE
    keeping.folder(folder)
    if not path.exists():
        keeping.name_first(path, secrets.token_bytes(_BYTES))
    keeping.mend(path)
    key = handed.read(path, _BYTES)
    if len(key) != _BYTES:
        raise OSError(f"{_FILE} is damaged")
    return Seals(key)
