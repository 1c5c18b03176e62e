"""Property sets ([MS-OLEPS]): title, keywords, and the properties that a person made up."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from checker.content.readers.words import code_page, legible, wide
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_CODE_PAGE, _NAMES = 1, 0
_SUMMARY = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
_TITLES = {2: "title", 3: "subject", 5: "keyword", 6: "description", 7: "template"}
_PEOPLE = {4, 8, 18}  # author, who saved last, the program
_MOST = 10_000


def properties(content: bytes) -> Iterator[tuple[str, str]]:
    """Each property that is a text, with its name.

    Raises:
        Trouble: DAMAGED; what came before it was read.
    """
    try:
        if struct.unpack_from("<H", content, 0)[0] != 0xFFFE:
            raise Trouble(Read.DAMAGED)
        (number,) = struct.unpack_from("<I", content, 24)
        for index in range(min(number, 8)):
            kind, begin = struct.unpack_from("<16sI", content, 28 + 20 * index)
            yield from _section(content, kind, begin)
    except (struct.error, ValueError, LookupError) as error:
        raise Trouble(Read.DAMAGED) from error


def _section(content: bytes, kind: bytes, begin: int) -> Iterator[tuple[str, str]]:
    size, number = struct.unpack_from("<II", content, begin)
    if size < 8 or number > _MOST:
        raise Trouble(Read.DAMAGED)
    places = dict(struct.unpack_from("<II", content, begin + 8 + 8 * index) for index in range(number))
    page = "gb18030"
    if _CODE_PAGE in places:
        page = code_page(struct.unpack_from("<H", content, begin + places[_CODE_PAGE] + 4)[0])
    names: dict[int, str] = _TITLES if kind == _SUMMARY else {}
    if _NAMES in places and kind != _SUMMARY:
        names = dict(_names(content, begin + places[_NAMES], page))
        yield from (("", name) for name in names.values() if not name.startswith("_PID_"))
    for key, place in places.items():
        if key in (_NAMES, _CODE_PAGE) or (kind == _SUMMARY and key in _PEOPLE):
            continue
        for value in _value(content, begin + place, page):
            yield names.get(key, str(key)), value


def _names(content: bytes, at: int, page: str) -> Iterator[tuple[int, str]]:
    (number,) = struct.unpack_from("<I", content, at)
    at += 4
    for _ in range(min(number, _MOST)):
        key, length = struct.unpack_from("<II", content, at)
        size = length * 2 if page == "utf-16-le" else length
        yield key, _text(content, at + 8, size, page)
        at += 8 + (size + 3) // 4 * 4 if page == "utf-16-le" else 8 + size


def _value(content: bytes, at: int, page: str) -> Iterator[str]:
    (kind,) = struct.unpack_from("<I", content, at)
    if kind in (0x1E, 0x08, 0x1F):
        yield _string(content, at + 4, kind, page)[0]
    elif kind in (0x101E, 0x101F, 0x100C):
        try:
            yield from list(_vector(content, at + 4, kind & 0xFFF, page, aligned=False))
        except (Trouble, struct.error):
            yield from list(_vector(content, at + 4, kind & 0xFFF, page, aligned=True))
    elif kind == 0x41:  # a blob: the targets of links
        (size,) = struct.unpack_from("<I", content, at + 4)
        yield from wide(content[at + 8 : at + 8 + min(size, 1 << 20)])


def _vector(content: bytes, at: int, kind: int, page: str, *, aligned: bool) -> Iterator[str]:
    """Names of parts. Office lets byte strings follow each other without padding, some others do not."""
    (number,) = struct.unpack_from("<I", content, at)
    at += 4
    for _ in range(min(number, _MOST)):
        one = kind
        if kind == 0x0C:
            (one,) = struct.unpack_from("<I", content, at)
            at += 4
        if one in (0x1E, 0x1F, 0x08):
            text, until = _string(content, at, one, page)
            yield text
            at = at + (until - at + 3) // 4 * 4 if aligned or one == 0x1F else until
        elif one == 0x03:
            at += 4
        else:
            raise Trouble(Read.DAMAGED)


def _string(content: bytes, at: int, kind: int, page: str) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", content, at)
    size = length * 2 if kind == 0x1F else length
    return _text(content, at + 4, size, "utf-16-le" if kind == 0x1F else page), at + 4 + size


def _text(content: bytes, at: int, size: int, page: str) -> str:
    if size > len(content) - at:
        raise Trouble(Read.DAMAGED)
    raw = content[at : at + size]
    text = legible(raw, page).split("\0", 1)[0]
    if page in ("cp1252", "latin-1", "mac-roman") and any(sign > 0x7F for sign in raw):
        text += "\n" + legible(raw, "gb18030").split("\0", 1)[0]  # programs that name the wrong page
    if raw[:4] == bytes(4) and size > 8:
        raise Trouble(Read.DAMAGED)
    return text
