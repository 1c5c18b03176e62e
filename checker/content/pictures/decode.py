"""Pictures from untrusted hands as arrays: only as large as a question needs, upright, three channels, BGR.

Sizes are read from headers before anything is decoded. All of this runs in a worker process.
"""

from __future__ import annotations

import io
import math
import re
import struct
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import pi_heif
import simplejpeg
from PIL import Image, ImageFile

from checker.content.file import File, Stream
from checker.content.pictures import behind
from checker.content.pictures.flat import LARGEST, Pixels, flat, joined, shrunk, upright
from checker.content.pictures.heic import container
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

# A process has 500 MiB, 150 of them for the networks. What a decoder needs a point, and so how many points it may have:
MOST_POINTS = {
    "jpeg": 120_000_000,  # decoded at a part of its size
    "heic": 64_000_000,  # 1.5 bytes of planes, 3 of colours
    "avif": 24_000_000,  # Pillow holds the picture twice beside the planes
    "webp": 20_000_000,  # and four times that of WebP
    "jp2": 12_000_000,  # OpenJPEG has four bytes for each colour of a point, twice
}
PROGRESSIVE_POINTS = 48_000_000  # of a JPEG whose coefficients have to be kept, 3 to 6 bytes each
# bytes of those a point, by how colours are sampled; four inks take a third more
_KEPT = {"Gray": 2, "420": 3, "411": 3, "422": 4, "440": 4, "444": 6}
_PROGRESSIVE_BYTES, _LEAST = 294_000_000, 2_000_000  # of them and the picture; points that the picture has at least
BYTES = 192 << 20  # of any other decoded picture
_DEPTHS = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2}  # bytes a point in Pillow; 4 otherwise
FILE_LIMIT = 192 << 20  # bytes of a file that is read as it is decoded
WHOLE_LIMIT = 64 << 20  # of one that the decoder wants as a whole
_STREAMED = ("png", "bmp", "gif", "tiff")
_SEVERAL = b"MPF\0"  # a JPEG with more pictures behind it ([CIPA DC-007])
_PAGED = ("tiff", "gif", "webp", "avif", "png", "jpeg")  # may hold more than one picture; HEIC is read otherwise
_HOLE = {"gif": bytes(1024), "tiff": bytes(512), "webp": bytes(512), "avif": bytes(512), "heic": bytes(512)}
_HOLE |= {"jp2": bytes(512), "jpeg": bytes(512)}  # runs of zeros that no packed picture has; palettes have short ones
_FAX = frozenset((2, 3, 4, 5, 8, 32946, 34712))  # ways in which a TIFF is packed so that this holds
_COMPRESSION = 0x103  # its tag
_PLACES = (0.25, 0.5, 0.75)  # of the height and width, where tiles are looked at
_TILE_POINTS, _TILE_SIDE = 2_000_000, 160
_HEAD = 128 << 10
_PLAIN_WEBP = b"VP8 "  # the name of its only chunk
_PASS = 0xDA  # the marker before a pass
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # those that tell a picture's size
_NEXT_PASS = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # a marker that is no restart of the same pass
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    OverflowError,
    cv2.error,
    UserWarning,  # Pillow's word for tags that break off, where warnings are errors
)

Image.MAX_IMAGE_PIXELS = None  # our own limits are stricter, and refuse before a warning would
cv2.setNumThreads(1)
pi_heif.register_heif_opener()


