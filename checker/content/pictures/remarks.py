"""Words that a picture carries beside its points: EXIF, XMP, IPTC and comments.

None of it is decoded by a library: the blocks are found by their lengths ([ITU-T T.81] B.1.1.4, [PNG] 5.3,
[GIF89a] 15, [TIFF 6.0] 2, [RIFF]), so that a photo whose preview lets it go is not read any further for them. What
stands in a block that is not as it should be is looked for as plain text.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain

from checker.content import encodings
from checker.content.file import Bytes, File, Stream
from checker.content.readers.words import LEVELS, any_runs, wide
from checker.content.readers.xml import unescaped
from checker.content.reading import Reading
from checker.facts.content.marking import Zone

REMARKS = "remarks"  # what the account calls them where they are too long
_LARGEST, _WHOLE = 192 << 20, 64 << 20  # bytes of a file; of one that is asked for as a whole
_BLOCK = 4 << 20  # bytes of one block
_BLOCKS = 4_000  # pieces of a file that are gone through
_TEXT = 8 << 20  # characters in all
_EXIF, _XMP, _XMP_MORE = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_IRB, _IRB_BLOCK, _IPTC = b"Photoshop 3.0\0", b"8BIM", 0x0404
_COMMENT, _PASS = 0xFE, 0xDA
# Tags of TIFF and EXIF: a remark with the name of its encoding before it, Windows' own in UTF-16, blocks, directories.
_REMARK, _WINDOWS, _DIRECTORIES = 0x9286, range(0x9C9B, 0x9CA0), (0x8769, 0x8825, 0xA005, 0x14A)
_TAG_XMP, _TAG_IPTC, _TAG_IRB = 700, 33723, 34377
_TOLD = frozenset((_REMARK, _TAG_XMP, _TAG_IPTC, _TAG_IRB, *_WINDOWS))
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 13: 4, 16: 8, 18: 8}
_ASCII, _BYTES, _SMALL = 2, (1, 6, 7), 1 << 20
_CODES = {b"ASCII\0\0\0": "", b"JIS\0\0\0\0\0": "iso2022_jp", b"UNICODE\0": "utf-16"}
_INSTRUCTION = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_VALUE = re.compile(r"""=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")
_TAG = re.compile(r"<[^<>]*>")
_END = 4096  # bytes of a file without an end of its own, in which something may be hung on
_HASH = re.compile(rb"(?m)^#([^\n]*)")
_XML_BOX, _UUID_BOX = b"xml ", b"uuid"
_UUID_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_UUID_EXIF = b"JpgTiffExif->JP2"
_BROKEN = (struct.error, ValueError, IndexError, KeyError, LookupError, zlib.error)


def remarks(file: File, kind: str, reading: Reading) -> None:
    """Hand on what is written in a picture beside its points. Raises Trouble."""
    if file.size > (_WHOLE if kind in ("heic", "avif") else _LARGEST):
        return  # its decoder says that it is too large
    find, length = _FINDERS.get(kind), 0
    for text in find(file, reading) if find is not None else ():
        solid = text.strip("\0 \t\r\n")
        length += len(solid)
        if length > _TEXT:
            reading.cut(REMARKS)
            return
        if not solid.isascii():
            reading.add(Zone.PROPERTY, solid)


def _fits(size: int, reading: Reading) -> bool:
    if size > _BLOCK:
        reading.cut(REMARKS)
    return 0 < size <= _BLOCK


# -- the texts of a block ---------------------------------------------------------------------------------------------


def _plain(content: bytes) -> Iterator[str]:
    yield from encodings.read(content.strip(b"\0")).all if content else ()


def _other(content: bytes) -> Iterator[str]:
    """What is legible in a block that no list knows, where a level is in it."""
    if any(word in content for word in LEVELS):
        yield any_runs(content)


def _xmp(content: bytes) -> Iterator[str]:
    for source in _plain(content):
        told = _INSTRUCTION.sub("\n", source)
        values = (one or other for one, other in _VALUE.findall(told))
        yield unescaped("\n".join((*values, _TAG.sub("\n", told))))


def _iptc(content: bytes) -> Iterator[str]:
    """Datasets of IIM ([IIM 4.2] 1.6), or Photoshop's blocks with those in one of them."""
    at = 0
    while content[at : at + 4] == _IRB_BLOCK:
        name = 1 + content[at + 6]
        body = at + 6 + name + name % 2
        (size,) = struct.unpack_from(">I", content, body)
        block = content[body + 4 : body + 4 + size]
        if struct.unpack_from(">H", content, at + 4)[0] == _IPTC:
            yield from _iptc(block)
        at = body + 4 + size + size % 2
    while content[at : at + 1] == b"\x1c":
        (size,) = struct.unpack_from(">H", content, at + 3)
        if content[at + 1] == 2 or size > 0x7FFF:  # 1: about the sending itself
            yield from _plain(content[at + 5 : at + 5 + size])
        at += 5 + size


