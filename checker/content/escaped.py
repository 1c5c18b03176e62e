r"""Signs that a text writes as numbers (``\u5bc6`` of programs, ``%E5%AF%86`` of addresses, ``=E5=AF=86`` of mail,
``&#23494;`` of pages), and the values of JSON, which are no program's words but what somebody filled in.

Asked for by the sign of levels (密) or of internal papers (内) alone: whoever writes one so, writes all of them so.
"""

from __future__ import annotations

import html
import json
import quopri
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

_NUMBER = re.compile(r"\\u(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))")
_BACKSLASHED = re.compile(rb"\\u\{?(?:5[Bb][Cc]6|5185)")
_ADDRESSED = re.compile(rb"%[Ee]5%(?:[Aa][Ff]%86|86%85)|%[Cc]3%[Dd][Cc]|%[Cc]4%[Dd]A", re.IGNORECASE)
_PRINTED = re.compile(rb"=E5=(?:AF=86|86=85)|=C3=DC|=C4=DA")
_NUMBERED = re.compile(rb"&#(?:23494|20869|x5bc6|x5185);", re.IGNORECASE)
_WORTH = ("密", "内", "內", "\\u5bc6", "\\u5BC6", "\\u5185", "\\u5167")
_MOST = 1_000_000  # texts of one file
_NEWLINE = re.compile(r"\\[rn]")


def readings(content: bytes) -> Iterator[str]:
    """What some bytes of a text say where signs in it are written as numbers; bytes are taken for UTF-8 or GB18030."""
    if b"\\u" in content and _BACKSLASHED.search(content):
        text = _NUMBER.sub(lambda sign: chr(int(sign[1] or sign[2], 16) % 0x110000), _characters(content))
        yield _NEWLINE.sub("\n", text)
    if b"%" in content and _ADDRESSED.search(content):
        yield _characters(unquote_to_bytes(content))
    if b"=" in content and _PRINTED.search(content):
        yield _characters(quopri.decodestring(content))
    if b"&#" in content and _NUMBERED.search(content):
        yield html.unescape(_characters(content))


def values(text: str) -> str:
    """The texts of a JSON file, or of one a line, each on lines of its own; "" where it is none."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "[") or not any(sign in text for sign in _WORTH):
        return ""
    try:
        found = [json.loads(text)]
    except (ValueError, RecursionError):
        try:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            return ""
    lines = list[str]()
    while found and len(lines) < _MOST:
        one = found.pop()
        if isinstance(one, str):
            lines.append(one)
        elif isinstance(one, dict | list):
            found.extend(reversed(list(one.values()) if isinstance(one, dict) else one))
    return "\n".join(lines)


def _characters(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")
