"""What key files are encrypted with: PBES2 (RFC 8018) and the older scheme of PKCS#12 (RFC 7292, appendix B).

cryptography opens P-256 and RSA by itself; it refuses a whole file whose key is SM2, so those are opened here, with its
ciphers. The domestic SM4 and HMAC-SM3 are among them (GM/T 0091).
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from checker.model.text import Text
from checker.report.keys.signer import NOT_A_KEY, WRONG_PASSPHRASE, WRONG_SECRET, KeyTrouble

_PBES2, _PBKDF2 = "1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12"
_TRIPLE_DES = "1.2.840.113549.1.12.1.3"  # pbeWithSHAAnd3-KeyTripleDES-CBC
# Key lengths, in bytes, of ciphers in CBC mode.
_CIPHERS = {
    "2.16.840.1.101.3.4.1.2": ("AES", 16),
    "2.16.840.1.101.3.4.1.22": ("AES", 24),
    "2.16.840.1.101.3.4.1.42": ("AES", 32),
    "1.2.840.113549.3.7": ("TripleDES", 24),
    "1.2.156.10197.1.104.2": ("SM4", 16),
}
_HASHES = {
    "1.2.840.113549.2.7": "SHA1",
    "1.2.840.113549.2.8": "SHA224",
    "1.2.840.113549.2.9": "SHA256",
    "1.2.840.113549.2.10": "SHA384",
    "1.2.840.113549.2.11": "SHA512",
    "1.2.156.10197.1.401.2": "SM3",
}
_MOST_ROUNDS = 10_000_000
_ROUNDS, _MAC_ROUNDS = 210_000, 20_000
_UNKNOWN = Text(
    "密钥文件用的加密方式（{how}）还不能打开；请用 AES 重新导出。",
    "The key file is encrypted in a way that cannot be opened yet ({how}); export it again with AES.",
)


def decrypted(algorithm: Any, content: bytes, passphrase: str) -> bytes:
    """What an encrypted part of a key file holds. `algorithm`: asn1crypto's `EncryptionAlgorithm`.

    Raises:
        KeyTrouble: an encryption that is not known, by its object identifier, or a wrong passphrase.
    """
    kind = str(algorithm["algorithm"].dotted)
    if kind == _TRIPLE_DES:
        salt, rounds = bytes(algorithm["parameters"]["salt"].native), int(algorithm["parameters"]["iterations"].native)
        secret = passphrase.encode("utf-16-be") + b"\0\0"
        key = _derived(secret, salt, _guarded(rounds), 1, 24)
        return _plain("TripleDES", key, _derived(secret, salt, rounds, 2, 8), content)
    if kind != _PBES2:
        raise KeyTrouble(_UNKNOWN.filled(how=kind), NOT_A_KEY)
    parameters = algorithm["parameters"]
    how, cipher = parameters["key_derivation_func"], parameters["encryption_scheme"]
    derivation, scheme = str(how["algorithm"].dotted), str(cipher["algorithm"].dotted)
    if derivation != _PBKDF2 or scheme not in _CIPHERS:
        raise KeyTrouble(_UNKNOWN.filled(how=scheme if derivation == _PBKDF2 else derivation), NOT_A_KEY)
    prf = str(how["parameters"]["prf"]["algorithm"].dotted)
    if prf not in _HASHES:
        raise KeyTrouble(_UNKNOWN.filled(how=prf), NOT_A_KEY)
    name, length = _CIPHERS[scheme]
    rounds = _guarded(int(how["parameters"]["iteration_count"].native))
    key = _pbkdf2(_HASHES[prf], passphrase.encode(), bytes(how["parameters"]["salt"].native), rounds, length)
    return _plain(name, key, bytes(cipher["parameters"].native), content)


def encrypted(content: bytes, passphrase: str) -> tuple[dict[str, Any], bytes]:
    """As `decrypted` reads it: PBES2 with AES-256 and HMAC-SHA256. The algorithm for asn1crypto, and the bytes."""
    from asn1crypto import algos, core
    from cryptography.hazmat.primitives import padding
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    salt, start = secrets.token_bytes(16), secrets.token_bytes(16)
    key = _pbkdf2("SHA256", passphrase.encode(), salt, _ROUNDS, 32)
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(start)).encryptor()
    made = encryptor.update(padder.update(content) + padder.finalize()) + encryptor.finalize()
    derivation = {
        "algorithm": "pbkdf2",
        "parameters": {
            "salt": algos.Pbkdf2Salt(name="specified", value=core.OctetString(salt)),
            "iteration_count": _ROUNDS,
            "prf": {"algorithm": "sha256"},
        },
    }
    scheme = {"algorithm": "aes256_cbc", "parameters": start}
    return {
        "algorithm": "pbes2",
        "parameters": {"key_derivation_func": derivation, "encryption_scheme": scheme},
    }, made


def mac(content: bytes, passphrase: str) -> tuple[bytes, int, bytes]:
    """As `mac_holds` compares it: salt, rounds and sum, with SHA-256."""
    from cryptography.hazmat.primitives import hashes, hmac

    salt = secrets.token_bytes(16)
    key = _derived(passphrase.encode("utf-16-be") + b"\0\0", salt, _MAC_ROUNDS, 3, 32, "sha256")
    sum_ = hmac.HMAC(key, hashes.SHA256())
    sum_.update(content)
    return salt, _MAC_ROUNDS, sum_.finalize()


def mac_holds(mac: Any, content: bytes, passphrase: str) -> bool:
    """Whether a PKCS#12 file's own sum (HMAC under the passphrase) is that of its content."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, hmac

    name = str(mac["mac"]["digest_algorithm"]["algorithm"].native)
    kinds: dict[str, hashes.HashAlgorithm] = {
        "sha1": hashes.SHA1(),
        "sha256": hashes.SHA256(),
        "sha512": hashes.SHA512(),
    }
    if name not in kinds:
        raise KeyTrouble(_UNKNOWN.filled(how=name), NOT_A_KEY)
    secret = passphrase.encode("utf-16-be") + b"\0\0"
    rounds = _guarded(int(mac["iterations"].native))
    key = _derived(secret, bytes(mac["mac_salt"].native), rounds, 3, kinds[name].digest_size, name)
    sum_ = hmac.HMAC(key, kinds[name])
    sum_.update(content)
    try:
        sum_.verify(bytes(mac["mac"]["digest"].native))
    except InvalidSignature:
        return False
    return True


