"""Words in the bytes of binary records whose fields are of no interest: what is legible in UTF-16 or a code page."""

from __future__ import annotations

import codecs
import re

# Signs of Chinese and Western writing; with fewer than two of them nothing is said.
_SIGNS = "\t\n\r\x20-\x7e\xa0-\xff\u2010-\u206f\u2100-\u27bf\u2e80-\u30ff\u31c0-\u9fff"
_SIGNS += "\uac00-\ud7af\uf900-\ufaff\ufe30-\uffef"
_RUN = re.compile(f"[{_SIGNS}]{{2,}}")
_TELLING = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]")
# The levels as bytes, in each encoding that the runs below are looked for in.
LEVELS = tuple(
    dict.fromkeys(
        word.encode(name)
        for name in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
        for word in ("绝密", "机密", "秘密", "絕密", "機密")
    )
)
_LEVEL, _BEFORE = re.compile("[绝机秘絕機]密"), 4
_PICTURE, _MOST_PICTURES = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff[\xc0-\xfe]|GIF8[79]a"), 20
_PAGES = {0: "gb18030", 936: "gb18030", 54936: "gb18030", 20936: "gb18030", 10008: "gb18030", 1200: "utf-16-le"}
_PAGES |= {1201: "utf-16-be", 65001: "utf-8", 10000: "mac-roman", 32768: "mac-roman", 32769: "cp1252", 10001: "cp932"}
_PAGES |= {10002: "cp950", 20127: "ascii", 28591: "latin-1", 51936: "gb18030", 52936: "hz", 1361: "johab"}
_DOUBLE = frozenset(("gb18030", "cp932", "cp949", "cp950", "johab"))


def code_page(number: int) -> str:
    """Python's name for a Windows code page; what is not known is taken for Chinese."""
    name = _PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "gb18030"
    return name


def _one_sign(error: UnicodeError) -> tuple[str, int]:
    """A bad first byte of two costs their sign; taken alone, it would turn every sign behind it into another."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    second = error.object[error.start + 1 : error.start + 2]
    return "\ufffd", error.start + (2 if second >= b"\x80" else 1)


codecs.register_error("one sign", _one_sign)


def legible(content: bytes, page: str) -> str:
    """Bytes of a code page as signs; a bad byte costs one."""
    return content.decode(page, "one sign" if page in _DOUBLE else "replace")


def wide(content: bytes) -> list[str]:
    """Runs of UTF-16 with a Chinese sign among them, whether they begin at an even byte or an odd one."""
    found = []
    for begin in (0, 1):
        text = content[begin : begin + (len(content) - begin) // 2 * 2].decode("utf-16-le", "replace")
        found += [run for run in _RUN.findall(text) if _TELLING.search(run)]
    return found


def narrow(content: bytes, page: str) -> list[str]:
    """Runs of a code page with a Chinese sign among them."""
    return [run for run in _RUN.findall(legible(content, page)) if _TELLING.search(run)]


def any_runs(content: bytes) -> str:
    """What is legible in bytes of which nobody knows how they write signs, a run a line."""
    swapped = [run for begin in (0, 1) for run in narrow(content[begin:], "utf-16-be")]
    found = (*wide(content), *swapped, *narrow(content, "gb18030"), *narrow(content, "utf-8"))
    # A length or the end of a name before it may look like a sign or two.
    begun = [run[at.start() :] for run in found if (at := _LEVEL.search(run)) and 0 < at.start() <= _BEFORE]
    return "\n".join((*found, *begun))


def pictures_within(content: bytes) -> list[bytes]:
    """Pictures that begin somewhere in bytes of another kind, each with all that follows it."""
    return [content[found.start() :] for found in _PICTURE.finditer(content)][:_MOST_PICTURES]


def holed(text: str) -> bool:
    """Whether a text has a hole of zeros: no program writes them among its signs."""
    return "\0\0\0\0" in text
