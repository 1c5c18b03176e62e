"""SM2 (GB/T 32918) with SM3 and the usual signer id 1234567812345678, through the OpenSSL that Python has, or through
gmssl-pyx (GmSSL's C code) for a Python that has it built in.

Both take the nonce from the system's random source; the widespread pure-Python library takes it from
``random.choice``, which gives the private key away.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from checker.model.text import Text
from checker.report.keys import sm2_verifying
from checker.report.keys.pbes import decrypted, mac_holds
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

CURVE = "1.2.156.10197.1.301"
# All of a public key in a certificate but x and y, which end it (SubjectPublicKeyInfo, DER).
_INFO = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_NOT_SM2 = Text("这个文件里没有 SM2 私钥和证书。", "There is no SM2 key with its certificate in this file.")
_NO_LIBRARY = Text("这种电脑上不能使用 SM2 密钥文件。", "SM2 key files cannot be used on this kind of computer.")


@dataclass(frozen=True, slots=True)
class Sm2Signer:
    """A key from a file. `private` is never shown: it has no place in a repr."""

    certificate: bytes
    chain: tuple[bytes, ...]
    _private: bytes
    _public: bytes

    @property
    def algorithm(self) -> Algorithm:
        return Algorithm.SM2

    def __repr__(self) -> str:
        return "Sm2Signer(…)"

    def sign(self, message: bytes) -> bytes:
        return _sign(self._private, self._public, message)


def open_sm2(content: bytes, ask: AskSecret) -> Sm2Signer:
    """A PEM file: the private key as encrypted PKCS#8, then the certificate, then perhaps its issuers; or PKCS#12.

    Raises:
        KeyTrouble: another kind of file, an encryption that is not known, a wrong passphrase, an expired certificate,
            no library for this computer.
    """
    if content.lstrip().startswith(b"-----BEGIN"):
        key, certificates = _parts(content)
        guard_validity(certificates[0])
        return _signer(_number(_decrypted(key, _passphrase(ask))), certificates)
    return _signer(*_from_pkcs12(content, _passphrase(ask)))


def _passphrase(ask: AskSecret) -> str:
    secret = ask(Secret(Text("SM2 密钥文件的口令", "Passphrase of the SM2 key file")))
    if secret is None:
        raise KeyTrouble(GAVE_UP, WRONG_SECRET)
    return secret


def signer_of_pkcs12(content: bytes, passphrase: str) -> Sm2Signer:
    """A PKCS#12 file whose passphrase is known already. Raises KeyTrouble."""
    return _signer(*_from_pkcs12(content, passphrase))


def _signer(private: bytes, certificates: tuple[bytes, ...]) -> Sm2Signer:
    guard_validity(certificates[0])
    public = public_point(certificates[0])
    if public is None:
        raise KeyTrouble(_NOT_SM2, NOT_A_KEY)
    signer = Sm2Signer(certificates[0], certificates[1:], private, public)
    check = verifier(certificates[0])
    # A key that does not belong to the certificate would sign what nobody can verify.
    if check is None or not check(b"mijian", signer.sign(b"mijian")):
        raise KeyTrouble(_NOT_SM2, NOT_A_KEY)
    return signer


def verifier(certificate: bytes) -> Callable[[bytes, bytes], bool] | None:
    """The check of (message, signature) under a certificate's SM2 key; None: another kind of key."""
    public = public_point(certificate)
    return None if public is None else lambda message, signature: verify(public, message, signature)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature holds. DER is read strictly first. OpenSSL judges where Python has one: GmSSL prints lines of
    its source on stderr for each that does not hold."""
    if not _is_canonical(signature):
        return False
    from checker.machine.libcrypto import NoLibcrypto, sm2_verify

    with suppress(NoLibcrypto):
        return sm2_verify(_INFO + public, message, signature)
    try:
        library = _library()
    except KeyTrouble:  # no wheel for this computer: a report is verified all the same, only slower
        return sm2_verifying.holds(public, message, *_numbers(signature))
    return bool(library.sm2_verify(public, message, signature))


def public_point(certificate: bytes) -> bytes | None:
    """The 64 bytes x‖y of a certificate's SM2 key; None: another kind of key."""
    from asn1crypto import x509

    return point_of(x509.Certificate.load(certificate)["tbs_certificate"]["subject_public_key_info"])


def point_of(key: Any) -> bytes | None:
    """The same of a public key (asn1crypto's PublicKeyInfo)."""
    if key["algorithm"]["algorithm"].native != "ec":
        return None
    parameters = key["algorithm"]["parameters"]
    if parameters.name != "named" or parameters.chosen.dotted != CURVE:
        return None
    point = bytes(key["public_key"])
    return point[1:] if len(point) == 65 and point[0] == 4 else None


def _is_canonical(signature: bytes) -> bool:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    try:
        r, s = _numbers(signature)
    except ValueError:
        return False
    return 0 < r < _ORDER and 0 < s < _ORDER and encode_dss_signature(r, s) == signature


def _numbers(signature: bytes) -> tuple[int, int]:
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    return decode_dss_signature(signature)


