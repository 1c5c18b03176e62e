"""Files of the inspected: readers by format, archives, pictures; and a planted marking that was damaged once."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache, partial

from checker.content import by_format, formats
from checker.content.account import Account
from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.pictures.decode import Decoder
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read, Seen
from checker.facts.content.marking import Bucket
from tests.fuzz.target import Broken, Target
from tests.planting.places import ALL, NOT_READ
from tests.planting.planted import Planted

MARKING = "机密★10年"
_LARGEST = 60_000  # bytes of a seed
_FAMILIES = {
    "ooxml": ("docx", "xlsx", "pptx"),
    "odf": ("odt", "ods", "odp", "ofd"),
    "ole": ("doc", "xls", "ppt"),
    "pdf": ("pdf",),
    "rtf": ("rtf",),
    "web": ("html", "xml", "mht", "csv", "text"),
    "archive": ("zip", "tar", "gz", "bz2", "xz", "zst", "7z", "iso", "ar", "deb", "cpio", "rpm", "exe", "lzma"),
}
_PICTURES = ("jpeg", "png", "gif", "webp", "tiff", "bmp", "avif", "ico", "jp2")


def _plantings(names: tuple[str, ...]) -> Iterator[Planted]:
    return (one for one in ALL if one.format.split(",")[0].split(".")[0] in names)


def _files(*names: str) -> Iterator[bytes]:
    return (content for one in _plantings(names) if len(content := one.make(MARKING)) < _LARGEST)


def _read(content: bytes, name: str) -> object:
    return inspected(Bytes(content), name, Order(pictures=False))


def _decoded(content: bytes) -> object:
    file = Bytes(content)
    try:
        kind = formats.sniffed(file)
        if kind.format not in formats.PICTURES:
            return kind
        decoder = Decoder(file, kind.format)
        shapes = [frame.shape for _, frame in zip(range(3), decoder.frames(), strict=False)]
    except Trouble as trouble:
        return trouble.read
    return shapes, decoder.state, decoder.number


# -- one mutation of a file that carries a marking ----------------------------------------------------------------------

# These say of themselves when a byte of theirs was changed (a sum over each part); the others when something is missing.
_SUMMED = ("docx", "xlsx", "pptx", "odt", "ods", "odp", "ofd", "zip", "xz", "zst", "bz2", "gz")
_STRUCTURED = ("doc", "xls", "ppt", "pdf")
_SECTOR = 512  # bytes
_HEAD = struct.Struct("<HIB")  # which planting, where, what


@cache
def _marked() -> tuple[Planted, ...]:
    return tuple(
        one
        for one in _plantings(_SUMMED + _STRUCTURED)
        if (one.format, one.place) not in NOT_READ and len(one.make(MARKING)) < _LARGEST
    )


@cache
def _whole(number: int) -> bytes:
    return _marked()[number].make(MARKING)


def _damaged(whole: bytes, at: int, how: int, rest: bytes) -> bytes:
    """Cut off, ending in zeros, with a hole of zeros, or with other bytes in one place.

    Zeros stand for sectors that a medium never wrote or gave back empty: they begin and end where sectors do.
    """
    match how % 4:
        case 0:
            return whole[:at]
        case 1:
            at -= at % _SECTOR
            return whole[:at] + bytes(len(whole) - at)
        case 2:
            at -= at % _SECTOR
            end = min(len(whole), at + (_SECTOR << how % 3))
            return whole[:at] + bytes(end - at) + whole[end:]
        case _:
            return whole[:at] + rest + whole[at + len(rest) :]


def _told(seen: Seen) -> bool:
    """Not clean: unread, marked, or a picture that this oracle does not ask for."""
    left = any(one.why is Read.NOT_ASKED for one in seen.missed)
    return seen.read.could_not_read or seen.marking.bucket is not Bucket.NONE or left


def _written(content: bytes) -> int:
    return sum(content.count(MARKING.encode(code)) for code in ("utf-8", "gb18030"))


def _never_clean(content: bytes) -> object:
    if len(content) < _HEAD.size:
        return None
    number, at, how = _HEAD.unpack_from(content)
    one, whole = _marked()[number % len(_marked())], _whole(number % len(_marked()))
    if how % 4 == 3 and one.format not in _SUMMED:
        how -= 1  # a byte of the marking itself may be the one that was changed
    if one.place == "second member" and how % 4 == 0:
        return None  # what ends with its first member is a whole file
    torn = _damaged(whole, 1 + at % (len(whole) - 1), how, content[_HEAD.size :][:16])
    if torn == whole or (how % 4 == 3 and _written(whole) != _written(torn)):
        return None  # the marking itself stands there letter by letter, in the name of a member say, and was changed
    seen = inspected(Bytes(torn), one.name or f"x.{one.format}", Order(pictures=False))
    if not any(_told(part) for part in seen):
        raise Broken(f"{one.format}, {one.place}: damaged ({how % 4}) at {1 + at % (len(whole) - 1)}, and clean")
    return seen


def _damages() -> Iterator[bytes]:
    return (_HEAD.pack(number, 1000 * number + 77, number % 4) + b"\x80" for number in range(len(_marked())))


def _listed(content: bytes) -> object:
    """The reader itself, past the sniffing that would send most mutants away."""
    file = Bytes(content)
    answers = []
    for name in ("pdf", "rtf", "doc", "docx"):
        reading = Reading(Account())
        try:
            by_format.read(file, formats.Kind(name), reading)
        except Trouble as trouble:
            answers.append(trouble.read)
    return answers


TARGETS = (
    *(
        Target(
            f"documents-{family}",
            f"a file of the inspected: {', '.join(names)}",
            partial(_read, name=f"x.{names[0]}"),
            partial(_files, *names),
        )
        for family, names in _FAMILIES.items()
    ),
    Target(
        "documents-any", "a file of the inspected, under each reader's eyes", _listed, partial(_files, "rtf", "pdf")
    ),
    Target("documents-damaged", "a marked file that was damaged once", _never_clean, _damages, 64),
    Target("pictures", f"a picture: {', '.join(_PICTURES)}", _decoded, partial(_files, *_PICTURES)),
)
