"""Sound: WAV and other RIFF files (AVI, WebP), AMR as phones record it, MP3. Frame by frame, without checksums."""

from __future__ import annotations

import struct

from checker.residue.finds import State
from checker.residue.formats.judged import Bytes, Judged

_RIFF = {b"WAVE": "wav", b"AVI ": "avi", b"WEBP": "webp"}
_FIRST = {
    b"WAVE": (b"fmt ", b"JUNK", b"bext", b"LIST", b"fact"),
    b"AVI ": (b"LIST",),
    b"WEBP": (b"VP8 ", b"VP8L", b"VP8X"),
}
_MOST_CHUNKS = 100_000
_AMR = (13, 14, 16, 18, 20, 21, 27, 32, 6)  # bytes of a frame with its head, by type
_MOST_FRAMES = 4_000_000
_FEWEST_FRAMES = 32  # in a row: two bytes alone begin too many things
_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG 1, layer III
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2
}
_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def riff(view: Bytes) -> Judged | None:
    head = view.read(0, 16)
    kind = _RIFF.get(head[8:12])
    if head[:4] != b"RIFF" or kind is None or head[12:16] not in _FIRST[head[8:12]]:
        return None
    end = 8 + struct.unpack_from("<I", head, 4)[0]
    end += end & 1
    at = 12
    for _ in range(_MOST_CHUNKS):
        if at >= end - 1:
            break
        chunk = view.read(at, 8)
        if len(chunk) < 8 or not all(32 <= byte < 127 for byte in chunk[:4]):
            return Judged(kind, min(at, view.size), State.TRUNCATED)
        at += 8 + struct.unpack_from("<I", chunk, 4)[0]
        at += at & 1
    if end > view.size or abs(at - end) > 1:
        return Judged(kind, min(end, view.size), State.TRUNCATED)
    return Judged(kind, end - (8 + struct.unpack_from("<I", head, 4)[0]) % 2, State.CLOSED)


def amr(view: Bytes) -> Judged | None:
    if view.read(0, 6) != b"#!AMR\n":
        return None
    at, frames = 6, 0
    while frames < _MOST_FRAMES:
        head = view.read(at, 1)
        kind = head[0] >> 3 & 15 if head else 15
        if not head or head[0] & 0x83 or not head[0] & 4 or kind >= len(_AMR):
            break
        at += _AMR[kind]
        frames += 1
    if frames < _FEWEST_FRAMES or at > view.size:
        return Judged("amr", min(at, view.size), State.TRUNCATED) if frames else None
    return Judged("amr", at, State.CLOSED)


def mp3(view: Bytes) -> Judged | None:
    head = view.read(0, 10)
    at = 0
    if head[:3] == b"ID3" and len(head) == 10 and head[3] in (2, 3, 4) and not any(byte & 0x80 for byte in head[6:]):
        at = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]) + (10 if head[5] & 0x10 else 0)
    tagged, frames = bool(at), 0
    while frames < _MOST_FRAMES:
        length = _frame(view.read(at, 4))
        if not length:
            break
        at += length
        frames += 1
    if frames < _FEWEST_FRAMES:
        return Judged("mp3", min(at, view.size), State.TRUNCATED) if tagged and frames else None
    if view.read(at, 3) == b"TAG":
        at += 128
    return Judged("mp3", min(at, view.size), State.CLOSED if at <= view.size else State.TRUNCATED)


def _frame(head: bytes) -> int:
    """Bytes of the frame of layer III that begins so; 0 where none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, samples = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or samples == 3:
        return 0
    bits = _RATES[3 if version == 3 else 2][rate] * 1000
    return (144 if version == 3 else 72) * bits // _SAMPLES[version][samples] + (head[2] >> 1 & 1)
