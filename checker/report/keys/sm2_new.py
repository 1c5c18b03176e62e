"""New SM2 keys: certificates, requests for them, and key files, as GM/T 0015 and PKCS#8, #10 and #12 have them.

cryptography writes none of these for SM2; asn1crypto encodes them, and whoever issues signs.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from checker.report.digests import sm3
from checker.report.keys.pbes import encrypted, mac
from checker.report.keys.signer import Algorithm, Signer
from checker.report.keys.sm2_names import teach_sm2
from checker.report.keys.sm2_verifying import N, public_of

_SIGNED_WITH = {Algorithm.P256: "sha256_ecdsa", Algorithm.RSA: "sha256_rsa", Algorithm.SM2: "sm2_sm3"}


@dataclass(frozen=True, slots=True)
class NewKey:
    """`public`: x‖y, 64 bytes."""

    private: bytes
    public: bytes

    def __repr__(self) -> str:
        return "NewKey(…)"

    @property
    def info(self) -> bytes:
        """The public key as certificates hold it (SubjectPublicKeyInfo, DER)."""
        from asn1crypto import keys

        teach_sm2()
        return bytes(keys.PublicKeyInfo({"algorithm": _curve(), "public_key": _point(self.public)}).dump())

    @property
    def pkcs8(self) -> bytes:
        return bytes(_pkcs8(self).dump())


def new_key() -> NewKey:
    private = (1 + secrets.randbelow(N - 2)).to_bytes(32, "big")
    return NewKey(private, public_of(private))


def certificate(
    info: bytes, name: str, unit: str, issuer: Signer, now: datetime, years: int, *, is_root: bool = False
) -> bytes:
    """A certificate (DER) for a public key; a root is issued by itself (`issuer.certificate` is not looked at then)."""
    from asn1crypto import algos, keys, x509

    teach_sm2()
    subject = _name(name, unit)
    how = algos.SignedDigestAlgorithm({"algorithm": _SIGNED_WITH[issuer.algorithm]})
    usage = {"key_cert_sign", "crl_sign", "digital_signature"} if is_root else {"digital_signature", "non_repudiation"}
    key = keys.PublicKeyInfo.load(info)
    authority = None if is_root else x509.Certificate.load(issuer.certificate)
    above = authority.key_identifier if authority is not None else None
    extensions = (
        ("basic_constraints", True, x509.BasicConstraints({"ca": is_root})),
        ("key_usage", True, x509.KeyUsage(usage)),
        ("key_identifier", False, sm3(bytes(key["public_key"]))[:20]),
        *([("authority_key_identifier", False, {"key_identifier": above})] if above is not None else ()),
    )
    named = subject if authority is None else authority.subject
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(127) | 1 << 126,
            "signature": how,
            "issuer": named,
            "validity": {
                # computers in an office do not agree to the minute
                "not_before": x509.Time({"utc_time": now - timedelta(hours=1)}),
                "not_after": x509.Time({"utc_time": now + timedelta(days=365 * years)}),
            },
            "subject": subject,
            "subject_public_key_info": key,
            "extensions": [
                {"extn_id": kind, "critical": critical, "extn_value": value} for kind, critical, value in extensions
            ],
        }
    )
    signature = issuer.sign(body.dump())
    made = {"tbs_certificate": body, "signature_algorithm": how, "signature_value": signature}
    return bytes(x509.Certificate(made).dump())


def request(info: bytes, name: str, unit: str, signer: Signer) -> bytes:
    """A request for a certificate (PKCS#10, PEM)."""
    from asn1crypto import algos, csr, keys, pem, x509

    teach_sm2()
    usage = {
        "extn_id": "key_usage",
        "critical": True,
        "extn_value": x509.KeyUsage({"digital_signature", "non_repudiation"}),
    }
    body = csr.CertificationRequestInfo(
        {
            "version": "v1",
            "subject": _name(name, unit),
            "subject_pk_info": keys.PublicKeyInfo.load(info),
            "attributes": [{"type": "extension_request", "values": [[usage]]}],
        }
    )
    how = algos.SignedDigestAlgorithm({"algorithm": _SIGNED_WITH[signer.algorithm]})
    signature = signer.sign(body.dump())
    whole = {"certification_request_info": body, "signature_algorithm": how, "signature": signature}
    return bytes(pem.armor("CERTIFICATE REQUEST", csr.CertificationRequest(whole).dump()))


def locked(key: NewKey, passphrase: str) -> bytes:
    """The private key, encrypted (PKCS#8, PEM)."""
    from asn1crypto import keys, pem

    teach_sm2()
    how, content = encrypted(key.pkcs8, passphrase)
    info = keys.EncryptedPrivateKeyInfo({"encryption_algorithm": how, "encrypted_data": content})
    return bytes(pem.armor("ENCRYPTED PRIVATE KEY", info.dump()))


def pkcs12(key: NewKey, own: bytes, chain: tuple[bytes, ...], passphrase: str) -> bytes:
    """Key and certificates (DER) in one file, as OpenSSL writes and reads them for SM2."""
    from asn1crypto import cms, keys, x509
    from asn1crypto import pkcs12 as files

    teach_sm2()
    how, content = encrypted(key.pkcs8, passphrase)
    number = sm3(own)[:20]
    attributes = [{"type": "local_key_id", "values": [number]}]
    shrouded = keys.EncryptedPrivateKeyInfo({"encryption_algorithm": how, "encrypted_data": content})
    key_bag = files.SafeBag({"bag_id": "pkcs8_shrouded_key_bag", "bag_value": shrouded, "bag_attributes": attributes})
    bags = [
        files.SafeBag(
            {
                "bag_id": "cert_bag",
                "bag_value": files.CertBag({"cert_id": "x509", "cert_value": x509.Certificate.load(one)}),
                **({"bag_attributes": attributes} if one is own else {}),
            }
        )
        for one in (own, *chain)
    ]
    how, content = encrypted(files.SafeContents(bags).dump(), passphrase)
    inner = {"content_type": "data", "content_encryption_algorithm": how, "encrypted_content": content}
    parts = [
        cms.ContentInfo(
            {"content_type": "encrypted_data", "content": {"version": "v0", "encrypted_content_info": inner}}
        ),
        cms.ContentInfo({"content_type": "data", "content": files.SafeContents([key_bag]).dump()}),
    ]
    safe = files.AuthenticatedSafe(parts).dump()
    salt, rounds, digest = mac(safe, passphrase)
    return bytes(
        files.Pfx(
            {
                "version": "v3",
                "auth_safe": {"content_type": "data", "content": safe},
                "mac_data": {
                    "mac": {"digest_algorithm": {"algorithm": "sha256"}, "digest": digest},
                    "mac_salt": salt,
                    "iterations": rounds,
                },
            }
        ).dump()
    )


def _pkcs8(key: NewKey) -> Any:
    from asn1crypto import keys

    teach_sm2()
    inner = keys.ECPrivateKey(
        {"version": 1, "private_key": int.from_bytes(key.private, "big"), "public_key": _point(key.public)}
    )
    inner["private_key"].set_encoded_width(32)
    return keys.PrivateKeyInfo({"version": 0, "private_key_algorithm": _curve(), "private_key": inner})


def _curve() -> dict[str, Any]:
    from asn1crypto import keys

    return {"algorithm": "ec", "parameters": keys.ECDomainParameters(name="named", value="sm2p256v1")}


def _point(public: bytes) -> Any:
    from asn1crypto import keys

    return keys.ECPointBitString(b"\x04" + public)


def _name(name: str, unit: str) -> Any:
    from asn1crypto import x509

    return x509.Name.build({"organization_name": unit, "common_name": name})
