"""Time stamps after RFC 3161, as files: a request to take to the unit's own server, and the token that it gave.

Nothing is sent from here: a person takes the request to the server and brings its response.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checker.model.error import UserError
from checker.model.text import Text
from checker.report.keys.certificates import for_time_stamps
from checker.report.stamps.judging import BROKEN, signed

if TYPE_CHECKING:
    from asn1crypto import cms, x509

_NOT_GIVEN = Text("时间戳服务没有给出时间戳", "the server gave no time stamp")
_DAMAGED = Text("不是时间戳响应，或已损坏", "not a response of a time-stamp server, or damaged")
_OTHER = Text("时间戳是盖在别的文件上的", "it stamps something else")
_UNSOUND = Text(
    "时间戳的签名无效，或不是时间戳证书签的",
    "its signature is not valid, or was not made with a certificate for time stamps",
)
_REFUSED = Text("时间戳不能用（{why}）。", "The time stamp cannot be used ({why}).")
_IMPRINTS = ("sha256", "sha384", "sha512")


class NoTimeStamp(UserError):
    """What was brought is no time stamp of this signature; `why` is a clause."""

    def __init__(self, why: Text) -> None:
        super().__init__(_REFUSED.filled(why=why))
        self.why = why


@dataclass(frozen=True, slots=True)
class Stamped:
    """`certificate`: under which the token is signed, DER."""

    at: datetime
    certificate: bytes


def request(value: bytes) -> bytes:
    """A request (DER) for a time stamp of these bytes, which asks for the server's certificate as well."""
    from asn1crypto import tsp

    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(value).digest()}
    return bytes(tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True}).dump())


def token(response: bytes) -> bytes:
    """The token (DER) in a server's response, nothing verified. Raises NoTimeStamp."""
    from asn1crypto import tsp

    try:
        read = tsp.TimeStampResp.load(response, strict=True)
        if read["status"]["status"].native not in ("granted", "granted_with_mods"):
            raise NoTimeStamp(_NOT_GIVEN)
        return bytes(read["time_stamp_token"].dump())
    except BROKEN as error:
        raise NoTimeStamp(_DAMAGED) from error


def stamped(der: bytes, value: bytes) -> Stamped:
    """When a token says that these bytes were there, and under which certificate. Whether that one is trusted is asked
    elsewhere.

    Raises:
        NoTimeStamp: of other bytes, not soundly signed, or its certificate stamps no times.
    """
    try:
        return _stamped(der, value)
    except BROKEN as error:
        raise NoTimeStamp(_DAMAGED) from error


def _stamped(der: bytes, value: bytes) -> Stamped:
    from asn1crypto import cms

    content = cms.ContentInfo.load(der, strict=True)["content"]
    inner = content["encap_content_info"]
    if inner["content_type"].native != "tst_info":
        raise NoTimeStamp(_DAMAGED)
    said = inner["content"].parsed
    how = said["message_imprint"]["hash_algorithm"]["algorithm"].native
    if how not in _IMPRINTS or said["message_imprint"]["hashed_message"].native != hashlib.new(how, value).digest():
        raise NoTimeStamp(_OTHER)
    (signer,) = content["signer_infos"]
    certificate = _named(signer, content["certificates"])
    at: datetime = said["gen_time"].native
    sound = certificate is not None and for_time_stamps(bytes(certificate.dump())) and _within(certificate, at)
    if certificate is None or not sound or not signed(signer, certificate, "tst_info", bytes(inner["content"])):
        raise NoTimeStamp(_UNSOUND)
    return Stamped(at, bytes(certificate.dump()))


def _named(signer: cms.SignerInfo, certificates: Any) -> x509.Certificate | None:
    """The certificate that the signed attributes name: no other can be put in its place (RFC 5816)."""
    attributes = {one["type"].native: one["values"][0] for one in signer["signed_attrs"]}
    newer = attributes.get("signing_certificate_v2")
    first = (newer if newer is not None else attributes["signing_certificate"])["certs"][0]
    how = first["hash_algorithm"]["algorithm"].native if newer is not None else "sha1"
    wanted = first["cert_hash"].native
    found = (one.chosen for one in certificates)
    return next((one for one in found if hashlib.new(how, one.dump()).digest() == wanted), None)


def _within(certificate: x509.Certificate, at: datetime) -> bool:
    return bool(certificate.not_valid_before <= at <= certificate.not_valid_after)
