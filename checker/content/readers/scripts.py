"""What programs and styles in pages write onto them, as far as it stands there: nothing of them is ever run.

Strings are taken with their escapes, put together where a program does so with ``+``, and decoded where it does that by
a function of its own language from a string that stands there, too.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

_MARKED = re.compile(r"""["'`]((?:[^"'`\\\n]|\\.){0,40}密 ?\W{0,2}[★☆](?:[^"'`\\\n]|\\.){0,40})["'`]""")
_REMARK = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*|<!--.*?-->", re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}|\\u?([0-9A-Fa-f]{4})(?: (?=[^ ]))?|\\x([0-9A-Fa-f]{2})")
_CODES = re.compile(r"(?:String\s*\.\s*)?from(?:CharCode|CodePoint)\s*\(((?:\s*(?:0x[0-9A-Fa-f]+|\d+)\s*,?)+)\)")
_DECODED = re.compile(r"""\b(atob|unescape|decodeURI(?:Component)?)\s*\(\s*["'`]([^"'`\n]{2,100000})["'`]\s*\)""")
_PERCENT_U = re.compile(r"%u([0-9A-Fa-f]{4})")
_PLUS = re.compile(r"""(?:"\s*\+\s*"|'\s*\+\s*'|`\s*\+\s*`|["'`]\s*\+\s*["'`])""")
_SIGN_BY_SIGN = re.compile(r"""(?:["'`][^"'`\\\n]{1,2}["'`]\s*,\s*){2,}["'`][^"'`\\\n]{1,4}["'`]""")
# Such a program writes what it makes of something else.
_UNSEEN = re.compile(
    r"(?:\bdocument\s*\.\s*write(?:ln)?\s*\(|\.(?:inner|outer)HTML\s*=|\.(?:textContent|innerText)\s*=)[^;\n]{0,200}?"
    r"\b(?:fromCharCode|fromCodePoint|atob|unescape|decodeURI(?:Component)?|eval)\s*\("
)
_SIGNS = (
    "密",
    "u5bc6",
    "u5BC6",
    "5bc6",
    "23494",
    "fromC",
    "atob",
    "unescape",
    "decodeURI",
    "eval(",
    "u{5bc6",
    "u{5BC6",
)


def written(program: str) -> tuple[str, bool]:
    """Strings and remarks that may carry a marking, a line each; whether it also writes what only running it tells."""
    if not any(sign in program for sign in _SIGNS):
        return "", False
    program = _escaped(program)
    found = [remark for remark in _REMARK.findall(program) if "密" in remark]
    plain = _CODES.sub(lambda codes: f'"{_signs(codes[1])}"', program)
    plain = _DECODED.sub(_decoded, plain)
    plain = _PLUS.sub("", plain)
    plain = _SIGN_BY_SIGN.sub(lambda row: '"' + re.sub(r"""["'`]\s*,\s*["'`]""", "", row[0])[1:], plain)
    found += _MARKED.findall(plain)
    return "\n".join(found), _UNSEEN.search(plain) is not None


def _escaped(program: str) -> str:
    """Characters that a program or a style writes as numbers."""

    def sign(number: re.Match[str]) -> str:
        code = int(number[1] or number[2] or number[3], 16)
        return chr(code) if 0x20 <= code < 0x11_0000 and not 0xD800 <= code < 0xE000 else number[0]

    return _ESCAPE.sub(sign, program) if "\\" in program else program


def _signs(codes: str) -> str:
    numbers = (int(code, 0) if code.lower().startswith("0x") else int(code) for code in re.findall(r"\w+", codes))
    return "".join(chr(number) for number in numbers if 0x20 <= number < 0xD800 or 0xE000 <= number < 0x11_0000)


def _decoded(call: re.Match[str]) -> str:
    try:
        content = _FUNCTIONS[call[1]](call[2])
    except (binascii.Error, ValueError):
        return call[0]
    return '"' + re.sub(r"[\"'`\n<>]", " ", content) + '"'


def _unescape(text: str) -> str:
    return _PERCENT_U.sub(lambda number: chr(int(number[1], 16)), text)


def _from_base64(letters: str) -> str:
    content = binascii.a2b_base64(letters)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def _percent(text: str) -> str:
    return unquote_to_bytes(text).decode("utf-8", "replace")


_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "atob": _from_base64,
    "unescape": _unescape,
    "decodeURI": _percent,
    "decodeURIComponent": _percent,
}
