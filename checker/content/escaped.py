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

from checker.content import encodings

_NUMBER = re.compile(r"\\(?:u(?=[{0-9A-Fa-f])|U\+)(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))")
_BACKSLASHED = re.compile(rb"\\(?:u|U\+)\{?(?:5[Bb][Cc]6|5185)")
_ADDRESSED = re.compile(rb"%E5%(?:AF%86|86%85)|%C3%DC|%C4%DA|%C6(?:%5B|\[)|(?:%5B|\[)%C6|%B1(?:K|%4B)", re.IGNORECASE)
_PRINTED = re.compile(rb"=E5=(?:AF=86|86=85)|=C3=DC|=C4=DA|=C6(?:=5B|\[)|(?:=5B|\[)=C6|=B1(?:K|=4B)")
_EIGHTS = re.compile(
    rb"\\345\\(?:257\\206|206\\205)|\\303\\334|\\304\\332|\\306(?:\\133|\[)|(?:\\133|\[)\\306|\\261(?:\\113|K)"
)
_EIGHT = re.compile(rb"\\([0-3][0-7]{2})")
_NUMBERED = re.compile(rb"&#(?:23494|20869|x5bc6|x5185);", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_STRUCK_TWICE = re.compile(".\b")
_A_SIGN_EACH = re.compile(r"[绝机秘][,;|\t/·]密(?:[,;|\t/·][^,;|\t/·\n]){1,8}")
_BETWEEN = re.compile(r"[,;|\t/·]")
# Signs by which it is told, the encoding by which the text was read, and the one by which it should have been.
_MISREAD = (
    (("ÃÜ",), "cp1252", "gb18030"),
    (("å¯\x86",), "latin-1", "utf-8"),
    (("å¯†",), "cp1252", "utf-8"),
    (("鏈哄瘑", "缁濆瘑", "绉樺瘑"), "gb18030", "utf-8"),
)
_WORTH = ("密", "内", "內", "\\u5bc6", "\\u5BC6", "\\u5185", "\\u5167")
_MOST = 1_000_000  # texts of one file
_NEWLINE = re.compile(r"\\[rn]")


def readings(content: bytes) -> Iterator[str]:
    """What some bytes of a text say where signs in it are written as numbers; bytes are taken for UTF-8 or GB18030."""
    if b"\\" in content and _BACKSLASHED.search(content):
        text = _NUMBER.sub(lambda sign: chr(int(sign[1] or sign[2], 16) % 0x110000), _characters(content))
        yield _NEWLINE.sub("\n", text)
    if b"%" in content and _ADDRESSED.search(content):
        yield from _all(unquote_to_bytes(content))
    if b"=" in content and _PRINTED.search(content):
        yield from _all(quopri.decodestring(content))
    if b"\\" in content and _EIGHTS.search(content):
        yield from _all(_EIGHT.sub(lambda sign: bytes((int(sign[1], 8),)), content))
    if b"&#" in content and _NUMBERED.search(content):
        yield html.unescape(_characters(content))


def unwrapped(text: str) -> Iterator[str]:
    """What a text says where something stands between its signs, or where it was once read by a wrong encoding: tags of
    a page's piece, signs struck twice, cells of a sign each; 密 that became å¯† or ÃÜ, and 机密 that became 鏈哄瘑.
    """
    if "密" in text:
        if "</" in text or "<br" in text:
            yield _TAG.sub("", text)
        if "\b" in text:
            yield _STRUCK_TWICE.sub("", text)
        for row in _A_SIGN_EACH.finditer(text):
            yield _BETWEEN.sub("", row[0])
    if not text.isascii():
        for signs, wrong, right in _MISREAD:
            if any(sign in text for sign in signs):
                yield text.encode(wrong, "ignore").decode(right, "ignore")


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


def _all(content: bytes) -> Iterator[str]:
    yield from encodings.read(content).all
    if b"\xc6\x5b" in content or b"\x5b\xc6" in content:
        yield content.decode("utf-16-le", "replace")
        yield content.decode("utf-16-be", "replace")


def _characters(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")
