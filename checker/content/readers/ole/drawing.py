"""Drawings within Office files ([MS-ODRAW]): pictures, the words of WordArt, names and alternative texts of shapes."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from functools import partial

from checker.content import limits
from checker.content.readers.metafiles import bitmap, drawn
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone
from checker.model.coverage import Unit

# Kind of record, its instances with one identifier and with two, the name of the picture's format.
_PICTURES = {
    0xF01A: ((0x3D4, 0x3D5), "emf"),
    0xF01B: ((0x216, 0x217), "wmf"),
    0xF01C: ((0x542, 0x543), "pict"),
    0xF01D: ((0x46A, 0x46B, 0x6E2, 0x6E3), "jpg"),
    0xF01E: ((0x6E0, 0x6E1), "png"),
    0xF01F: ((0x7A8, 0x7A9), "bmp"),
    0xF029: ((0x6E4, 0x6E5), "tif"),
    0xF02A: ((0x46A, 0x46B, 0x6E2, 0x6E3), "jpg"),
}
_METAFILES = ("emf", "wmf", "pict")
_TAGS = tuple(struct.pack("<H", kind) for kind in _PICTURES)
_STORE_ENTRY, _SHAPES = (b"\x07\xf0",), (b"\x0b\xf0", b"\x21\xf1", b"\x22\xf1")
_WORDS = {
    0x00C0: Zone.BOX,  # the text of a WordArt
    0x0105: Zone.HIDDEN,  # the file that a picture came from
    0x0380: Zone.HIDDEN,  # a shape's name
    0x0381: Zone.HIDDEN,  # its alternative text
    0x038D: Zone.HIDDEN,  # what shows when the pointer stands on it
}
_ARRAYS = frozenset((0x145, 0x146, 0x151, 0x152, 0x153, 0x155, 0x156, 0x157, 0x158, 0x197, 0x1CF, 0x383))
_ENDINGS = {b"\xff\xd8": b"\xff\xd9", b"\x89P": b"IEND"}  # of JPEG and PNG; without it, the end is missing


class Drawings:
    """Collects the pictures and words of one document; the same picture many times is one picture."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._seen: set[bytes] = set()

    def words(self, content: bytes) -> None:
        """What shapes say apart from the text of their boxes."""
        for at in _places(content, _SHAPES):
            for zone, text in _said(content, at) if content[at] & 0xF == 3 else ():
                self._reading.add(zone, text)

    def pictures(self, content: bytes, stream: str) -> None:
        """Every picture that lies in a stream, wherever in it."""
        for at in _places(content, _TAGS):
            found = _blip(content, at)
            if found is not None:
                self.picture(found[0], found[1], f"{stream}@{at:x}")

    def store(self, content: bytes, delayed: bytes, stream: str) -> None:
        """The list of pictures that a document keeps: each has to lie where it says."""
        for begin in _places(content, _STORE_ENTRY):
            at = begin + 8
            if content[begin] & 0xF != 2 or at + 36 > len(content):
                continue
            size, used, place = struct.unpack_from("<III", content, at + 20)
            kind = content[at] if content[at] > 1 else content[at + 1]
            if not size or not used or place == 0xFFFF_FFFF or not 2 <= kind <= 7:
                continue
            if place >= len(delayed) or _blip(delayed, place) is None:
                self._reading.account.left(f"{stream}@{place:x}", Read.DAMAGED, Unit.PICTURES)

    def bare(self, extension: str, content: bytes, name: str) -> None:
        """A picture as it would be in a file, but for the head that Windows leaves out of a bitmap."""
        if extension == "bmp":
            content = bitmap(content)
        elif extension in _METAFILES:
            content = struct.pack("<I", len(content)) + bytes(28) + b"\xfe\xfe" + content
        self.picture(extension, content, name)

    def picture(self, extension: str, content: bytes, name: str) -> None:
        """Hand a picture on, once."""
        if len(self._seen) >= limits.PICTURES:
            self._reading.account.more(Unit.PICTURES, 1, Read.TOO_LARGE)
            return
        digest = hashlib.blake2b(content, digest_size=16).digest()
        if digest in self._seen:
            return
        self._seen.add(digest)
        name = f"{name}.{extension}"
        unpacked = extension in _METAFILES
        size = int.from_bytes(content[:4], "little") if unpacked else len(content)
        opened = partial(_unpacked, content) if unpacked else partial(bytes, content)
        if extension in ("emf", "wmf") and self._drawn(content, name):
            return
        self._reading.picture(Inner(name, size, len(content), opened))
        ending = _ENDINGS.get(content[:2])
        if ending is not None and ending not in content.rstrip(b"\0")[-4096:]:
            self._reading.account.left(name, Read.DAMAGED, Unit.PICTURES)

    def _drawn(self, content: bytes, name: str) -> bool:
        """Words and bitmaps of a metafile; whether it draws nothing else."""
        try:
            found = drawn(_unpacked(content))
        except Trouble:
            return False  # whoever looks at it says why
        if found is None:
            return False
        self._reading.add(Zone.BOX, found.text)
        for index, inner in enumerate(found.bitmaps):
            self.picture("bmp", inner, f"{name}: bitmap {index + 1}")
        if found.whole:
            self._reading.account.looked(name, Unit.PICTURES)
        return found.whole


