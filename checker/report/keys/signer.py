"""What every key can do, and the ways one cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from checker.model.error import UserError
from checker.model.text import Text
from checker.report.digests import sha256


class Algorithm(StrEnum):
    """ECDSA and SM2 signatures are DER SEQUENCE{r, s}; RSA is PKCS#1 v1.5, which every PDF reader knows."""

    P256 = "ecdsa-p256-sha256"
    RSA = "rsa-pkcs1-sha256"
    SM2 = "sm2-sm3"


class Signer(Protocol):
    """A key with its certificate. A maker's token (an SKF UKey, say) is used by writing one more class of this shape.

    `certificate` and `chain` are DER; the chain leads from the issuer to the root, and may be empty.
    """

    @property
    def certificate(self) -> bytes: ...

    @property
    def chain(self) -> tuple[bytes, ...]: ...

    @property
    def algorithm(self) -> Algorithm: ...

    def sign(self, message: bytes) -> bytes:
        """Sign a message; hashing it is part of the algorithm. Raises KeyTrouble."""
        ...


@dataclass(frozen=True, slots=True)
class Secret:
    """What a person is asked for: a passphrase of a file or the PIN of a token. `again`: the last one was wrong."""

    what: Text
    again: bool = False


# Shows a prompt and returns what was typed; None: the person gave up. Held in memory for one signing only.
AskSecret = Callable[[Secret], str | None]


class KeyTrouble(UserError):
    """A key cannot be used. `code` is the verifier's code where it has one."""

    def __init__(self, reason: Text, code: int) -> None:
        super().__init__(reason)
        self.code = code


def fingerprint(certificate: bytes) -> str:
    """How a certificate is named everywhere: the sha256 (hex) of its DER."""
    return sha256(certificate)


NOT_A_KEY = 10
EXPIRED = 13
NO_TOKEN = 16
WRONG_SECRET = 17

GAVE_UP = Text("没有输入口令，没有签名。", "No passphrase was given; nothing was signed.")
WRONG_PASSPHRASE = Text("口令错误，没有签名。", "The passphrase is wrong; nothing was signed.")


def guard_validity(certificate: bytes, now: datetime | None = None) -> None:
    """Raises KeyTrouble where the certificate is not valid at this moment."""
    from cryptography import x509

    now = now or datetime.now(UTC)
    read = x509.load_der_x509_certificate(certificate)
    if now > read.not_valid_after_utc:
        day = read.not_valid_after_utc.date().isoformat()
        raise KeyTrouble(
            Text("签名证书已于 {day} 过期，请更换证书。", "The certificate expired on {day}; get a new one.").filled(
                day=day
            ),
            EXPIRED,
        )
    if now < read.not_valid_before_utc:
        day = read.not_valid_before_utc.date().isoformat()
        raise KeyTrouble(
            Text(
                "签名证书从 {day} 起才有效；请核对电脑的日期。",
                "The certificate is valid from {day} on; check this computer's date.",
            ).filled(day=day),
            EXPIRED,
        )
