"""New keys for a test, or for a unit without a certificate authority: a root, an inspector's key, a list of trust."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from checker.machine import keeping
from checker.report.files import NotWritten, write_own
from checker.report.keys import sm2_new
from checker.report.keys.names import common_name
from checker.report.keys.pkcs12 import FileSigner, open_pkcs12
from checker.report.keys.signer import Signer
from checker.report.keys.sm2 import signer_of
from checker.report.keys.trust import LIST, ROOT, SCHEMA, Inspector, TrustList, write_trust

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate

_ROOT_YEARS, _INSPECTOR_YEARS = 10, 3


def new_keys(
    folder: Path, root_folder: Path, unit: str, name: str, passphrase: str, now: datetime, *, sm2: bool = False
) -> None:
    """Write ``inspector.p12`` and ``trust/`` into a folder and ``root.p12`` into another, all of them or none.

    Both key files have this passphrase. The root's belongs on a medium in a safe, never on an inspection computer.

    Raises:
        FileExistsError: one of them is there; keys are never overwritten.
        NotWritten: the disk refuses.
    """
    trust = folder / "trust"
    for path in (root_folder / "root.p12", folder / "inspector.p12", trust):
        if os.path.exists(path):  # False of what cannot be reached: writing it says why
            raise FileExistsError(path)
    signer, root_file = _root(unit, passphrase, now, sm2=sm2)
    file, certificate = _issued(signer, name, unit, passphrase, now, sm2=sm2)
    first = TrustList(schema=SCHEMA, version=1, issued=now, inspectors=(listed(certificate),))
    with ExitStack() as undone:  # a root key alone would be in the way of the next try, and of no use
        undone.callback(_remove, root_folder / "root.p12")
        write_own(root_folder / "root.p12", root_file)
        undone.callback(_remove, folder / "inspector.p12")
        write_own(folder / "inspector.p12", file)
        undone.callback(_remove, trust / LIST, trust / ROOT, trust)
        _make(trust)
        write_trust(trust, first, signer)
        undone.pop_all()


def _make(folder: Path) -> None:
    try:
        keeping.folder(folder)
    except OSError as error:
        raise NotWritten(folder, error) from error


def _remove(*made: Path) -> None:
    for path in made:
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


def key_under(
    root: Signer, file: Path, unit: str, name: str, passphrase: str, now: datetime, *, sm2: bool = False
) -> Inspector:
    """Write one more key, issued by a root that is there already; who may sign with it, for the list of trust.

    An SM2 root issues SM2 keys alone.

    Raises:
        FileExistsError: the file is there; keys are never overwritten.
        NotWritten: the disk refuses.
    """
    if os.path.exists(file):
        raise FileExistsError(file)
    content, certificate = _issued(root, name, unit, passphrase, now, sm2=sm2)
    write_own(file, content)
    return listed(certificate)


def _root(unit: str, passphrase: str, now: datetime, *, sm2: bool) -> tuple[Signer, bytes]:
    """A root that issues itself, and its file."""
    from cryptography.hazmat.primitives.asymmetric import ec

    name = f"{unit} 保密检查根"
    if sm2:
        made = sm2_new.new_key()
        itself = signer_of(made.private, made.public)
        own = sm2_new.certificate(made.info, name, unit, itself, now, _ROOT_YEARS, is_root=True)
        return signer_of(made.private, made.public, own), sm2_new.pkcs12(made, own, (), passphrase)
    key = ec.generate_private_key(ec.SECP256R1())
    file = _pkcs12(key, _certificate(name, unit, key, None, now, _ROOT_YEARS), [], passphrase)
    return open_pkcs12(file, lambda _: passphrase), file


def _issued(root: Signer, name: str, unit: str, passphrase: str, now: datetime, *, sm2: bool) -> tuple[bytes, bytes]:
    """A key's file, and the certificate (DER) that the root issued for it."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

    if sm2 or not isinstance(root, FileSigner):
        made = sm2_new.new_key()
        own = sm2_new.certificate(made.info, name, unit, root, now, _INSPECTOR_YEARS)
        return sm2_new.pkcs12(made, own, (root.certificate,), passphrase), own
    issuer = x509.load_der_x509_certificate(root.certificate)
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = _certificate(name, unit, key, (root.private, issuer), now, _INSPECTOR_YEARS)
    return _pkcs12(key, leaf, [issuer], passphrase), _der(leaf)


def listed(certificate: bytes) -> Inspector:
    """A certificate (DER) as the list of trust names it: by its own name, for as long as it is valid."""
    from cryptography import x509

    read = x509.load_der_x509_certificate(certificate)
    return Inspector(
        name=common_name(certificate),
        certificate=certificate,
        since=read.not_valid_before_utc,
        until=read.not_valid_after_utc,
    )


def _certificate(
    name: str,
    unit: str,
    key: EllipticCurvePrivateKey,
    issuer: tuple[EllipticCurvePrivateKey | RSAPrivateKey, Certificate] | None,
    now: datetime,
    years: int,
) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, unit), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    is_root = issuer is None
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[1].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # computers in an office do not agree to the minute
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(issuer[0] if issuer else key, hashes.SHA256())
    )


def _pkcs12(key: EllipticCurvePrivateKey, leaf: Certificate, chain: list[Certificate], passphrase: str) -> bytes:
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    encryption = BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"mijian", key, leaf, chain, encryption)


def _der(certificate: Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)
