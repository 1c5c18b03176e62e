"""Who approved a policy, a waiver book, decisions or a local check: a signature over the file's digest, for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

import msgspec

from checker.model.error import UserError
from checker.model.inspection import RulingKind
from checker.model.text import Text
from checker.report.envelope import pae, seal, unseal
from checker.report.keys.certificates import unfit
from checker.report.keys.names import common_name
from checker.report.keys.signer import Signer, fingerprint
from checker.report.keys.verifying import verify
from checker.report.payload import Moment, NotAReport

SCHEMA: Final = "mijian.approval/1"
TYPE: Final = "application/vnd.mijian.approval+json"
LONGEST = timedelta(days=366)
_TOO_LONG = Text(
    "批准最长一年：请给一个 {latest} 以前的日期。", "An approval holds for a year at most: give a day before {latest}."
)
_UNFIT = Text(
    "这张证书不能用来批准（颁发用的、加密用的、服务器或时间戳用的，或密钥不够强）。",
    "Nothing can be approved under this certificate (it issues others, is for encryption, a server or time stamps, or"
    " its key is weak).",
)
_OVER = Text("批准的截止日期已经过去。", "The approval's last day is over already.")


class ApprovalRefused(UserError):
    """An approval that must not be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """`sha256` of the file's bytes (hex); `until`: the last day. `certificate`: the approver's, DER."""

    schema: str
    kind: RulingKind
    sha256: str
    approved: Moment
    until: date
    certificate: bytes

    @property
    def approver(self) -> str:
        return common_name(self.certificate)


def approve(kind: RulingKind, sha256: str, until: date, signer: Signer, now: datetime) -> bytes:
    """The signed approval of a file, to lie beside it.

    Raises:
        ApprovalRefused: under a certificate that may sign nothing, for longer than a year, or over before it begins.
        KeyTrouble: the key did not sign.
    """
    if unfit(signer.certificate) is not None:
        raise ApprovalRefused(_UNFIT)
    if until < now.date():
        raise ApprovalRefused(_OVER)
    latest = (now + LONGEST).date()
    if until > latest:
        raise ApprovalRefused(_TOO_LONG.filled(latest=latest.isoformat()))
    said = Approval(schema=SCHEMA, kind=kind, sha256=sha256, approved=now, until=until, certificate=signer.certificate)
    payload = msgspec.json.encode(said, order="sorted")
    return seal(payload, fingerprint(signer.certificate), signer.sign(pae(payload, TYPE)), TYPE)


@lru_cache(maxsize=1024)  # one approval stands in thousands of reports
def read(envelope: bytes) -> Approval:
    """An approval whose signature holds under the certificate that it names; whose that is, is for the list of trust.

    Raises:
        NotAReport: it is none, was altered, or holds for longer than an approval may.
    """
    payload, keyid, signature = unseal(envelope, TYPE)
    try:
        said = msgspec.json.decode(payload, type=Approval)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise NotAReport(str(error)) from error
    if said.schema != SCHEMA or msgspec.json.encode(said, order="sorted") != payload:
        raise NotAReport("an approval of another version")
    if keyid != fingerprint(said.certificate) or not verify(said.certificate, pae(payload, TYPE), signature):
        raise NotAReport("an approval that was altered")
    if unfit(said.certificate) is not None or said.until > (said.approved + LONGEST).date():
        raise NotAReport("an approval that could not be given")
    return said
