"""Keys and certificates made for the tests, once a session: nothing here signs anything real."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from checker.report.keys.pkcs12 import FileSigner, open_pkcs12
from checker.report.keys.sm2 import Sm2Signer, open_sm2
from tests.packages import missing

PASSPHRASE = "测试口令-1"
NOW = datetime(2026, 11, 11, 2, 30, tzinfo=UTC)  # after the sample, and in the middle of a quarter
BEGINS, ENDS = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC)  # a certificate's
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Made:
    key: Key
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def new_key(kind: str) -> Key:
    return ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)


def certificate(
    name: str,
    key: Key,
    issuer: Made | None = None,
    begins: datetime = BEGINS,
    ends: datetime = ENDS,
) -> Made:
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "某某市某某局"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    is_root = issuer is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(not is_root, not is_root, False, False, False, is_root, is_root, False, False), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    signed = builder.sign(key if issuer is None else issuer.key, hashes.SHA256())
    return Made(key, signed)


@cache
def root() -> Made:
    return certificate("保密检查根", new_key("ec"))


def inspector(kind: str = "ec", name: str = "检查签名") -> Made:
    return _inspector(kind, name)


@cache
def _inspector(kind: str, name: str) -> Made:
    return certificate(name, new_key(kind), root())


def p12(made: Made, passphrase: str = PASSPHRASE) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"inspector",
        made.key,
        made.certificate,
        [root().certificate],
        # Fewer rounds than a real file: the tests open it hundreds of times.
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(1000)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .build(passphrase.encode()),
    )


def says(secret: str | None):
    return lambda _: secret


def signer(kind: str = "ec", name: str = "检查签名") -> FileSigner:
    return signer_of(inspector(kind, name))


@cache
def signer_of(made: Made) -> FileSigner:
    return open_pkcs12(p12(made), says(PASSPHRASE))


@dataclass(frozen=True)
class Sm2:
    """Files that OpenSSL made: a root, an inspector's certificate, and the key file an inspector would have."""

    folder: Path
    pem: bytes

    @property
    def signer(self) -> Sm2Signer:
        return open_sm2(self.pem, says(PASSPHRASE))


_SETTINGS = f"""[req]
distinguished_name=dn
[dn]
[ca]
default_ca=office
[office]
database=index.txt
new_certs_dir=.
rand_serial=yes
default_md=sm3
policy=any
default_startdate={BEGINS:%Y%m%d%H%M%SZ}
default_enddate={ENDS:%Y%m%d%H%M%SZ}
[any]
commonName=supplied
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[leaf]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,nonRepudiation
subjectKeyIdentifier=hash
"""
_ID = "distid:1234567812345678"


def openssl(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    if lacking := missing("openssl"):
        pytest.skip(lacking)
    return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=False, timeout=600)


def made_sm2(folder: Path) -> Sm2:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "x.cnf").write_text(_SETTINGS)
    (folder / "index.txt").touch()
    issue = f"ca -batch -notext -utf8 -keyfile root.key -config x.cnf -sigopt {_ID} -vfyopt {_ID}"
    for line in (
        "ecparam -name SM2 -genkey -noout -out root.key",
        f"req -new -key root.key -sm3 -sigopt {_ID} -utf8 -subj /CN=SM2根 -config x.cnf -out root.csr",
        f"{issue} -selfsign -in root.csr -extensions root -out root.pem",
        "ecparam -name SM2 -genkey -noout -out leaf.key",
        f"req -new -key leaf.key -sm3 -sigopt {_ID} -utf8 -subj /CN=检查签名SM2 -config x.cnf -out leaf.csr",
        f"{issue} -cert root.pem -in leaf.csr -extensions leaf -out leaf.pem",
        (
            f"pkcs8 -topk8 -in leaf.key -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 1000 -passout pass:{PASSPHRASE}"
            " -out leaf.p8"
        ),
    ):
        done = openssl(folder, *line.split(" "))
        assert done.returncode == 0, done.stderr
    pem = (folder / "leaf.p8").read_bytes() + (folder / "leaf.pem").read_bytes() + (folder / "root.pem").read_bytes()
    return Sm2(folder, pem)
