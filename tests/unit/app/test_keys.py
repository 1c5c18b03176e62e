"""Keys are made whole or not at all, and never over others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from checker.app import keys
from checker.app.refused import Refused
from checker.app.verification import Verification
from checker.app.workspace import Workspace
from checker.model.inspection import RulingKind
from checker.report import approval
from checker.report.envelope import unseal
from checker.report.keys.open import open_key
from checker.report.keys.signer import KeyTrouble, fingerprint
from checker.report.keys.trust import LIST, TYPE, Act, UntrustedFolder, read_trust
from checker.store.policies import ruling
from tests.unit.report import pki

PASSPHRASE = "correct horse 电池"


def says(*words: str | None) -> Callable[[object], str | None]:
    given: Iterator[str | None] = iter(words)
    return lambda _: next(given)


def made(folder: Path) -> Path:
    return keys.new(folder, folder / "root", "某局", "李四", says(PASSPHRASE, PASSPHRASE))


@pytest.mark.parametrize(("first", "again"), [(None, None), ("short", "short"), (PASSPHRASE, "another one")])
def test_no_key_is_made_without_a_passphrase_typed_twice(tmp_path: Path, first: str | None, again: str | None) -> None:
    with pytest.raises(Refused):
        keys.new(tmp_path / "keys", tmp_path / "keys" / "root", "某局", "李四", says(first, again))
    assert not list(tmp_path.rglob("*.p12"))


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    root = made(tmp_path)
    before = root.read_bytes()
    with pytest.raises(FileExistsError):
        made(tmp_path)
    assert root.read_bytes() == before


def test_a_key_under_the_root_is_listed(tmp_path: Path) -> None:
    root, trust = made(tmp_path), tmp_path / "trust"
    ask = says(PASSPHRASE, PASSPHRASE, PASSPHRASE)
    listed = keys.issue(root, trust, tmp_path / "second", "某局", "王五", ask)
    assert listed.name == "王五"
    described = keys.described(str(tmp_path / "second" / "inspector.p12"), says(PASSPHRASE))
    assert (described.name, described.algorithm) == ("王五", "P-256")
    assert described.name in {one.name for one in read_trust(trust, None).inspectors.values()}


def test_a_key_that_is_not_the_root_lists_nobody_and_leaves_no_key(tmp_path: Path) -> None:
    made(tmp_path)
    stranger = tmp_path / "stranger"
    other = keys.new(stranger, stranger / "root", "别局", "赵六", says(PASSPHRASE, PASSPHRASE))
    with pytest.raises(KeyTrouble):
        keys.issue(other, tmp_path / "trust", tmp_path / "second", "某局", "王五", says(*3 * [PASSPHRASE]))
    assert not (tmp_path / "second").exists()


def test_a_folder_that_is_no_list_of_trust_is_refused_before_a_key_is_made(tmp_path: Path) -> None:
    root = made(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UntrustedFolder):
        keys.issue(root, tmp_path / "empty", tmp_path / "second", "某局", "王五", says(*3 * [PASSPHRASE]))
    assert not (tmp_path / "second").exists()


def certificate(folder: Path) -> Path:
    """The inspector's, as a file."""
    with open_key(str(folder / "inspector.p12"), says(PASSPHRASE)) as signer:
        (folder / "inspector.der").write_bytes(signer.certificate)
    return folder / "inspector.der"


def test_a_revocation_is_taken_back_on_purpose_alone_and_that_is_written_down(tmp_path: Path) -> None:
    root, trust = made(tmp_path), tmp_path / "trust"
    der = certificate(tmp_path)

    def listed(**more: object) -> None:
        keys.list_as_trusted(der, root, trust, says(PASSPHRASE), **more)  # type: ignore[arg-type]

    listed(revoke=True)
    (revoked,) = read_trust(trust, None).inspectors.values()
    listed(revoke=True)
    assert list(read_trust(trust, None).inspectors.values()) == [revoked]  # since the first time
    with pytest.raises(Refused, match="say why"):
        listed()
    assert list(read_trust(trust, None).inspectors.values()) == [revoked]
    listed(restore="密钥找回了")
    known = read_trust(trust, None)
    assert [one.revoked for one in known.inspectors.values()] == [None]
    assert [one.act for one in known.log] == [Act.REVOKED, Act.REVOKED, Act.RESTORED]
    assert known.log[-1].reason == "密钥找回了"


