"""What the verifier reads out of the CMS in a PDF's signature, all at once, so that damage shows in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cms:
    """`attributes` is the DER that `value` signs; `digest` the message digest in them; `certificates` are DER."""

    value: bytes
    attributes: bytes
    digest: bytes
    certificates: tuple[bytes, ...]


def read(digits: bytes) -> Cms | None:
    """The one signature in these hexadecimal digits, nothing verified; None where there is no such thing."""
    from asn1crypto import cms

    from checker.report.pades import teach_sm2

    teach_sm2()
    try:
        info = cms.ContentInfo.load(bytes.fromhex(digits.decode("ascii")))
        if info["content_type"].native != "signed_data":
            return None
        content = info["content"]
        (signer,) = content["signer_infos"]
        attributes = signer["signed_attrs"]
        (digest,) = [one["values"][0].native for one in attributes if one["type"].native == "message_digest"]
        certificates = tuple(bytes(one.chosen.dump()) for one in content["certificates"])
        return Cms(bytes(signer["signature"].native), bytes(attributes.untag().dump()), bytes(digest), certificates)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None  # asn1crypto says it in all these ways