def _tiff(file: File, reading: Reading) -> Iterator[str]:
    """Every directory's texts, those of EXIF and of places among them."""
    head = file.part(0, 8)
    order = "<" if head[:2] == b"II" else ">"
    waiting, known = [struct.unpack_from(order + "I", head, 4)[0]], set[int]()
    while waiting and len(known) < _BLOCKS:
        at = waiting.pop()
        if at in known or not 8 <= at < file.size:
            continue
        known.add(at)
        (number,) = struct.unpack_from(order + "H", file.part(at, 2))
        entries = file.part(at + 2, 12 * number + 4)
        for place in range(0, 12 * number, 12):
            tag, kind, count = struct.unpack_from(order + "HHI", entries, place)
            size = _SIZES.get(kind, 0) * count
            told = kind == _ASCII or tag in _TOLD or tag in _DIRECTORIES
            if not size or not (told or (kind in _BYTES and size < _SMALL)) or not _fits(size, reading):
                continue
            (where,) = struct.unpack_from(order + "I", entries, place + 8)
            if tag in _DIRECTORIES and kind in (4, 13):
                content = file.part(where, size) if size > 4 else entries[place + 8 : place + 12]
                waiting += struct.unpack_from(f"{order}{min(count, 64)}I", content)
            else:
                content = entries[place + 8 : place + 8 + size] if size <= 4 else file.part(where, size)
                yield from _tagged(tag, content, order) if told else _other(content)
        (following,) = struct.unpack_from(order + "I", entries, 12 * number)
        waiting.append(following)


