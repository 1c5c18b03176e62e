"""Chinese in seven bits: HZ ([RFC 1843]), UTF-7 ([RFC 2152]) and ISO-2022-JP-2 ([RFC 1554]), as old mail had it.

To anybody who does not know, a text of these is ASCII, so each is asked for by its own signs only, and what comes of it
counts where a sign of a marking is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# 密 or 内 within UTF-7: UTF-16 in letters of base64, where a character begins at one of three places.
_PIECES = (b"W8", b"bx", b"vG", b"UY", b"Rh", b"GF")
_SHIFTED = re.compile(rb"\+[A-Za-z0-9+/]*?(?:W8[Y-b]|bx[g-v]|vG|UY[U-X]|Rh[Q-f]|GF)")
_TELLING = re.compile("[密內内電电]")


def readings(content: bytes) -> Iterator[str]:
    """What some ASCII bytes are in each of these encodings whose signs they have."""
    for name in _likely(content):
        text = content.decode(name, "replace")
        if _TELLING.search(text):
            yield text


def _likely(content: bytes) -> Iterator[str]:
    if b"~{" in content:
        yield "hz"
    if b"\x1b$" in content:
        yield "iso2022_jp_2"
    if b"+" in content and any(piece in content for piece in _PIECES) and _SHIFTED.search(content):
        yield "utf-7"
