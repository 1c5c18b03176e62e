"""Whether a signature holds under a certificate: P-256, RSA or SM2, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from checker.report.keys import sm2
from checker.report.keys.signer import Algorithm, KeyTrouble

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

Verifier = Callable[[bytes, bytes], bool]


def verify(certificate: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this certificate's key made this signature over this message."""
    check = verifier(certificate)
    return check is not None and check(message, signature)


@lru_cache(maxsize=4096)
def verifier(certificate: bytes) -> Verifier | None:
    """The check under a certificate (DER); None: unreadable, or a kind of key that no report is signed with."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except UnsupportedAlgorithm:
        return _sm2(certificate)
    except ValueError:
        return None
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return _p256(key)
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048:
        return _rsa(key)
    return None


def algorithm(certificate: bytes) -> Algorithm | None:
    """Which algorithm signs under a certificate; None: none that reports use."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except UnsupportedAlgorithm:
        return Algorithm.SM2 if sm2.public_point(certificate) else None
    except ValueError:
        return None
    if isinstance(key, ec.EllipticCurvePublicKey):
        return Algorithm.P256 if isinstance(key.curve, ec.SECP256R1) else None
    return Algorithm.RSA if isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048 else None


def low_s(signature: bytes) -> bytes:
    """The one of a P-256 signature's two forms that counts: (r, s) and (r, n - s) both hold, and anybody can turn them.

    Raises:
        ValueError: not a DER signature.
    """
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, _P256_ORDER - s))


def _p256(key: ec.EllipticCurvePublicKey) -> Verifier:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    how = ec.ECDSA(hashes.SHA256())

    def check(message: bytes, signature: bytes) -> bool:
        try:
            key.verify(signature, message, how)
            return low_s(signature) == signature
        except (InvalidSignature, ValueError):
            return False

    return check


def _rsa(key: rsa.RSAPublicKey) -> Verifier:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    def check(message: bytes, signature: bytes) -> bool:
        try:
            key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return True

    return check


def _sm2(certificate: bytes) -> Verifier | None:
    try:
        return sm2.verifier(certificate)
    except (ValueError, TypeError, KeyTrouble):
        return None