def _guarded(rounds: int) -> int:
    if not 0 < rounds <= _MOST_ROUNDS:
        raise KeyTrouble(_UNKNOWN.filled(how=rounds), NOT_A_KEY)
    return rounds


def _pbkdf2(name: str, secret: bytes, salt: bytes, rounds: int, length: int) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    return PBKDF2HMAC(getattr(hashes, name)(), length, salt, rounds).derive(secret)


def _derived(secret: bytes, salt: bytes, rounds: int, purpose: int, length: int, name: str = "sha1") -> bytes:
    """RFC 7292, B.2: `purpose` 1 for a key, 2 for an initial vector, 3 for a sum."""
    block = hashlib.new(name).block_size

    def filled(part: bytes) -> bytes:
        whole = -(-len(part) // block) * block
        return (part * (whole // len(part) + 1))[:whole] if part else b""

    text, made = filled(salt) + filled(secret), b""
    while len(made) < length:
        found = bytes([purpose]) * block + text
        for _ in range(rounds):
            found = hashlib.new(name, found).digest()
        made += found
        add = int.from_bytes(filled(found)[:block], "big") + 1
        text = b"".join(
            ((int.from_bytes(text[place : place + block], "big") + add) % (1 << 8 * block)).to_bytes(block, "big")
            for place in range(0, len(text), block)
        )
    return made[:length]


def _plain(name: str, key: bytes, start: bytes, content: bytes) -> bytes:
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives import padding
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    kinds: dict[str, Any] = {"AES": algorithms.AES, "SM4": algorithms.SM4, "TripleDES": TripleDES}
    try:
        decryptor = Cipher(kinds[name](key), modes.CBC(start)).decryptor()
        padded = decryptor.update(content) + decryptor.finalize()
        unpadder = padding.PKCS7(64 if name == "TripleDES" else 128).unpadder()
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError as error:  # the wrong passphrase decrypts to noise, whose padding does not fit
        raise KeyTrouble(WRONG_PASSPHRASE, WRONG_SECRET) from error
