"""A key on a PKCS#11 token (a UKey, a smart card, SoftHSM2): P-256 or RSA; the key never leaves the token."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.model.text import Text
from checker.report.keys.signer import (
    GAVE_UP,
    NO_TOKEN,
    NOT_A_KEY,
    WRONG_SECRET,
    Algorithm,
    AskSecret,
    KeyTrouble,
    Secret,
    fingerprint,
    guard_validity,
)
from checker.report.keys.verifying import low_s

_NO_MODULE = Text(
    "读不到 UKey 的驱动程序：{path}。请先安装 UKey 厂商的驱动。",
    "The token's driver cannot be loaded: {path}. Install the maker's driver first.",
)
_ABSENT = Text("没有插入 UKey，或插入的不是“{label}”。", "No token is plugged in, or it is not “{label}”.")
_NO_KEY = Text("UKey 里没有签名证书和对应的私钥。", "There is no signing certificate with its key on the token.")
_LOCKED = Text("UKey 已被锁定，请联系发放单位解锁。", "The token is locked; have its issuer unlock it.")
_FAILED = Text("UKey 没有完成签名，请重新插入后再试。", "The token did not sign; plug it in again and retry.")
_WRONG = Text("口令错误，没有签名。", "The PIN is wrong; nothing was signed.")
_WRONG_LEFT_FEW = Text(
    "口令错误，剩余次数不多，再错可能锁定 UKey。", "The PIN is wrong; few tries are left before the token locks."
)
_WRONG_LAST = Text(
    "口令错误，只剩最后 1 次，再错将锁定 UKey。", "The PIN is wrong; 1 try is left before the token locks."
)


@dataclass(frozen=True, slots=True)
class TokenSigner:
    """`_key` is the token's handle to a private key."""

    certificate: bytes
    chain: tuple[bytes, ...]
    algorithm: Algorithm
    _key: Any

    def sign(self, message: bytes) -> bytes:
        import pkcs11
        from pkcs11.util.ec import encode_ecdsa_signature

        try:
            if self.algorithm is Algorithm.RSA:
                return bytes(self._key.sign(message, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
            # Not ECDSA_SHA256: many tokens, SoftHSM2 among them, sign a digest but do not make it.
            digest = hashlib.sha256(message).digest()
            return low_s(bytes(encode_ecdsa_signature(self._key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))))
        except pkcs11.PKCS11Error as error:
            raise KeyTrouble(_FAILED, NO_TOKEN) from error


@contextmanager
def open_token(module: Path, label: str, ask: AskSecret) -> Iterator[TokenSigner]:
    """The signing key of a token, logged in while the block runs. `module` is the maker's PKCS#11 library.

    A wrong PIN is never tried twice: tokens lock after a few.

    Raises:
        KeyTrouble: no driver, no such token, a wrong or locked PIN, no key, an expired certificate.
    """
    import pkcs11

    try:
        library = pkcs11.lib(str(module))
        library.reinitialize()  # a token that was plugged in after the first look is not seen otherwise
    except (pkcs11.PKCS11Error, RuntimeError) as error:
        raise KeyTrouble(_NO_MODULE.filled(path=Text.name(str(module))), NO_TOKEN) from error
    try:
        token = library.get_token(token_label=label)
    except pkcs11.PKCS11Error as error:
        raise KeyTrouble(_ABSENT.filled(label=Text.name(label)), NO_TOKEN) from error
    pin = ask(Secret(Text("UKey“{label}”的口令", "PIN of the token “{label}”").filled(label=Text.name(label))))
    if pin is None:
        raise KeyTrouble(GAVE_UP, WRONG_SECRET)
    with _session(token, pin) as session:
        yield _signer(session)


@contextmanager
def _session(token: Any, pin: str) -> Iterator[Any]:
    import pkcs11

    try:
        session = token.open(user_pin=pin)
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid) as error:
        raise KeyTrouble(_tries(token), WRONG_SECRET) from error
    except pkcs11.PinLocked as error:
        raise KeyTrouble(_LOCKED, WRONG_SECRET) from error
    except pkcs11.PKCS11Error as error:
        raise KeyTrouble(_FAILED, NO_TOKEN) from error
    try:
        yield session
    finally:
        session.close()


def _tries(token: Any) -> Text:
    """PKCS#11 tells no number of tries left, only three steps of alarm."""
    import pkcs11

    flags = token.flags
    if flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
        return _LOCKED
    if flags & pkcs11.TokenFlag.USER_PIN_FINAL_TRY:
        return _WRONG_LAST
    return _WRONG_LEFT_FEW if flags & pkcs11.TokenFlag.USER_PIN_COUNT_LOW else _WRONG


def _signer(session: Any) -> TokenSigner:
    """The first private key that has a valid certificate of a leaf beside it, by their common id."""
    import pkcs11
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    kinds = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
    found = [(one[pkcs11.Attribute.ID], bytes(one[pkcs11.Attribute.VALUE])) for one in session.get_objects(kinds)]
    keys = {
        key[pkcs11.Attribute.ID]: key
        for key in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY})
    }
    for identity, der in sorted(found, key=lambda pair: fingerprint(pair[1])):
        key = keys.get(identity)
        if key is None:
            continue
        guard_validity(der)
        public = x509.load_der_x509_certificate(der).public_key()
        chain = tuple(other for _, other in found if other != der)
        if isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1):
            return TokenSigner(der, chain, Algorithm.P256, key)
        if isinstance(public, rsa.RSAPublicKey) and public.key_size >= 2048:
            return TokenSigner(der, chain, Algorithm.RSA, key)
    raise KeyTrouble(_NO_KEY, NOT_A_KEY)
