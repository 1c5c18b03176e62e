"""New SM2 keys, judged by OpenSSL; and what the OpenSSL of Python signs, judged by GmSSL and our own verifier."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.app import keys
from checker.machine import libcrypto
from checker.report.keys import sm2, sm2_new, sm2_verifying
from checker.report.keys.open import open_key
from checker.report.keys.signer import Algorithm, KeyTrouble
from checker.report.keys.trust import read_trust
from checker.report.keys.verifying import verify
from tests.packages import needs
from tests.unit.report import pki
from tests.unit.report.pki import says

PASSPHRASE = "口令-Abcd1234"
_ID = "distid:1234567812345678"
needs_openssl = needs("openssl")


def judged(folder: Path, *words: str) -> str:
    done = pki.openssl(folder, *words)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def pem(folder: Path, name: str, der: bytes) -> str:
    (folder / f"{name}.der").write_bytes(der)
    judged(folder, "x509", "-inform", "DER", "-in", f"{name}.der", "-out", f"{name}.pem")
    return f"{name}.pem"


@needs_openssl
def test_keys_of_a_new_unit_verify_by_openssl_and_open_again(tmp_path: Path):
    keys.new(tmp_path, tmp_path / "safe", "某某局", "李四", says(PASSPHRASE), sm2=True)
    trust = read_trust(tmp_path / "trust", None)
    with open_key(str(tmp_path / "safe" / "root.p12"), says(PASSPHRASE)) as root:
        authority = pem(tmp_path, "root", root.certificate)
    with open_key(str(tmp_path / "inspector.p12"), says(PASSPHRASE)) as signer:
        assert signer.algorithm is Algorithm.SM2
        own = pem(tmp_path, "leaf", signer.certificate)
        value = signer.sign(b"data")
        assert verify(signer.certificate, b"data", value)
    assert [one.name for one in trust.inspectors.values()] == ["李四"]
    assert "OK" in judged(tmp_path, "verify", "-x509_strict", "-CAfile", authority, "-vfyopt", _ID, own)
    text = judged(tmp_path, "x509", "-in", own, "-noout", "-text", "-nameopt", "utf8")
    assert "SM2-with-SM3" in text
    assert "Digital Signature, Non Repudiation" in text
    opened = judged(tmp_path, "pkcs12", "-in", "inspector.p12", "-passin", f"pass:{PASSPHRASE}", "-nodes")
    assert opened.count("BEGIN CERTIFICATE") == 2
    assert opened.count("BEGIN PRIVATE KEY") == 1


@pytest.mark.parametrize("under", ["p256", "sm2"])
def test_one_more_sm2_key_is_listed_under_either_root(tmp_path: Path, under: str):
    keys.new(tmp_path, tmp_path, "某某局", "李四", says(PASSPHRASE), sm2=under == "sm2")
    more = tmp_path / "more"
    keys.issue(tmp_path / "root.p12", tmp_path / "trust", more, "某某局", "王五", says(PASSPHRASE), sm2=under == "p256")
    with (
        open_key(str(more / "inspector.p12"), says(PASSPHRASE)) as signer,
        open_key(str(tmp_path / "root.p12"), says(PASSPHRASE)) as root,
    ):
        from asn1crypto import x509

        read = x509.Certificate.load(signer.certificate)
        assert signer.algorithm is Algorithm.SM2
        assert verify(root.certificate, read["tbs_certificate"].dump(), bytes(read["signature_value"].native))
    assert {one.name for one in read_trust(tmp_path / "trust", None).inspectors.values()} == {"李四", "王五"}


@needs_openssl
def test_an_authoritys_certificate_and_the_requested_key_make_one_file(tmp_path: Path):
    keys.request(tmp_path, "某某局", "李四", says(PASSPHRASE), sm2=True)
    assert (
        "OK"
        in pki.openssl(tmp_path, "req", "-in", "inspector.csr", "-verify", "-noout", "-vfyopt", _ID).stderr.decode()
    )
    made = sm2_new.new_key()
    root = sm2.signer_of(made.private, made.public)
    root = sm2.signer_of(
        made.private, made.public, sm2_new.certificate(made.info, "根", "某某局", root, pki.NOW, 10, is_root=True)
    )
    private = sm2.private_number((tmp_path / "inspector.key").read_bytes(), PASSPHRASE)
    assert private is not None
    asked = sm2_new.NewKey(private, sm2_verifying.public_of(private))
    certificates = {
        "own": sm2_new.certificate(asked.info, "李四", "某某局", root, pki.NOW, 3),
        "other": sm2_new.certificate(made.info, "李四", "某某局", root, pki.NOW, 3),
    }
    for name, der in certificates.items():
        pem(tmp_path, name, der)
    keys.join(tmp_path / "inspector.key", tmp_path / "own.pem", tmp_path / "李四.p12", says(PASSPHRASE))
    with open_key(str(tmp_path / "李四.p12"), says(PASSPHRASE)) as signer:
        assert signer.certificate == certificates["own"]
    for wrong, secret in (("other", PASSPHRASE), ("own", "another one")):
        with pytest.raises(KeyTrouble):
            keys.join(tmp_path / "inspector.key", tmp_path / f"{wrong}.pem", tmp_path / "x.p12", says(secret))
    (tmp_path / "p256.pem").write_bytes(pki.certificate("李四", pki.new_key("ec"), pki.root()).pem)
    with pytest.raises(KeyTrouble, match="not issued for this key"):
        keys.join(tmp_path / "inspector.key", tmp_path / "p256.pem", tmp_path / "x.p12", says(PASSPHRASE))


def test_without_the_wheel_openssl_signs_what_everybody_accepts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    made = sm2_new.new_key()
    signatures = [libcrypto.sm2_sign(made.pkcs8, b"data") for _ in range(40)]
    assert len(set(signatures)) == len(signatures)
    for one in signatures:
        assert sm2.verify(made.public, b"data", one)
        assert sm2_verifying.holds(made.public, b"data", *sm2._numbers(one))
        assert not sm2.verify(made.public, b"date", one)
        assert libcrypto.sm2_verify(made.info, b"data", one)
        assert not libcrypto.sm2_verify(made.info, b"date", one)

    def none() -> object:
        raise KeyTrouble(sm2._NO_LIBRARY, 10)

    monkeypatch.setattr(sm2, "_library", none)
    keys.new(tmp_path, tmp_path, "某某局", "李四", says(PASSPHRASE), sm2=True)
    with open_key(str(tmp_path / "inspector.p12"), says(PASSPHRASE)) as signer:
        assert verify(signer.certificate, b"data", signer.sign(b"data"))


def test_where_python_has_no_openssl_of_its_own_the_wheel_signs(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("gmssl_pyx")
    made = sm2_new.new_key()

    def none(*_: object) -> bytes:
        raise libcrypto.NoLibcrypto("built in")

    monkeypatch.setattr(libcrypto, "sm2_sign", none)
    value = sm2.signer_of(made.private, made.public).sign(b"data")
    assert sm2.verify(made.public, b"data", value)


def test_a_signature_that_does_not_hold_prints_nothing(capfd: pytest.CaptureFixture[str]):
    made = sm2_new.new_key()
    value = sm2.signer_of(made.private, made.public).sign(b"data")
    assert not sm2.verify(made.public, b"date", value)
    assert capfd.readouterr() == ("", "")


def test_a_key_that_openssl_does_not_take_is_said():
    with pytest.raises(libcrypto.NoLibcrypto):
        libcrypto.sm2_sign(b"\x30\x00", b"data")


def test_new_keys_show_nothing_and_differ():
    one, other = sm2_new.new_key(), sm2_new.new_key()
    assert one.private != other.private
    assert one.private.hex() not in repr(one)
