"""The DSSE envelope: payload and signature, and exactly one way to write them.

https://github.com/secure-systems-lab/dsse, protocol 1.0. The `keyid` there is an unsigned hint; here it is refused
unless it is the fingerprint of the certificate inside the payload.
"""

from __future__ import annotations

import base64
import binascii

import msgspec

from checker.report.payload import PAYLOAD_TYPE, SIZE_LIMIT, NotAReport


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keyid: str
    sig: str


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"payload_type": "payloadType"}):
    payload: str
    payload_type: str
    signatures: tuple[Signature, ...]


_DECODER = msgspec.json.Decoder(Envelope)


def pae(payload: bytes, payload_type: str = PAYLOAD_TYPE) -> bytes:
    """What is signed: the type and the payload, each with its length (DSSE's pre-authentication encoding)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def seal(payload: bytes, keyid: str, signature: bytes, payload_type: str = PAYLOAD_TYPE) -> bytes:
    """An envelope with one signature, as canonical JSON."""
    signatures = (Signature(keyid, base64.b64encode(signature).decode("ascii")),)
    envelope = Envelope(base64.b64encode(payload).decode("ascii"), payload_type, signatures)
    return msgspec.json.encode(envelope, order="sorted")


def unseal(content: bytes, payload_type: str = PAYLOAD_TYPE) -> tuple[bytes, str, bytes]:
    """Payload, keyid and signature of an envelope, nothing verified yet.

    Raises:
        NotAReport: not an envelope, not with exactly one signature, or not written the one way `seal` writes it.
    """
    if len(content) > 2 * SIZE_LIMIT:
        raise NotAReport("larger than any report")
    try:
        envelope = _DECODER.decode(content)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise NotAReport(str(error)) from error
    if envelope.payload_type != payload_type:
        raise NotAReport(f"an envelope of another type: {envelope.payload_type[:80]!r}")
    if len(envelope.signatures) != 1:
        raise NotAReport(f"{len(envelope.signatures)} signatures instead of one")
    (one,) = envelope.signatures
    try:
        payload, signature = base64.b64decode(envelope.payload, validate=True), base64.b64decode(one.sig, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAReport(f"base64: {error}") from error
    if seal(payload, one.keyid, signature, payload_type) != content:
        raise NotAReport("an envelope written another way")
    return payload, one.keyid, signature
