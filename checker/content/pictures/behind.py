"""Where a picture or a PDF ends: a file that was hung on behind one is shown by no viewer.

A photo is not read to its end for this where it ends as a JPEG does, or where its camera says that a film follows.
"""

from __future__ import annotations

import re

from checker.content.file import Bytes, Fetched, File

_HEAD, _TAIL = 64 << 10, 4096
_CHUNKS = 200_000
_LARGEST = 64 << 20
_PIECE, _LAST = 1 << 20, b"%%EOF"
_END = b"\xff\xd9"
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # neither a restart nor a byte that is part of the points
_FILMS = (b"MotionPhoto", b"MicroVideo", b"MPF\0")  # a film of two seconds, or further pictures, belong to the photo
_BOXES = frozenset(
    (
        *(b"ftyp", b"meta", b"mdat", b"free", b"skip", b"wide", b"moov", b"uuid", b"mvex", b"moof", b"mfra", b"pdin"),
        *(b"jP  ", b"jp2h", b"jp2c", b"jp2i", b"xml ", b"asoc", b"uinf", b"jumb", b"idat", b"sefd", b"mpvd"),
    )
)


def end(file: File, kind: str) -> int:
    """Where what follows a picture begins; the file's size where nothing does, or nobody can tell."""
    if file.size > _LARGEST and kind in ("jpeg", "gif"):
        return file.size  # they would have to be read whole; a JPEG of that size is not decoded either
    match kind:
        case "jpeg":
            return _jpeg(file)
        case "png":
            return _png(file)
        case "gif":
            return _gif(file)
        case "webp":
            size = 8 + int.from_bytes(file.part(4, 4), "little")
            return min(file.size, size + size % 2)
        case "bmp":
            size = int.from_bytes(file.part(2, 4), "little")
            return size if 26 < size <= file.size else file.size
        case "pdf":
            return _pdf(file)
        case "heic" | "avif" | "jp2":
            return _boxes(file)
    return file.size


def _jpeg(file: File) -> int:
    at_hand = isinstance(file, Bytes) or (isinstance(file, Fetched) and file.whole_was_read)
    if not at_hand:
        tail = file.part(max(0, file.size - _TAIL), _TAIL).rstrip(b"\0")
        if not tail or tail.endswith(_END):
            return file.size
    head = file.part(0, min(_HEAD, file.size))
    if any(film in head for film in _FILMS):
        return file.size
    content, at = file.part(0, file.size), 2
    while found := _MARKER.search(content, at):
        kind, at = found[0][1], found.end()
        if kind == _END[1]:
            return at
        if kind not in (0x01, 0xD8):
            at += int.from_bytes(content[at : at + 2], "big")
    return file.size


def _pdf(file: File) -> int:
    """Behind its last end ([ISO 32000-2] 7.5.5); a new version of a page begins behind the end before."""
    for end in range(file.size, 0, -_PIECE):
        begin = max(0, end - _PIECE - len(_LAST))
        found = file.part(begin, end - begin).rfind(_LAST)
        if found >= 0:
            at = begin + found + len(_LAST)
            rest = file.part(at, _TAIL)
            return at + len(rest) - len(rest.lstrip(b"\0\t\n\f\r "))
    return file.size


def _png(file: File) -> int:
    at = 8
    for _ in range(_CHUNKS):
        head = file.part(at, 8)
        if len(head) < 8:
            break
        at += 12 + int.from_bytes(head[:4], "big")
        if head[4:] == b"IEND":
            return min(at, file.size)
    return file.size


def _gif(file: File) -> int:
    """Its blocks, as they are counted by their lengths ([GIF89a] 15)."""
    content = file.part(0, file.size)
    flags = content[10] if len(content) > 13 else 0
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    while at < len(content) and content[at] in b",!":
        if content[at] == ord(","):
            flags = content[at + 9] if at + 9 < len(content) else 0
            at += 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
        else:
            at += 2
        while at < len(content) and content[at]:
            at += 1 + content[at]
        at += 1
    return at + 1 if content[at : at + 1] == b";" else file.size


def _boxes(file: File) -> int:
    at = 0
    for _ in range(_CHUNKS):
        head = file.part(at, 16)
        size = int.from_bytes(head[:4], "big")
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if len(head) < 8 or head[4:8] not in _BOXES or size < 8:
            break
        at += size
    return at if 0 < at < file.size and file.part(at, 4) != bytes(4) else file.size
