"""Keys: made for a test or a small unit, listed as trusted, revoked, and told what they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app.refused import Refused
from checker.machine import handed
from checker.model.text import Text

if TYPE_CHECKING:
    from checker.report.keys.pkcs12 import FileSigner
    from checker.report.keys.signer import AskSecret, Signer
    from checker.report.keys.trust import Inspector

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
class Described:
    """What a key is. `fingerprint`: sha256 (hex) of its certificate's DER."""

    name: str
    algorithm: str
    until: date
    fingerprint: str


def new(folder: Path, root_folder: Path, unit: str, name: str, ask: AskSecret) -> Path:
    """A root's key and an inspector's under it; where the root's lies.

    Raises:
        Refused: no usable passphrase. FileExistsError: keys are never overwritten. NotWritten: the disk refuses.
    """
    from checker.report.keys.new import new_keys

    new_keys(folder, root_folder, unit, name, _new_passphrase(ask), _now())
    return root_folder / "root.p12"


def issue(
    root_key: Path, trust: Path, folder: Path, unit: str, name: str, ask: AskSecret, *, collector: bool = False
) -> Listed:
    """One more key under a root, put on its list of trust. `collector`: signs the ledger's checkpoints.

    Raises:
        As `new`; KeyTrouble: not the list's root, or its passphrase is wrong; UntrustedFolder.
    """
    from checker.report.keys.new import key_under

    root = _root(root_key, trust, ask)
    file = folder / ("collector.p12" if collector else "inspector.p12")
    now = _now()
    made = key_under(root, file, unit, name, _new_passphrase(ask), now)
    try:
        return _listed(trust, root, made, now, collector=collector)
    except BaseException:  # a key that nobody trusts would be in the way of the next try
        file.unlink(missing_ok=True)
        raise


def list_as_trusted(
    certificate: Path, root_key: Path, trust: Path, ask: AskSecret, *, collector: bool = False, revoke: bool = False
) -> Listed:
    """Put a certificate on the list, or mark it as revoked. Raises KeyTrouble, UntrustedFolder, NotWritten."""
    from checker.report.keys.new import listed

    now = _now()
    entry = listed(_certificate(certificate))
    if revoke:
        entry = replace(entry, revoked=now)
    return _listed(trust, _root(root_key, trust, ask), entry, now, collector=collector)


def described(key: str, ask: AskSecret) -> Described:
    """Raises KeyTrouble."""
    from cryptography import x509

    from checker.report.keys.names import common_name
    from checker.report.keys.open import open_key
    from checker.report.keys.signer import fingerprint

    with open_key(key, ask) as signer:
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


def _listed(folder: Path, root: FileSigner, entry: Inspector, now: datetime, *, collector: bool) -> Listed:
    """Put one entry on the list, in the place of its certificate's earlier one, a version up."""
    from checker.report.keys.trust import read_trust, write_trust

    following = read_trust(folder, None).next(now)
    if collector:
        following = replace(following, collectors=_with(following.collectors, entry))
    else:
        following = replace(following, inspectors=_with(following.inspectors, entry))
    write_trust(folder, following, root)
    return Listed(entry.name, following.version)


def _with(listed: tuple[Inspector, ...], entry: Inspector) -> tuple[Inspector, ...]:
    return (*(one for one in listed if one.certificate != entry.certificate), entry)


def _root(key: Path, trust: Path, ask: AskSecret) -> FileSigner:
    """The root's key, which must be the one that signed the list of trust."""
    from checker.report.keys.pkcs12 import open_pkcs12
    from checker.report.keys.signer import NOT_A_KEY, KeyTrouble, fingerprint
    from checker.report.keys.trust import read_trust

    trusted = read_trust(trust, None).root
    try:
        content = handed.read(key, _KEY_LIMIT)
    except OSError as error:
        raise KeyTrouble(_NO_FILE.filled(path=Text.name(str(key))), NOT_A_KEY) from error
    root = open_pkcs12(content, lambda secret: ask(replace(secret, what=_ROOT_SECRET)))
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
