"""JPEG: markers to the end of image, then decoded strictly, so that a hole in the middle is not taken for a picture."""

from __future__ import annotations

import re

from checker.residue.finds import State
from checker.residue.formats.judged import Bytes, Judged

_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.S)
_STEP = 256 << 10
_LONGEST = 96 << 20
_MOST_SEGMENTS = 2000
_DECODED = 32 << 20  # larger pictures are not decoded: memory is limited
_COEFFICIENTS = 40 << 20  # bytes that a progressive picture takes while it is decoded
_FIRST = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0)}
_BARE = {0x01, *range(0xD0, 0xD8)}
_HOLE = bytes(512)  # no coder writes this


def judge(view: Bytes) -> Judged | None:
    head = view.read(0, 4)
    if len(head) < 4 or head[:3] != b"\xff\xd8\xff" or head[3] not in _FIRST:
        return None
    end, closed, scans, frame = _walk(view)
    if not scans:
        return None if not frame and end < 64 else Judged("jpeg", end, State.TRUNCATED)
    if not closed:
        return Judged("jpeg", end, State.TRUNCATED)
    return Judged("jpeg", end, _decoded(view, end, frame))


def _walk(view: Bytes) -> tuple[int, bool, int, tuple[int, int, int, int] | None]:
    """How far the markers lead, whether the image ends there, how many scans it has, and its frame."""
    position, scans = 2, 0
    frame: tuple[int, int, int, int] | None = None
    limit = min(view.size, _LONGEST)
    for _ in range(_MOST_SEGMENTS):
        head = view.read(position, 4)
        if len(head) < 2 or head[0] != 0xFF or position >= limit:
            break
        marker = head[1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xD9:
            return position + 2, True, scans, frame
        if marker in _BARE:
            position += 2
            continue
        if marker < 0xC0 or marker == 0xD8 or len(head) < 4:
            break
        length = head[2] << 8 | head[3]
        if length < 2:
            break
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            body = view.read(position + 4, 6)
            if len(body) == 6:
                frame = (marker, body[1] << 8 | body[2], body[3] << 8 | body[4], body[5])
        position += 2 + length
        if marker == 0xDA:
            scans += 1
            position = _coded(view, position, limit)
    return position, False, scans, frame


def _coded(view: Bytes, position: int, limit: int) -> int:
    """Where the coded image ends: at the next marker, or as far as there is anything."""
    while position < limit:
        content = view.read(position, min(_STEP, limit - position))
        if not content:
            return position
        hole = content.find(_HOLE)
        found = _MARKER.search(content)
        if found is not None and (hole < 0 or found.start() < hole):
            return position + found.start()
        if hole >= 0:
            return position + hole
        if len(content) < 2:
            return position + len(content)
        position += len(content) - 1  # a marker may lie across the edge
    return position


def _decoded(view: Bytes, size: int, frame: tuple[int, int, int, int] | None) -> State:
    if frame is None:
        return State.TRUNCATED
    marker, height, width, parts = frame
    progressive = marker in (0xC2, 0xC6, 0xCA)
    if size > _DECODED or (progressive and height * width * parts * 2 > _COEFFICIENTS):
        return State.CLOSED
    if marker > 0xC2 or parts == 4:
        return State.CLOSED  # lossless, arithmetic, CMYK: the decoder does not know them
    import simplejpeg

    content = view.read(0, size)
    try:
        # An eighth of the size: every coefficient is decoded all the same, and the picture itself is thrown away.
        simplejpeg.decode_jpeg(content, colorspace="GRAY", fastdct=True, min_height=1, min_width=1, strict=True)
    except (ValueError, MemoryError):
        return State.FRAGMENTED
    return State.COMPLETE
