"""Keys that take a while to make, made once."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from tests.packages import missing
from tests.unit.report import pki

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")


@pytest.fixture(scope="session")
def sm2(tmp_path_factory: pytest.TempPathFactory) -> pki.Sm2:
    pytest.importorskip("gmssl_pyx")
    return pki.made_sm2(tmp_path_factory.mktemp("sm2"))


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SoftHSM2 token called ukey, PIN 123456, with a P-256 key and its certificate; gives the module's path."""
    if lacking := missing("softhsm2"):
        pytest.skip(lacking)
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")  # the module reads it where it is loaded: in here
    made = pki.inspector("ec", "UKey 签名")
    (folder / "key").write_bytes(
        made.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    _softhsm("--init-token --free --label ukey --pin 123456 --so-pin 12345678")
    _softhsm(f"--import {folder}/key --token ukey --label key --id 01 --pin 123456")
    _put_certificate(made)
    return MODULE


def _softhsm(arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments.split()], check=True, capture_output=True, timeout=600)


def _put_certificate(made: pki.Made) -> None:
    from pkcs11 import Attribute, CertificateType, ObjectClass, lib

    with lib(str(MODULE)).get_token(token_label="ukey").open(user_pin="123456", rw=True) as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.ID: b"\x01",
                Attribute.TOKEN: True,
                Attribute.SUBJECT: made.certificate.subject.public_bytes(),
                Attribute.VALUE: made.der,
            }
        )
