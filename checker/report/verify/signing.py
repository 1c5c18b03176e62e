"""Whether a paper is its signer's word: the signature, the certificate, the name, and whether that person may sign."""

from __future__ import annotations

from datetime import datetime

from checker.model.text import Text
from checker.report.envelope import pae
from checker.report.keys.certificates import Unfit, names, unfit
from checker.report.keys.names import common_name
from checker.report.keys.signer import fingerprint
from checker.report.keys.trust import Inspector, Trust
from checker.report.keys.verifying import algorithm, verify
from checker.report.verify.codes import Code
from checker.report.verify.page import Signed
from checker.report.verify.verified import NOTHING, Fails, Note, Said, same

_UNFIT = {
    Unfit.AUTHORITY: (Code.CERTIFICATE_OF_AN_AUTHORITY, NOTHING),
    Unfit.NOT_FOR_SIGNING: (Code.CERTIFICATE_NOT_FOR_SIGNING, Text("只供加密", "for encryption only")),
    Unfit.FOR_A_MACHINE: (
        Code.CERTIFICATE_NOT_FOR_SIGNING,
        Text("是服务器、程序或时间戳用的，不是个人的", "for a server, programs or time stamps, not for a person"),
    ),
    Unfit.WEAK: (Code.WEAK_KEY, Text("证书的摘要算法", "the certificate's digest")),
}
_NO_SIGNER = Text("签名证书里没有姓名", "the certificate has none")
_NO_INSPECTOR = Text("报告没有写检查人", "the report has no inspector")
_TWO_NAMES = Text("报告写 {told}，证书是 {whose}", "the report has {told}, the certificate {whose}")


def authentic(
    payload: bytes,
    keyid: str,
    signature: bytes,
    paper: Signed,
    answering: tuple[str, ...],
    trust: Trust | None,
    received: datetime | None = None,
) -> list[Note]:
    """What to note of the signer. Raises Fails with the first thing that is wrong.

    `answering`: who answers for the paper by what it says itself, a report's inspectors. `received`: when it was
    there at the latest, where the ledger's receipt or a time stamp shows it.
    """
    certificate = paper.signer.certificate
    name = fingerprint(certificate)
    if algorithm(certificate) is None:
        raise Fails(Code.WEAK_KEY, same(name[:16])) if _is_certificate(certificate) else Fails(Code.CHANGED)
    if keyid != name or not verify(certificate, pae(payload), signature):
        raise Fails(Code.CHANGED)
    if (why := unfit(certificate)) is not None:
        raise Fails(*_UNFIT[why])
    _guard_names(paper, answering)
    if trust is not None:
        _guard_listed(trust.inspectors.get(name), name, paper.times.prepared, received)
    _guard_validity(certificate, paper.times.prepared)
    if not names(paper.signer.name, answering):
        return [Said(Code.SIGNER_IS_NO_INSPECTOR, Text.name(paper.signer.name))]
    return []


def _guard_names(paper: Signed, answering: tuple[str, ...]) -> None:
    whose, told = common_name(paper.signer.certificate), paper.signer.name
    if not whose.strip():
        raise Fails(Code.NO_NAME, _NO_SIGNER)
    if whose != told:
        raise Fails(Code.NAME_MISMATCH, _TWO_NAMES.filled(told=Text.name(told or "—"), whose=Text.name(whose)))
    if not any(one.strip() for one in answering):
        raise Fails(Code.NO_NAME, _NO_INSPECTOR)


def _guard_listed(entry: Inspector | None, name: str, at: datetime, received: datetime | None) -> None:
    if entry is None:
        raise Fails(Code.UNKNOWN_SIGNER, same(name[:16]))
    if entry.revoked is not None and (received is None or received >= entry.revoked):
        # Whoever has a stolen key can write any date: after a revocation only a receipt shows an earlier one.
        raise Fails(Code.REVOKED, same(entry.revoked.date().isoformat()))
    if not entry.since <= at <= entry.until:
        since, until = entry.since.date().isoformat(), entry.until.date().isoformat()
        raise Fails(Code.CERTIFICATE_OVER, same(f"{since} – {until}"))


def _guard_validity(certificate: bytes, at: datetime) -> None:
    from cryptography import x509

    read = x509.load_der_x509_certificate(certificate)
    if at > read.not_valid_after_utc:
        until = read.not_valid_after_utc.date().isoformat()
        raise Fails(Code.EXPIRED, Text(f"有效期至 {until}", f"valid until {until}"))
    if at < read.not_valid_before_utc:
        since = read.not_valid_before_utc.date().isoformat()
        raise Fails(Code.NOT_YET_VALID, Text(f"从 {since} 起有效", f"valid from {since} on"))


def _is_certificate(der: bytes) -> bool:
    from cryptography import x509

    try:
        x509.load_der_x509_certificate(der)
    except ValueError:
        return False
    return True
