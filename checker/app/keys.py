"""Keys: made for a test or a small unit, listed as trusted, revoked, and told what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.app.refused import Refused
from checker.app.workspace import Workspace
from checker.machine import handed
from checker.model.inspection import RulingKind
from checker.model.text import Text

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret, Signer
    from checker.report.keys.trust import Act, Inspector, Trust

_KEY_LIMIT = 1 << 20
SHORTEST = 8  # characters of a passphrase
_SHORT = Text("口令至少 8 位，没有生成密钥。", "The passphrase needs 8 characters or more; no key was made.")
_DIFFERENT = Text("两次输入的口令不同，没有生成密钥。", "The two passphrases differ; no key was made.")
_NEW_PASSPHRASE = Text("新口令（至少 8 位）", "New passphrase (8 characters or more)")
_ONCE_MORE = Text("再输入一次", "Once more")
_ROOT_SECRET = Text("根密钥的口令", "Passphrase of the root's key")
_NOT_THE_ROOT = Text("这不是信任文件夹的根密钥。", "This is not the root key of the trust folder.")
_UNTRUSTED = 12  # the verifier's code of a signer that nobody lists
_NO_FILE = Text("读不到文件：{path}", "The file cannot be read: {path}")
_NO_CERTIFICATE = Text("这不是证书文件：{path}", "Not a certificate: {path}")
_UNFIT = Text(
    "这张证书不能用来签名（颁发用的、加密用的、服务器或时间戳用的，或密钥不够强），没有列入。",
    "This certificate may sign nothing (it issues others, is for encryption, a server or time stamps, or its key is"
    " weak); it was not listed.",
)
_NO_TIMER = Text(
    "这不是时间戳服务器的证书（扩展用途只能是时间戳，并标为关键），没有列入。",
    "This is no certificate of a time-stamp server (its extended usage must be time stamping alone, marked critical);"
    " it was not listed.",
)
_REVOKED = Text(
    "这张证书已于 {day} 吊销。要恢复它，请写明理由：--restore 理由。",
    "This certificate was revoked on {day}. To take that back, say why: --restore REASON.",
)
_NAMES = {
    "ecdsa-p256-sha256": "P-256",
    "rsa-pkcs1-sha256": "RSA",
    "sm2-sm3": "SM2",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Whose certificate the list of trust has now, and the list's version."""

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Approved:
    """Where the approval lies, whose it is, and of which file (sha256, hex)."""

    path: Path
    approver: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Described:
    """What a key is. `fingerprint`: sha256 (hex) of its certificate's DER."""

    name: str
    algorithm: str
    until: date
    fingerprint: str


def new(folder: Path, root_folder: Path, unit: str, name: str, ask: AskSecret, *, sm2: bool = False) -> Path:
    """A root's key and an inspector's under it, P-256 or SM2; where the root's lies.

    Raises:
        Refused: no usable passphrase. FileExistsError: keys are never overwritten. NotWritten: the disk refuses.
    """
    from checker.report.keys.new import new_keys

    new_keys(folder, root_folder, unit, name, _new_passphrase(ask), _now(), sm2=sm2)
    return root_folder / "root.p12"


def issue(
    root_key: Path,
    trust: Path,
    folder: Path,
    unit: str,
    name: str,
    ask: AskSecret,
    *,
    collector: bool = False,
    sm2: bool = False,
) -> Listed:
    """One more key under a root, put on its list of trust. `collector`: signs the ledger's checkpoints.

    Raises:
        As `new`; KeyTrouble: not the list's root, or its passphrase is wrong; UntrustedFolder.
    """
    from checker.report.keys.new import key_under
    from checker.report.keys.trust import Act

    root = _root(root_key, trust, ask)
    file = folder / ("collector.p12" if collector else "inspector.p12")
    now = _now()
    made = key_under(root, file, unit, name, _new_passphrase(ask), now, sm2=sm2)
    try:
        return _listed(trust, root, made, now, Role.COLLECTOR if collector else Role.INSPECTOR, Act.LISTED, "")
    except BaseException:  # a key that nobody trusts would be in the way of the next try
        file.unlink(missing_ok=True)
        raise


class Role(StrEnum):
    """What a certificate is trusted with."""

    INSPECTOR = "inspectors"
    COLLECTOR = "collectors"
    APPROVER = "approvers"
    TIMER = "timers"


