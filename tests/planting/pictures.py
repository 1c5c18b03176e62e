"""Pictures that say beside their points, or behind them, what nobody sees who looks at them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pi_heif  # noqa: F401  its module lets Pillow open HEIC
from PIL import Image, ImageDraw, PngImagePlugin, TiffImagePlugin

from tests.planting.pdfs import paper
from tests.planting.planted import Planted
from tests.unit.content import papers

_XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><dc:subject><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:subject></rdf:RDF></x:xmpmeta>'
_XMP_VALUE = '<?xpacket begin=""?><x:xmpmeta><rdf:Description photoshop:Headline="{}"/></x:xmpmeta><?xpacket end="w"?>'


def photo() -> Image.Image:
    """A picture of nothing, with enough in it that no packer makes nothing of it."""
    image = Image.new("RGB", (64, 48), "#336699")
    ImageDraw.Draw(image).line((3, 5, 60, 40), "#ffcc00", 3)
    return image


def saved(kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    photo().save(out, kind, **how)
    return out.getvalue()


def segment(kind: int, content: bytes) -> bytes:
    return b"\xff" + bytes((kind,)) + struct.pack(">H", len(content) + 2) + content


def jpeg(*segments: bytes) -> bytes:
    whole = saved("JPEG")
    return whole[:2] + b"".join(segments) + whole[2:]


def exif(tags: Mapping[int, Any], below: Mapping[int, Any] | None = None) -> bytes:
    made = Image.Exif()
    made.update(tags)
    if below:
        made.get_ifd(0x8769).update(below)
    return made.tobytes()


def _with_exif(tags: Callable[[str], Mapping[int, Any]]) -> Callable[[str], bytes]:
    return lambda mark: saved("JPEG", exif=exif(tags(mark)))


def iptc(mark: str) -> bytes:
    raw = mark.encode()
    caption = b"\x1c\x01\x5a" + struct.pack(">H", 3) + b"\x1b%G" + b"\x1c\x02\x78" + struct.pack(">H", len(raw)) + raw
    return b"8BIM\x04\x04\0\0" + struct.pack(">I", len(caption)) + caption + bytes(len(caption) % 2)


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*chunks: bytes) -> bytes:
    whole = saved("PNG")
    return whole[:33] + b"".join(chunks) + whole[33:]


def _international(mark: str, packed: bool = False) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Comment", mark, "zh", "", zip=packed)
    return saved("PNG", pnginfo=info)


def _profile(mark: str) -> bytes:
    block = iptc(mark)
    told = f"\niptc\n{len(block):8}\n{block.hex()}\n".encode()
    return png(chunk(b"zTXt", b"Raw profile type iptc\0\0" + zlib.compress(told)))


def gif(mark: str, label: bytes = b"\xfe") -> bytes:
    raw, whole = mark.encode(), saved("GIF")
    at = 13 + (3 << (whole[10] & 7) + 1)
    return whole[:at] + b"!" + label + bytes((len(raw),)) + raw + b"\0" + whole[at:]


def _tiff(tag: int, value: Callable[[str], Any], kind: int | None = None) -> Callable[[str], bytes]:
    def make(mark: str) -> bytes:
        info = TiffImagePlugin.ImageFileDirectory_v2()
        if kind is not None:
            info.tagtype[tag] = kind
        info[tag] = value(mark)
        return saved("TIFF", tiffinfo=info)

    return make


def heic(mark: str) -> bytes:
    """Nothing here writes HEIC; AVIF is the same container."""
    return saved("AVIF", exif=exif({0x010E: mark.encode()}))


def icon(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "ICO", sizes=[image.size])
    return out.getvalue()


def icon_of_old(mark: str) -> bytes:
    """A picture as Windows 95 wrote it: without a head, and with a mask of as many points below."""
    out = io.BytesIO()
    page = paper(mark).convert("RGB")
    page.save(out, "BMP")
    body = out.getvalue()[14:]
    body = body[:8] + struct.pack("<i", 2 * page.height) + body[12:] + bytes(page.height * -(-page.width // 32) * 4)
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 0, 0, 0, 0, 1, 24, len(body), 22) + body


def _large_icon(mark: str) -> bytes:
    out = io.BytesIO()
    paper(mark).save(out, "PNG")
    content = out.getvalue()
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 0, 0, 0, 0, 1, 32, len(content), 22) + content


BEHIND: dict[str, Callable[[str], bytes]] = {
    "zip": lambda mark: papers.zipped({"a.docx": papers.docx(mark)}),
    "7z": lambda mark: papers.seven({"a.docx": papers.docx(mark)}),
    "gz": lambda mark: __import__("gzip").compress(f"{mark}\n正文".encode()),
    "docx": papers.docx,
    "text": lambda mark: f"\n{mark}\n正文".encode(),
}
_BEFORE: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: saved("JPEG"),
    "png": lambda: saved("PNG"),
    "gif": lambda: saved("GIF"),
    "webp": lambda: saved("WEBP"),
    "bmp": lambda: saved("BMP"),
}

_PLACES: dict[str, dict[str, Callable[[str], bytes]]] = {
    "jpeg": {
        "EXIF description": _with_exif(lambda mark: {0x010E: mark.encode()}),
        "EXIF description, GBK": _with_exif(lambda mark: {0x010E: f"{mark}\n关于会议的通知".encode("gbk")}),
        "EXIF copyright": _with_exif(lambda mark: {0x8298: mark.encode()}),
        "EXIF remark": lambda mark: saved("JPEG", exif=exif({}, {0x9286: b"UNICODE\0" + mark.encode("utf-16-be")})),
        "EXIF remark, other order": lambda mark: saved(
            "JPEG", exif=exif({}, {0x9286: b"UNICODE\0" + mark.encode("utf-16-le")})
        ),
        "title of Windows": _with_exif(lambda mark: {0x9C9B: (mark + "\0").encode("utf-16-le")}),
        "keywords of Windows": _with_exif(lambda mark: {0x9C9E: (mark + "\0").encode("utf-16-le")}),
        "XMP": lambda mark: jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP.format(mark).encode())),
        "XMP, a value": lambda mark: jpeg(
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP_VALUE.format(mark).encode())
        ),
        "IPTC": lambda mark: jpeg(segment(0xED, b"Photoshop 3.0\0" + iptc(mark))),
        "comment": lambda mark: jpeg(segment(0xFE, mark.encode())),
        "comment, GBK": lambda mark: jpeg(segment(0xFE, f"{mark}\n关于会议的通知".encode("gbk"))),
        "block of an unknown program": lambda mark: jpeg(segment(0xEA, b"Foo\0" + mark.encode("utf-16-le"))),
        "EXIF that breaks off": lambda mark: jpeg(segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x09" + mark.encode())),
    },
    "png": {
        "text": lambda mark: png(chunk(b"tEXt", b"Comment\0" + mark.encode())),
        "packed text": lambda mark: png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(mark.encode()))),
        "international text": _international,
        "international text, packed": lambda mark: _international(mark, packed=True),
        "EXIF": lambda mark: saved("PNG", exif=exif({0x010E: mark.encode()})),
        "XMP": lambda mark: png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + _XMP.format(mark).encode())),
        "profile in letters": _profile,
        "block of an unknown program": lambda mark: png(chunk(b"prVt", mark.encode())),
    },
    "gif": {"comment": gif, "text beside": lambda mark: gif(mark, b"\x01")},
    "tiff": {
        "description": _tiff(270, lambda mark: mark.encode()),
        "XMP": _tiff(700, lambda mark: _XMP.format(mark).encode(), 1),
        "IPTC": _tiff(33723, iptc, 7),
        "unknown tag": _tiff(65000, lambda mark: mark.encode(), 7),
        "text behind it": lambda mark: _tiff(270, lambda _: b"x")(mark) + mark.encode(),
    },
    "webp": {
        "EXIF": lambda mark: saved("WEBP", exif=exif({0x010E: mark.encode()})),
        "XMP": lambda mark: saved("WEBP", xmp=_XMP.format(mark).encode()),
    },
    "avif": {"EXIF": heic, "XMP": lambda mark: saved("AVIF", xmp=_XMP.format(mark).encode())},
    "jp2": {
        "XML": lambda mark: _box(saved("JPEG2000"), b"xml ", f"<a>{mark}</a>".encode()),
    },
    "ico": {"picture": _large_icon, "picture of old": icon_of_old},
}


def _box(whole: bytes, kind: bytes, content: bytes) -> bytes:
    at = whole.index(b"jp2c") - 4
    return whole[:at] + struct.pack(">I", 8 + len(content)) + kind + content + whole[at:]


def _hung_on(before: Callable[[], bytes], make: Callable[[str], bytes]) -> Callable[[str], bytes]:
    return lambda mark: before() + make(mark)


PLANTED = tuple(
    Planted(kind, place, make) for kind, places in _PLACES.items() for place, make in places.items()
) + tuple(
    Planted(kind, f"{what} behind it", _hung_on(before, make))
    for kind, before in _BEFORE.items()
    for what, make in BEHIND.items()
)
