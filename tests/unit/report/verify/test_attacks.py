"""Attacks on a signed PDF. Each is shown to change bytes first; then it is shown what the verifier says of it.

Where other programs are fooled, a test says so: poppler's pdfsig calls the signature valid, and OpenSSL the CMS, when
a later update replaces what is seen.
"""

from __future__ import annotations

import io
import re
import subprocess
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import signers

from checker.model.finding import State
from checker.report.keys.trust import Trust
from checker.report.payload import Report
from checker.report.sign.make import page
from checker.report.verify import page as pages
from checker.report.verify.codes import Code
from checker.report.verify.report import verify_bytes
from checker.report.verify.verified import Measure
from tests.nightly import WHOLE
from tests.packages import needs
from tests.unit.report import pki, world

Attack = Callable[[], bytes]
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    return world.trust(tmp_path_factory.mktemp("trust"))


@pytest.fixture
def measure(trusted: Trust) -> Measure:
    return world.measure(trusted)


@cache
def honest() -> world.Forged:
    return world.signed(world.report(), pki.signer())


@cache
def other() -> world.Forged:
    return world.signed(replace(world.report(), number="MJ-OTHER"), pki.signer())


def hole(pdf: bytes) -> tuple[int, int]:
    """Where the signature's hexadecimal digits begin and end."""
    _, length, second, _ = map(int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", pdf).groups())
    return length + 1, second - 1


def put(pdf: bytes, place: int, new: bytes) -> bytes:
    return pdf[:place] + new + pdf[place + len(new) :]


# --- bytes changed in place ---


def flipped() -> bytes:
    return put(honest().pdf, 5000, bytes([honest().pdf[5000] ^ 1]))


def flipped_at_the_end() -> bytes:
    place = honest().pdf.rindex(b"/Prev") + 6
    return put(honest().pdf, place, b"9" if honest().pdf[place : place + 1] != b"9" else b"8")


def another_reports_signature() -> bytes:
    begin, end = hole(honest().pdf)
    theirs, until = hole(other().pdf)
    return put(honest().pdf, begin, other().pdf[theirs:until][: end - begin])


def digits_in_lower_case() -> bytes:
    begin, end = hole(honest().pdf)
    return put(honest().pdf, begin, honest().pdf[begin:end].lower())


def padding_filled() -> bytes:
    _, end = hole(honest().pdf)
    return put(honest().pdf, end - 8, b"deadbeef")


def signature_turned() -> bytes:
    """(r, n - s) in the place of (r, s): as valid for every other program, and made without the key."""
    begin, end = hole(honest().pdf)
    content = cms.ContentInfo.load(bytes.fromhex(honest().pdf[begin:end].decode()))
    info = content["content"]["signer_infos"][0]
    r, s = decode_dss_signature(info["signature"].native)
    info["signature"] = encode_dss_signature(r, _ORDER - s)
    digits = content.dump(force=True).hex().encode()
    return put(honest().pdf, begin, digits.ljust(end - begin, b"0"))


def certificate_added() -> bytes:
    """A certificate beside the signer's that issued nothing here: no signature covers it."""
    begin, end = hole(honest().pdf)
    content = cms.ContentInfo.load(bytes.fromhex(honest().pdf[begin:end].decode()))
    from asn1crypto import x509

    certificates = content["content"]["certificates"]
    certificates.append(cms.CertificateChoices("certificate", x509.Certificate.load(pki.inspector("rsa").der)))
    return put(honest().pdf, begin, content.dump(force=True).hex().upper().encode().ljust(end - begin, b"0"))


def unsigned_attribute_added() -> bytes:
    begin, end = hole(honest().pdf)
    content = cms.ContentInfo.load(bytes.fromhex(honest().pdf[begin:end].decode()))
    info = content["content"]["signer_infos"][0]
    extra = cms.CMSAttribute({"type": cms.CMSAttributeType("1.2.3.4"), "values": [generic_octets()]})
    info["unsigned_attrs"] = cms.CMSAttributes([extra])
    return put(honest().pdf, begin, content.dump(force=True).hex().encode().ljust(end - begin, b"0"))


def generic_octets():
    from asn1crypto import core

    return core.Any(core.OctetString(b"hello"))


# --- updates after the signature ---


def updated(change: Callable[[IncrementalPdfFileWriter], None], pdf: bytes | None = None) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf or honest().pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def first_page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    node = writer.root["/Pages"]["/Kids"][0]
    while "/Kids" in node:
        node = node["/Kids"][0]
    return node


def _page_replaced(writer: IncrementalPdfFileWriter) -> None:
    node = first_page(writer)
    white = generic.StreamObject(stream_data=b"1 1 1 rg 0 0 600 850 re f")
    node[pdf_name("/Contents")] = writer.add_object(white)
    writer.update_container(node)


def _text_laid_over(writer: IncrementalPdfFileWriter) -> None:
    node = first_page(writer)
    box = generic.ArrayObject(map(generic.NumberObject, [100, 300, 400, 500]))
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): box,
            pdf_name("/Contents"): generic.TextStringObject("符合"),
        }
    )
    node[pdf_name("/Annots")] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(node)


