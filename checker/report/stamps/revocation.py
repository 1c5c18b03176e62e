"""What revocation lists (RFC 5280) that lie beside a signature say of its certificate. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checker.report.stamps.judging import BROKEN, issued, lists

if TYPE_CHECKING:
    from asn1crypto import crl, x509


@dataclass(frozen=True, slots=True)
class Listing:
    """What the newest list of a certificate's issuer says. `revoked`: since when, None: it is not on it; `until`: when
    a newer list was due."""

    made: datetime
    until: datetime | None
    revoked: datetime | None


def chain(certificate: bytes, given: Iterable[bytes]) -> tuple[bytes, ...]:
    """Of these certificates the issuers of the first one, the nearest first, up to one that issued itself."""
    from asn1crypto import x509

    found: list[bytes] = []
    last, rest = x509.Certificate.load(certificate), list(dict.fromkeys(given))
    while True:
        following = next((one for one in rest if _issued(last, one)), None)
        if following is None:
            return tuple(found)
        found.append(following)
        rest.remove(following)
        last = x509.Certificate.load(following)


def of_issuers(certificate: bytes, issuers: Iterable[bytes], given: Iterable[bytes]) -> tuple[bytes, ...]:
    """Of these revocation lists those of the certificate's issuers."""
    whose = [*issuers]
    return tuple(one for one in dict.fromkeys(given) if any(_lists(one, issuer) for issuer in whose))


def listing(certificate: bytes, issuers: Iterable[bytes], given: Iterable[bytes]) -> Listing | None:
    """What the issuer's newest list says of a certificate; None: there is no list of its issuer."""
    from asn1crypto import crl, x509

    issuer = next(iter(chain(certificate, issuers)), None)
    theirs = [crl.CertificateList.load(one) for one in given if issuer is not None and _lists(one, issuer)]
    if not theirs:
        return None
    newest = max(theirs, key=lambda one: one["tbs_cert_list"]["this_update"].native)
    serial = x509.Certificate.load(certificate).serial_number
    told = newest["tbs_cert_list"]
    entries = told["revoked_certificates"] or ()
    revoked = next((one for one in entries if one["user_certificate"].native == serial), None)
    until = told["next_update"].native
    since = revoked["revocation_date"].native if revoked is not None else None
    return Listing(told["this_update"].native, until, since)


def _issued(certificate: x509.Certificate, issuer: bytes) -> bool:
    from asn1crypto import x509

    try:
        return issued(certificate, x509.Certificate.load(issuer, strict=True))
    except BROKEN:
        return False


def _lists(given: bytes, issuer: bytes) -> bool:
    from asn1crypto import crl, x509

    try:
        read = _loaded(crl.CertificateList, given)
        # A critical extension says that the list is part of one, or of others only (RFC 5280, 5.2): that a certificate
        # is not on it means nothing.
        return not read.critical_extensions and lists(read, x509.Certificate.load(issuer))
    except BROKEN:
        return False


def _loaded(kind: type[crl.CertificateList], given: bytes) -> crl.CertificateList:
    return kind.load(given, strict=True)