def list_as_trusted(
    certificate: Path,
    root_key: Path,
    trust: Path,
    ask: AskSecret,
    *,
    role: Role = Role.INSPECTOR,
    revoke: bool = False,
    restore: str = "",
) -> Listed:
    """Put a certificate on the list, or mark it as revoked. `restore`: why a revocation is taken back.

    Raises:
        Refused: it was revoked, and nobody says why that is taken back; or it may sign nothing.
        KeyTrouble, UntrustedFolder, NotWritten
    """
    from checker.report.keys.certificates import for_time_stamps, unfit
    from checker.report.keys.new import listed
    from checker.report.keys.trust import Act, read_trust

    now = _now()
    der = _certificate(certificate)
    if not revoke and (not for_time_stamps(der) if role is Role.TIMER else unfit(der) is not None):
        raise Refused(_NO_TIMER if role is Role.TIMER else _UNFIT)
    entry = listed(der)
    known = _entry(read_trust(trust, None), der, role)
    if revoke:
        entry, act = replace(known or entry, revoked=known.revoked if known and known.revoked else now), Act.REVOKED
    elif known is not None and known.revoked is not None:
        if not restore.strip():
            raise Refused(_REVOKED.filled(day=known.revoked.date().isoformat()))
        act = Act.RESTORED
    else:
        act = Act.LISTED
    return _listed(trust, _root(root_key, trust, ask), entry, now, role, act, restore)


def export(key: str, file: Path, ask: AskSecret) -> Described:
    """Write a key's certificate, which is no secret, for the list of trust. Raises KeyTrouble, NotWritten."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    from checker.report.files import write
    from checker.report.keys.open import open_key

    with open_key(key, ask) as signer:
        write(file, x509.load_der_x509_certificate(signer.certificate).public_bytes(Encoding.PEM))
        return _described(signer)


def request(folder: Path, unit: str, name: str, ask: AskSecret, *, sm2: bool = False) -> Path:
    """A key, and a request for its certificate; where the request lies. Raises as `new`."""
    from checker.report.keys.request import REQUEST, make

    make(folder, unit, name, _new_passphrase(ask), sm2=sm2)
    return folder / REQUEST


def join(key: Path, certificate: Path, file: Path, ask: AskSecret) -> None:
    """A key and the certificate that came for it, as one file to sign with.

    Raises:
        FileExistsError: keys are never overwritten. KeyTrouble: they are no pair. NotWritten
    """
    from checker.report.files import write_own
    from checker.report.keys.request import joined
    from checker.report.keys.signer import GAVE_UP, NOT_A_KEY, WRONG_SECRET, KeyTrouble, Secret

    if file.exists():
        raise FileExistsError(file)
    der = _certificate(certificate)
    try:
        content = handed.read(key, _KEY_LIMIT)
    except OSError as error:
        raise KeyTrouble(_NO_FILE.filled(path=Text.name(str(key))), NOT_A_KEY) from error
    passphrase = ask(Secret(Text("密钥文件的口令", "Passphrase of the key file")))
    if passphrase is None:
        raise KeyTrouble(GAVE_UP, WRONG_SECRET)
    write_own(file, joined(content, der, passphrase))


def approve(file: Path, kind: RulingKind, until: date, key: str, ask: AskSecret) -> Approved:
    """Sign that a policy, a waiver book, decisions or a local check may decide until a day; it lies beside the file.

    Raises:
        ApprovalRefused: for too long. Refused: the file cannot be read. KeyTrouble, NotWritten
    """
    from checker.report.approval import approve as signed
    from checker.report.digests import sha256
    from checker.report.files import write
    from checker.report.keys.names import common_name
    from checker.report.keys.open import open_key
    from checker.store.policies import APPROVAL, SIZE_LIMIT

    try:
        digest = sha256(handed.read(file, SIZE_LIMIT))
    except OSError as error:
        raise Refused(_NO_FILE.filled(path=Text.name(str(file)))) from error
    beside = file.with_name(f"{file.name}{APPROVAL}")
    with open_key(key, ask) as signer:
        write(beside, signed(kind, digest, until, signer, _now()))
        return Approved(beside, common_name(signer.certificate), digest)


def accept(trust: Path, workspace: Workspace) -> str:
    """Let this computer know a trust folder's root; its fingerprint. Raises UntrustedFolder, NotWritten."""
    from checker.report.keys.trust import accept_root

    return accept_root(trust, workspace.trust_versions)


