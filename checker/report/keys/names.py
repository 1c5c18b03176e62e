"""Who a certificate names."""

from __future__ import annotations

from checker.model.text import shown


def common_name(certificate: bytes) -> str:
    """The subject's common name, made safe to show; empty where there is none."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    subject = x509.load_der_x509_certificate(certificate).subject
    found = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return shown(str(found[0].value)) if found else ""
