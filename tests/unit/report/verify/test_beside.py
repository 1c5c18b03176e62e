"""Time stamps, issuers and revocation lists beside a signature: what each proves, and that none can be slipped in."""

from __future__ import annotations

import asyncio
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps import DummyTimeStamper

from checker.app import stamping
from checker.app.refused import Refused
from checker.report.keys.trust import Inspector, Trust, UntrustedFolder
from checker.report.sign.pades import RESERVED
from checker.report.stamps import tokens
from checker.report.stamps.evidence import Evidence, put, within
from checker.report.stamps.tokens import NoTimeStamp
from checker.report.verify import cms, pdf_file
from checker.report.verify.codes import Code
from checker.report.verify.report import verify_bytes
from checker.report.verify.verified import Verified
from tests.packages import needs
from tests.unit.report import pki, world

LATER = pki.NOW + timedelta(hours=3)
DAY = timedelta(days=1)


@cache
def server(usage: bool = True, critical: bool = True) -> pki.Made:
    """A time-stamp server with a certificate that it signed for itself."""
    key = pki.new_key("rsa")
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "单位时间戳")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(pki.BEGINS)
        .not_valid_after(pki.ENDS)
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=critical)
    return pki.Made(key, builder.sign(key, hashes.SHA256()))


def answered(request: bytes, at: datetime = LATER, by: pki.Made | None = None) -> bytes:
    """What the server gives for a request (TimeStampResp, DER)."""
    made = by or server()
    key = made.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(made.der), asn1_keys.PrivateKeyInfo.load(key), fixed_dt=at, include_nonce=False
    )
    found = asyncio.run(stamper.async_request_tsa_response(tsp.TimeStampReq.load(request)))
    return bytes(found.dump())


def revoked_list(
    *entries: tuple[int, datetime],
    made: datetime = LATER,
    by: pki.Made | None = None,
    lasts: timedelta = DAY,
    part: x509.ExtensionType | None = None,
) -> bytes:
    issuer = by or pki.root()
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(made)
        .next_update(made + lasts)
    )
    if part is not None:
        builder = builder.add_extension(part, critical=True)
    for serial, since in entries:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


SERIAL = pki.inspector().certificate.serial_number


@pytest.fixture(scope="module")
def plain() -> bytes:
    return world.signed(world.report(), pki.signer()).pdf


@dataclass
class Office:
    """A folder with a report, and a trust folder whose root signed the inspector's certificate."""

    folder: Path
    pdf: bytes

    def __post_init__(self) -> None:
        (self.folder / "trust").mkdir()
        (self.folder / "r.pdf").write_bytes(self.pdf)
        self.trust = world.trust(self.folder / "trust", timers=(world.inspector(_Certificate(server().der)),))

    def list_anew(self, *inspectors: Inspector, **changes: object) -> Trust:
        self.trust = world.trust(self.folder / "trust", *inspectors, **changes)
        return self.trust

    def with_list(self, content: bytes) -> Office:
        (self.folder / "trust" / "unit.crl").write_bytes(content)
        return self

    def completed(self, at: datetime | None = None, by: pki.Made | None = None, lists: bool = False) -> bytes:
        report, out = self.folder / "r.pdf", self.folder / "out.pdf"
        response = None
        if at is not None:
            stamping.request(report, self.folder / "r.tsq")
            response = self.folder / "r.tsr"
            response.write_bytes(answered((self.folder / "r.tsq").read_bytes(), at, by))
        stamping.complete(report, response, self.folder / "trust" if lists else None, out)
        return out.read_bytes()

    def judged(self, pdf: bytes, trust: bool = True) -> Verified:
        return verify_bytes("r.pdf", pdf, replace(world.measure(self.trust if trust else None), now=LATER + DAY * 400))


@dataclass(frozen=True)
class _Certificate:
    """As much of a signer as the list of trust asks for."""

    certificate: bytes

    @property
    def algorithm(self) -> object:
        return None

    @property
    def chain(self) -> tuple[bytes, ...]:
        return ()

    def sign(self, message: bytes) -> bytes:
        raise AssertionError(message)


@pytest.fixture
def office(tmp_path: Path, plain: bytes) -> Office:
    return Office(tmp_path, plain)


def notes(verified: Verified) -> str:
    return "".join(note.zh for note in verified.notes)


