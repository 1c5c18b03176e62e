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
_SHIFTING = "iso-2022-cn"  # [RFC 1922]: between two signs, seven bits of each byte of GB 2312
_BETWEEN = re.compile(rb"\x0e([^\x0e\x0f\r\n]*)\x0f?")
_TELLING = re.compile("[密內内電电]")


def readings(content: bytes) -> Iterator[str]:
    """What the lines of ASCII among some bytes are in each of these encodings whose signs they have."""
    for name in _likely(content):
        lines = content if content.isascii() else b"\n".join(line for line in content.splitlines() if line.isascii())
        text = _shifted(lines) if name == _SHIFTING else lines.decode(name, "replace")
        if _TELLING.search(text):
            yield text


def _shifted(content: bytes) -> str:
    eight = _BETWEEN.sub(lambda signs: bytes(byte | 0x80 for byte in signs[1]), content.replace(b"\x1b$)A", b""))
    return eight.decode("gb18030", "replace")


def _likely(content: bytes) -> Iterator[str]:
    if b"~{" in content:
        yield "hz"
    if b"\x1b$" in content:
        yield "iso2022_jp_2"
    if b"\x1b$)A" in content:
        yield _SHIFTING
    if b"+" in content and any(piece in content for piece in _PIECES) and _SHIFTED.search(content):
        yield "utf-7"