def _tagged(tag: int, content: bytes, order: str) -> Iterator[str]:
    if tag in _WINDOWS:
        yield content[: len(content) // 2 * 2].decode("utf-16-le", "replace")
    elif tag == _TAG_XMP:
        yield from _xmp(content)
    elif tag in (_TAG_IPTC, _TAG_IRB):
        yield from _safely(_iptc(content), content)
    elif tag == _REMARK and content[:8] in _CODES:
        code = _CODES[content[:8]]
        wanted = code + ("-le" if order == "<" else "-be") if code == "utf-16" else code
        yield from (content[8:].decode(wanted, "replace"),) if wanted else _plain(content[8:])
        if code == "utf-16":  # some programs write it in the other order
            yield content[8:].decode("utf-16-be" if order == "<" else "utf-16-le", "replace")
    else:
        yield from _plain(content)


def _exif(block: bytes, reading: Reading) -> Iterator[str]:
    block = block.removeprefix(_EXIF)
    yield from _safely(_tiff(Bytes(block), reading), block)


def _safely(texts: Iterator[str], block: bytes) -> Iterator[str]:
    """The texts of a block; of one that is not as it should be, whatever in it can be read."""
    try:
        yield from texts
    except _BROKEN:
        yield "\n".join((*wide(block), block.decode("utf-8", "ignore"), block.decode("gb18030", "ignore")))


# -- where the blocks stand -------------------------------------------------------------------------------------------


def _jpeg(file: File, reading: Reading) -> Iterator[str]:
    at, pieces = 2, list[bytes]()
    for _ in range(_BLOCKS):
        head = file.part(at, 4)
        if len(head) < 4 or head[0] != 0xFF or head[1] in (_PASS, 0xD9):
            break
        size = int.from_bytes(head[2:4], "big")
        if 0xE0 <= head[1] <= 0xEF or head[1] == _COMMENT:
            content = file.part(at + 4, size - 2) if size > 2 else b""
            if content.startswith(_XMP_MORE):  # a digest, the length of all and the place of this piece stand before it
                pieces.append(content[len(_XMP_MORE) + 40 :])
            else:
                yield from _of_jpeg(head[1], content, reading)
        at += 2 + size
    if pieces:
        yield from _xmp(b"".join(pieces))


def _of_jpeg(kind: int, content: bytes, reading: Reading) -> Iterator[str]:
    if content.startswith(_EXIF):
        yield from _exif(content, reading)
    elif content.startswith(_XMP):
        yield from _xmp(content[len(_XMP) :])
    elif content.startswith(_IRB):
        yield from _safely(_iptc(content[len(_IRB) :]), content)
    else:
        yield from _plain(content) if kind == _COMMENT else _other(content)


def _png(file: File, reading: Reading) -> Iterator[str]:
    at = 8
    for _ in range(_BLOCKS):
        head = file.part(at, 8)
        if len(head) < 8 or head[4:] == b"IEND":
            break
        size, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf") and _fits(size, reading):
            content = file.part(at + 8, size)
            yield from _exif(content, reading) if kind == b"eXIf" else _safely(_keyed(kind, content, reading), content)
            yield from _other(content)
        elif kind not in (b"IDAT", b"fdAT", b"PLTE") and size < _SMALL:
            yield from _other(file.part(at + 8, size))
        at += 12 + size


def _keyed(kind: bytes, content: bytes, reading: Reading) -> Iterator[str]:
    """A text of PNG: its name, and what it says."""
    key, _, told = content.partition(b"\0")
    if kind == b"iTXt":
        packed, rest = told[:1] == b"\1", told[2:].partition(b"\0")[2]
        title, _, told = rest.partition(b"\0")
        yield from _plain(title)
    else:
        packed, told = kind == b"zTXt", told[1:] if kind == b"zTXt" else told
    told = zlib.decompressobj().decompress(told, _BLOCK) if packed else told
    yield from _plain(key)
    if key.startswith(b"Raw profile type"):  # ImageMagick writes blocks of other formats in letters
        block = bytes.fromhex(b"".join(told.split()[2:]).decode("ascii"))
        yield from _block(block, reading)
    else:
        yield from _xmp(told) if key.startswith(b"XML:com.adobe.xmp") else _plain(told)


def _block(block: bytes, reading: Reading) -> Iterator[str]:
    if block.startswith((_EXIF, b"II*\0", b"MM\0*")):
        return _exif(block, reading)
    if block.startswith((_IRB_BLOCK, b"\x1c")):
        return _safely(_iptc(block), block)
    return _xmp(block)


def _gif(file: File, reading: Reading) -> Iterator[str]:
    stream = io.BufferedReader(Stream(file), 1 << 16)

    def colours(flags: int) -> None:
        if flags & 0x80:
            stream.read(3 << (flags & 7) + 1)

    colours(stream.read(13)[10:11][0] if file.size > 13 else 0)
    while sign := stream.read(1):
        if sign == b",":
            colours((stream.read(9)[8:9] or b"\0")[0])
            stream.read(1)
            _blocks(stream)
        elif sign == b"!":
            label = stream.read(1)
            content = _blocks(stream)
            if label == b"\xff" and content.startswith(b"XMP Data"):
                yield from _xmp(content)
            else:
                yield from _plain(content) if label in (b"\xfe", b"\x01") else _other(content)
        else:
            break


def _blocks(stream: io.BufferedReader[Stream]) -> bytes:
    """What follows in pieces, each with its length before it; those of XMP are kept with their lengths, which are
    signs of it.
    """
    found, xmp = bytearray(), False
    while (size := stream.read(1)) and size != b"\0":
        piece = stream.read(size[0])
        xmp = xmp or (not found and piece.startswith(b"XMP Data"))
        if len(found) < _BLOCK:
            found += size + piece if xmp else piece
    return bytes(found[1:] if xmp else found)


def _webp(file: File, reading: Reading) -> Iterator[str]:
    at = 12
    for _ in range(_BLOCKS):
        head = file.part(at, 8)
        if len(head) < 8:
            break
        size = int.from_bytes(head[4:], "little")
        if head[:4] in (b"EXIF", b"XMP ") and _fits(size, reading):
            content = file.part(at + 8, size)
            yield from _exif(content, reading) if head[:4] == b"EXIF" else _xmp(content)
        elif not head.startswith((b"VP8", b"ANMF", b"ALPH")) and size < _SMALL:
            yield from _other(file.part(at + 8, size))
        at += 8 + size + size % 2


def _heif(file: File, reading: Reading) -> Iterator[str]:
    """The items of a HEIF file lie wherever its tables say: Pillow asks them and decodes nothing."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(file.part(0, file.size))) as image:
            exif, xmp = image.info.get("exif"), image.info.get("xmp")
    except (OSError, ValueError, SyntaxError, RuntimeError):
        return
    if isinstance(exif, bytes):
        yield from _exif(exif, reading)
    if isinstance(xmp, bytes):
        yield from _xmp(xmp)


def _boxes(file: File, reading: Reading) -> Iterator[str]:
    at = 0
    for _ in range(_BLOCKS):
        head = file.part(at, 16)
        size = int.from_bytes(head[:4], "big")
        if len(head) < 8 or size < 8:
            break
        if head[4:8] in (_XML_BOX, _UUID_BOX) and _fits(size, reading):
            content = file.part(at + 8, size - 8)
            if content.startswith(_UUID_EXIF):
                yield from _exif(content[16:], reading)
            elif head[4:8] == _XML_BOX or content.startswith(_UUID_XMP):
                yield from _xmp(content.removeprefix(_UUID_XMP))
        at += size


def _portable(file: File, reading: Reading) -> Iterator[str]:
    yield from chain.from_iterable(map(_plain, _HASH.findall(file.part(0, 4096))))


def _before_the_points(file: File, reading: Reading) -> Iterator[str]:
    """What stands between the headers of a BMP and its points: nothing, or a table of colours."""
    begin = int.from_bytes(file.part(10, 4), "little")
    yield from _other(file.part(14, min(begin, _SMALL) - 14) if begin > 14 else b"")


def _page(file: File, reading: Reading) -> Iterator[str]:
    with suppress(*_BROKEN):  # a directory that is not whole is damage, which its decoder tells
        yield from _tiff(file, reading)
    yield from _other(file.part(max(0, file.size - _END), _END))


_FINDERS = {
    "jpeg": _jpeg,
    "png": _png,
    "gif": _gif,
    "tiff": _page,
    "webp": _webp,
    "heic": _heif,
    "avif": _heif,
    "jp2": _boxes,
    "ppm": _portable,
    "bmp": _before_the_points,
}
