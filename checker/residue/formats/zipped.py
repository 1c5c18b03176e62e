"""ZIP and what is made of it (docx, xlsx, pptx, OFD, ODF): members are unpacked in turn and their sums compared.

The directory at the end is only asked what the file is; what is verified comes in the order it was written.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from checker.residue.finds import State
from checker.residue.formats.judged import Budget, Bytes, Judged, Spent

_LOCAL, _ENTRY, _END, _END64 = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06"
_STEP = 256 << 10
_WORK = 2 << 30  # bytes unpacked in one file at most
_MOST_MEMBERS = 100_000
_LONG_SEARCH = 8 << 20  # how far a directory is looked for after a damaged member
_METHODS = {0, 8, 9, 12, 14, 93, 95, 98, 99}
_WORDS = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"), (b"OFD.xml", "ofd"), (b"Doc_0/", "ofd"))


@dataclass(slots=True)
class _Seen:
    kind: str = "zip"
    unverified: bool = False  # a member is encrypted or packed by a method we do not have


def judge(view: Bytes) -> Judged | None:
    if not _plausible(view.read(0, 30), view):
        return None
    seen, budget = _Seen(), Budget(_WORK)
    position, members = 0, 0
    try:
        while members < _MOST_MEMBERS:
            head = view.read(position, 30)
            if head[:4] != _LOCAL:
                break
            after = _member(view, position, head, seen, budget)
            if after is None:
                return _damaged(view, position, seen)
            position = after
            members += 1
        end = _directory(view, position, members, seen)
    except Spent:
        return Judged(seen.kind, position, State.CLOSED)
    if end is None:
        return _damaged(view, position, seen)
    return Judged(seen.kind, end, State.CLOSED if seen.unverified else State.COMPLETE)


def _plausible(head: bytes, view: Bytes) -> bool:
    if len(head) < 30 or head[:4] != _LOCAL:
        return False
    version, _, method = struct.unpack_from("<HHH", head, 4)
    (length,) = struct.unpack_from("<H", head, 26)
    name = view.read(30, length)
    return (
        (version & 0xFF) <= 63 and method in _METHODS and 0 < length < 1024 and len(name) == length and min(name) >= 32
    )


def _member(view: Bytes, position: int, head: bytes, seen: _Seen, budget: Budget) -> int | None:
    """Where the next member begins; None where this one is damaged."""
    _, flags, method, _, _, crc, packed, _, name_length, extra = struct.unpack("<HHHHHIIIHH", head[4:30])
    name = view.read(position + 30, name_length)
    _name_kind(name, view, position + 30 + name_length + extra, seen)
    start = position + 30 + name_length + extra
    streamed = bool(flags & 8)
    if packed == 0xFFFFFFFF and not streamed:
        wide = _wide(view.read(position + 30 + name_length, extra))
        if wide is None:
            return None
        packed = wide
    if flags & 1 or method not in (0, 8):
        seen.unverified = True
        return None if streamed else _inside(view, start + packed)
    if method == 0:
        if streamed and not packed:
            return None
        got, total = _stored(view, start, packed, budget)
        return start + packed if got and total == crc else None
    end, total, length = _inflated(view, start, budget)
    if end is None:
        return None
    if streamed:
        return _described(view, end, total, length)
    return end if total == crc and end == start + packed else None


def _name_kind(name: bytes, view: Bytes, content: int, seen: _Seen) -> None:
    if name == b"mimetype":
        what = view.read(content, 60)
        for word, kind in ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods"), (b"epub", "epub")):
            if word in what:
                seen.kind = kind
        if seen.kind == "zip" and b"opendocument" in what:
            seen.kind = "odp"
        return
    for word, kind in _WORDS:
        if seen.kind == "zip" and name.startswith(word):
            seen.kind = kind


def _wide(extra: bytes) -> int | None:
    """The packed size in a ZIP64 extra field."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        if kind == 1 and length >= 16 and position + 20 <= len(extra):
            return int(struct.unpack_from("<Q", extra, position + 12)[0])
        position += 4 + length
    return None


