"""The signer of an app, from two partial reads of its file."""

from __future__ import annotations

import contextlib
import hashlib
import io
import struct
import zipfile
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from checker.machine.machine import Machine
from checker.model.unreadable import Unreadable
from checker.probes.android.apk import certificate, first_certificate
from tests.worlds.phone import changed

PATH = "/data/app/~~a==/com.example-b==/base.apk"


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(4, "little") + data


def _certificate() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Android Debug")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=9999))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


CERTIFICATE = _certificate()


def _pairs(scheme: int = 0x7109871A, der: bytes = CERTIFICATE, padding: int = 4000) -> bytes:
    """Ids and values: a padding as build tools write it, and one signer with one certificate."""
    digests = _sized(_sized((0x0103).to_bytes(4, "little") + _sized(bytes(32))))
    signed = digests + _sized(_sized(der)) + _sized(b"")
    signer = _sized(_sized(signed) + _sized(b"") + _sized(b"key"))
    values = ((0x42726577, bytes(padding)), (scheme, _sized(signer)))
    return b"".join(struct.pack("<QI", len(value) + 4, id) + value for id, value in values)


def _apk(pairs: bytes, names: int = 3, comment: bytes = b"") -> bytes:
    """A ZIP with a signing block before its central directory."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for number in range(names):
            package.writestr(f"res/{number:060d}.xml", bytes(200))
        package.comment = comment
    data = held.getvalue()
    end = data.rfind(b"PK\x05\x06")
    directory = struct.unpack_from("<I", data, end + 16)[0]
    size = (len(pairs) + 24).to_bytes(8, "little")
    block = size + pairs + size + b"APK Sig Block 42"
    tail = bytearray(data[directory:])
    struct.pack_into("<I", tail, end - directory + 16, directory + len(block))
    return data[:directory] + block + bytes(tail)


class _Counted:
    def __init__(self, apk: bytes) -> None:
        self._world = changed({f"file {PATH}": apk})
        self.read: list[int] = []

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        reply = self._world.answer(verb, arguments, stop)
        if verb == "phone_range":
            self.read.append(len(reply))
        return reply


@pytest.mark.parametrize("scheme", [0x7109871A, 0xF05368C0, 0x1B93AD61])
@pytest.mark.parametrize("names", [3, 2000])
def test_the_signers_certificate_by_two_partial_reads(scheme: int, names: int) -> None:
    source = _Counted(_apk(_pairs(scheme), names))
    assert certificate(Machine(source), PATH) == hashlib.sha256(CERTIFICATE).hexdigest()
    assert len(source.read) == 2
    assert max(source.read) <= 64 << 10


def test_a_block_with_much_else_in_it_takes_a_third_read() -> None:
    source = _Counted(_apk(_pairs(padding=300_000)))
    assert certificate(Machine(source), PATH) == hashlib.sha256(CERTIFICATE).hexdigest()
    assert len(source.read) == 3


def test_the_newest_scheme_counts() -> None:
    old = _certificate()
    pairs = _pairs(0x7109871A, old, 0) + _pairs(0xF05368C0, CERTIFICATE, 0)
    assert certificate(Machine(_Counted(_apk(pairs))), PATH) == hashlib.sha256(CERTIFICATE).hexdigest()


@pytest.mark.parametrize(
    "apk",
    [
        b"",
        b"PK\x05\x06" + bytes(18),
        bytes(100_000),
        _apk(b"")[:-30],
        _apk(struct.pack("<QI", 1 << 60, 0x7109871A)),
        _apk(_pairs(0x12345678)),
        _apk(_pairs()).replace(b"APK Sig Block 42", b"APK Sig Block 43"),
        _apk(_pairs(der=b"")),
    ],
)
def test_a_file_that_is_not_signed_so_is_unreadable(apk: bytes) -> None:
    with pytest.raises(Unreadable):
        certificate(Machine(_Counted(apk)), PATH)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_block_or_unreadable(pairs: bytes) -> None:
    with contextlib.suppress(Unreadable):
        first_certificate(pairs)