def test_a_time_stamp_stands_in_the_signature_and_is_told(office: Office, plain: bytes):
    pdf = office.completed(LATER)
    said = office.judged(pdf)
    assert said.code is Code.FINE, said.sentence.zh
    assert "单位时间戳 于 2026-11-11 05:30:00+00:00" in notes(said)
    assert "2026-11-11 02:30:00+00:00" in notes(said)  # the signer's own word beside it
    hole = pdf_file.signature(plain)
    assert hole is not None
    ends = hole.start + RESERVED
    assert (pdf[: hole.start], pdf[ends:]) == (plain[: hole.start], plain[ends:])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"timers": ()}, Code.UNKNOWN_TIME_STAMP),
        ({"timers": (world.inspector(_Certificate(server().der), revoked=LATER + DAY),)}, Code.UNKNOWN_TIME_STAMP),
        ({"timers": (world.inspector(_Certificate(server().der), until=LATER - DAY),)}, Code.UNKNOWN_TIME_STAMP),
        ({"timers": (world.inspector(_Certificate(server().der)),)}, Code.FINE),
    ],
    ids=["on no list", "revoked", "no longer", "listed"],
)
def test_only_a_listed_server_counts(office: Office, change: dict[str, object], code: Code):
    pdf = office.completed(LATER)
    office.list_anew(**change)
    assert office.judged(pdf).code is code


def test_without_a_list_the_server_is_told_to_be_anybody(office: Office):
    said = office.judged(office.completed(LATER), trust=False)
    assert said.code is Code.SIGNER_NOT_COMPARED
    assert "时间戳机构没有核对" in notes(said)


def test_a_report_that_was_made_after_its_time_stamp_contradicts_itself(office: Office):
    assert office.judged(office.completed(pki.NOW - timedelta(hours=1))).code is Code.CLOCK


@pytest.mark.parametrize(
    ("revoked", "stamped", "code"),
    [
        (LATER + DAY, True, Code.FINE),
        (LATER + DAY, False, Code.REVOKED),
        (LATER - DAY, True, Code.REVOKED),
    ],
    ids=["after the stamp", "after, and nothing shows when it signed", "before"],
)
def test_what_was_signed_before_a_revocation_stands_where_a_time_stamp_shows_it(
    office: Office, revoked: datetime, stamped: bool, code: Code
):
    pdf = office.completed(LATER) if stamped else office.pdf
    timers = (world.inspector(_Certificate(server().der)),)
    office.list_anew(world.inspector(pki.signer(), revoked=revoked), timers=timers)
    assert office.judged(pdf).code is code


@pytest.mark.parametrize("by", [server(usage=False), server(critical=False)], ids=["no usage", "not critical"])
def test_what_is_no_certificate_for_time_stamps_stamps_none(office: Office, by: pki.Made):
    with pytest.raises(NoTimeStamp):
        office.completed(LATER, by)


@pytest.mark.parametrize(
    "response",
    [b"", b"0\x00", b"%PDF-1.7", answered(tokens.request(b"something else"))],
    ids=["nothing", "empty", "another file", "of another signature"],
)
def test_what_is_no_time_stamp_of_this_report_is_refused(office: Office, response: bytes):
    (office.folder / "r.tsr").write_bytes(response)
    with pytest.raises(NoTimeStamp):
        stamping.complete(office.folder / "r.pdf", office.folder / "r.tsr", None, office.folder / "out.pdf")
    assert not (office.folder / "out.pdf").exists()


LISTS: dict[str, tuple[bytes, bool, Code, str]] = {
    "not on it": (revoked_list(), False, Code.FINE, "没有被吊销"),
    "another is": (revoked_list((SERIAL + 1, pki.NOW - DAY)), False, Code.FINE, "没有被吊销"),
    "before": (revoked_list((SERIAL, pki.NOW - DAY)), False, Code.REVOKED, "按吊销列表"),
    "before, with a stamp": (revoked_list((SERIAL, pki.NOW - DAY)), True, Code.REVOKED, "按吊销列表"),
    "after, by its own word": (revoked_list((SERIAL, LATER + DAY)), False, Code.REVOKED, "按吊销列表"),
    "after, by a stamp": (revoked_list((SERIAL, LATER + DAY)), True, Code.FINE, "时间戳证明签名在那以前"),
    "an old list": (revoked_list(made=pki.NOW - 9 * DAY), False, Code.FINE, "那以后有没有吊销不知道"),
    "made before, still in force": (revoked_list(made=pki.NOW - DAY, lasts=9 * DAY), False, Code.FINE, "没有被吊销"),
}


@pytest.mark.parametrize(("content", "stamp", "code", "words"), LISTS.values(), ids=LISTS)
def test_a_revocation_list_beside_a_signature_is_judged_at_its_time(
    office: Office, content: bytes, stamp: bool, code: Code, words: str
):
    said = office.judged(office.with_list(content).completed(LATER if stamp else None, lists=True))
    assert said.code is code
    assert words in said.sentence.zh + notes(said)


