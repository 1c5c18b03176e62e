"""Programs that are not ours judge our signatures: BouncyCastle the CMS, SM2's too; securesystemslib the envelope.

What they cannot see: BouncyCastle looks at the CMS and what it covers, not at the PDF around it, and ignores
certificates added beside the signer's; securesystemslib takes the keyid for a hint. `test_attacks` has what our
verifier says of those.
"""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from checker.report.envelope import pae
from checker.report.sign.make import Made, make
from tests.packages import needs
from tests.unit.report import pki, sample

JARS = [Path("/usr/share/java") / f"{name}.jar" for name in ("bcprov", "bcpkix", "bcutil")]
JUDGE = """
import java.io.*;
import java.nio.file.*;
import java.security.Security;
import java.security.cert.*;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

public class Judge {
    public static void main(String[] files) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        CertificateFactory factory = CertificateFactory.getInstance("X.509", "BC");
        X509Certificate signer = (X509Certificate) factory.generateCertificate(new FileInputStream(files[2]));
        X509Certificate root = (X509Certificate) factory.generateCertificate(new FileInputStream(files[3]));
        signer.verify(root.getPublicKey(), "BC");
        CMSProcessable content = new CMSProcessableByteArray(Files.readAllBytes(Path.of(files[1])));
        byte[] cms = Files.readAllBytes(Path.of(files[0]));
        CMSSignedData data = new CMSSignedData(content, new ByteArrayInputStream(cms));
        boolean holds = true;
        for (SignerInformation one : data.getSignerInfos()) {
            try {
                holds &= one.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(signer));
            } catch (CMSException refused) {
                holds = false;
            }
        }
        System.out.println(holds ? "holds" : "does not hold");
    }
}
"""


def cms_and_signed(pdf: bytes) -> tuple[bytes, bytes]:
    _, length, second, _ = map(int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", pdf).groups())
    return bytes.fromhex(pdf[length + 1 : second - 1].decode()), pdf[:length] + pdf[second:]


def bouncy_castle(folder: Path, pdf: bytes, signer: bytes, root: bytes) -> str:
    cms, signed = cms_and_signed(pdf)
    for name, content in (("cms", cms), ("signed", signed), ("signer.pem", signer), ("root.pem", root)):
        (folder / name).write_bytes(content)
    (folder / "Judge.java").write_text(JUDGE)
    java = ["java", "-cp", ":".join(map(str, JARS)), "Judge.java", "cms", "signed", "signer.pem", "root.pem"]
    done = subprocess.run(java, cwd=folder, capture_output=True, check=False, timeout=600)
    return done.stdout.decode().strip() or done.stderr.decode()


needs_bouncy_castle = needs("openjdk-17-jdk-headless", "libbcpkix-java")


@needs_bouncy_castle
def test_bouncy_castle_accepts_the_sm2_signature_and_its_chain_and_nothing_altered(sm2: pki.Sm2, tmp_path: Path):
    context = sample.context(prepared=datetime.now(UTC).replace(microsecond=0))
    pdf = make(sample.inspection(), context, sample.knowledge(), sm2.signer).pdf
    leaf, root = (sm2.folder / "leaf.pem").read_bytes(), (sm2.folder / "root.pem").read_bytes()
    assert bouncy_castle(tmp_path, pdf, leaf, root) == "holds"
    altered = pdf[:5000] + bytes([pdf[5000] ^ 1]) + pdf[5001:]
    assert bouncy_castle(tmp_path, altered, leaf, root) == "does not hold"


@pytest.fixture(scope="module")
def made() -> Made:
    return make(sample.inspection(), sample.context(prepared=pki.NOW), sample.knowledge(), pki.signer())


@needs_bouncy_castle
def test_bouncy_castle_accepts_the_p256_signature(made: Made, tmp_path: Path):
    assert bouncy_castle(tmp_path, made.pdf, pki.inspector().pem, pki.root().pem) == "holds"


def test_securesystemslib_verifies_the_envelope_and_makes_the_same_bytes_to_sign(made: Made):
    from securesystemslib.dsse import Envelope
    from securesystemslib.exceptions import VerificationError
    from securesystemslib.signer import SSlibKey

    document = json.loads(made.envelope)
    envelope = Envelope.from_dict(json.loads(made.envelope))  # it takes its document apart
    public = x509.load_der_x509_certificate(pki.inspector().der).public_key()
    key = SSlibKey.from_crypto(public, keyid=document["signatures"][0]["keyid"])
    assert envelope.pae() == pae(envelope.payload)
    assert set(envelope.verify([key], 1)) == {key.keyid}
    document["payload"] = document["payload"][:-8] + "AAAAAAA="
    with pytest.raises(VerificationError):
        Envelope.from_dict(document).verify([key], 1)
