"""What a certificate is fit for: a person's or a seal's, for signing, with a key that reports are signed with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from checker.report.keys.verifying import algorithm

if TYPE_CHECKING:
    from cryptography.x509 import Extensions

_WEAK_HASHES = ("md2", "md5", "sha1")
# RFC 5280, 4.2.1.12: web servers, code, time stamps, answers on revocation. A person's has others, or none.
_MACHINES = frozenset(f"1.3.6.1.5.5.7.3.{purpose}" for purpose in (1, 3, 8, 9))
_APART = re.compile(r"[\s_@|,;/()\[\]\-0-9·]+")


class Unfit(StrEnum):
    AUTHORITY = "authority"
    NOT_FOR_SIGNING = "not_for_signing"
    WEAK = "weak"
    FOR_A_MACHINE = "for_a_machine"


def unfit(certificate: bytes) -> Unfit | None:
    """Why no report may be signed under a certificate (DER); None: it is fit.

    An authority issues certificates and signs nothing else. Of the two certificates that domestic authorities give a
    person, the one for encryption is told by its key usage: the authority knows its key, too.
    """
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    if algorithm(certificate) is None:
        return Unfit.WEAK
    read = x509.load_der_x509_certificate(certificate)
    try:
        hashed = read.signature_hash_algorithm
    except UnsupportedAlgorithm:  # SM2 with SM3, which cryptography has no name for
        hashed = None
    try:
        extensions = read.extensions
    except ValueError:  # doubled or malformed
        return Unfit.NOT_FOR_SIGNING
    if hashed is not None and hashed.name in _WEAK_HASHES:
        return Unfit.WEAK
    return _unfit_for(extensions)


def _unfit_for(extensions: Extensions) -> Unfit | None:
    from cryptography import x509

    found = {type(one.value): one.value for one in extensions}
    authority, usage = found.get(x509.BasicConstraints), found.get(x509.KeyUsage)
    purposes = found.get(x509.ExtendedKeyUsage)
    if isinstance(purposes, x509.ExtendedKeyUsage) and _MACHINES.issuperset(one.dotted_string for one in purposes):
        return Unfit.FOR_A_MACHINE
    if not isinstance(usage, x509.KeyUsage):
        return None  # for everything, as what a unit signs for itself with OpenSSL is
    if isinstance(authority, x509.BasicConstraints) and authority.ca and usage.key_cert_sign:
        return Unfit.AUTHORITY
    return None if usage.digital_signature or usage.content_commitment else Unfit.NOT_FOR_SIGNING


def for_time_stamps(certificate: bytes) -> bool:
    """Whether a certificate (DER) stamps times and does nothing else (RFC 3161, 2.3)."""
    from asn1crypto import x509

    read = x509.Certificate.load(certificate)
    usage = read.extended_key_usage_value
    only = usage is not None and usage.native == ["time_stamping"]
    return only and "extended_key_usage" in read.critical_extensions


def names(certificate_name: str, people: Iterable[str]) -> bool:
    """Whether a certificate's name is that of one of these people. Authorities put a number or a unit beside a name, in
    one string: ``张三 4401…``; a name within a longer one (张三 in 张三丰) is another."""
    whole = _plain(certificate_name)
    parts = {part for part in _APART.split(whole) if part} | {whole}
    return any(_plain(one) in parts for one in people if one.strip())


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
