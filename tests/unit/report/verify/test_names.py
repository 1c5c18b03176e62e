"""Whose report it is: each way in which a name or a certificate can be wrong has a verdict of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from checker.model.inspection import RulingKind
from checker.report.approval import ApprovalRefused, approve
from checker.report.envelope import pae, seal
from checker.report.keys.certificates import names
from checker.report.keys.pkcs12 import FileSigner
from checker.report.keys.signer import Algorithm, KeyTrouble, fingerprint
from checker.report.keys.trust import Inspector
from checker.report.payload import SignerRef, Statement, encode
from checker.report.sign.make import make
from checker.report.verify.codes import Code
from checker.report.verify.report import verify_bytes
from checker.report.verify.verified import Verified
from tests.unit.report import pki, sample, world

ALL_USES = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)


PURPOSES = {
    "serverAuth": ExtendedKeyUsageOID.SERVER_AUTH,
    "clientAuth": ExtendedKeyUsageOID.CLIENT_AUTH,
    "codeSigning": ExtendedKeyUsageOID.CODE_SIGNING,
    "timeStamping": ExtendedKeyUsageOID.TIME_STAMPING,
}


def signer(
    name: str = "检查签名",
    *,
    ca: bool = False,
    begins: datetime = pki.NOW - timedelta(days=300),
    ends: datetime = pki.NOW + timedelta(days=300),
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
    purposes: tuple[str, ...] = (),
    **uses: bool,
) -> FileSigner:
    """A key whose certificate says just that."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "某某市某某局")]
    subject += [x509.NameAttribute(NameOID.COMMON_NAME, name)] if name else []
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(subject))
        .issuer_name(pki.root().certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if uses:
        builder = builder.add_extension(x509.KeyUsage(**{**ALL_USES, **uses}), critical=True)
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage([PURPOSES[one] for one in purposes]), critical=False)
    made = pki.Made(key, builder.sign(pki.root().key, hashes.SHA256()))
    return FileSigner(made.der, (), Algorithm.P256, key)


def judged(
    folder: Path, hand: FileSigner, *, told: str | None = None, inspectors: tuple[str, ...] = ("检查签名",)
) -> Verified:
    """A report that this key signed, under a list that trusts it."""
    made = replace(world.report(campaign=None), number="某保检〔2026〕1")  # as the unit numbers
    listed = Inspector(
        name="检查签名",
        certificate=hand.certificate,
        since=pki.NOW - timedelta(days=900),
        until=pki.NOW + timedelta(days=900),
    )
    people = replace(made.people, inspectors=inspectors)
    who = SignerRef(name="检查签名" if told is None else told, certificate=hand.certificate)
    report = replace(made, people=people, signer=who)
    statement = sample.said()
    said = Statement(
        type_=statement.type_, subject=statement.subject, predicate_type=statement.predicate_type, predicate=report
    )
    payload = encode(said)
    envelope = seal(payload, fingerprint(hand.certificate), hand.sign(pae(payload)))
    return verify_bytes("report", envelope, world.measure(world.trust(folder, listed, campaigns=())))


VERDICTS: dict[str, tuple[Callable[[], FileSigner], dict[str, object], Code]] = {
    "as it should be": (signer, {}, Code.FINE),
    "another name than the certificate's": (lambda: signer("局长"), {}, Code.NAME_MISMATCH),
    "a certificate without a name": (lambda: signer(""), {"told": ""}, Code.NO_NAME),
    "no inspector": (signer, {"inspectors": ()}, Code.NO_NAME),
    "an inspector of blanks": (signer, {"inspectors": (" ", "　")}, Code.NO_NAME),
    "signed by somebody else": (signer, {"inspectors": ("李四", "王五")}, Code.SIGNER_IS_NO_INSPECTOR),
    "signed by somebody of a longer name": (signer, {"inspectors": ("签名",)}, Code.SIGNER_IS_NO_INSPECTOR),
    "expired": (lambda: signer(ends=pki.NOW - timedelta(days=1)), {}, Code.EXPIRED),
    "not valid yet": (lambda: signer(begins=pki.NOW + timedelta(days=1)), {}, Code.NOT_YET_VALID),
    "a server's": (lambda: signer(purposes=("serverAuth",)), {}, Code.CERTIFICATE_NOT_FOR_SIGNING),
    "for time stamps and programs": (
        lambda: signer(purposes=("timeStamping", "codeSigning"), digital_signature=True),
        {},
        Code.CERTIFICATE_NOT_FOR_SIGNING,
    ),
    "a person's, for a web site, too": (
        lambda: signer(purposes=("serverAuth", "clientAuth"), digital_signature=True),
        {},
        Code.FINE,
    ),
    "an authority's": (
        lambda: signer(ca=True, key_cert_sign=True, crl_sign=True),
        {},
        Code.CERTIFICATE_OF_AN_AUTHORITY,
    ),
    "for encryption only": (
        lambda: signer(key_encipherment=True, data_encipherment=True),
        {},
        Code.CERTIFICATE_NOT_FOR_SIGNING,
    ),
    "a weak key": (lambda: signer(key=rsa.generate_private_key(65537, 1024)), {}, Code.WEAK_KEY),
    "a curve that nobody here uses": (lambda: signer(key=ec.generate_private_key(ec.SECP224R1())), {}, Code.WEAK_KEY),
}


@pytest.mark.parametrize(("hand", "more", "code"), VERDICTS.values(), ids=VERDICTS)
def test_each_way_a_name_or_certificate_can_be_wrong_has_its_verdict(
    tmp_path: Path, hand: Callable[[], FileSigner], more: dict[str, object], code: Code
):
    said = judged(tmp_path, hand(), **more)  # type: ignore[arg-type]
    assert said.code is code
    if not code.authentic:
        assert (said.report, said.signer, said.link) == (None, None, None)


@pytest.mark.parametrize(
    "hand",
    [
        lambda: signer(ca=True, key_cert_sign=True),
        lambda: signer(key_encipherment=True),
        lambda: signer(purposes=("serverAuth",)),
        lambda: signer(""),
        lambda: signer(key=ec.generate_private_key(ec.SECP224R1())),
    ],
    ids=["an authority's", "for encryption", "a server's", "nameless", "another curve"],
)
def test_what_every_verifier_would_refuse_is_not_signed(hand: Callable[[], FileSigner]):
    with pytest.raises(KeyTrouble):
        make(sample.inspection(), sample.context(prepared=pki.NOW), sample.knowledge(), hand())


def test_nothing_is_approved_under_a_certificate_that_every_verifier_would_refuse():
    with pytest.raises(ApprovalRefused):
        approve(RulingKind.POLICY, "ab" * 32, pki.NOW.date(), signer(purposes=("serverAuth",)), pki.NOW)


def test_the_verdict_names_signer_number_and_device(tmp_path: Path):
    said = judged(tmp_path, signer())
    assert said.number is not None
    for expected in ("检查签名", said.number, "GZ2023-0089"):
        assert expected in said.sentence.zh
        assert expected in said.sentence.en


@pytest.mark.parametrize(
    ("whole", "same"),
    [
        ("张三", True),
        ("张三 440101199001011234", True),
        ("某某局_张三", True),
        ("张三丰", False),
        ("李张三", False),
        ("", False),
    ],
)
def test_a_name_is_found_beside_numbers_and_units_and_not_within_another(whole: str, same: bool):
    assert names(whole, ["张三"]) is same
