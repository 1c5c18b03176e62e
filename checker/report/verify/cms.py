"""What the verifier reads out of the CMS in a PDF's signature, all at once, so that damage shows in one place."""

from __future__ import annotations

from dataclasses import dataclass

from checker.report.stamps.evidence import Evidence, within


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

    from checker.report.keys.sm2_names import teach_sm2

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


def evidence(digits: bytes, certificate: bytes) -> Evidence | None:
    """What stands beside this certificate's signature; None: not only a time stamp, certificates and revocation lists,
    or nothing that can be read."""
    from asn1crypto import cms

    from checker.report.keys.sm2_names import teach_sm2

    teach_sm2()
    try:
        return within(cms.ContentInfo.load(bytes.fromhex(digits.decode("ascii")))["content"], certificate)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def has_slack(digits: bytes) -> bool:
    """Whether anything stands in these digits that no signature covers and that need not be there, beside evidence.

    For files whose page cannot be made again, because another version typeset it: padding that is not zero, a second
    spelling of the same DER.
    """
    from asn1crypto import cms

    from checker.report.keys.sm2_names import teach_sm2

    teach_sm2()
    try:
        raw = bytes.fromhex(digits.decode("ascii"))
        info = cms.ContentInfo.load(raw)
        der, content = bytes(info.dump(force=True)), info["content"]
        return (
            digits not in (digits.lower(), digits.upper())
            or not raw.startswith(der)
            or any(raw[len(der) :])
            or content["encap_content_info"]["content"].native is not None
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return True