def described(key: str, ask: AskSecret) -> Described:
    """Raises KeyTrouble."""
    from checker.report.keys.open import open_key

    with open_key(key, ask) as signer:
        return _described(signer)


def _described(signer: Signer) -> Described:
    from cryptography import x509

    from checker.report.keys.names import common_name
    from checker.report.keys.signer import fingerprint

    certificate = x509.load_der_x509_certificate(signer.certificate)
    return Described(
        common_name(signer.certificate),
        _NAMES[signer.algorithm.value],
        certificate.not_valid_after_utc.date(),
        fingerprint(signer.certificate),
    )


@contextmanager
def root_signs(key: str, root: str, ask: AskSecret) -> Iterator[Signer]:
    """The key, where it is the root of that fingerprint. Raises KeyTrouble."""
    from checker.report.keys.open import open_key
    from checker.report.keys.signer import KeyTrouble, fingerprint

    with open_key(key, ask) as signer:
        if fingerprint(signer.certificate) != root:
            raise KeyTrouble(_NOT_THE_ROOT, _UNTRUSTED)
        yield signer


def _entry(trust: Trust, certificate: bytes, role: Role) -> Inspector | None:
    from checker.report.keys.signer import fingerprint

    listed: Mapping[str, Inspector] = getattr(trust, role.value)
    return listed.get(fingerprint(certificate))


def _listed(folder: Path, root: Signer, entry: Inspector, now: datetime, role: Role, act: Act, reason: str) -> Listed:
    """Put one entry on the list, in the place of its certificate's earlier one, a version up, and write down what was
    done."""
    from checker.report.keys.signer import fingerprint
    from checker.report.keys.trust import Deed, read_trust, write_trust

    trust = read_trust(folder, None)
    listed: Mapping[str, Inspector] = getattr(trust, role.value)
    deed = Deed(at=now, act=act, certificate=fingerprint(entry.certificate), reason=reason.strip())
    changes: dict[str, Any] = {role.value: _with(tuple(listed.values()), entry), "log": (*trust.log, deed)}
    following = replace(trust.next(now), **changes)
    write_trust(folder, following, root)
    return Listed(entry.name, following.version)


def _with(listed: tuple[Inspector, ...], entry: Inspector) -> tuple[Inspector, ...]:
    return (*(one for one in listed if one.certificate != entry.certificate), entry)


def _root(key: Path, trust: Path, ask: AskSecret) -> Signer:
    """The root's key, which must be the one that signed the list of trust."""
    from checker.report.keys.pkcs12 import open_pkcs12_of_any_kind
    from checker.report.keys.signer import NOT_A_KEY, KeyTrouble, fingerprint
    from checker.report.keys.trust import read_trust

    trusted = read_trust(trust, None).root
    try:
        content = handed.read(key, _KEY_LIMIT)
    except OSError as error:
        raise KeyTrouble(_NO_FILE.filled(path=Text.name(str(key))), NOT_A_KEY) from error
    root = open_pkcs12_of_any_kind(content, lambda secret: ask(replace(secret, what=_ROOT_SECRET)))
    if fingerprint(root.certificate) != trusted:
        raise KeyTrouble(_NOT_THE_ROOT, NOT_A_KEY)
    return root


def _new_passphrase(ask: AskSecret) -> str:
    from checker.report.keys.signer import Secret

    first = ask(Secret(_NEW_PASSPHRASE))
    if first is None or len(first) < SHORTEST:
        raise Refused(_SHORT)
    if ask(Secret(_ONCE_MORE)) != first:
        raise Refused(_DIFFERENT)
    return first


def _certificate(path: Path) -> bytes:
    """DER of a certificate file. Raises KeyTrouble."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    from checker.report.keys.signer import NOT_A_KEY, KeyTrouble

    try:
        content = handed.read(path, _KEY_LIMIT)
        pem = content.lstrip().startswith(b"-----BEGIN")
        read = x509.load_pem_x509_certificate(content) if pem else x509.load_der_x509_certificate(content)
    except OSError as error:
        raise KeyTrouble(_NO_FILE.filled(path=Text.name(str(path))), NOT_A_KEY) from error
    except ValueError as error:
        raise KeyTrouble(_NO_CERTIFICATE.filled(path=Text.name(str(path))), NOT_A_KEY) from error
    return read.public_bytes(Encoding.DER)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
