"""A PAdES signature on a form, in such a way that nothing in the file is left to chance.

The file is a function of its envelope and of one signature value: typst makes the same page from the same words, and
pyHanko adds the same update when date and document id are given. So a verifier makes the file again and compares every
byte, the certificate's and the padding's too, which no signature covers.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checker.report.keys.signer import Algorithm
from checker.report.keys.sm2_names import teach_sm2
from checker.report.stamps.evidence import NONE, Evidence, put

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer as PyhankoSigner

# Hex digits for the CMS, 24 KiB: a certificate and one signature have 2, the rest is for a time stamp, issuers and
# revocation lists that come later. Files of a version before have 8 KiB.
RESERVED = 49152
PLACES = (16384, RESERVED)
FIELD = "Signature1"

Sign = Callable[[bytes], bytes]


class SignatureTooLong(ValueError):
    """The certificate or the signature does not fit into the place that is kept for it."""


def sign_pdf(
    form: bytes,
    certificate: bytes,
    algorithm: Algorithm,
    at: datetime,
    identity: str,
    sign: Sign,
    *,
    beside: Evidence = NONE,
    reserved: int = RESERVED,
) -> bytes:
    """A form with one certifying signature that forbids every later change.

    `at` and `identity` (the payload's digest) take the place of clock and chance; `sign` gets the CMS signed attributes
    and gives the signature value, DER for ECDSA and SM2. `beside`: what stands in the CMS that nobody signs;
    `reserved`: hex digits that are kept for all of it.

    Raises:
        SignatureTooLong: does not fit; nothing a usual certificate comes near to.
    """
    from pyhanko.sign import signers
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

    teach_sm2()
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sm3" if algorithm is Algorithm.SM2 else "sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = signers.PdfSigner(meta, signer=_adapter(certificate, algorithm, sign))
    session = signer.init_signing_session(_writer(form, identity))
    session.system_time = at
    prepared = session.prepare_tbs_document(validation_info=None, bytes_reserved=reserved)
    output = io.BytesIO()
    digest, _ = prepared.digest_tbs_document(output=output)
    cms = asyncio.run(
        signer.signer.async_sign(digest.document_digest, digest_algorithm=meta.md_algorithm or "", use_pades=True)
    )
    try:
        digest.fill_with_cms(output, cms.dump() if beside == NONE else put(cms.dump(), certificate, beside))
    except ValueError as error:
        raise SignatureTooLong(str(error)) from error
    return output.getvalue()


def _writer(form: bytes, identity: str) -> Any:
    from pyhanko.pdf_utils.generic import ByteStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Writer(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave title, dates and the PDF/A claim as typst wrote them."""

    writer = Writer(io.BytesIO(form))
    # pyHanko takes the second half from the system's random source; a file's version is named by its content as well.
    writer._document_id[1] = ByteStringObject(hashlib.sha256(b"mijian pdf " + identity.encode()).digest()[:16])
    return writer


def _adapter(certificate: bytes, algorithm: Algorithm, sign: Sign) -> PyhankoSigner:
    from asn1crypto import algos, x509
    from pyhanko.sign.signers import Signer as PyhankoSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    names = {Algorithm.P256: "sha256_ecdsa", Algorithm.RSA: "sha256_rsa", Algorithm.SM2: "sm2_sm3"}

    class Adapter(PyhankoSigner):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return sign(bytes(data))

    return Adapter(
        signing_cert=x509.Certificate.load(certificate),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": names[algorithm]}),
        embed_roots=True,
    )
