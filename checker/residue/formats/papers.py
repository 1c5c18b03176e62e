"""Texts with a beginning of their own: RTF, HTML, mail. And stores: SQLite, Outlook's PST, RAR; drawings: DWG."""

from __future__ import annotations

import re
import struct
import zlib

from checker.residue.finds import State
from checker.residue.formats.judged import Bytes, Judged
from checker.residue.formats.text import is_text

_STEP = 256 << 10
_LONGEST = 64 << 20
_BLOCK = 4096
_BRACES = re.compile(rb"\\bin(\d+) ?|\\[\\{}]|[{}]")
_HTML_END = re.compile(rb"</html\s*>", re.IGNORECASE)
_FIELD = re.compile(
    rb"^(return-path|received|from|to|cc|date|subject|message-id|mime-version|content-type|delivered-to|reply-to"
    rb"|dkim-signature|x-[\w-]+|content-transfer-encoding|sender|in-reply-to|references):",
    re.IGNORECASE | re.MULTILINE,
)
_FEWEST_FIELDS = 3
_DRAWINGS = (b"AC1012", b"AC1014", b"AC1015", b"AC1018", b"AC1021", b"AC1024", b"AC1027", b"AC1032")


def rtf(view: Bytes) -> Judged | None:
    if view.read(0, 5) != b"{\\rtf":
        return None
    depth, at, until = 0, 0, min(view.size, _LONGEST)
    while at < until:
        content = view.read(at, _STEP)
        skip = 0
        for sign in _BRACES.finditer(content):
            if sign.start() < skip:
                continue
            if sign.group(1):
                skip = sign.end() + int(sign.group(1)[:9])
                continue
            depth += {b"{": 1, b"}": -1}.get(sign.group(), 0)
            if not depth:
                return Judged("rtf", at + sign.end(), State.CLOSED)
        if b"\0" in content[: skip or len(content)] and not skip:
            return Judged("rtf", at + content.index(b"\0"), State.TRUNCATED)
        at += max(len(content), skip)
        if len(content) < _STEP:
            break
    return Judged("rtf", min(at, view.size), State.TRUNCATED)


def html(view: Bytes) -> Judged | None:
    head = view.read(0, 1024)
    if not re.match(rb"<!doctype html|<html[\s>]", head, re.IGNORECASE):
        return None
    at, until = 0, min(view.size, _LONGEST)
    while at < until:
        content = view.read(at, _STEP)
        end = _HTML_END.search(content)
        if end:
            return Judged("html", at + end.end(), State.CLOSED)
        if b"\0" in content or len(content) < _STEP:
            return Judged("html", at + (content.index(b"\0") if b"\0" in content else len(content)), State.TRUNCATED)
        at += _STEP - 16  # the end may lie across two steps
    return Judged("html", at, State.TRUNCATED)


def mail(view: Bytes) -> Judged | None:
    """A message: at least three fields of a head, and text to its end."""
    head = view.read(0, _BLOCK)
    fields = {match.group(1).lower() for match in _FIELD.finditer(head.partition(b"\0")[0])}
    if len(fields) < _FEWEST_FIELDS or not is_text(head):
        return None
    at, until = 0, min(view.size, _LONGEST)
    while at < until:
        content = view.read(at, _BLOCK)
        end = content.find(b"\0")
        if end >= 0:
            return Judged("mail", at + end, State.CLOSED if not any(content[end:].strip(b"\0")) else State.TRUNCATED)
        if not is_text(content):
            break
        at += len(content)
    return Judged("mail", at, State.CLOSED if at == view.size else State.TRUNCATED)


def pst(view: Bytes) -> Judged | None:
    """[MS-PST] 2.2.2.6: the head says how long the file is, and carries a checksum of its own."""
    head = view.read(0, 564)
    if head[:4] != b"!BDN" or len(head) < 564 or head[8:10] != b"SM":
        return None
    wide = struct.unpack_from("<H", head, 10)[0] >= 23
    end = struct.unpack_from("<Q", head, 0xB8)[0] if wide else struct.unpack_from("<I", head, 0xA8)[0]
    if not 564 < end < 1 << 42:
        return None
    return Judged("mail", min(end, view.size), State.CLOSED if end <= view.size else State.TRUNCATED)


def sqlite(view: Bytes) -> Judged | None:
    head = view.read(0, 101)
    if head[:16] != b"SQLite format 3\0" or len(head) < 101:
        return None
    page = struct.unpack_from(">H", head, 16)[0]
    page = 65536 if page == 1 else page
    changed, pages = struct.unpack_from(">II", head, 24)
    if page < 512 or page & (page - 1) or head[21:24] != b"\x40\x20\x20" or head[100] not in (2, 5, 10, 13):
        return None
    if changed != struct.unpack_from(">I", head, 92)[0] or not pages:
        return Judged("sqlite", page, State.TRUNCATED)  # an old library: the size in the head is not to be believed
    end = page * pages
    return Judged("sqlite", min(end, view.size), State.CLOSED if end <= view.size else State.TRUNCATED)


def rar(view: Bytes) -> Judged | None:
    head = view.read(0, 8)
    if head[:7] == b"Rar!\x1a\x07\x00":
        return _rar4(view)
    return _rar5(view) if head == b"Rar!\x1a\x07\x01\x00" else None


def _rar4(view: Bytes) -> Judged | None:
    at = 7
    for number in range(100_000):
        head = view.read(at, 11)
        if len(head) < 7:
            break
        crc, kind, flags, size = struct.unpack_from("<HBHH", head)
        content = view.read(at + 2, size - 2) if 7 <= size <= 0x8000 else b""
        if not content or zlib.crc32(content) & 0xFFFF != crc:
            return Judged("rar", min(at, view.size), State.FRAGMENTED) if number else None
        if kind == 0x7B:
            return Judged("rar", at + size, State.CLOSED)
        at += size + (struct.unpack_from("<I", head, 7)[0] if flags & 0x8000 and len(head) == 11 else 0)
    return Judged("rar", min(at, view.size), State.TRUNCATED)


def _rar5(view: Bytes) -> Judged | None:
    at = 8
    for number in range(100_000):
        head = view.read(at, 64)
        if len(head) < 7:
            break
        length, start = _number(head, 4)
        content = view.read(at + 4, start - 4 + length) if length < 2 << 20 else b""
        if not content or zlib.crc32(content) != struct.unpack_from("<I", head)[0]:
            return Judged("rar", min(at, view.size), State.FRAGMENTED) if number else None
        kind, place = _number(head, start)
        flags, place = _number(head, place)
        if flags & 1:
            _, place = _number(head, place)
        data = _number(head, place)[0] if flags & 2 else 0
        at += start + length
        if kind == 5:
            return Judged("rar", at, State.CLOSED)
        at += data
    return Judged("rar", min(at, view.size), State.TRUNCATED)


def _number(content: bytes, at: int) -> tuple[int, int]:
    """(a number of seven bits a byte, where it ends)."""
    value = shift = 0
    while at < len(content) and shift < 63:
        value |= (content[at] & 0x7F) << shift
        at += 1
        if not content[at - 1] & 0x80:
            break
        shift += 7
    return value, at


def dwg(view: Bytes) -> Judged | None:
    """Its head alone: how long the file is stands in parts that are packed."""
    head = view.read(0, 0x80)
    if head[:6] not in _DRAWINGS or len(head) < 0x80 or any(head[6:11]):
        return None
    return Judged("dwg", len(head), State.RECORDED)