class Decoder:
    """One picture at any size that is asked for."""

    def __init__(self, file: File, kind: str) -> None:
        if file.size > (FILE_LIMIT if kind in _STREAMED else WHOLE_LIMIT):
            raise Trouble(Read.TOO_LARGE)
        self._file, self.kind = file, kind
        self._head = file.part(0, min(_HEAD, file.size))
        self._turn, self._preview = _exif(self._head) if kind == "jpeg" else (1, None)
        self._whole: bytes | None = None
        self._full: Pixels | None = None
        self._latest: tuple[int, Pixels] | None = None  # of a JPEG: what was asked for, and the answer
        self.number = 1
        self.state = Read.DAMAGED if self._is_cut() else Read.READ

    @property
    def shape(self) -> tuple[int, int] | None:
        """Height and width as a JPEG's or PNG's head says, lying as it is stored; None where it does not say so."""
        if self.kind == "png" and self._head[12:16] == b"IHDR":
            wide, tall = struct.unpack(">II", self._head[16:24])
            return tall, wide
        for kind, at in _segments(self._head) if self.kind == "jpeg" else ():
            if kind in _FRAMES and at + 7 <= len(self._head):
                tall, wide = struct.unpack_from(">HH", self._head, at + 3)
                return tall, wide
        return None

    def preview(self) -> Pixels | None:
        """The small picture that a camera put into the file, where it did."""
        try:
            if self._preview is not None:
                return _array(simplejpeg.decode_jpeg(self._preview, "BGR", strict=False))
            if self.kind == "heic":
                return _heic_preview(self._content())
        except _BROKEN:
            return None
        return None

    def pieces(self) -> Pixels | None:
        """Nine tiles of a HEIC's grid at a third of their size, side by side: what a fifth of its decoding shows.

        They lie as the sensor saw them, and at even distances: a page that fills a third of the frame covers one.
        """
        found = container(self._content()) if self.kind == "heic" else None
        if found is None or not found.tiles:
            return None
        try:
            rows = [np.hstack([_tile(found.tile(down, across)) for across in _PLACES]) for down in _PLACES]
        except (*_BROKEN, RuntimeError):
            return None
        return _array(np.vstack(rows))

    def at(self, side: int) -> Pixels:
        """The upright picture, its longer side at least `side` where the picture has so much.

        Raises:
            Trouble: damaged beyond showing anything, too large, or a bomb.
        """
        if self.kind == "jpeg":
            if self._latest is not None and self._latest[0] == side:
                return self._latest[1]
            try:
                self._latest = side, upright(self._scaled(side), self._turn)
                return self._latest[1]
            except _BROKEN:
                pass  # another decoder may be more patient
        if self._full is None:
            self._full = next(self.frames())
        return shrunk(self._full, int(max(self._full.shape[:2]) / max(1, side)))

    def frames(self, first: int = 0) -> Iterator[Pixels]:
        """The pictures from one on: pages, the frames of an animation, or others behind the first.

        `number` says from the first one on how many there are. What is damaged shows as much as there is of it, and
        `state` says so: a scan's upper part may carry the marking.
        """
        try:
            if self.kind == "heic":
                yield from self._heic(first)
                return
            with Image.open(self._source()) as image:
                self.number = getattr(image, "n_frames", 1) if self.kind in _PAGED else 1
                if first == 0 and self._has_hole(image):
                    self.state = Read.DAMAGED
                for index in range(first, self.number):
                    if self.number > 1:
                        image.seek(index)
                    self._check(image)
                    yield self._shown(image, index)
        except Trouble:
            raise
        except Image.DecompressionBombError as error:
            raise Trouble(Read.REFUSED) from error
        except (*_BROKEN, RuntimeError, AttributeError, ZeroDivisionError) as error:
            raise Trouble(Read.DAMAGED) from error

    def further(self) -> Iterator[Pixels]:
        """All pictures but the first. Raises Trouble."""
        if self.kind == "jpeg" and _SEVERAL not in self._head:
            return
        if self.kind == "heic" or self.kind in _PAGED:
            yield from self.frames(1)

    def _has_hole(self, image: Image.Image) -> bool:
        """Whether there is a run of zeros as no packed picture has it."""
        hole = _HOLE.get(self.kind)
        packed = self.kind != "tiff" or getattr(image, "tag_v2", {}).get(_COMPRESSION, 1) in _FAX
        if hole is None or not packed or self.kind == "jpeg":
            return False
        step, last, end = 1 << 20, b"", behind.end(self._file, self.kind)
        for at in range(0, end, step):
            piece = self._file.part(at, min(step, end - at))
            if hole in last + piece:
                return True
            last = piece[-len(hole) :]
        return False

    def _shown(self, image: Image.Image, index: int) -> Pixels:
        quick = self._webp() if self.kind == "webp" and image.width * image.height <= LARGEST else None
        if quick is not None:
            return quick
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # whatever else of this process thinks of it
        try:
            image.load()
            return flat(image)
        except _BROKEN:
            self.state = Read.DAMAGED
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            with Image.open(self._source()) as again:
                if index:
                    again.seek(index)
                again.load()
                return flat(again)
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False

    def _webp(self) -> Pixels | None:
        """A plain picture, without transparency or EXIF; Pillow goes by way of animations, which takes twice as long.

        None where it is not plain, or damaged: Pillow shows what there is of it.
        """
        content = self._content()
        if content[12:16] != _PLAIN_WEBP:
            return None
        found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
        return None if found is None else _array(found)

    def _heic(self, begin: int) -> Iterator[Pixels]:
        """Without Pillow, which would hold two copies more."""
        images = pi_heif.open_heif(io.BytesIO(self._content()), convert_hdr_to_8bit=True)
        self.number = len(images)
        if _HOLE["heic"] in self._content():
            self.state = Read.DAMAGED
        first = images.primary_index
        for index in (first, *(other for other in range(self.number) if other != first))[begin:]:
            yield self._of_heic(images[index])

    def _of_heic(self, image: Any) -> Pixels:
        _check(image.size, MOST_POINTS["heic"])
        colours = np.asarray(image, dtype=np.uint8)
        if colours.ndim == 3 and colours.shape[2] == 4:  # what is seen through lies on white, a strip at a time
            return joined(image.size, lambda top, end: flat(Image.fromarray(colours[top:end])))
        way = cv2.COLOR_GRAY2BGR if colours.ndim == 2 else cv2.COLOR_RGB2BGR
        return joined(image.size, lambda top, end: _array(cv2.cvtColor(colours[top:end], way)))

    def _check(self, image: Image.Image) -> None:
        """Whether a picture may be decoded as a whole.

        Raises:
            Trouble: it may not.
        """
        _check(image.size, min(MOST_POINTS.get(self.kind, BYTES), BYTES // _DEPTHS.get(image.mode, 4)))
        packed = self.kind == "tiff" and getattr(image, "tile", [[""]])[0][0] == "libtiff"  # that wants the whole file
        if packed and self._file.size > WHOLE_LIMIT:
            raise Trouble(Read.TOO_LARGE)

    def _scaled(self, side: int) -> Pixels:
        content = self._content()
        height, width, colours, sampled = simplejpeg.decode_jpeg_header(content, strict=False)
        progressive, largest = _progressive(content), LARGEST
        if progressive:  # what is decoded lies beside all coefficients
            kept = _KEPT.get(sampled, 6) * (4 if colours in ("CMYK", "YCCK") else 3) // 3
            _check((width, height), min(PROGRESSIVE_POINTS, _PROGRESSIVE_BYTES // kept))
            largest = min(LARGEST, max(_LEAST, (_PROGRESSIVE_BYTES - height * width * kept) // 3))
        else:
            _check((width, height), MOST_POINTS["jpeg"])
        part = min(1.0, side / max(height, width), math.sqrt(largest / (height * width)))
        if progressive and part <= 1 / 8:
            content = _means(content)
        wanted = {"min_height": max(1, int(height * part)), "min_width": max(1, int(width * part))}
        pixels = simplejpeg.decode_jpeg(content, "BGR", fastdct=True, fastupsample=True, strict=False, **wanted)
        if self.state is Read.READ and _HOLE["jpeg"] in content and not _is_sound(content):
            self.state = Read.DAMAGED
        return _array(pixels)

    def _source(self) -> io.BytesIO | io.BufferedReader:
        if self._whole is None and self.kind in _STREAMED:
            return io.BufferedReader(Stream(self._file), 1 << 20)
        return io.BytesIO(self._content())

    def _content(self) -> bytes:
        if self._whole is None:
            self._whole = self._file.part(0, self._file.size)
        return self._whole

    def _is_cut(self) -> bool:
        """Whether the end that the format asks for is missing."""
        size = self._file.size
        tail = self._file.part(max(0, size - 4096), 4096)
        match self.kind:
            case "jpeg":  # some cameras put a second picture or a map behind the first
                begin = next((at for kind, at in _segments(self._head) if kind == _PASS), 0)
                after = max(0, begin - max(0, size - 4096))  # a preview before the points has an end of its own
                if not begin:  # the head is longer than what was looked at, or cut
                    return not self._ends()
                return b"\xff\xd9" not in tail[after:] and not self._ends()
            case "png":
                return b"IEND" not in tail
            case "gif":
                return not tail.rstrip(b"\0").endswith(b";") and behind.end(self._file, self.kind) == size
            case "webp":
                return int.from_bytes(self._head[4:8], "little") + 8 > size
            case "heic" | "avif":
                return _boxes_end(self._file) > size
        return False

    def _ends(self) -> bool:
        """Whether a JPEG's data has an end: a preview before them has one of its own."""
        content = self._content()
        begin = next((at for kind, at in _segments(content) if kind == _PASS), len(content))
        return content.find(b"\xff\xd9", begin) >= 0


def _boxes_end(file: File) -> int:
    """Where the boxes of a HEIF file end, as they say themselves; beyond the file, where it is cut."""
    at = 0
    while at + 8 <= file.size:
        head = file.part(at, 16)
        size = int.from_bytes(head[:4], "big")
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if size == 0:  # to the end; zeros alone are padding
            return file.size
        if size < 8:
            return file.size + 1
        at += size
    return at


def _check(size: tuple[int, int], limit: int) -> None:
    if size[0] * size[1] > limit:
        raise Trouble(Read.REFUSED if size[0] * size[1] > 4 * limit else Read.TOO_LARGE)


def _array(pixels: object) -> Pixels:
    return np.asarray(pixels, dtype=np.uint8)


def _segments(content: bytes) -> Iterator[tuple[int, int]]:
    """The parts of a JPEG's head, up to the first pass: each marker's second byte, and where its length stands."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        yield content[at + 1], at + 2
        if content[at + 1] in (_PASS, 0xD9):
            return
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")


def _is_sound(content: bytes) -> bool:
    """Whether a JPEG decodes without a complaint: flat pages hold long runs of zeros by right."""
    try:
        simplejpeg.decode_jpeg(content, "GRAY", fastdct=True, min_height=1, min_width=1, strict=True)
    except ValueError:
        return False
    return True


def _progressive(content: bytes) -> bool:
    """Whether a JPEG comes in passes over the whole picture: what its frame's marker says."""
    return next((kind for kind, _ in _segments(content) if kind in _FRAMES), 0) in (0xC2, 0xC6, 0xCA, 0xCE)


def _means(content: bytes) -> bytes:
    """A progressive JPEG as far as the mean of each block of 8 x 8 points goes, which is all of it at an eighth.

    Its first pass holds those ([ITU-T T.81] G.1.1.1.1) and is a tenth of the file; one that begins otherwise stays
    whole.
    """
    begin = next((at for kind, at in _segments(content) if kind == _PASS), None)
    if begin is None or begin + 3 > len(content):
        return content
    size, colours = int.from_bytes(content[begin : begin + 2], "big"), content[begin + 2]
    described = content[begin + 3 + 2 * colours : begin + 6 + 2 * colours]
    end = _NEXT_PASS.search(content, begin + size)
    if described not in (b"\0\0\0", b"\0\0\1") or colours < 3 or end is None:  # nothing but means, at most one bit off
        return content
    return content[: end.start()] + b"\xff\xd9"


# -- previews --------------------------------------------------------------------------------------------------------


def _exif(head: bytes) -> tuple[int, bytes | None]:
    """Orientation and preview of a JPEG, from its first bytes; whatever is not as it should be is left out."""
    try:
        for kind, at in _segments(head):
            if kind == 0xE1 and head[at + 2 : at + 8] == b"Exif\0\0":
                return _tiff(head[at + 8 : at + int.from_bytes(head[at : at + 2], "big")])
    except (struct.error, IndexError):
        pass
    return 1, None


def _tiff(block: bytes) -> tuple[int, bytes | None]:
    order = "<" if block[:2] == b"II" else ">"
    first, following = _directory(block, struct.unpack_from(order + "I", block, 4)[0], order)
    orientation = struct.unpack_from(order + "H", block, first[0x112])[0] if 0x112 in first else 1
    preview = None
    if following:
        try:
            second, _ = _directory(block, following, order)
            begin = struct.unpack_from(order + "I", block, second[0x201])[0]
            size = struct.unpack_from(order + "I", block, second[0x202])[0]
            found = block[begin : begin + size]
            preview = found if found[:2] == b"\xff\xd8" and len(found) == size else None
        except (struct.error, KeyError):
            preview = None
    return (orientation if 1 <= orientation <= 8 else 1), preview


def _directory(block: bytes, at: int, order: str) -> tuple[dict[int, int], int]:
    """Where each tag's value stands, and where the next directory begins."""
    (number,) = struct.unpack_from(order + "H", block, at)
    places = {}
    for index in range(min(number, 200)):
        (tag,) = struct.unpack_from(order + "H", block, at + 2 + 12 * index)
        places[tag] = at + 2 + 12 * index + 8
    return places, struct.unpack_from(order + "I", block, at + 2 + 12 * number)[0]


def _heic_preview(content: bytes) -> Pixels | None:
    """The small picture within a HEIC file: the file is told that its preview is the main picture."""
    found = container(content)
    changed = found.preview() if found is not None else None
    if changed is None:
        return _heic_exif_preview(content)
    with Image.open(io.BytesIO(changed)) as image:
        if image.size[0] * image.size[1] > 1_000_000:
            return None
        image.load()
        return flat(image)


def _tile(content: bytes) -> Pixels:
    image = pi_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)
    _check(image.size, _TILE_POINTS)
    colours = np.asarray(image, dtype=np.uint8)
    way = cv2.COLOR_GRAY2BGR if colours.ndim == 2 else cv2.COLOR_RGB2BGR
    small = cv2.resize(colours, (_TILE_SIDE, _TILE_SIDE), interpolation=cv2.INTER_AREA)
    return _array(cv2.cvtColor(small, way))


def _heic_exif_preview(content: bytes) -> Pixels | None:
    """Android's writers put the small picture into EXIF, as in a JPEG; nothing is decoded but that."""
    with Image.open(io.BytesIO(content)) as image:
        block = image.info.get("exif") or b""
    found = _tiff(block.removeprefix(b"Exif\0\0"))[1] if len(block) > 16 else None
    return None if found is None else _array(simplejpeg.decode_jpeg(found, "BGR", strict=False))
