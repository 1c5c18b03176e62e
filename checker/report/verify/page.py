"""A PDF is made again from its envelope and its signature value, and compared byte by byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from checker.model.text import Text
from checker.report.digests import sha256_digest, sm3
from checker.report.keys.signer import Algorithm, fingerprint
from checker.report.keys.verifying import algorithm, verify
from checker.report.payload import FormRef, SignerRef, identity
from checker.report.stamps.evidence import NONE, Evidence
from checker.report.verify import cms, pdf_file
from checker.report.verify.codes import Code
from checker.report.verify.verified import Fails, Note, Said, same


class Made(Protocol):
    """When something was made."""

    @property
    def prepared(self) -> datetime: ...


class Signed(Protocol):
    """What every signed paper of ours says, whatever it is about."""

    @property
    def form(self) -> FormRef: ...
    @property
    def signer(self) -> SignerRef: ...
    @property
    def times(self) -> Made: ...


class Stated(Protocol):
    @property
    def predicate(self) -> Signed: ...


@dataclass(frozen=True, slots=True)
class Printing:
    """How a paper of one kind is printed: its form's name, and its page of statement, payload and envelope."""

    form: str
    page: Callable[[Any, bytes, bytes], bytes]


def report_printing() -> Printing:
    """How a report is printed. The renderer is loaded here, not before."""
    from checker.report.sign.make import FORM, page

    return Printing(FORM, page)


def compare_page(
    pdf: bytes, envelope: bytes, payload: bytes, statement: Stated, printing: Printing | None = None
) -> list[Note]:
    """Make the file again from its envelope and its signature value, and compare."""
    first = pdf_file.signature(pdf)
    if first is None:
        raise Fails(Code.CHANGED)
    read = cms.read(first.contents)
    certificate = statement.predicate.signer.certificate
    beside = cms.evidence(first.contents, certificate)
    if read is None:
        raise Fails(Code.CHANGED)
    printing = printing or report_printing()
    how = _How(read.value, beside or NONE, len(first.contents))
    again, attributes = _again(envelope, payload, statement, how, printing)
    holds = verify(certificate, attributes, read.value)
    if again == pdf and holds:
        return []
    if not _covered(first, read, certificate):
        raise Fails(Code.CHANGED)
    if not (first.alone and first.covers_all):
        raise Fails(Code.APPENDED)
    expected = pdf_file.signature(again)
    if expected is not None and expected.signed == first.signed:
        raise Fails(Code.CHANGED)  # only what no signature covers differs: the padding, say
    from checker.report.forms.render import form_ref

    if statement.predicate.form != form_ref(printing.form):
        if beside is None or cms.has_slack(first.contents):
            raise Fails(Code.CHANGED)
        return [Said(Code.LAYOUT_NOT_COMPARED, Text.name(statement.predicate.form.renderer))]
    raise Fails(Code.TWO_FACED)


@dataclass(frozen=True, slots=True)
class _How:
    """The signature of a file, with what stands beside it and in how many digits."""

    value: bytes
    beside: Evidence
    digits: int


def _again(envelope: bytes, payload: bytes, statement: Stated, how: _How, printing: Printing) -> tuple[bytes, bytes]:
    """The whole file with this signature in its place, and the attributes which its value must sign."""
    from checker.report.sign.pades import SignatureTooLong, sign_pdf

    attributes: list[bytes] = []

    def put(signed: bytes) -> bytes:
        attributes.append(signed)
        return how.value

    certificate = statement.predicate.signer.certificate
    kind = algorithm(certificate)
    if kind is None:
        raise Fails(Code.CHANGED)
    try:
        base = printing.page(statement, payload, envelope)
    except (RuntimeError, ValueError, ArithmeticError, LookupError) as error:
        # A validly signed report that no page can be made of: typst's errors are RuntimeErrors, a year 9999 overflows.
        raise Fails(Code.NOT_A_REPORT, Text("数据不能排版成报告", "no page can be made of its data")) from error
    try:
        at, name = statement.predicate.times.prepared, identity(payload)
        whole = sign_pdf(base, certificate, kind, at, name, put, beside=how.beside, reserved=_place(how.digits))
    except SignatureTooLong as error:
        raise Fails(Code.CHANGED) from error
    return whole, attributes[-1]


def _place(digits: int) -> int:
    """What was kept for the signature: as in the file where a version of ours made that room, else as now."""
    from checker.report.sign.pades import PLACES, RESERVED

    return digits if digits in PLACES else RESERVED


def _covered(found: pdf_file.Signed, read: cms.Cms, certificate: bytes) -> bool:
    """Whether the signature holds over what its byte range covers, wherever the file goes on after that.

    Raises:
        Fails: it holds, under another certificate than the report names.
    """
    hashed = sm3(found.signed) if algorithm(certificate) is Algorithm.SM2 else sha256_digest(found.signed)
    if read.digest != hashed:
        return False
    if verify(certificate, read.attributes, read.value):
        return True
    for other in read.certificates:
        if verify(other, read.attributes, read.value):
            raise Fails(Code.UNKNOWN_SIGNER, same(fingerprint(other)[:16]))
    return False
