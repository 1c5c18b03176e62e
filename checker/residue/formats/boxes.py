"""MP4, M4A, MOV and HEIC: boxes to the end. There is no checksum, so never more than CLOSED."""

from __future__ import annotations

from checker.residue.finds import State
from checker.residue.formats.judged import Bytes, Judged

_KNOWN = {
    b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"meta", b"uuid", b"moof", b"mfra", b"sidx", b"ssix",
    b"styp", b"pdin", b"udta", b"prft", b"idat", b"emsg", b"beam", b"junk", b"pnot", b"PICT", b"mpvd",
}  # fmt: skip
_PICTURES = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_SOUND = (b"M4A ", b"M4B ", b"M4P ")
_MOST = 200_000
_LONGEST = 64 << 30


def judge(view: Bytes) -> Judged | None:
    head = view.read(0, 32)
    first = int.from_bytes(head[:4], "big")
    if head[4:8] != b"ftyp" or not 16 <= first <= 512 or first % 4:
        return None
    kind = _kind(head[8:12], view.read(16, first - 16))
    position, seen = first, {b"ftyp"}
    for _ in range(_MOST):
        length = _box(view, position)
        if length is None:
            break
        if position + length > view.size:
            return Judged(kind, view.size, State.TRUNCATED)
        seen.add(view.read(position + 4, 4))
        position += length
    if b"mdat" in seen and (b"moov" in seen or b"meta" in seen or b"moof" in seen):
        return Judged(kind, position, State.CLOSED)
    return Judged(kind, position, State.TRUNCATED) if len(seen) > 1 else None


def _box(view: Bytes, position: int) -> int | None:
    head = view.read(position, 16)
    if len(head) < 8 or head[4:8] not in _KNOWN or head[4:8] == b"ftyp":
        return None
    length = int.from_bytes(head[:4], "big")
    if length == 1 and len(head) == 16:
        length = int.from_bytes(head[8:16], "big")
    # Length 0 means "to the end of the file", which on a raw medium nobody can see.
    return length if 8 <= length <= _LONGEST else None


def _kind(brand: bytes, compatible: bytes) -> str:
    if brand in _PICTURES or any(other in compatible for other in _PICTURES[:2]):
        return "heic"
    if brand in _SOUND:
        return "m4a"
    return "mov" if brand == b"qt  " else "mp4"