def _attachment_swapped(writer: IncrementalPdfFileWriter) -> None:
    file = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]
    file["/EF"][pdf_name("/F")] = writer.add_object(generic.StreamObject(stream_data=other().envelope))
    writer.update_container(file["/EF"])


def _second_signature(writer: IncrementalPdfFileWriter) -> None:
    """A second signature put in past every rule, as a program would that does not ask what the first one forbids."""
    hole = generic.ByteStringObject(bytes(64))
    value = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Sig"),
            pdf_name("/Filter"): pdf_name("/Adobe.PPKLite"),
            pdf_name("/SubFilter"): pdf_name("/ETSI.CAdES.detached"),
            pdf_name("/Contents"): hole,
            pdf_name("/ByteRange"): generic.ArrayObject(map(generic.NumberObject, [0, 10, 200, 10])),
        }
    )
    field = generic.DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Sig"),
            pdf_name("/T"): generic.TextStringObject("Signature2"),
            pdf_name("/V"): writer.add_object(value),
        }
    )
    form = writer.root["/AcroForm"]
    form["/Fields"].append(writer.add_object(field))
    writer.update_container(form["/Fields"])


def second_signature() -> bytes:
    return updated(_second_signature)


def page_replaced() -> bytes:
    return updated(_page_replaced)


def text_laid_over() -> bytes:
    return updated(_text_laid_over)


def attachment_swapped() -> bytes:
    return updated(_attachment_swapped)


def bytes_appended() -> bytes:
    return honest().pdf + b"\n% hello\n"


def one_byte_appended() -> bytes:
    return honest().pdf + b"\n"


# --- the signature taken off, or another put on ---


def rewritten() -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(honest().pdf)))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def unsigned_page() -> bytes:
    made = honest()
    return page(made.statement, made.payload, made.envelope)


def truncated() -> bytes:
    return honest().pdf[:-200]


