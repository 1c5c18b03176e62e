"""What stands in a PDF's signature beside the signature: nobody signs it, so each piece must prove itself.

A time stamp is an unsigned attribute (RFC 5126, id-aa-signatureTimeStampToken); issuers and revocation lists stand
where CMS keeps them. None of it changes what the signature covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asn1crypto import cms

_STAMP = "signature_time_stamp_token"


@dataclass(frozen=True, slots=True)
class Evidence:
    """DER each. `issuers`: of the signer's certificate and of one another; `lists`: revocation lists."""

    token: bytes | None = None
    issuers: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()


NONE = Evidence()


def within(signed: cms.SignedData, certificate: bytes) -> Evidence:
    """What stands beside this certificate's signature. Raises ValueError: something that nobody has a use for."""
    (signer,) = signed["signer_infos"]
    attributes = list(signer["unsigned_attrs"]) if signer["unsigned_attrs"].native else []
    if [one["type"].native for one in attributes] not in ([], [_STAMP]):
        raise ValueError("an unsigned attribute that is none of ours")
    tokens = [bytes(value.dump()) for one in attributes for value in one["values"]]
    if len(tokens) > 1:
        raise ValueError("more than one time stamp")
    certificates = [bytes(one.chosen.dump()) for one in signed["certificates"]]
    certificates.remove(certificate)
    lists = [bytes(one.chosen.dump()) for one in signed["crls"]] if signed["crls"].native else []
    return Evidence(tokens[0] if tokens else None, tuple(certificates), tuple(lists))


def put(der: bytes, certificate: bytes, evidence: Evidence) -> bytes:
    """A CMS (ContentInfo, DER) of this certificate's signature with this evidence, and none that was there before."""
    from asn1crypto import cms, crl, x509

    info = cms.ContentInfo.load(der)
    content = info["content"]
    (signer,) = content["signer_infos"]
    kept = {"version", "digest_algorithms", "encap_content_info"}
    made = {name: content[name] for name in kept}
    made["certificates"] = [x509.Certificate.load(one) for one in (certificate, *evidence.issuers)]
    if evidence.lists:
        made["crls"] = [cms.RevocationInfoChoice("crl", crl.CertificateList.load(one)) for one in evidence.lists]
    names = ("version", "sid", "digest_algorithm", "signed_attrs", "signature_algorithm", "signature")
    its = {name: signer[name] for name in names}
    if evidence.token is not None:
        its["unsigned_attrs"] = [{"type": _STAMP, "values": [cms.ContentInfo.load(evidence.token)]}]
    made["signer_infos"] = [its]
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": made}).dump())