def _inside(view: Bytes, position: int) -> int | None:
    return position if position <= view.size else None


def _stored(view: Bytes, start: int, length: int, budget: Budget) -> tuple[bool, int]:
    total, position = 0, start
    while position < start + length:
        content = view.read(position, min(_STEP, start + length - position))
        if not content:
            return False, 0
        budget.take(len(content))
        total = zlib.crc32(content, total)
        position += len(content)
    return True, total


def _inflated(view: Bytes, start: int, budget: Budget) -> tuple[int | None, int, int]:
    """Where a deflated stream ends, with checksum and length of what it holds."""
    unpack, position, total, length = zlib.decompressobj(-15), start, 0, 0
    try:
        while not unpack.eof:
            content = unpack.unconsumed_tail
            if not content:
                content = view.read(position, _STEP if position > start else 4096)
                if not content:
                    return None, 0, 0
                position += len(content)
            out = unpack.decompress(content, 4 << 20)
            budget.take(len(out))
            total = zlib.crc32(out, total)
            length += len(out)
    except zlib.error:
        return None, 0, 0
    return position - len(unpack.unused_data), total, length


def _described(view: Bytes, end: int, total: int, length: int) -> int | None:
    """Where the data descriptor after a streamed member ends; it may or may not begin with a mark, and be wide."""
    tail = view.read(end, 24)
    skip = 4 if tail[:4] == b"PK\x07\x08" else 0
    if tail[skip : skip + 4] != total.to_bytes(4, "little"):
        return None
    for width, form in ((8, "<II"), (16, "<QQ")):
        sizes = tail[skip + 4 : skip + 4 + width]
        if len(sizes) == width and struct.unpack(form, sizes)[1] == length:
            after = end + skip + 4 + width
            if view.read(after, 2) == b"PK":
                return after
    return None


def _directory(view: Bytes, start: int, members: int, seen: _Seen) -> int | None:
    """Where the file ends, if a directory of all its members follows."""
    position, entries = start, 0
    while view.read(position, 4) == _ENTRY and entries < _MOST_MEMBERS:
        head = view.read(position, 46)
        if len(head) < 46:
            return None
        name, extra, comment = struct.unpack_from("<HHH", head, 28)
        for word, kind in _WORDS:
            if seen.kind == "zip" and view.read(position + 46, name).startswith(word):
                seen.kind = kind
        position += 46 + name + extra + comment
        entries += 1
    length = position - start
    if view.read(position, 4) == _END64:
        position += 12 + int.from_bytes(view.read(position + 4, 8), "little") + 20  # and its locator
    end = view.read(position, 22)
    if len(end) < 22 or end[:4] != _END or entries != members:
        return None
    count, directory, offset, comment = struct.unpack_from("<HIIH", end, 10)
    if count not in (entries & 0xFFFF, 0xFFFF) or directory not in (length, 0xFFFFFFFF):
        return None
    if offset not in (start, 0xFFFFFFFF) or len(view.read(position + 22, comment)) < comment:
        return None
    return int(position + 22 + comment)


def _damaged(view: Bytes, position: int, seen: _Seen) -> Judged:
    """Fragmented where the directory of the same file still lies somewhere behind; else truncated."""
    crc = view.read(14, 4)
    start, carry = position, b""
    while start < min(view.size, position + _LONG_SEARCH):
        content = carry + view.read(start, _STEP)
        if len(content) <= len(carry):
            break
        at = content.find(_END)
        while at >= 0 and at + 22 <= len(content):
            directory, offset = struct.unpack_from("<II", content, at + 12)
            first = view.read(start - len(carry) + at - directory, 46)
            if first[:4] == _ENTRY and first[16:20] == crc and first[42:46] == bytes(4):
                return Judged(seen.kind, offset + directory + 22, State.FRAGMENTED)
            at = content.find(_END, at + 1)
        start += len(content) - len(carry)
        carry = content[-21:]
    return Judged(seen.kind, max(position, 30), State.TRUNCATED)