def _places(content: bytes, tags: tuple[bytes, ...]) -> Iterator[int]:
    """Where records of some kinds may begin: two bytes before their kind, wherever they lie."""
    for tag in tags:
        at = content.find(tag, 2)
        while at >= 0:
            yield at - 2
            at = content.find(tag, at + 2)


def intact(content: bytes) -> bool:
    """Whether records follow one another to the end, as in the drawings of a Word document."""
    at, ends = 0, [len(content)]
    while at < len(content):
        while len(ends) > 1 and at >= ends[-1]:
            ends.pop()
        if len(ends) == 1 and at and content[at] < 2:
            at += 1  # which part of the document the next drawing belongs to
        if at + 8 > ends[-1]:
            return at >= ends[-1]
        version, kind, size = struct.unpack_from("<HHI", content, at)
        if kind >> 8 not in (0xF0, 0xF1) or at + 8 + size > ends[-1]:
            return False
        if version & 0xF == 0xF:
            ends.append(at + 8 + size)
            at += 8
        else:
            at += 8 + size
    return True


def _blip(content: bytes, at: int) -> tuple[str, bytes] | None:
    """Format and bytes of a picture's record: of a metafile with its header, of others as they are in a file."""
    if at + 8 > len(content):
        return None
    version, kind, size = struct.unpack_from("<HHI", content, at)
    known = _PICTURES.get(kind)
    if known is None or version & 0xF or version >> 4 not in known[0] or at + 8 + size > len(content):
        return None
    begin, end = at + 8 + (32 if (version >> 4) & 1 else 16), at + 8 + size
    if known[1] in _METAFILES:
        return (known[1], content[begin:end]) if end - begin >= 34 else None
    picture = content[begin + 1 : end]
    if len(picture) < 16:
        return None
    return known[1], bitmap(picture) if known[1] == "bmp" else picture


def _unpacked(content: bytes) -> bytes:
    size, compressed = int.from_bytes(content[:4], "little"), content[32]
    if compressed:
        return content[34:]
    limits.check_part(size, len(content))
    try:
        found = zlib.decompressobj()
        unpacked = found.decompress(content[34:], size + 1)
    except zlib.error as error:
        raise Trouble(Read.DAMAGED) from error
    if not found.eof:
        raise Trouble(Read.DAMAGED)
    return unpacked


def _said(content: bytes, at: int) -> Iterator[tuple[Zone, str]]:
    """The texts among a shape's properties: their lengths stand first, their signs after all of the properties."""
    version, _, size = struct.unpack_from("<HHI", content, at)
    number, begin, end = version >> 4, at + 8, at + 8 + size
    place = begin + 6 * number
    if not number or place > end or end > len(content):
        return
    for index in range(number):
        key, value = struct.unpack_from("<HI", content, begin + 6 * index)
        if not key & 0x8000:
            continue
        if place + value > end:
            return
        zone = _WORDS.get(key & 0x3FFF)
        if zone is not None:
            yield zone, content[place : place + value].decode("utf-16-le", "replace").rstrip("\0")
        if key & 0x3FFF in _ARRAYS and place + 6 <= end:
            # Some of the programs leave the six bytes of an array's head out of its length.
            elements, _, each = struct.unpack_from("<HHH", content, place)
            value += 6 if value == elements * (4 if each == 0xFFF0 else each) else 0
        place += value
