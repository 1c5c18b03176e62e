"""From what a person names to a signer: a file, or a token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from checker.machine import handed
from checker.model.text import Text
from checker.report.keys.pkcs11 import open_token
from checker.report.keys.pkcs12 import open_pkcs12
from checker.report.keys.signer import NO_TOKEN, NOT_A_KEY, AskSecret, KeyTrouble, Signer
from checker.report.keys.sm2 import open_sm2

_SIZE_LIMIT = 1 << 20
_UNREADABLE = Text("读不到密钥文件：{path}", "The key file cannot be read: {path}")
_NO_SKF = Text(
    "本版本还不能使用国密 SKF 接口的 UKey，请使用 PKCS#11 接口或密钥文件。",
    "Tokens with the SKF interface cannot be used yet; use a PKCS#11 token or a key file.",
)


@contextmanager
def open_key(named: str, ask: AskSecret) -> Iterator[Signer]:
    """A signer while the block runs. `named` is a .p12, .pfx or .pem file, or ``pkcs11:MODULE?token=LABEL``.

    Raises:
        KeyTrouble: it cannot be used; the sentence says why.
    """
    if named.startswith("skf:"):
        raise KeyTrouble(_NO_SKF, NO_TOKEN)
    if named.startswith("pkcs11:"):
        module, _, label = named.removeprefix("pkcs11:").partition("?token=")
        with open_token(Path(module), unquote(label), ask) as signer:
            yield signer
        return
    content = _content(Path(named))
    yield open_sm2(content, ask) if content.lstrip().startswith(b"-----BEGIN") else open_pkcs12(content, ask)


def _content(path: Path) -> bytes:
    try:
        return handed.read(path, _SIZE_LIMIT)
    except OSError as error:
        raise KeyTrouble(_UNREADABLE.filled(path=Text.name(str(path))), NOT_A_KEY) from error