def test_another_root_is_told_until_somebody_accepts_it(tmp_path: Path) -> None:
    made(tmp_path / "a")
    made(tmp_path / "b")
    workspace = Workspace(tmp_path / "store")
    first, second = (tmp_path / name / "trust" for name in "ab")
    assert [read_trust(one, workspace.trust_versions).new_root for one in (first, second, second)] == [
        False,
        True,
        True,
    ]
    verification = Verification(workspace)
    asked = verification.stranger(second)
    assert verification.stranger(first) is None
    assert asked is not None
    assert verification.accept(second).zh.startswith("这台电脑从现在起认")
    assert verification.stranger(second) is None
    assert [read_trust(one, workspace.trust_versions).new_root for one in (first, second)] == [False, False]


def test_a_list_of_the_version_before_holds_with_neither_approvers_nor_log(tmp_path: Path) -> None:
    made(tmp_path)
    content = (tmp_path / "trust" / LIST).read_bytes()
    payload, _, _ = unseal(content, TYPE)
    assert b"approvers" not in payload
    assert b"log" not in payload
    assert read_trust(tmp_path / "trust", None).approvers == {}


def test_a_policy_is_approved_by_who_is_listed_for_that(tmp_path: Path) -> None:
    root, trust = made(tmp_path), tmp_path / "trust"
    policy = tmp_path / "unit.toml"
    policy.write_text('[unit]\nname = "某局"\n', "utf-8")
    keys.list_as_trusted(certificate(tmp_path), root, trust, says(PASSPHRASE), role=keys.Role.APPROVER)
    until = datetime.now(UTC).date() + timedelta(days=30)
    done = keys.approve(policy, RulingKind.POLICY, until, str(tmp_path / "inspector.p12"), says(PASSPHRASE))
    ruled = ruling(RulingKind.POLICY, policy)
    assert ruled.approval is not None
    said = approval.read(ruled.approval)
    assert (said.sha256, said.until, said.approver) == (ruled.sha256, until, "李四")
    assert done.sha256 == ruled.sha256
    assert fingerprint(said.certificate) in read_trust(trust, None).approvers
    policy.write_text('[unit]\nname = "别局"\n', "utf-8")
    assert ruling(RulingKind.POLICY, policy).sha256 != said.sha256


def test_a_certificate_that_an_authority_issued_for_a_request_makes_a_key_to_sign_with(tmp_path: Path) -> None:
    path = keys.request(tmp_path / "k", "某局", "王五", says(PASSPHRASE, PASSPHRASE))
    wanted = x509.load_pem_x509_csr(path.read_bytes())
    assert wanted.is_signature_valid
    issued = pki.certificate("王五", wanted_key := pki.new_key("ec"), pki.root())
    builder = (
        x509.CertificateBuilder()
        .subject_name(wanted.subject)
        .issuer_name(pki.root().certificate.subject)
        .public_key(wanted.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(pki.NOW - timedelta(days=1))
        .not_valid_after(pki.NOW + timedelta(days=300))
    )
    for one in wanted.extensions:
        builder = builder.add_extension(one.value, one.critical)
    (tmp_path / "c.pem").write_bytes(pki.Made(wanted_key, builder.sign(pki.root().key, hashes.SHA256())).pem)
    (tmp_path / "other.pem").write_bytes(issued.pem)
    key = tmp_path / "k" / "inspector.key"
    with pytest.raises(KeyTrouble, match="was not issued for this key"):
        keys.join(key, tmp_path / "other.pem", tmp_path / "x.p12", says(PASSPHRASE))
    with pytest.raises(KeyTrouble, match="passphrase is wrong"):
        keys.join(key, tmp_path / "c.pem", tmp_path / "x.p12", says("another one"))
    keys.join(key, tmp_path / "c.pem", tmp_path / "x.p12", says(PASSPHRASE))
    assert keys.export(str(tmp_path / "x.p12"), tmp_path / "out.pem", says(PASSPHRASE)).name == "王五"
    assert (tmp_path / "out.pem").read_bytes() == (tmp_path / "c.pem").read_bytes()
    with pytest.raises(FileExistsError):
        keys.join(key, tmp_path / "c.pem", tmp_path / "x.p12", says(PASSPHRASE))
    with pytest.raises(FileExistsError):
        keys.request(tmp_path / "k", "某局", "王五", says(PASSPHRASE, PASSPHRASE))