def _parts(content: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    from asn1crypto import pem

    key, certificates = None, []
    try:
        for kind, _, der in pem.unarmor(content, multiple=True):
            if kind == "ENCRYPTED PRIVATE KEY":
                key = der
            elif kind == "CERTIFICATE":
                certificates.append(der)
    except ValueError as error:
        raise KeyTrouble(_NOT_SM2, NOT_A_KEY) from error
    if key is None or not certificates:
        raise KeyTrouble(_NOT_SM2, NOT_A_KEY)
    return key, tuple(certificates)


def _decrypted(key: bytes, passphrase: str) -> bytes:
    """What an encrypted PKCS#8 key holds."""
    import pyhanko.sign.signers  # noqa: F401  it teaches asn1crypto names, which come too late once a table was used
    from asn1crypto import keys

    try:
        info = keys.EncryptedPrivateKeyInfo.load(key, strict=True)
        return decrypted(info["encryption_algorithm"], bytes(info["encrypted_data"].native), passphrase)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyTrouble(_NOT_SM2, NOT_A_KEY) from error


def private_number(key: bytes, passphrase: str) -> bytes | None:
    """The private number in an encrypted key (PKCS#8, PEM); None: it is no SM2 key. Raises KeyTrouble."""
    from asn1crypto import keys, pem

    plain = _decrypted(pem.unarmor(key)[2], passphrase)
    try:
        info = keys.PrivateKeyInfo.load(plain, strict=True)
        curve = info["private_key_algorithm"]["parameters"].chosen.dotted
    except (ValueError, TypeError, AttributeError) as error:  # the wrong passphrase decrypts to noise
        raise KeyTrouble(WRONG_PASSPHRASE, WRONG_SECRET) from error
    return _number(plain) if curve == CURVE else None


def _number(plain: bytes) -> bytes:
    """The private number in a PKCS#8 key, 32 bytes."""
    from asn1crypto import keys

    try:
        inner = keys.PrivateKeyInfo.load(plain, strict=True)
        number: int = inner["private_key"].parsed["private_key"].native
        return number.to_bytes(32, "big")
    except (ValueError, TypeError, OverflowError) as error:  # the wrong passphrase decrypts to noise
        raise KeyTrouble(WRONG_PASSPHRASE, WRONG_SECRET) from error


def _from_pkcs12(content: bytes, passphrase: str) -> tuple[bytes, tuple[bytes, ...]]:
    """The private number, and the certificates, the key's own first."""
    import pyhanko.sign.signers  # noqa: F401  likewise
    from asn1crypto import pkcs12

    numbers: list[bytes] = []
    certificates: list[bytes] = []
    try:
        file = pkcs12.Pfx.load(content, strict=True)
        safe = bytes(file["auth_safe"]["content"].native)
        if not mac_holds(file["mac_data"], safe, passphrase):
            raise KeyTrouble(WRONG_PASSPHRASE, WRONG_SECRET)
        for part in pkcs12.AuthenticatedSafe.load(safe):
            for bag in pkcs12.SafeContents.load(_opened(part, passphrase)):
                kind, value = bag["bag_id"].native, bag["bag_value"]
                if kind == "pkcs8_shrouded_key_bag":
                    how = value["encryption_algorithm"]
                    numbers.append(_number(decrypted(how, bytes(value["encrypted_data"].native), passphrase)))
                elif kind == "key_bag":
                    numbers.append(_number(value.dump()))
                elif kind == "cert_bag":
                    certificates.append(bytes(value["cert_value"].parsed.dump()))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyTrouble(_NOT_SM2, NOT_A_KEY) from error
    if not numbers or not certificates:
        raise KeyTrouble(_NOT_SM2, NOT_A_KEY)
    own = [one for one in certificates if _belongs(numbers[0], one)]
    return numbers[0], (*own, *(one for one in certificates if one not in own))


def _opened(part: Any, passphrase: str) -> bytes:
    if part["content_type"].native == "data":
        return bytes(part["content"].native)
    inner = part["content"]["encrypted_content_info"]
    return decrypted(inner["content_encryption_algorithm"], bytes(inner["encrypted_content"].native), passphrase)


def _belongs(private: bytes, certificate: bytes) -> bool:
    public = public_point(certificate)
    signature = None if public is None else _sign(private, public, b"mijian")
    return public is not None and signature is not None and verify(public, b"mijian", signature)


def _sign(private: bytes, public: bytes, message: bytes) -> bytes:
    """By the OpenSSL that Python has, as on every platform that we ship; else by GmSSL where there is a wheel of it.
    Raises KeyTrouble."""
    from checker.machine.libcrypto import NoLibcrypto, sm2_sign
    from checker.report.keys.sm2_new import NewKey

    with suppress(NoLibcrypto):
        return sm2_sign(NewKey(private, public).pkcs8, message)
    return bytes(_library().sm2_sign(private, public, message))


def signer_of(private: bytes, public: bytes, certificate: bytes = b"") -> Sm2Signer:
    """A key that was just made; the certificate of a root is not there yet."""
    return Sm2Signer(certificate, (), private, public)


def _library() -> Any:
    try:
        import gmssl_pyx
    except ImportError as error:
        raise KeyTrouble(_NO_LIBRARY, NOT_A_KEY) from error
    return gmssl_pyx
