"""Whether a signature in somebody else's ASN.1 holds: pyHanko's judge, and SM2 beside it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from checker.report.keys import sm2
from checker.report.keys.sm2_names import teach_sm2

if TYPE_CHECKING:
    from asn1crypto import cms, crl, x509
    from pyhanko_certvalidator.sig_validate import SignatureValidator

# What RFC 3161 and X.509 software raises of what is damaged, forged, or in a way that it does not know.
BROKEN = (ValueError, TypeError, KeyError, AttributeError, OverflowError, AssertionError, NotImplementedError)
_WEAK = ("md2", "md5", "sha1")


@cache
def judge() -> SignatureValidator:
    from asn1crypto import algos, keys
    from cryptography.exceptions import InvalidSignature
    from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator

    teach_sm2()

    class Judge(DefaultSignatureValidator):
        def validate_signature(
            self,
            signature: bytes,
            signed_data: bytes,
            public_key_info: keys.PublicKeyInfo,
            signature_algorithm: algos.SignedDigestAlgorithm,
            *more: Any,
            **named: Any,
        ) -> None:
            if signature_algorithm["algorithm"].native != "sm2_sm3":
                super().validate_signature(signature, signed_data, public_key_info, signature_algorithm, *more, **named)
                return
            public = sm2.point_of(public_key_info)
            if public is None or not sm2.verify(public, signed_data, signature):
                raise InvalidSignature

    return Judge()


def issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether one certificate is of the other's name and signed with its key."""
    named = certificate.issuer.hashable == issuer.subject.hashable
    return named and _holds(certificate, certificate["tbs_certificate"], issuer)


def lists(revoked: crl.CertificateList, issuer: x509.Certificate) -> bool:
    """Whether a revocation list is of that issuer."""
    named = revoked.issuer.hashable == issuer.subject.hashable
    return named and _holds(revoked, revoked["tbs_cert_list"], issuer, "signature")


def signed(signer: cms.SignerInfo, certificate: x509.Certificate, kind: str, content: bytes) -> bool:
    """Whether a CMS signature over this content, of this kind, holds under a certificate."""
    import hashlib

    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    from checker.report.digests import sm3

    how = signer["digest_algorithm"]["algorithm"].native
    if how in _WEAK:
        return False
    digest = sm3(content) if how == "sm3" else hashlib.new(how, content).digest()
    try:
        return validate_sig_integrity(signer, certificate, kind, digest, judge()) == (True, True)
    except SignatureValidationError:
        return False


def _holds(whole: Any, told: Any, issuer: x509.Certificate, value: str = "signature_value") -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from pyhanko_certvalidator.errors import AlgorithmNotSupported

    try:
        judge().validate_signature(
            bytes(whole[value].native), bytes(told.dump()), issuer.public_key, whole["signature_algorithm"]
        )
    except (InvalidSignature, UnsupportedAlgorithm, AlgorithmNotSupported, *BROKEN):
        return False
    return True
