"""A key for which a unit's own authority issues the certificate: the request goes there, the key stays here."""

from __future__ import annotations

from pathlib import Path

from checker.model.text import Text
from checker.report.files import write_own
from checker.report.keys import sm2_new
from checker.report.keys.signer import NOT_A_KEY, WRONG_PASSPHRASE, WRONG_SECRET, KeyTrouble
from checker.report.keys.sm2 import private_number, public_point, signer_of
from checker.report.keys.sm2_new import NewKey
from checker.report.keys.sm2_verifying import public_of

KEY, REQUEST = "inspector.key", "inspector.csr"
_NO_PAIR = Text(
    "证书不是为这把密钥颁发的，没有合成。", "The certificate was not issued for this key; they were not put together."
)
_NO_KEY = Text("这不是“keys request”生成的密钥文件。", "Not a key file as ``keys request`` makes it.")


def make(folder: Path, unit: str, name: str, passphrase: str, *, sm2: bool = False) -> None:
    """A new key, P-256 or SM2, encrypted (PKCS#8), and a request for its certificate (PKCS#10) to an authority.

    Raises:
        FileExistsError: one of the two is there; keys are never overwritten.
        NotWritten: the disk refuses.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    for path in (folder / KEY, folder / REQUEST):
        if path.exists():
            raise FileExistsError(path)
    if sm2:
        made = sm2_new.new_key()
        asked = sm2_new.request(made.info, name, unit, signer_of(made.private, made.public))
        write_own(folder / KEY, sm2_new.locked(made, passphrase))
        write_own(folder / REQUEST, asked)
        return
    key = ec.generate_private_key(ec.SECP256R1())
    subject = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, unit), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name(subject))
    signed = request.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    locked = serialization.BestAvailableEncryption(passphrase.encode())
    pem = serialization.Encoding.PEM
    write_own(folder / KEY, key.private_bytes(pem, serialization.PrivateFormat.PKCS8, locked))
    write_own(folder / REQUEST, signed.public_bytes(pem))


def joined(key: bytes, certificate: bytes, passphrase: str) -> bytes:
    """The key and the certificate (DER) that an authority issued for it, as PKCS#12 with the same passphrase.

    Raises:
        KeyTrouble: another key's certificate, a wrong passphrase, no key.
    """
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import pkcs12

    if not key.lstrip().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY"):
        raise KeyTrouble(_NO_KEY, NOT_A_KEY)
    if (public := public_point(certificate)) is not None:
        return sm2_new.pkcs12(_sm2_pair(key, public, passphrase), certificate, (), passphrase)
    try:
        private = serialization.load_pem_private_key(key, passphrase.encode())
    except ValueError as error:
        raise KeyTrouble(WRONG_PASSPHRASE, WRONG_SECRET) from error
    except UnsupportedAlgorithm as error:  # an SM2 key beside another's certificate
        raise KeyTrouble(_NO_PAIR, NOT_A_KEY) from error
    read = x509.load_der_x509_certificate(certificate)
    if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or _public(private) != _public(read):
        raise KeyTrouble(_NO_PAIR, NOT_A_KEY)
    locked = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"mijian", private, read, None, locked)


def _sm2_pair(key: bytes, public: bytes, passphrase: str) -> NewKey:
    private = private_number(key, passphrase)
    if private is None or public_of(private) != public:
        raise KeyTrouble(_NO_PAIR, NOT_A_KEY)
    return NewKey(private, public)


def _public(whose: object) -> bytes:
    from cryptography.hazmat.primitives import serialization

    key = whose.public_key()  # type: ignore[attr-defined]
    return bytes(key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))
