"""A register as a signed file: payload, envelope and form, made together or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from checker.model.text import Text
from checker.report.disposal.form import words
from checker.report.disposal.payload import Register, Statement, encode, statement
from checker.report.envelope import pae, seal
from checker.report.forms.render import form_ref, render
from checker.report.keys.names import common_name
from checker.report.keys.signer import Signer, fingerprint, guard_validity
from checker.report.keys.verifying import verify
from checker.report.payload import SignerRef, Subject, identity
from checker.report.refused import ReportRefused
from checker.report.sign.pades import sign_pdf

FORM = "disposal"
_UNSOUND = Text(
    "签名后核对不通过，登记表没有保存；请检查 UKey 或密钥文件。",
    "The signature did not verify right after signing; nothing was saved. Check the token or key file.",
)
_NOBODY = SignerRef(name="", certificate=b"")


@dataclass(frozen=True, slots=True)
class Made:
    """`identity` names the register everywhere: the sha256 (hex) of its payload."""

    identity: str
    statement: Statement
    envelope: bytes
    pdf: bytes


def make(register: Register, subjects: tuple[Subject, ...], signer: Signer) -> Made:
    """Sign, print, sign the print. What `register` says of form and signer is filled in here.

    Raises:
        ReportRefused: the signature does not hold. KeyTrouble: the key did not sign.
    """
    certificate = signer.certificate
    guard_validity(certificate, register.times.prepared)
    who = SignerRef(name=common_name(certificate), certificate=certificate)
    said = statement(replace(register, form=form_ref(FORM), signer=who), subjects)
    payload = encode(said)
    signature = signer.sign(pae(payload))
    if not verify(certificate, pae(payload), signature):
        raise ReportRefused(_UNSOUND)
    envelope = seal(payload, fingerprint(certificate), signature)
    prepared = said.predicate.times.prepared
    whole = page(said, payload, envelope)
    pdf = sign_pdf(whole, certificate, signer.algorithm, prepared, identity(payload), signer.sign)
    return Made(identity(payload), said, envelope, pdf)


def draft(register: Register) -> bytes:
    """The form, which says on every page that nobody signed it."""
    said = replace(register, number="", form=form_ref(FORM), signer=_NOBODY)
    return render(FORM, words(said, ""), said.times.prepared)


def page(said: Statement, payload: bytes, envelope: bytes) -> bytes:
    """The form before its signature: the same bytes whenever it is made with the same program."""
    digest = identity(payload)
    printed = words(said.predicate, digest)
    return render(FORM, printed, said.predicate.times.prepared, qr=f"mijian:sha256:{digest}", attach=envelope)
