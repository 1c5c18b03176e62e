"""SHA-256 and SM3 side by side: readers abroad know the one, domestic ones ask for the other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Digests:
    """Lower-case hex."""

    sha256: str
    sm3: str


def digests(content: bytes) -> Digests:
    return Digests(sha256(content), sm3(content).hex())


def sha256(content: bytes) -> str:
    return sha256_digest(content).hex()


def sha256_digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def sm3(content: bytes) -> bytes:
    """GB/T 32905. hashlib has it only where Python was built against an OpenSSL that has it."""
    from cryptography.hazmat.primitives import hashes

    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()
