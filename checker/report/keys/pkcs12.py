"""A key in a PKCS#12 file (.p12, .pfx): P-256 or RSA."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.model.text import Text
from checker.report.keys.signer import (
    GAVE_UP,
    NOT_A_KEY,
    WRONG_PASSPHRASE,
    WRONG_SECRET,
    Algorithm,
    AskSecret,
    KeyTrouble,
    Secret,
    guard_validity,
)
from checker.report.keys.verifying import low_s

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    from checker.report.keys.sm2 import Sm2Signer

_NO_KEY = Text("这个文件里没有可用的私钥和证书。", "There is no usable key with its certificate in this file.")
_UNSUITED = Text(
    "这种密钥不能用于签署报告，请使用 P-256、2048 位以上的 RSA 或 SM2 密钥。",
    "This kind of key cannot sign reports; use P-256, RSA of 2048 bits or more, or SM2.",
)


@dataclass(frozen=True, slots=True)
class FileSigner:
    """A key from a file, in memory for one signing."""

    certificate: bytes
    chain: tuple[bytes, ...]
    algorithm: Algorithm
    _key: EllipticCurvePrivateKey | RSAPrivateKey

    @property
    def private(self) -> EllipticCurvePrivateKey | RSAPrivateKey:
        """For issuing certificates; everything else signs through `sign`."""
        return self._key

    def sign(self, message: bytes) -> bytes:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        return low_s(self._key.sign(message, ec.ECDSA(hashes.SHA256())))


def open_pkcs12_of_any_kind(content: bytes, ask: AskSecret) -> FileSigner | Sm2Signer:
    """As `open_pkcs12`, of an SM2 key as well; the passphrase is asked for once."""
    from cryptography.exceptions import UnsupportedAlgorithm

    from checker.report.keys.sm2 import signer_of_pkcs12

    given: list[str | None] = []

    def once(secret: Secret) -> str | None:
        given.append(ask(secret))
        return given[-1]

    try:
        return open_pkcs12(content, once)
    except KeyTrouble as trouble:
        if not isinstance(trouble.__cause__, UnsupportedAlgorithm) or not given or given[-1] is None:
            raise
        return signer_of_pkcs12(content, given[-1])


def open_pkcs12(content: bytes, ask: AskSecret) -> FileSigner:
    """Open a PKCS#12 file with a P-256 or RSA key.

    Raises:
        KeyTrouble: another kind of file, a wrong passphrase, an unsuited key, an expired certificate.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

    if content[:1] != b"\x30":  # every DER structure of this kind begins so; anything else is no wrong passphrase
        raise KeyTrouble(_NO_KEY, NOT_A_KEY)
    secret = ask(Secret(Text("密钥文件的口令", "Passphrase of the key file")))
    if secret is None:
        raise KeyTrouble(GAVE_UP, WRONG_SECRET)
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, secret.encode())
    except UnsupportedAlgorithm as error:
        raise KeyTrouble(_UNSUITED, NOT_A_KEY) from error
    except ValueError as error:
        damaged = "password" not in str(error).lower()
        raise KeyTrouble(_NO_KEY if damaged else WRONG_PASSPHRASE, NOT_A_KEY if damaged else WRONG_SECRET) from error
    if key is None or certificate is None:
        raise KeyTrouble(_NO_KEY, NOT_A_KEY)
    der = certificate.public_bytes(Encoding.DER)
    guard_validity(der)
    chain = tuple(one.public_bytes(Encoding.DER) for one in others)
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return FileSigner(der, chain, Algorithm.P256, key)
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= 2048:
        return FileSigner(der, chain, Algorithm.RSA, key)
    raise KeyTrouble(_UNSUITED, NOT_A_KEY)