def test_lists_and_certificates_of_others_are_left_where_they_are(office: Office):
    stranger = pki.certificate("别的根", pki.new_key("ec"))
    (office.folder / "trust" / "other.pem").write_bytes(stranger.pem)
    found = pdf_file.signature(office.with_list(revoked_list(by=stranger)).completed(lists=True))
    assert found is not None
    evidence = cms.evidence(found.contents, pki.inspector().der)
    assert evidence is not None
    assert evidence.lists == ()
    assert len(evidence.issuers) == 1
    assert stranger.der not in evidence.issuers


def _slipped_in(pdf: bytes, evidence: Evidence) -> bytes:
    """A report whose signature holds this beside it, past every guard of ours."""
    found = pdf_file.signature(pdf)
    assert found is not None
    whole = put(bytes.fromhex(found.contents.decode()), pki.inspector().der, evidence)
    digits = whole.hex().upper().encode().ljust(len(found.contents), b"0")
    return pdf[: found.start] + digits + pdf[found.start + len(digits) :]


def _der(pem: bytes) -> bytes:
    return x509.load_pem_x509_crl(pem).public_bytes(serialization.Encoding.DER)


STRANGER = pki.certificate("别的根", pki.new_key("ec"))
SAME_NAME = pki.certificate("保密检查根", pki.new_key("ec"))
OF_AUTHORITIES = x509.IssuingDistributionPoint(
    full_name=None,
    relative_name=None,
    only_contains_user_certs=False,
    only_contains_ca_certs=True,
    only_some_reasons=None,
    indirect_crl=False,
    only_contains_attribute_certs=False,
)
OTHER_TOKEN = tokens.token(answered(tokens.request(b"something else")))
SLIPPED: dict[str, Evidence] = {
    "a certificate of somebody else": Evidence(issuers=(STRANGER.der,)),
    "a root of the same name": Evidence(issuers=(SAME_NAME.der,)),
    "a list of somebody else": Evidence(issuers=(pki.root().der,), lists=(_der(revoked_list(by=STRANGER)),)),
    "a list by a root of the same name": Evidence(issuers=(pki.root().der,), lists=(_der(revoked_list(by=SAME_NAME)),)),
    "a list without its issuer": Evidence(lists=(_der(revoked_list()),)),
    "a list of authorities alone": Evidence(
        issuers=(pki.root().der,), lists=(_der(revoked_list(part=OF_AUTHORITIES)),)
    ),
    "a list of what is new on another": Evidence(
        issuers=(pki.root().der,), lists=(_der(revoked_list(part=x509.DeltaCRLIndicator(1))),)
    ),
    "a time stamp of something else": Evidence(token=OTHER_TOKEN),
    "the issuer twice": Evidence(issuers=(pki.root().der, pki.root().der)),
}


@pytest.mark.parametrize("evidence", SLIPPED.values(), ids=SLIPPED)
def test_what_proves_nothing_of_this_signature_may_not_stand_there(office: Office, plain: bytes, evidence: Evidence):
    assert office.judged(_slipped_in(plain, evidence)).code is Code.CHANGED


def test_nothing_is_read_that_another_signature_is_beside(office: Office):
    """Whatever digit of the stamped signature is another one, the report does not pass with a time that nobody gave."""
    pdf = office.with_list(revoked_list()).completed(LATER, lists=True)
    whole = office.judged(pdf)
    assert whole.code is Code.FINE
    found = pdf_file.signature(pdf)
    assert found is not None
    filled = len(found.contents.rstrip(b"0"))
    for place in range(0, filled + 40, 97):
        at = found.start + place
        digit = b"0" if pdf[at : at + 1] != b"0" else b"1"
        said = office.judged(pdf[:at] + digit + pdf[at + 1 :])
        assert said.code is not Code.FINE or said.notes == whole.notes, place


def test_what_does_not_fit_into_the_signature_is_refused(office: Office):
    many = revoked_list(*((SERIAL + number, pki.NOW) for number in range(1, 1500)))
    with pytest.raises(Refused) as refused:
        office.with_list(many).completed(lists=True)
    assert "放不下" in refused.value.reason.zh


@pytest.mark.parametrize("there", ["nothing", "a file", "an empty folder"])
def test_lists_are_taken_from_a_trust_folder_alone(office: Office, there: str):
    place = office.folder / "elsewhere"
    if there == "a file":
        place.write_bytes(b"x")
    elif there == "an empty folder":
        place.mkdir()
    with pytest.raises(UntrustedFolder):
        stamping.complete(office.folder / "r.pdf", None, place, office.folder / "out.pdf")
    assert not (office.folder / "out.pdf").exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b'{"payload": ""}'], ids=["nothing", "another PDF", "no PDF"])
