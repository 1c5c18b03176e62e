"""What stands beside a PDF's signature, each piece by its own proof: when it was made at the latest, and whether the
certificate was revoked by then."""

from __future__ import annotations

from datetime import datetime, timedelta

from checker.model.text import Text
from checker.report.keys.names import common_name
from checker.report.keys.signer import fingerprint
from checker.report.keys.trust import Trust
from checker.report.payload import SignerRef
from checker.report.stamps import revocation
from checker.report.stamps.evidence import NONE, Evidence
from checker.report.stamps.tokens import NoTimeStamp, Stamped, stamped
from checker.report.verify import cms, pdf_file
from checker.report.verify.codes import Code
from checker.report.verify.verified import Fails, Note, Said, same

_SLACK = timedelta(minutes=10)  # by which the clock of a signer may be ahead of a server's
_STAMPED = Text(
    "时间戳：{who} 于 {at} 证明签名已经存在；签名人写的出具时间是 {told}。",
    "Time stamp: {who} shows that the signature was there at {at}; by its signer it was made at {told}.",
)
_NOT_COMPARED = Text(
    "时间戳机构没有核对（没有给出信任文件夹）。",
    "The time-stamp authority was not compared: no trust folder was given.",
)
_BEFORE = Text("出具时间晚于时间戳 {at}", "made after its time stamp of {at}")
_REVOKED_LATER = Text(
    "签名证书于 {day} 吊销，时间戳证明签名在那以前。",
    "The certificate was revoked on {day}; the time stamp shows that it signed before.",
)
_NOT_REVOKED = Text(
    "按随附的吊销列表（{day}），签名证书没有被吊销。",
    "By the revocation list with it ({day}), the certificate was not revoked.",
)
_OLD_LIST = Text(
    "随附的吊销列表（{day}）早于签名时间，那以后有没有吊销不知道。",
    "The revocation list with it ({day}) is older than the signature; whether it was revoked since is not known.",
)
_NO_LIST = Text("没有可用的吊销列表。", "There is no revocation list that can be used.")
_BY_LIST = Text("按吊销列表，{day}", "by its revocation list, {day}")


def beside(
    pdf: bytes, signer: SignerRef, prepared: datetime, trust: Trust | None
) -> tuple[datetime | None, list[Note]]:
    """By when the signature was there, where a trusted time stamp shows it, and what to note of what lies beside it.

    Raises:
        Fails: a piece proves nothing of this signature, the times contradict each other, or the certificate was
            revoked.
    """
    found = pdf_file.signature(pdf)
    read = None if found is None else cms.read(found.contents)
    evidence = None if found is None else cms.evidence(found.contents, signer.certificate)
    if read is None or evidence is None or evidence == NONE:
        return None, []  # the page is compared later, and says what is wrong with it
    issuers = revocation.chain(signer.certificate, evidence.issuers)
    lists = revocation.of_issuers(signer.certificate, issuers, evidence.lists)
    if len(issuers) != len(evidence.issuers) or len(lists) != len(evidence.lists):
        raise Fails(Code.CHANGED)
    at, notes = _time(evidence, read.value, prepared, trust)
    return at, [*notes, *_revoked(signer.certificate, evidence, at, prepared)]


def _time(
    evidence: Evidence, value: bytes, prepared: datetime, trust: Trust | None
) -> tuple[datetime | None, list[Note]]:
    if evidence.token is None:
        return None, []
    try:
        one = stamped(evidence.token, value)
    except NoTimeStamp as error:
        raise Fails(Code.CHANGED) from error
    if prepared > one.at + _SLACK:
        raise Fails(Code.CLOCK, _BEFORE.filled(at=one.at.isoformat(" ", "seconds")))
    who = Text.name(common_name(one.certificate) or fingerprint(one.certificate)[:16])
    times = {"at": one.at.isoformat(" ", "seconds"), "told": prepared.isoformat(" ", "seconds")}
    told = _STAMPED.filled(who=who, **times)
    if trust is None:
        return None, [told, _NOT_COMPARED]
    if not _trusted(one, trust):
        return None, [Said(Code.UNKNOWN_TIME_STAMP, same(fingerprint(one.certificate)[:16]))]
    return one.at, [told]


def _trusted(one: Stamped, trust: Trust) -> bool:
    entry = trust.timers.get(fingerprint(one.certificate))
    return entry is not None and entry.since <= one.at <= entry.until and entry.revoked is None


def _revoked(certificate: bytes, evidence: Evidence, at: datetime | None, prepared: datetime) -> list[Note]:
    """A list of any later day tells of a revocation before; without a time stamp anybody can write an earlier one."""
    if not evidence.lists:
        return []
    said = revocation.listing(certificate, evidence.issuers, evidence.lists)
    if said is None:
        return [_NO_LIST]
    if said.revoked is not None:
        day = said.revoked.date().isoformat()
        if at is None or at >= said.revoked:
            raise Fails(Code.REVOKED, _BY_LIST.filled(day=day))
        return [_REVOKED_LATER.filled(day=day)]
    current = said.made >= (at or prepared) or (said.until is not None and said.until >= (at or prepared))
    return [(_NOT_REVOKED if current else _OLD_LIST).filled(day=said.made.date().isoformat())]
