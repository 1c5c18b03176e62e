"""The key by which a phone knows this computer. It is made once and stays in the program's own folder."""

from __future__ import annotations

import base64
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa, utils

from checker.machine import keeping

_BITS = 2048
_WORDS = _BITS // 32
# What people see on the phone, beside the fingerprint; the computer's name is nobody's business.
_COMMENT = b" mijian@inspection"


class PhoneKey:
    """An RSA key as adb uses it: 2048 bits, exponent 65537, signatures over a SHA-1 digest (AOSP's protocol.txt)."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        self._key = key

    @classmethod
    def made(cls) -> PhoneKey:
        return cls(rsa.generate_private_key(65537, _BITS))

    @classmethod
    def kept(cls, folder: Path) -> PhoneKey:
        """The key of a folder; where there is none yet, or a broken one, a new one is put there.

        Raises:
            OSError: the folder can be neither read nor written.
        """
        path = folder / "phone-key.pem"
        keeping.mend(path)
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), None)
            if isinstance(key, rsa.RSAPrivateKey) and key.key_size == _BITS:
                return cls(key)
        except (FileNotFoundError, ValueError, TypeError):
            pass
        made = cls.made()
        keeping.folder(folder)
        text = made._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        keeping.replace(path, (text,))
        return made

    def signature(self, token: bytes) -> bytes:
        """The phone's 20 bytes, signed as if they were a SHA-1 digest, which they are not: adb is made so."""
        return self._key.sign(token, padding.PKCS1v15(), utils.Prehashed(hashes.SHA1()))

    @property
    def public(self) -> bytes:
        """The public half as phones keep it: base64 of Android's own structure, then a comment."""
        numbers = self._key.public_key().public_numbers()
        size = _WORDS * 4
        n0inv = (-pow(numbers.n, -1, 1 << 32)) % (1 << 32)
        rr = pow(2, _BITS * 2, numbers.n)
        packed = (
            _WORDS.to_bytes(4, "little")
            + n0inv.to_bytes(4, "little")
            + numbers.n.to_bytes(size, "little")
            + rr.to_bytes(size, "little")
            + numbers.e.to_bytes(4, "little")
        )
        return base64.b64encode(packed) + _COMMENT
