"""Which judge looks at bytes that begin in a certain way. Headers are told apart by their first eight bytes."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from checker.knowledge.residue import kind_of
from checker.residue.formats import boxes, jpeg, ole, papers, pdf, pictures, png, sevenzip, sounds, zipped
from checker.residue.formats.judged import Bytes, Judge, Judged

_JPEG = [b"\xff\xd8\xff" + bytes([marker]) for marker in (*range(0xE0, 0xF0), 0xDB, 0xC0, 0xC4, 0xFE, 0xDD)]
_FIRST: dict[bytes, Judge] = {
    **dict.fromkeys(_JPEG, jpeg.judge),
    b"\x89PNG": png.judge,
    b"%PDF": pdf.judge,
    b"PK\x03\x04": zipped.judge,
    b"\xd0\xcf\x11\xe0": ole.judge,
    b"7z\xbc\xaf": sevenzip.judge,
    b"II*\0": pictures.tiff,
    b"MM\0*": pictures.tiff,
    b"GIF8": pictures.gif,
    b"RIFF": sounds.riff,
    b"#!AM": sounds.amr,
    **dict.fromkeys((b"ID3\x02", b"ID3\x03", b"ID3\x04"), sounds.mp3),
    b"{\\rt": papers.rtf,
    **dict.fromkeys((b"<!DO", b"<!do", b"<htm", b"<HTM"), papers.html),
    **dict.fromkeys((b"Retu", b"Rece", b"From", b"Date", b"Mess", b"MIME", b"Deli", b"Subj", b"X-Re"), papers.mail),
    b"!BDN": papers.pst,
    b"SQLi": papers.sqlite,
    b"Rar!": papers.rar,
    b"AC10": papers.dwg,
}
# Two bytes begin too many things: what follows them has to be so, too (head, mask of all eight bytes).
_SHORT: tuple[tuple[bytes, bytes, Judge], ...] = (
    (b"BM\0\0\0\0\0\0", b"\xff\xff\0\0\0\0\xff\xff", pictures.bmp),
    (b"\xff\xe2\0\0\0\0\0\0", b"\xff\xe6\0\0\0\0\0\0", sounds.mp3),
)
_SECOND: dict[bytes, Judge] = {b"ftyp": boxes.judge}
_FAMILIES: dict[str, Judge] = {
    "jpeg": jpeg.judge,
    "png": png.judge,
    "pdf": pdf.judge,
    "7z": sevenzip.judge,
    **dict.fromkeys(("docx", "xlsx", "pptx", "ofd", "odt", "ods", "odp", "epub", "zip"), zipped.judge),
    **dict.fromkeys(("doc", "xls", "ppt", "wps", "ole"), ole.judge),
    **dict.fromkeys(("heic", "mp4", "mov", "m4a"), boxes.judge),
    **dict.fromkeys(("wav", "avi", "webp"), sounds.riff),
    "tiff": pictures.tiff,
    "bmp": pictures.bmp,
    "gif": pictures.gif,
    "amr": sounds.amr,
    "mp3": sounds.mp3,
    "rtf": papers.rtf,
    "html": papers.html,
    "sqlite": papers.sqlite,
    "rar": papers.rar,
    "dwg": papers.dwg,
}


def judge_of(head: bytes) -> Judge | None:
    """Who judges bytes that begin so; None where no format we know does."""
    return _FIRST.get(head[:4]) or _SECOND.get(head[4:8]) or _short(head)


def _short(head: bytes) -> Judge | None:
    if len(head) < 8:
        return None
    for sign, mask, judge in _SHORT:
        if all(byte & kept == wanted for byte, kept, wanted in zip(head, mask, sign, strict=False)):
            return judge
    return None


def fits(head: bytes, ending: str) -> bool:
    """Whether bytes begin like a file whose name has that ending."""
    kind = kind_of(ending)
    if not kind.structure:
        return len(set(head)) > 1
    return judge_of(head) is _FAMILIES.get(kind.id)


def judge(view: Bytes) -> Judged | None:
    """What lies at the beginning of a view, as far as its bytes tell."""
    known = judge_of(view.read(0, 8))
    return known(view) if known else None


def candidates(heads: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Numbers of the sectors that begin like a file. `heads` are their first eight bytes."""
    low = heads.astype(np.uint32)
    high = (heads >> np.uint64(32)).astype(np.uint32)
    likely = _table(True)[low & 0xFFFF] | (high == _words(_SECOND)[0])
    numbers = np.flatnonzero(likely)
    first, second = low[numbers], high[numbers]
    known = np.isin(first, _words(_FIRST)) | np.isin(second, _words(_SECOND))
    chosen = heads[numbers]
    for sign, mask, _ in _SHORT:
        known |= chosen & np.uint64(int.from_bytes(mask, "little")) == np.uint64(int.from_bytes(sign, "little"))
    return numbers[known]


def _words(table: dict[bytes, Judge]) -> NDArray[np.uint32]:
    return np.array([int.from_bytes(head, "little") for head in table], np.uint32)


@cache
def _table(first: bool) -> NDArray[np.bool_]:
    table = np.zeros(1 << 16, bool)
    for head in _FIRST if first else _SECOND:
        table[int.from_bytes(head[:2], "little")] = True
    for sign, mask, _ in _SHORT if first else ():
        kept, wanted = int.from_bytes(mask[:2], "little"), int.from_bytes(sign[:2], "little")
        table[np.arange(1 << 16) & kept == wanted] = True
    return table
