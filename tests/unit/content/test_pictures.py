"""The same photographed page in every picture format, lying in every way; and pictures that are built to do harm."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from benchmarks.documents.capture import exif_block, preview
from checker.content import limits
from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.facts.content.document import DOCUMENT, Missed, Read, Seen
from checker.facts.content.marking import Bucket
from checker.model.coverage import Unit
from tests.unit.content import papers

HEAD = ("机密★10年", "关于做好年度工作的通知", "各有关单位：请认真组织落实。")
LINE = "现将有关事项通知如下，请结合实际抓好贯彻落实，确保取得实效。"


def seen(content: bytes) -> Seen:
    return inspected(Bytes(content), "x.bin", Order())[0]


def page(marked: bool = True) -> Image.Image:
    """A copy for each: Pillow leaves how it saved a picture on the picture, and the next format trips over it."""
    return _page(marked).copy()


@cache
def _page(marked: bool) -> Image.Image:
    image = Image.new("RGB", (1240, 1754), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(sans_path(), 36)
    for number in range(20):
        text = HEAD[number] if marked and number < len(HEAD) else LINE
        pen.text((140, 120 + 76 * number), text, "black", font)
    return image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def wide(image: Image.Image) -> Image.Image:
    """16 bits a point, as scanners of medical and technical papers write."""
    return Image.frombytes(
        "I;16", image.size, b"".join(struct.pack("<H", 257 * v) for v in image.convert("L").tobytes())
    )


FORMATS = {
    "jpeg": lambda: saved(page(), "JPEG", quality=88),
    "jpeg, progressive": lambda: saved(page(), "JPEG", quality=88, progressive=True),
    "jpeg, four inks": lambda: saved(page().convert("CMYK"), "JPEG", quality=88),
    "png": lambda: saved(page(), "PNG"),
    "png, black and white": lambda: saved(page().convert("1", dither=Image.Dither.NONE), "PNG"),
    "png, palette and transparent": lambda: saved(page().convert("P"), "PNG", transparency=0),
    "png, 16 bits": lambda: saved(wide(page()), "PNG"),
    "webp": lambda: saved(page(), "WEBP", quality=85),
    "webp, without loss": lambda: saved(page(), "WEBP", lossless=True),
    "webp, transparent": lambda: saved(page().convert("RGBA"), "WEBP", quality=85),
    "avif": lambda: saved(page(), "AVIF", quality=80, speed=9),
    "bmp": lambda: saved(page(), "BMP"),
    "gif, its first picture": lambda: saved(page(), "GIF", save_all=True, append_images=[page(False)]),
    "pcx": lambda: saved(page(), "PCX"),
    "tga": lambda: saved(page(), "TGA"),
    "tga, packed": lambda: saved(page().convert("L"), "TGA", compression="tga_rle"),
    "bitmap without its first bytes": lambda: saved(page(), "BMP")[14:],
    "jpeg behind stray bytes": lambda: b"\n\n\0" + saved(page(), "JPEG", quality=88),
    "jpeg behind a server's answer": lambda: (
        b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + saved(page(), "JPEG", quality=88)
    ),
    "jpeg behind zeros": lambda: bytes(512) + saved(page(), "JPEG", quality=88),
    "jpeg 2000": lambda: saved(page(), "JPEG2000", quality_mode="rates", quality_layers=[20]),
    "tiff, fax": lambda: saved(page().convert("1", dither=Image.Dither.NONE), "TIFF", compression="group4"),
    "tiff, the third page": lambda: saved(page(False), "TIFF", save_all=True, append_images=[page(False), page()]),
    "pdf of a scan": lambda: saved(page(), "PDF", resolution=150),
    "picture in a document": lambda: papers.docx("通知", {"word/media/image1.png": saved(page(), "PNG")}),
}


@pytest.mark.parametrize("form", FORMATS)
def test_a_marked_page_is_found_in_every_format(form: str) -> None:
    found = seen(FORMATS[form]())
    assert (found.read, found.marking.bucket, found.marking.level) == (Read.READ, Bucket.MARKED, "机密"), found


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_is_read_however_it_lies(turn: int) -> None:
    assert seen(saved(page().rotate(turn, expand=True), "JPEG", quality=88)).suspected


def test_a_photographed_page_without_a_mark_is_a_paper_and_nothing_more() -> None:
    desk = Image.effect_noise((1900, 2400), 60).convert("RGB")
    desk.paste(page(False).rotate(3, expand=True, fillcolor=(120, 120, 120)), (250, 250))
    found = seen(saved(desk, "JPEG", quality=88))
    assert found.picture is not None
    assert found.picture.document >= DOCUMENT
    assert found.marking.bucket is Bucket.NONE


def numbered(number: int) -> Image.Image:
    image = page(False)
    ImageDraw.Draw(image).text((1100, 1700), str(number), "black")
    return image


SEVERAL = {
    "tiff": lambda pages: saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]),
    "gif": lambda pages: saved(pages[0], "GIF", save_all=True, append_images=pages[1:]),
    "webp": lambda pages: saved(pages[0], "WEBP", save_all=True, append_images=pages[1:], quality=80),
    "apng": lambda pages: saved(pages[0], "PNG", save_all=True, append_images=pages[1:]),
    "mpo": lambda pages: saved(pages[0], "MPO", save_all=True, append_images=pages[1:]),
    "avif": lambda pages: saved(pages[0], "AVIF", save_all=True, append_images=pages[1:], speed=9),
}


@pytest.mark.parametrize("kind", SEVERAL)
def test_a_marking_on_a_later_picture_of_a_file_is_found(kind: str) -> None:
    found = seen(SEVERAL[kind]([numbered(0), numbered(1), page()]))
    assert (found.read, found.parts, found.suspected) == (Read.READ, 3, True)


def test_a_tiff_of_any_length_is_looked_at_in_full() -> None:
    found = seen(SEVERAL["tiff"]([*(Image.new("L", (300, 400), 255) for _ in range(40)), page()]))
    assert (found.read, found.parts, found.suspected) == (Read.READ, 41, True)


@pytest.mark.parametrize("kind", ["tiff", "gif"])
def test_more_pictures_than_are_looked_at_are_told(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PICTURES", 1)
    found = seen(SEVERAL[kind]([numbered(number) for number in range(4)]))
    assert (found.read, found.parts) == (Read.PARTLY, 2)
    assert found.missed == (Missed(Unit.PAGES, Read.TOO_LARGE, 2),)


HALVED = ("jpeg", "jpeg, progressive", "png", "webp", "avif", "gif, its first picture", "jpeg 2000", "tiff, fax")


@pytest.mark.parametrize("kind", HALVED)
@pytest.mark.parametrize("harm", ["cut", "zeros to the end", "hole"])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_half_a_picture_is_not_a_picture(kind: str, harm: str, part: float) -> None:
    """But for what is not packed, where nothing tells zeros from black: BMP, and a TIFF as most programs write it."""
    whole = FORMATS[kind]()
    at = int(len(whole) * part)
    content = {
        "cut": whole[:at],
        "zeros to the end": whole[:at] + bytes(len(whole) - at),
        "hole": whole[:at] + bytes(2_048) + whole[at + 2_048 :],
    }[harm]
    found = seen(content)
    assert found.suspected or found.read.could_not_read, "read and clean"


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int, height: int, rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def endless() -> bytes:
    """30,000 by 30,000 points: 112 MB of rows in 110 kB."""
    return png(30_000, 30_000, papers.deflated_zeros(30_000 * (1 + 30_000 // 8)))


JPEG = saved(page(), "JPEG", quality=88)
WEBP = saved(page(), "WEBP", quality=85)
BAD = {
    "30,000 x 30,000": (endless(), {Read.TOO_LARGE, Read.REFUSED}),
    "a header that promises 4 billion points": (png(65_000, 65_000, zlib.compress(b"\0")), {Read.REFUSED}),
    "a jpeg that promises more than any camera takes": (
        JPEG.replace(struct.pack(">HH", 1754, 1240), b"\xff\xdc\xff\xdc", 1),
        {Read.REFUSED, Read.TOO_LARGE},
    ),
    "a jpeg's first half": (JPEG[: len(JPEG) // 2], {Read.DAMAGED}),
    "a webp's first half": (WEBP[: len(WEBP) // 2], {Read.DAMAGED}),
    "a jpeg's first bytes": (JPEG[:600], {Read.DAMAGED}),
    "a png with torn rows": (png(1240, 1754, b"\x78\x9c" + bytes(range(256))), {Read.DAMAGED}),
    "a webp without a picture": (b"RIFF\x20\0\0\0WEBPVP8 " + bytes(20), {Read.DAMAGED}),
    "a tiff whose pages lead in a circle": (
        b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + struct.pack("<HHII", 256, 3, 1, 9) + b"\x08\0\0\0",
        {Read.DAMAGED},
    ),
    "a heic without a picture": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), {Read.DAMAGED}),
    "a bmp of minus one line": (b"BM" + bytes(12) + struct.pack("<IiiHHI", 40, 100, -1, 1, 24, 0), {Read.DAMAGED}),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_picture_ends_as_a_state_that_says_why(name: str) -> None:
    content, expected = BAD[name]
    assert seen(content).read in expected


@pytest.mark.parametrize("behind", [0, 300, 1_200, 3_000, 6_000])
def test_a_photo_cut_behind_its_whole_preview_is_damaged(behind: int) -> None:
    """The end of the preview is not the file's."""
    whole = saved(page(), "JPEG", quality=88, exif=exif_block(1, preview(np.asarray(page().convert("RGB")), 160)))
    end = whole.index(b"\xff\xd9") + 2
    assert seen(whole[: end + behind]).read is Read.DAMAGED
    assert seen(whole).read is Read.READ


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\x0a" + b"\x12\x33" * 400, "jxl"),
        (b"\0\0\0\x0cJXL \r\n\x87\n" + b"\0\1" * 300, "jxl"),
        (b"FUJIFILMCCD-RAW 0201" + b"\1" * 900, "raw"),
        (b"IIRO\x08\0\0\0" + b"\1" * 900, "raw"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + b"\1" * 900, "raw"),
        (b"\x3a\xde\x68\xb1" + b"\1" * 900, "dcx"),
    ],
)
def test_a_picture_that_nobody_reads_is_said_to_be_unread(content: bytes, kind: str) -> None:
    found = seen(content)
    assert (found.format, found.read) == (kind, Read.UNSUPPORTED)


def test_what_is_left_of_a_cut_off_page_still_counts() -> None:
    found = seen(JPEG[: len(JPEG) * 9 // 10])
    assert found.read is Read.DAMAGED
    assert found.suspected, "its upper part shows the marking"


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0MM\0*\xff\xff\xff\xff",
        b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 65_000) + bytes(300),
        b"Exif\0\0II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x0112, 3, 1, 77) + b"\x08\0\0\0",
        b"Exif\0\0" + bytes(range(256)) * 20,
    ],
    ids=["an offset to nowhere", "65,000 entries", "a position that does not exist", "noise"],
)
def test_broken_exif_costs_nothing(exif: bytes) -> None:
    content = JPEG[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + JPEG[2:]
    found = seen(content)
    assert (found.read, found.suspected) == (Read.READ, True)
