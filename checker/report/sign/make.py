"""An inspection as a signed report: payload, envelope and form, made together or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from checker.model.inspection import Inspection
from checker.model.text import Text
from checker.report.context import ReportContext
from checker.report.envelope import pae, seal
from checker.report.forms.record import record
from checker.report.forms.render import form_ref, render
from checker.report.keys.certificates import unfit
from checker.report.keys.names import common_name
from checker.report.keys.signer import NOT_A_KEY, KeyTrouble, Signer, fingerprint, guard_validity
from checker.report.keys.verifying import verify
from checker.report.payload import Report, SignerRef, Statement, encode, identity
from checker.report.refused import ReportRefused
from checker.report.sign.build import Knowledge, build, sketch
from checker.report.sign.leaks import leaks
from checker.report.sign.pades import sign_pdf

FORM = "record"
_UNFIT = Text(
    "这张证书不能用来签报告（颁发用的、加密用的、服务器或时间戳用的，或密钥不够强），没有签名。",
    "No report can be signed under this certificate (it issues others, is for encryption, a server or time stamps, or"
    " its key is weak).",
)
_NAMELESS = Text("签名证书里没有姓名，没有签名。", "The certificate names nobody; nothing was signed.")
_UNSOUND = Text(
    "签名后核对不通过，报告没有保存；请检查 UKey 或密钥文件。",
    "The signature did not verify right after signing; nothing was saved. Check the token or key file.",
)


@dataclass(frozen=True, slots=True)
class Made:
    """`identity` names the report everywhere: the sha256 (hex) of its payload."""

    identity: str
    statement: Statement
    envelope: bytes
    pdf: bytes


def make(inspection: Inspection, context: ReportContext, knowledge: Knowledge, signer: Signer) -> Made:
    """Bind, look for leaks, sign, print, sign the print.

    Raises:
        ReportRefused: something is missing, or would leak; the sentence says what and where.
        KeyTrouble: the key did not sign.
    """
    certificate = signer.certificate
    guard_validity(certificate, context.prepared)
    _guard_certificate(certificate)
    who = SignerRef(name=common_name(certificate), certificate=certificate)
    statement = build(inspection, context, knowledge, form_ref(FORM), who)
    _guard_leaks(statement.predicate)
    payload = encode(statement)
    signature = signer.sign(pae(payload))
    if not verify(certificate, pae(payload), signature):
        raise ReportRefused(_UNSOUND)
    envelope = seal(payload, fingerprint(certificate), signature)
    pdf = sign_pdf(
        page(statement, payload, envelope),
        certificate,
        signer.algorithm,
        statement.predicate.times.prepared,
        identity(payload),
        signer.sign,
    )
    return Made(identity(payload), statement, envelope, pdf)


def _guard_certificate(certificate: bytes) -> None:
    """Raises KeyTrouble where every verifier would refuse what is signed under it."""
    if unfit(certificate) is not None:
        raise KeyTrouble(_UNFIT, NOT_A_KEY)
    if not common_name(certificate).strip():
        raise KeyTrouble(_NAMELESS, NOT_A_KEY)


def draft(inspection: Inspection, context: ReportContext, knowledge: Knowledge) -> tuple[Report, bytes]:
    """The report as far as it can be said unsigned, and its form, which says on every page that nobody signed it.

    Raises:
        ReportRefused: the inspection cannot be reported, or something in it would leak.
    """
    report = replace(sketch(inspection, context, knowledge, form_ref(FORM)), number="")
    _guard_leaks(report)
    return report, render(FORM, record(report, ""), report.times.prepared)


def page(statement: Statement, payload: bytes, envelope: bytes) -> bytes:
    """The form of a report, before its signature: the same bytes whenever it is made with the same program."""
    report, digest = statement.predicate, identity(payload)
    words = record(report, digest)
    return render(FORM, words, report.times.prepared, qr=f"mijian:sha256:{digest}", attach=envelope)


def _guard_leaks(report: Report) -> None:
    found = leaks(report)
    if found:
        raise ReportRefused(found[0].sentence)
