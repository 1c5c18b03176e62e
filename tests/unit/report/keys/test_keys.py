"""Keys behind one Signer, judged by OpenSSL."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from checker.report.envelope import pae, seal, unseal
from checker.report.keys import sm2 as sm2_keys
from checker.report.keys import sm2_verifying
from checker.report.keys.open import open_key
from checker.report.keys.pkcs11 import open_token
from checker.report.keys.pkcs12 import open_pkcs12
from checker.report.keys.signer import Algorithm, KeyTrouble, fingerprint
from checker.report.keys.sm2 import open_sm2
from checker.report.keys.verifying import algorithm, verify
from checker.report.payload import NotAReport
from tests.unit.report import pki

MESSAGE = b"DSSEv1 4 type 5 hello"


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_pkcs12_key_signs_what_verifies_and_openssl_agrees(kind: str, tmp_path: Path):
    signer = pki.signer(kind)
    signature = signer.sign(MESSAGE)
    assert verify(signer.certificate, MESSAGE, signature)
    assert algorithm(signer.certificate) is signer.algorithm
    (tmp_path / "c.pem").write_bytes(pki.inspector(kind).pem)
    (tmp_path / "key").write_bytes(pki.openssl(tmp_path, "x509", "-in", "c.pem", "-noout", "-pubkey").stdout)
    (tmp_path / "m").write_bytes(MESSAGE)
    (tmp_path / "s").write_bytes(signature)
    judged = pki.openssl(tmp_path, "dgst", "-sha256", "-verify", "key", "-signature", "s", "m")
    assert judged.stdout.strip() == b"Verified OK"


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_no_other_message_signature_or_certificate_verifies(kind: str):
    signer = pki.signer(kind)
    signature = signer.sign(MESSAGE)
    assert not verify(signer.certificate, MESSAGE + b"x", signature)
    assert not verify(pki.inspector(kind, "别人").der, MESSAGE, signature)
    assert not verify(pki.inspector("rsa" if kind == "ec" else "ec").der, MESSAGE, signature)
    for index in range(len(signature)):
        flipped = bytes(byte ^ (1 if place == index else 0) for place, byte in enumerate(signature))
        assert not verify(signer.certificate, MESSAGE, flipped)
    assert not verify(signer.certificate, MESSAGE, b"")
    assert not verify(b"no certificate", MESSAGE, signature)


def _trouble(open_key, *arguments) -> KeyTrouble:
    with pytest.raises(KeyTrouble) as trouble:
        open_key(*arguments)
    return trouble.value


def test_a_wrong_passphrase_has_its_own_sentence():
    trouble = _trouble(open_pkcs12, pki.p12(pki.inspector()), pki.says("wrong"))
    assert (trouble.code, trouble.reason.zh) == (17, "口令错误，没有签名。")


def test_a_file_that_is_no_key_is_not_called_a_wrong_passphrase():
    for content in (b"", b"hello", b"\x30\x03abc", pki.p12(pki.inspector())[:200]):
        assert _trouble(open_pkcs12, content, pki.says("x")).code in (10, 17)
    assert _trouble(open_pkcs12, b"hello", pki.says("x")).code == 10


def test_giving_up_at_the_prompt_signs_nothing():
    assert "没有输入口令" in _trouble(open_pkcs12, pki.p12(pki.inspector()), pki.says(None)).reason.zh


def test_an_expired_and_a_future_certificate_have_their_own_sentences():
    old = pki.certificate("过期", pki.new_key("ec"), pki.root(), ends=pki.BEGINS + timedelta(days=1))
    young = pki.certificate("未到", pki.new_key("ec"), pki.root(), begins=pki.ENDS - timedelta(days=1))
    expired = _trouble(open_pkcs12, pki.p12(old), pki.says(pki.PASSPHRASE))
    assert expired.code == 13
    assert "过期" in expired.reason.zh
    future = _trouble(open_pkcs12, pki.p12(young), pki.says(pki.PASSPHRASE))
    assert future.code == 13
    assert "日期" in future.reason.zh


def test_a_key_of_another_curve_is_refused():
    other = pki.certificate("P-384", ec.generate_private_key(ec.SECP384R1()), pki.root())
    assert "P-256" in _trouble(open_pkcs12, pki.p12(other), pki.says(pki.PASSPHRASE)).reason.zh
    assert algorithm(other.der) is None


def test_no_key_shows_its_secret_in_words(sm2: pki.Sm2):
    for signer in (pki.signer(), sm2.signer):
        assert pki.PASSPHRASE not in repr(signer)
    assert sm2.signer._private.hex() not in repr(sm2.signer)
    assert repr(sm2.signer._private) not in repr(sm2.signer)


def test_an_sm2_key_file_signs_what_openssl_accepts_sixty_times(sm2: pki.Sm2, tmp_path: Path):
    signer = sm2.signer
    assert signer.algorithm is algorithm(signer.certificate) is Algorithm.SM2
    (tmp_path / "key").write_bytes(pki.openssl(sm2.folder, "x509", "-in", "leaf.pem", "-noout", "-pubkey").stdout)
    for size in range(60):
        message = secrets.token_bytes(size * 50)
        (tmp_path / "m").write_bytes(message)
        (tmp_path / "s").write_bytes(signer.sign(message))
        judged = pki.openssl(tmp_path, *_JUDGE, "-verify", "-pubin", "-inkey", "key", "-sigfile", "s")
        assert judged.returncode == 0, judged.stderr


_JUDGE = ("pkeyutl", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678", "-in", "m")


def test_what_openssl_signs_with_sm2_verifies_and_nothing_else(sm2: pki.Sm2, tmp_path: Path):
    certificate = sm2.signer.certificate
    message = secrets.token_bytes(3000)
    (tmp_path / "m").write_bytes(message)
    made = pki.openssl(tmp_path, *_JUDGE, "-sign", "-inkey", str(sm2.folder / "leaf.key"), "-out", "s")
    assert made.returncode == 0, made.stderr
    signature = (tmp_path / "s").read_bytes()
    assert verify(certificate, message, signature)
    assert not verify(certificate, message + b"x", signature)
    for index in range(len(signature)):
        flipped = bytes(byte ^ (1 if place == index else 0) for place, byte in enumerate(signature))
        assert not verify(certificate, message, flipped)
    assert not verify(pki.inspector().der, message, signature)


def test_the_standards_own_signature_verifies():
    # GB/T 32918.5, appendix A.2: the example over "message digest" with the id 1234567812345678
    public = bytes.fromhex(
        "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
        "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
    )
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    signature = encode_dss_signature(
        0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3,
        0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA,
    )
    assert sm2_keys.verify(public, b"message digest", signature)
    assert not sm2_keys.verify(public, b"message digesu", signature)


def test_no_two_sm2_signatures_of_one_message_share_their_nonce(sm2: pki.Sm2):
    signer = sm2.signer
    assert len({signer.sign(MESSAGE) for _ in range(200)}) == 200


@pytest.mark.parametrize("damage", ["passphrase", "no key", "other key", "p12", "rubbish"])
def test_an_sm2_file_that_cannot_be_used_says_why(sm2: pki.Sm2, tmp_path: Path, damage: str):
    secret = pki.PASSPHRASE
    content, code = sm2.pem, 10
    if damage == "passphrase":
        secret, code = "wrong", 17
    elif damage == "no key":
        content = (sm2.folder / "leaf.pem").read_bytes()
    elif damage == "other key":
        content = (sm2.folder / "leaf.p8").read_bytes() + (sm2.folder / "root.pem").read_bytes()
    elif damage == "p12":
        content = pki.p12(pki.inspector())
    else:
        content = b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END"
    assert _trouble(open_sm2, content, pki.says(secret)).code == code


def test_a_token_signs_and_openssl_agrees(token: Path):
    with open_token(token, "ukey", pki.says("123456")) as signer:
        signature = signer.sign(MESSAGE)
    assert signer.algorithm is Algorithm.P256
    assert signer.certificate == pki.inspector("ec", "UKey 签名").der
    assert verify(signer.certificate, MESSAGE, signature)


def _token_trouble(module: Path, label: str, pin: str | None) -> KeyTrouble:
    with pytest.raises(KeyTrouble) as trouble, open_token(module, label, pki.says(pin)):
        pass
    return trouble.value


def test_no_token_no_driver_and_a_wrong_pin_have_their_own_sentences(token: Path):
    absent = _token_trouble(token, "别人的", "123456")
    assert (absent.code, absent.reason.zh) == (16, "没有插入 UKey，或插入的不是“别人的”。")
    assert "驱动" in _token_trouble(Path("/nowhere.so"), "ukey", "123456").reason.zh
    wrong = _token_trouble(token, "ukey", "000000")
    assert wrong.code == 17
    assert wrong.reason.zh.startswith("口令错误")
    assert _token_trouble(token, "ukey", None).code == 17
    with open_token(token, "ukey", pki.says("123456")) as signer:  # one wrong PIN locked nothing
        assert signer.sign(MESSAGE)


def test_no_secret_is_in_the_environment_or_the_arguments():
    assert pki.PASSPHRASE not in " ".join(os.environ.values())


def test_an_envelope_opens_to_what_was_sealed_and_is_written_one_way():
    sealed = seal(b"payload", "id", b"signature")
    assert unseal(sealed) == (b"payload", "id", b"signature")
    for before, after in (
        (b'"payload":', b'"payload" :'),
        (b'"keyid":"id"', b'"keyid":"id","note":"x"'),
        (b'"payload":', b'"note":1,"payload":'),
        (b"application/vnd.in-toto+json", b"text/plain"),
        (b'"signatures":[', b'"signatures":[],"x":['),
        (b'"sig":"', b'"sig":"*'),
        (b"=", b""),
        (b"c2lnbmF0dXJl", b"c2lnbmF0dXJl\\n"),
    ):
        changed = sealed.replace(before, after, 1)
        assert changed != sealed
        with pytest.raises(NotAReport):
            unseal(changed)
    for rubbish in (b"", b"{}", b"null", b"[" * 100_000, sealed[:-1], sealed * 2):
        with pytest.raises(NotAReport):
            unseal(rubbish)


def test_what_is_signed_is_dsses_own_encoding():
    # the protocol's example, with our type in place of its own
    assert pae(b"hello world") == b"DSSEv1 28 application/vnd.in-toto+json 11 hello world"


def test_a_fingerprint_is_openssls(tmp_path: Path):
    (tmp_path / "c.pem").write_bytes(pki.root().pem)
    judged = pki.openssl(tmp_path, "x509", "-in", "c.pem", "-noout", "-fingerprint", "-sha256").stdout.decode()
    der = pki.root().certificate.public_bytes(serialization.Encoding.DER)
    assert judged.strip().split("=")[1].replace(":", "").lower() == fingerprint(der)


WRAPPINGS = {
    "AES": "pkcs8 -topk8 -in leaf.key -v2 aes-256-cbc -v2prf hmacWithSHA256",
    "SM4": "pkcs8 -topk8 -in leaf.key -v2 sm4-cbc -v2prf hmacWithSHA256",
    "SM4 and HMAC-SM3": "pkcs8 -topk8 -in leaf.key -v2 sm4-cbc -v2prf hmacWithSM3",
    "3DES": "pkcs8 -topk8 -in leaf.key -v2 des3",
    "3DES of PKCS#12": "pkcs8 -topk8 -in leaf.key -v1 PBE-SHA1-3DES",
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_an_sm2_key_opens_whatever_it_is_wrapped_in(sm2: pki.Sm2, wrapping: str, tmp_path: Path):
    made = pki.openssl(sm2.folder, *WRAPPINGS[wrapping].split(), "-passout", f"pass:{pki.PASSPHRASE}")
    if made.returncode:
        pytest.skip(f"this OpenSSL does not write {wrapping}")
    (tmp_path / "key.pem").write_bytes(made.stdout + (sm2.folder / "leaf.pem").read_bytes())
    with open_key(str(tmp_path / "key.pem"), pki.says(pki.PASSPHRASE)) as signer:
        assert (signer.algorithm, signer.certificate) == (Algorithm.SM2, sm2.signer.certificate)
    with pytest.raises(KeyTrouble, match="passphrase is wrong"), open_key(str(tmp_path / "key.pem"), pki.says("x")):
        pass


@pytest.mark.parametrize("how", ["-keypbe AES-256-CBC -certpbe AES-256-CBC", "-keypbe PBE-SHA1-3DES -certpbe NONE"])
def test_an_sm2_key_in_pkcs12_opens(sm2: pki.Sm2, how: str, tmp_path: Path):
    file = tmp_path / "key.p12"
    words = f"pkcs12 -export -inkey leaf.key -in leaf.pem -certfile root.pem {how} -out {file}".split()
    assert pki.openssl(sm2.folder, *words, "-passout", f"pass:{pki.PASSPHRASE}").returncode == 0
    with open_key(str(file), pki.says(pki.PASSPHRASE)) as signer:
        assert (signer.algorithm, signer.certificate) == (Algorithm.SM2, sm2.signer.certificate)
        assert len(signer.chain) == 1
    with pytest.raises(KeyTrouble, match="passphrase is wrong"), open_key(str(file), pki.says("x")):
        pass


def test_an_encryption_that_is_not_known_is_told_by_its_name(sm2: pki.Sm2, tmp_path: Path):
    made = pki.openssl(
        sm2.folder,
        *["pkcs8", "-topk8", "-in", "leaf.key", "-v2", "camellia-256-cbc", "-passout"],
        f"pass:{pki.PASSPHRASE}",
    )
    if made.returncode:
        pytest.skip("this OpenSSL has no Camellia")
    (tmp_path / "key.pem").write_bytes(made.stdout + (sm2.folder / "leaf.pem").read_bytes())
    with (
        pytest.raises(KeyTrouble, match=r"1\.2\.392\.200011"),
        open_key(str(tmp_path / "key.pem"), pki.says(pki.PASSPHRASE)),
    ):
        pass


# GB/T 32918.5, annex A: the signature of "message digest" under the usual signer id.
X = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
Y = "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
STANDARD = (
    X + Y,
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3",
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA",
)


def test_sm2_in_plain_python_agrees_with_the_standard():
    public, r, s = bytes.fromhex(STANDARD[0]), int(STANDARD[1], 16), int(STANDARD[2], 16)
    assert sm2_verifying.holds(public, b"message digest", r, s)
    order = sm2_verifying.N
    for other in ((r, s + 1), (r + 1, s), (s, r), (0, s), (r, 0), (order, s), (r, order), (r, order - r)):
        assert not sm2_verifying.holds(public, b"message digest", *other)
    assert not sm2_verifying.holds(public, b"message digesu", r, s)
    assert not sm2_verifying.holds(public[:-1] + bytes([public[-1] ^ 1]), b"message digest", r, s)
    assert not sm2_verifying.holds(public[:-1], b"message digest", r, s)


def test_without_the_library_sm2_is_verified_all_the_same(sm2: pki.Sm2, monkeypatch: pytest.MonkeyPatch):
    signer = sm2.signer
    signed = [(message := secrets.token_bytes(40), signer.sign(message)) for _ in range(8)]

    def missing() -> None:
        raise KeyTrouble(sm2_keys._NO_LIBRARY, 10)

    monkeypatch.setattr(sm2_keys, "_library", missing)
    point = sm2_keys.public_point(signer.certificate)
    assert point is not None
    for message, signature in signed:
        assert sm2_keys.verify(point, message, signature)
        assert not sm2_keys.verify(point, message + b"x", signature)