def test_what_is_no_signed_report_gets_no_time_stamp(tmp_path: Path, content: bytes):
    (tmp_path / "x.pdf").write_bytes(content)
    with pytest.raises(Refused):
        stamping.request(tmp_path / "x.pdf", tmp_path / "x.tsq")


_SERVER = """[tsa]
default_tsa=office
[office]
serial=serial
signer_cert=tsa.pem
signer_key=tsa.key
signer_digest=sha256
default_policy=1.2.3.4
digests=sha256
accuracy=secs:1
ess_cert_id_alg=sha256
"""


def _openssl(folder: Path, line: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *line.split()], cwd=folder, capture_output=True, check=False, timeout=600)


@needs("openssl")
def test_openssl_stamps_our_request_and_accepts_what_stands_in_the_report(tmp_path: Path, plain: bytes):
    made = Office(tmp_path, plain)
    (tmp_path / "tsa.pem").write_bytes(server().pem)
    (tmp_path / "tsa.key").write_bytes(
        server().key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    (tmp_path / "serial").write_text("01")
    (tmp_path / "tsa.cnf").write_text(_SERVER)
    stamping.request(tmp_path / "r.pdf", tmp_path / "r.tsq")
    done = _openssl(tmp_path, "ts -reply -config tsa.cnf -queryfile r.tsq -out r.tsr")
    assert done.returncode == 0, done.stderr
    stamping.complete(tmp_path / "r.pdf", tmp_path / "r.tsr", None, tmp_path / "out.pdf")
    said = made.judged((tmp_path / "out.pdf").read_bytes())
    # OpenSSL has no other clock than this computer's, and the sample was made in November 2026.
    assert said.code is (Code.FINE if datetime.now(UTC) > pki.NOW else Code.CLOCK), said.sentence.zh
    found = pdf_file.signature((tmp_path / "out.pdf").read_bytes())
    assert found is not None
    read, evidence = cms.read(found.contents), cms.evidence(found.contents, pki.inspector().der)
    assert read is not None
    assert evidence is not None
    (tmp_path / "value").write_bytes(read.value)
    (tmp_path / "token").write_bytes(evidence.token or b"")
    done = _openssl(tmp_path, "ts -verify -data value -in token -token_in -CAfile tsa.pem")
    assert b"Verification: OK" in done.stdout, done.stderr


@needs("openssl")
@pytest.mark.parametrize(("entries", "accepted"), [((), True), (((SERIAL, pki.NOW - DAY),), False)])
def test_openssl_finds_issuer_and_list_in_the_signature(
    office: Office, entries: tuple[tuple[int, datetime], ...], accepted: bool
):
    pdf = office.with_list(revoked_list(*entries)).completed(lists=True)
    found = pdf_file.signature(pdf)
    assert found is not None
    (office.folder / "cms").write_bytes(bytes.fromhex(found.contents.decode()))
    (office.folder / "signed").write_bytes(found.signed)
    (office.folder / "root.pem").write_bytes(pki.root().pem)
    at = f"-attime {int(LATER.timestamp()) + 60}"
    line = f"cms -verify -inform DER -in cms -content signed -binary -CAfile root.pem -purpose any -crl_check {at}"
    done = _openssl(office.folder, f"{line} -out /dev/null")
    assert (done.returncode == 0) is accepted, done.stderr
    if not accepted:
        assert b"revoked" in done.stderr


def test_what_is_put_in_comes_out_again(plain: bytes):
    from asn1crypto import cms as asn1

    found = pdf_file.signature(plain)
    assert found is not None
    own = pki.inspector().der
    evidence = Evidence(OTHER_TOKEN, (pki.root().der,), (_der(revoked_list()),))
    whole = put(bytes.fromhex(found.contents.decode()), own, evidence)
    assert within(asn1.ContentInfo.load(whole)["content"], own) == evidence
    bare = put(whole, own, Evidence())
    assert bytes.fromhex(found.contents.decode()).startswith(bare)


def test_a_second_signer_in_the_same_signature_is_told(office: Office, plain: bytes):
    from asn1crypto import cms as asn1

    found = pdf_file.signature(plain)
    assert found is not None
    info = asn1.ContentInfo.load(bytes.fromhex(found.contents.decode()))
    (signer,) = info["content"]["signer_infos"]
    other = signer.copy()
    other["signature"] = b"0" * 70
    info["content"]["signer_infos"] = [signer, other]
    whole = info.dump(force=True).hex().upper().encode()
    pdf = plain[: found.start] + whole.ljust(len(found.contents), b"0") + plain[found.start + len(found.contents) :]
    assert office.judged(pdf).code is Code.CHANGED
