"""A whole report, judged by programs that are not ours: pdfsig, OpenSSL, pyHanko's own validation."""

from __future__ import annotations

import io
import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checker.model.text import Text
from checker.report.envelope import pae, unseal
from checker.report.keys.pkcs11 import open_token
from checker.report.keys.signer import KeyTrouble
from checker.report.payload import decode
from checker.report.refused import ReportRefused
from checker.report.sign.make import Made, make, page
from checker.report.sign.pades import RESERVED
from tests.packages import needs
from tests.unit.report import pki, sample


def made(signer, **changes: object) -> Made:
    context = sample.context(**{"prepared": pki.NOW, **changes})
    return make(sample.inspection(), context, sample.knowledge(), signer)


@pytest.fixture(scope="module", params=["ec", "rsa"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def report(kind: str) -> Made:
    return made(pki.signer(kind))


def cms_and_signed(pdf: bytes) -> tuple[bytes, bytes]:
    first, length, second, rest = map(int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", pdf).groups())
    assert (first, second + rest) == (0, len(pdf))
    assert second - length == RESERVED + 2
    return bytes.fromhex(pdf[length + 1 : second - 1].decode()), pdf[:length] + pdf[second:]


@needs("poppler-utils")
def test_pdfsig_finds_one_valid_signature_over_the_whole_file(report: Made, tmp_path: Path):
    (tmp_path / "r.pdf").write_bytes(report.pdf)
    done = subprocess.run(["pdfsig", str(tmp_path / "r.pdf")], capture_output=True, check=False, timeout=600)
    said = done.stdout.decode()
    assert said.count("Signature Validation: Signature is Valid.") == 1
    assert "Total document signed" in said
    assert "Not total document signed" not in said


def test_openssl_accepts_the_signature_under_our_root(report: Made, tmp_path: Path):
    cms, signed = cms_and_signed(report.pdf)
    (tmp_path / "cms").write_bytes(cms)
    (tmp_path / "signed").write_bytes(signed)
    (tmp_path / "root.pem").write_bytes(pki.root().pem)
    judge = ("cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "signed", "-CAfile", "root.pem")
    assert pki.openssl(tmp_path, *judge, "-purpose", "any", "-out", "out").returncode == 0
    (tmp_path / "signed").write_bytes(signed[:-1] + b"x")
    assert pki.openssl(tmp_path, *judge, "-purpose", "any", "-out", "out").returncode != 0


def test_pyhanko_says_certified_with_no_changes_allowed(report: Made):
    from asn1crypto import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    (signature,) = PdfFileReader(io.BytesIO(report.pdf)).embedded_signatures
    context = ValidationContext(trust_roots=[x509.Certificate.load(pki.root().der)], allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.docmdp_level is MDPPerm.NO_CHANGES
    assert status.docmdp_ok


def test_the_pdf_carries_the_envelope_and_says_that_it_is_pdf_a_3(report: Made, tmp_path: Path):
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(report.pdf))
    names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    assert len(names) == 2
    name, file = names[0], names[1]
    assert name == "payload.dsse.json"
    assert bytes(file["/EF"]["/F"].data) == report.envelope
    assert file["/AFRelationship"] == "/Source"
    metadata = bytes(reader.root["/Metadata"].data)
    assert b"<pdfaid:part>3</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in metadata


def test_the_envelope_verifies_in_openssl_and_holds_the_payload(report: Made, kind: str, tmp_path: Path):
    payload, _, signature = unseal(report.envelope)
    assert decode(payload) == report.statement
    assert json.loads(report.envelope)["payloadType"] == "application/vnd.in-toto+json"
    (tmp_path / "c.pem").write_bytes(pki.inspector(kind).pem)
    (tmp_path / "key").write_bytes(pki.openssl(tmp_path, "x509", "-in", "c.pem", "-noout", "-pubkey").stdout)
    (tmp_path / "m").write_bytes(pae(payload))
    (tmp_path / "s").write_bytes(signature)
    judged = pki.openssl(tmp_path, "dgst", "-sha256", "-verify", "key", "-signature", "s", "m")
    assert judged.stdout.strip() == b"Verified OK"


def test_the_page_can_be_made_again_from_the_envelope_alone(report: Made):
    payload, _, _ = unseal(report.envelope)
    base = page(decode(payload), payload, report.envelope)
    assert report.pdf.startswith(base)


def test_an_sm2_signature_in_the_pdf_is_what_openssl_computes(sm2: pki.Sm2, tmp_path: Path):
    from asn1crypto import cms

    report = made(sm2.signer, prepared=datetime.now(UTC))  # its certificate began when this session made it
    content, signed = cms_and_signed(report.pdf)
    (info,) = cms.ContentInfo.load(content)["content"]["signer_infos"]
    attributes = info["signed_attrs"].untag().dump()
    (digest,) = [one["values"][0].native for one in info["signed_attrs"] if one["type"].native == "message_digest"]
    (tmp_path / "signed").write_bytes(signed)
    assert pki.openssl(tmp_path, "dgst", "-sm3", "-r", "signed").stdout[:64].decode() == digest.hex()
    (tmp_path / "m").write_bytes(attributes)
    (tmp_path / "s").write_bytes(info["signature"].native)
    (tmp_path / "key").write_bytes(pki.openssl(sm2.folder, "x509", "-in", "leaf.pem", "-noout", "-pubkey").stdout)
    judge = ("pkeyutl", "-verify", "-pubin", "-inkey", "key", "-rawin", "-digest", "sm3", "-in", "m", "-sigfile", "s")
    assert pki.openssl(tmp_path, *judge, "-pkeyopt", "distid:1234567812345678").returncode == 0
    (tmp_path / "m").write_bytes(attributes[:-1] + bytes([attributes[-1] ^ 1]))
    assert pki.openssl(tmp_path, *judge, "-pkeyopt", "distid:1234567812345678").returncode != 0


def test_a_token_signs_a_whole_report(token: Path):
    with open_token(token, "ukey", pki.says("123456")) as signer:
        report = made(signer)
    assert report.statement.predicate.signer.name == "UKey 签名"


def test_a_leak_stops_the_report_before_any_key_is_used():
    class Untouched:
        certificate = pki.inspector().der
        chain = ()
        algorithm = pki.signer().algorithm

        def sign(self, message: bytes) -> bytes:
            raise AssertionError("signed")

    whole = sample.inspection()
    findings = list(whole.findings)
    findings[10] = replace(findings[10], items=(Text.name("13800138000"),))
    leaking = replace(whole, findings=tuple(findings))
    with pytest.raises(ReportRefused, match=r"results\[10\]\.items\[0\]\.zh"):
        make(leaking, sample.context(prepared=pki.NOW), sample.knowledge(), Untouched())


def test_a_key_that_signs_rubbish_makes_no_report():
    class Broken:
        certificate = pki.inspector().der
        chain = ()
        algorithm = pki.signer().algorithm

        def sign(self, message: bytes) -> bytes:
            return pki.signer().sign(message + b"x")

    with pytest.raises(ReportRefused, match="did not verify"):
        made(Broken())


def test_a_report_dated_outside_its_certificate_is_not_signed():
    with pytest.raises(KeyTrouble):
        made(pki.signer(), prepared=pki.BEGINS - timedelta(days=1))


def test_nothing_is_signed_that_an_altered_program_found():
    inspection = sample.inspection()
    assert inspection.program is not None
    altered = replace(inspection, program=replace(inspection.program, byte_code=2))
    with pytest.raises(ReportRefused) as refused:
        make(altered, sample.context(prepared=pki.NOW), sample.knowledge(), pki.signer())
    assert "2 个模块的字节码" in refused.value.reason.zh


@pytest.mark.parametrize("sign", ["\x07", "\x7f", "\x9b", "\u200b", "\u202e", "\u2028", "\n"], ids=ascii)
@pytest.mark.parametrize("field", ["department", "marking", "inspected", "inspectors", "place"])
def test_a_word_with_signs_that_nobody_sees_is_told_before_it_is_signed(field: str, sign: str):
    word, context = f"张{sign}三", sample.context(prepared=pki.NOW)
    people = {"inspected": word, "inspectors": (*context.people.inspectors, word)}
    if field in people:
        changed = replace(context, people=replace(context.people, **{field: people[field]}))
    elif field == "place":
        changed = replace(context, device=replace(context.device, place=word))
    else:
        changed = replace(context, **{field: word})
    with pytest.raises(ReportRefused, match="signs that nobody sees"):
        make(sample.inspection(), changed, sample.knowledge(), pki.signer())
