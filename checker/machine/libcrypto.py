"""SM2 signatures by the OpenSSL that Python itself is linked with, on whatever processor that runs.

It is version 3 in all that we ship; where its functions cannot be found (a Python with OpenSSL built in) there is none.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path

_ID = b"1234567812345678"  # the signer's id that GM/T 0009 gives where nobody agreed on another
_POINTER = ctypes.c_void_p
_FUNCTIONS = {  # what comes back, what goes in
    "d2i_AutoPrivateKey": (_POINTER, (_POINTER, _POINTER, ctypes.c_long)),
    "EVP_PKEY_CTX_new": (_POINTER, (_POINTER, _POINTER)),
    "EVP_PKEY_CTX_set1_id": (ctypes.c_int, (_POINTER, ctypes.c_char_p, ctypes.c_size_t)),
    "EVP_MD_CTX_new": (_POINTER, ()),
    "EVP_MD_CTX_set_pkey_ctx": (None, (_POINTER, _POINTER)),
    "EVP_sm3": (_POINTER, ()),
    "EVP_DigestSignInit": (ctypes.c_int, (_POINTER, _POINTER, _POINTER, _POINTER, _POINTER)),
    "EVP_DigestSign": (
        ctypes.c_int,
        (_POINTER, ctypes.c_char_p, ctypes.POINTER(ctypes.c_size_t), ctypes.c_char_p, ctypes.c_size_t),
    ),
    "d2i_PUBKEY": (_POINTER, (_POINTER, _POINTER, ctypes.c_long)),
    "EVP_DigestVerifyInit": (ctypes.c_int, (_POINTER, _POINTER, _POINTER, _POINTER, _POINTER)),
    "EVP_DigestVerify": (
        ctypes.c_int,
        (_POINTER, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t),
    ),
    "ERR_clear_error": (None, ()),
    "EVP_PKEY_free": (None, (_POINTER,)),
    "EVP_PKEY_CTX_free": (None, (_POINTER,)),
    "EVP_MD_CTX_free": (None, (_POINTER,)),
}


class NoLibcrypto(OSError):
    """There is none that can do it."""


def sm2_sign(key: bytes, message: bytes) -> bytes:
    """A signature (DER) under a private key (PKCS#8 or SEC 1, DER).

    Raises:
        NoLibcrypto: no OpenSSL 3, or one without SM2.
    """
    library = _library()
    with ExitStack() as freed:
        private, digest = _prepared(library, library.d2i_AutoPrivateKey, key, freed)
        _done(library.EVP_DigestSignInit(digest, None, library.EVP_sm3(), None, private))
        length = ctypes.c_size_t()
        _done(library.EVP_DigestSign(digest, None, ctypes.byref(length), message, len(message)))
        value = ctypes.create_string_buffer(length.value)
        _done(library.EVP_DigestSign(digest, value, ctypes.byref(length), message, len(message)))
        return value.raw[: length.value]


def sm2_verify(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature (DER) holds under a public key (SubjectPublicKeyInfo, DER). Raises NoLibcrypto."""
    library = _library()
    with ExitStack() as freed:
        public, digest = _prepared(library, library.d2i_PUBKEY, key, freed)
        _done(library.EVP_DigestVerifyInit(digest, None, library.EVP_sm3(), None, public))
        found = library.EVP_DigestVerify(digest, signature, len(signature), message, len(message))
        library.ERR_clear_error()  # what does not hold leaves a note, which is nobody's trouble
        return bool(found == 1)


def _prepared(library: ctypes.CDLL, read: Callable[..., int | None], key: bytes, freed: ExitStack) -> tuple[int, int]:
    """A key, and a digest's context with the signer's id for it."""
    place = ctypes.cast(ctypes.c_char_p(key), _POINTER)
    made = _made(read(None, ctypes.byref(place), len(key)))
    freed.callback(library.EVP_PKEY_free, made)
    context = _made(library.EVP_PKEY_CTX_new(made, None))
    freed.callback(library.EVP_PKEY_CTX_free, context)
    _done(library.EVP_PKEY_CTX_set1_id(context, _ID, len(_ID)))
    digest = _made(library.EVP_MD_CTX_new())
    freed.callback(library.EVP_MD_CTX_free, digest)
    library.EVP_MD_CTX_set_pkey_ctx(digest, context)
    return made, digest


def _made(pointer: int | None) -> int:
    if not pointer:
        raise NoLibcrypto("OpenSSL does not take this key")
    return pointer


def _done(status: int) -> None:
    if status != 1:
        raise NoLibcrypto("OpenSSL has no SM2")


@cache
def _library() -> ctypes.CDLL:
    try:
        import _hashlib

        linked = Path(_hashlib.__file__)
        library = ctypes.CDLL(str(linked.with_name("libcrypto-3.dll") if sys.platform == "win32" else linked))
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (ImportError, AttributeError, OSError) as error:
        raise NoLibcrypto(str(error)) from error
    return library