def cut_in_the_middle() -> bytes:
    return honest().pdf[: len(honest().pdf) // 2]


def signed_by_a_stranger_of_the_same_name() -> bytes:
    stranger = pki.signer_of(pki.certificate("检查签名", pki.new_key("ec"), pki.root()))
    return world.signed(world.report(), pki.signer(), pdf_signer=stranger).pdf


def wholly_made_by_a_stranger() -> bytes:
    stranger = pki.signer_of(pki.certificate("检查签名", pki.new_key("ec"), pki.root()))
    return world.signed(world.report(), stranger).pdf


# --- a signer who cheats ---


def _prettier(report: Report) -> Report:
    results = [replace(one, state=State.PASSED) if one.state is State.FAILED else one for one in report.results]
    assert results != list(report.results)
    return replace(report, results=tuple(results))


def two_faced() -> bytes:
    return world.signed(world.report(), pki.signer(), printed=_prettier(world.report())).pdf


def two_faced_by_an_update_under_the_signature() -> bytes:
    """The honest page, then an update that covers it, then the signature over both."""
    made = honest()
    covered = updated(_page_replaced, unsigned_page())
    return world.sealed(covered, pki.signer(), made.statement.predicate.times.prepared, made.identity)


def two_faced_by_claiming_another_printer() -> bytes:
    """Says that another version typeset it, so that the words would not be compared: never passes as compared."""
    claimed = replace(world.report(), form=replace(world.report().form, renderer="typst 9.9"))
    return world.signed(claimed, pki.signer(), printed=_prettier(claimed)).pdf


ATTACKS: list[tuple[Attack, Code]] = [
    (flipped, Code.CHANGED),
    (flipped_at_the_end, Code.CHANGED),
    (another_reports_signature, Code.CHANGED),
    (digits_in_lower_case, Code.CHANGED),
    (padding_filled, Code.CHANGED),
    (signature_turned, Code.CHANGED),
    (certificate_added, Code.CHANGED),
    (unsigned_attribute_added, Code.CHANGED),
    (page_replaced, Code.APPENDED),
    (text_laid_over, Code.APPENDED),
    (attachment_swapped, Code.APPENDED),
    (second_signature, Code.APPENDED),
    (bytes_appended, Code.APPENDED),
    (one_byte_appended, Code.APPENDED),
    (rewritten, Code.CHANGED),
    (unsigned_page, Code.CHANGED),
    (truncated, Code.CHANGED),
    (cut_in_the_middle, Code.NOT_A_REPORT),
    (signed_by_a_stranger_of_the_same_name, Code.UNKNOWN_SIGNER),
    (wholly_made_by_a_stranger, Code.UNKNOWN_SIGNER),
    (two_faced, Code.TWO_FACED),
    (two_faced_by_an_update_under_the_signature, Code.TWO_FACED),
    (two_faced_by_claiming_another_printer, Code.LAYOUT_NOT_COMPARED),
]


@pytest.mark.parametrize(("attack", "code"), ATTACKS, ids=[attack.__name__ for attack, _ in ATTACKS])
def test_an_attack_changes_bytes_and_is_told(measure: Measure, attack: Attack, code: Code):
    assert verify_bytes("honest", honest().pdf, measure).code is Code.FINE
    attacked = attack()
    assert attacked != honest().pdf
    assert verify_bytes("attacked", attacked, measure).code is code


@cache
def of_another_version() -> world.Forged:
    report = world.report()
    report = replace(report, form=replace(report.form, renderer="typst 0.1"))
    return world.signed(report, pki.signer(), printed=replace(report, marking="另一版"))


@pytest.mark.parametrize(
    "attack", [padding_filled, certificate_added, unsigned_attribute_added, flipped, bytes_appended, page_replaced]
)
def test_what_another_version_typeset_is_told_and_cannot_be_altered_either(
    measure: Measure, attack: Attack, monkeypatch: pytest.MonkeyPatch
):
    assert verify_bytes("old", of_another_version().pdf, measure).code is Code.LAYOUT_NOT_COMPARED
    monkeypatch.setitem(globals(), "honest", of_another_version)
    attacked = attack()
    assert attacked != of_another_version().pdf
    assert verify_bytes("attacked", attacked, measure).code in (Code.CHANGED, Code.APPENDED)


@pytest.mark.parametrize("where", ["after the end", "before the signature's own"])
def test_a_byte_range_written_thousands_of_times_costs_no_more_than_once(measure: Measure, where: str):
    pdf = honest().pdf
    own = re.search(rb"/ByteRange ?\[[^]]*\]", pdf)
    assert own is not None
    many = (own[0] + b" ") * 2_000
    attacked = pdf + many if where == "after the end" else pdf[: own.start()] + many + pdf[own.start() :]
    tracemalloc.start()
    try:
        verdict = verify_bytes("x.pdf", attacked, measure)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert verdict.code in (Code.APPENDED, Code.CHANGED)
    assert most < 40 * len(attacked)  # each copy of the covered bytes is another length of the file; 2,000 were made


def test_a_second_signature_is_refused_by_the_first_ones_rule():
    writer = IncrementalPdfFileWriter(io.BytesIO(honest().pdf))
    evil = signers.SimpleSigner.load_pkcs12_data(pki.p12(pki.inspector("ec", "别人")), [], pki.PASSPHRASE.encode())
    with pytest.raises(signers.pdf_signer.SigningError, match="forbids all changes"):
        signers.PdfSigner(signers.PdfSignatureMetadata(field_name="Signature2"), signer=evil).sign_pdf(writer)


@needs("poppler-utils")
@pytest.mark.parametrize(
    "attack", [page_replaced, text_laid_over, attachment_swapped, padding_filled, signature_turned]
)
def test_what_pdfsig_cannot_see_is_why_it_is_not_our_verifier(attack: Attack, tmp_path: Path):
    attacked = attack()
    assert attacked != honest().pdf
    (tmp_path / "a.pdf").write_bytes(attacked)
    done = subprocess.run(["pdfsig", str(tmp_path / "a.pdf")], capture_output=True, check=False, timeout=600)
    assert b"Signature Validation: Signature is Valid." in done.stdout


@pytest.mark.parametrize("attack", [page_replaced, text_laid_over, padding_filled, certificate_added, signature_turned])
def test_what_openssl_cannot_see_in_the_cms(attack: Attack, tmp_path: Path):
    attacked = attack()
    assert attacked != honest().pdf
    begin, end = hole(attacked)
    _, length, second, rest = map(int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", attacked).groups())
    (tmp_path / "cms").write_bytes(bytes.fromhex(attacked[begin:end].decode()))
    (tmp_path / "signed").write_bytes(attacked[:length] + attacked[second : second + rest])
    (tmp_path / "root.pem").write_bytes(pki.root().pem)
    judge = ("cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "signed", "-CAfile", "root.pem")
    assert pki.openssl(tmp_path, *judge, "-purpose", "any", "-out", "out").returncode == 0


def sampled(places: range, number: int) -> list[int]:
    """The same ones each time: what fails here once fails wherever it is tried again."""
    return sorted(Random(17).sample(places, number))


def changed_digits(pdf: bytes, places: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    for place in places:
        yield place, put(pdf, place, b"0" if pdf[place : place + 1] != b"0" else b"7")


@pytest.mark.sampled
def test_no_hexadecimal_digit_of_the_cms_can_be_another(measure: Measure, monkeypatch: pytest.MonkeyPatch):
    # The page and the file are made again for each; that is the same work for the same signature value.
    monkeypatch.setattr(pages, "_again", _remembered(pages._again))
    pdf = honest().pdf
    begin, end = hole(pdf)
    used = begin + len(pdf[begin:end].rstrip(b"0"))
    assert used - begin > 1700
    places = {begin, used - 1, end - 1, *sampled(range(begin, used + 8), 200), *sampled(range(used + 8, end), 20)}
    passed = [
        place
        for place, bad in changed_digits(pdf, range(begin, end) if WHOLE else sorted(places))
        if not verify_bytes("x", bad, measure).code.failure
    ]
    assert passed == []


def _remembered(again):
    kept: dict[bytes, tuple[bytes, bytes]] = {}

    def remembering(envelope, payload, statement, value, printing):
        if value not in kept:
            kept[value] = again(envelope, payload, statement, value, printing)
        return kept[value]

    return remembering


@pytest.mark.sampled
def test_no_byte_of_the_file_can_be_another(measure: Measure, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pages, "_again", _remembered(pages._again))
    pdf = honest().pdf
    assert len(pdf) > 100_000
    for place in range(0, len(pdf), 67) if WHOLE else sampled(range(len(pdf)), 150):
        bad = put(pdf, place, bytes([pdf[place] ^ 0x10]))
        assert verify_bytes("x", bad, measure).code.failure, place
