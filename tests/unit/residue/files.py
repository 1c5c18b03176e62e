"""Files of every kind that the carver knows, made here from nothing."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from functools import cache

import numpy as np
import simplejpeg

from checker.residue.formats.ole import MAGIC as OLE_MAGIC
from checker.residue.formats.sevenzip import MAGIC as SEVENZIP_MAGIC


@cache
def jpeg(seed: int = 1, size: int = 400) -> bytes:
    """A picture of clouds: its coded part looks like a photo's."""
    chance = np.random.default_rng(seed)
    rough = chance.integers(0, 255, (size // 8, size // 8, 3), dtype=np.uint8)
    fine = chance.integers(0, 24, (size // 8 * 8, size // 8 * 8, 3), dtype=np.uint8)
    picture = np.clip(rough.repeat(8, 0).repeat(8, 1).astype(int) // 2 + fine * 4, 0, 255).astype(np.uint8)
    return bytes(simplejpeg.encode_jpeg(picture, quality=90))


@cache
def png(seed: int = 1, size: int = 60) -> bytes:
    rows = b"".join(b"\0" + random.Random(seed + row).randbytes(size * 3) for row in range(size))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in (
            (b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(rows)),
            (b"IEND", b""),
        )
    )


@cache
def docx(seed: int = 1, size: int = 40_000, first: str = "word/document.xml") -> bytes:
    made = io.BytesIO()
    chance = random.Random(seed)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("[Content_Types].xml"), "<Types/>")
        file.writestr(zipfile.ZipInfo(first), chance.randbytes(size).hex())
        file.writestr(zipfile.ZipInfo("docProps/thumbnail.jpeg"), chance.randbytes(3000))
    return made.getvalue()


@cache
def ofd(seed: int = 1) -> bytes:
    return docx(seed, 9_000, "OFD.xml")


class _NoSeek(io.BytesIO):
    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError("no position")


@cache
def streamed_zip(seed: int = 1) -> bytes:
    """A ZIP as a program writes it that cannot go back: sizes follow their members."""
    made = _NoSeek()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt", random.Random(seed).randbytes(20_000).hex())
    return made.getvalue()


@cache
def pdf(seed: int = 1, pages: int = 3, picture: bytes = b"") -> bytes:
    """A PDF with compressed streams and a classic table of cross references."""
    chance = random.Random(seed)
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]
    for _ in range(pages):
        packed = zlib.compress(chance.randbytes(4000).hex().encode())
        bodies.append(_stream(b"/Filter /FlateDecode", packed))
    if picture:
        bodies.append(_stream(b"/Subtype /Image /Filter /DCTDecode", picture))
    made, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(made)


@cache
def pdf_with_reference_stream(seed: int = 1) -> bytes:
    """A PDF 1.5 whose cross references are a compressed stream with PNG prediction."""
    made, places = bytearray(b"%PDF-1.5\n"), []
    packed = zlib.compress(random.Random(seed).randbytes(3000).hex().encode())
    for number, body in enumerate((b"<< /Type /Catalog >>", _stream(b"/Filter /FlateDecode", packed)), 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(made)
    rows = [bytes(4), *(b"\1" + place.to_bytes(2, "big") + b"\0" for place in [*places, start])]
    packed_rows, before = bytearray(), bytes(4)
    for row in rows:
        packed_rows += b"\2" + bytes((one - above) & 0xFF for one, above in zip(row, before, strict=True))
        before = row
    words = b"/Type /XRef /W [1 2 1] /Size 4 /DecodeParms << /Columns 4 /Predictor 12 >> /Filter /FlateDecode"
    made += b"3 0 obj\n" + _stream(words, zlib.compress(bytes(packed_rows))) + b"\nendobj\n"
    made += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(made)


def _stream(words: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (words, len(content), content)


@cache
def ole(seed: int = 1, size: int = 30_000, name: str = "WordDocument") -> bytes:
    """A compound file with one stream."""
    sectors = -(-size // 512)
    table_sectors = 1
    while table_sectors * 128 < sectors + 1 + table_sectors:
        table_sectors += 1
    table = [0xFFFFFFFF] * (table_sectors * 128)
    for number in range(table_sectors):
        table[number] = 0xFFFFFFFD
    table[table_sectors] = 0xFFFFFFFE
    first = table_sectors + 1
    for number in range(first, first + sectors):
        table[number] = number + 1 if number + 1 < first + sectors else 0xFFFFFFFE
    head = OLE_MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, table_sectors, table_sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *range(table_sectors), *[0xFFFFFFFF] * (109 - table_sectors))
    folder = _ole_entry("Root Entry", 5, 0xFFFFFFFE, 0) + _ole_entry(name, 2, first, size) + bytes(256)
    body = random.Random(seed).randbytes(size).ljust(sectors * 512, b"\0")
    return head + struct.pack(f"<{len(table)}I", *table) + folder + body


def _ole_entry(name: str, kind: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(letters), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


@cache
def mp4(seed: int = 1, brand: bytes = b"isom", size: int = 30_000) -> bytes:
    chance = random.Random(seed)
    moov = box(b"moov", box(b"mvhd", bytes(100)) + box(b"trak", chance.randbytes(400)))
    return box(b"ftyp", brand + bytes(4) + brand) + moov + box(b"free", b"") + box(b"mdat", chance.randbytes(size))


@cache
def heic(seed: int = 1, size: int = 30_000) -> bytes:
    chance = random.Random(seed)
    head = box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")
    return head + box(b"meta", chance.randbytes(900)) + box(b"mdat", chance.randbytes(size))


@cache
def sevenzip(seed: int = 1) -> bytes:
    packed, directory = random.Random(seed).randbytes(5000), b"\1\4\6\0\1\x09" + bytes(30)
    start = struct.pack("<QQI", len(packed), len(directory), zlib.crc32(directory))
    return SEVENZIP_MAGIC + b"\0\4" + struct.pack("<I", zlib.crc32(start)) + start + packed + directory


EVERY = {
    "jpeg": jpeg(),
    "png": png(),
    "docx": docx(),
    "ofd": ofd(),
    "zip": streamed_zip(),
    "pdf": pdf(),
    "doc": ole(),
    "wps": ole(2, 20_000, "WpsDocument"),
    "xls": ole(3, 70_000, "Workbook"),
    "mp4": mp4(),
    "m4a": mp4(2, b"M4A "),
    "heic": heic(),
    "7z": sevenzip(),
}
"""One of each kind, by the word that a find of it carries."""

VERIFIED = {"jpeg", "png", "docx", "ofd", "zip", "pdf"}
"""Kinds whose content can be verified."""


# -- kinds without checksums ------------------------------------------------------------------------------------------


@cache
def tiff(order: str = "<") -> bytes:
    """Two strips, with the directory behind them, as scanners write it."""
    strips = [random.Random(number).randbytes(9000) for number in range(2)]
    places = (8, 8 + 9000)
    at = 8 + 18_000
    numbers = struct.pack(f"{order}4I", *places, 9000, 9000)
    entries = ((256, 3, 1, 600), (257, 3, 1, 240), (259, 3, 1, 1), (273, 4, 2, at), (279, 4, 2, at + 8))
    directory = struct.pack(order + "H", len(entries))
    for tag, kind, count, value in entries:
        packed = struct.pack(order + ("HH" if kind == 3 else "I"), *((value, 0) if kind == 3 else (value,)))
        directory += struct.pack(order + "HHI", tag, kind, count) + packed
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", at + 16)
    return head + b"".join(strips) + numbers + directory + bytes(4)


@cache
def bmp() -> bytes:
    pixels = random.Random(4).randbytes(90 * 60 * 3 // 4 * 4)
    return b"BM" + struct.pack("<IIIIiiHH6I", 54 + len(pixels), 0, 54, 40, 90, 60, 1, 24, 0, 0, 0, 0, 0, 0) + pixels


@cache
def gif() -> bytes:
    blocks = b"".join(b"\xff" + random.Random(number).randbytes(255) for number in range(40))
    picture = b",\0\0\0\0" + struct.pack("<HHB", 90, 60, 0) + b"\x08" + blocks + b"\0"
    return b"GIF89a" + struct.pack("<HHBBB", 90, 60, 0x80, 0, 0) + bytes(6) + b"!\xf9\x04\0\0\0\0\0" + picture + b";"


def _riff(form: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    body = form + b"".join(name + struct.pack("<I", len(one)) + one + bytes(len(one) & 1) for name, one in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


@cache
def wav() -> bytes:
    return _riff(
        b"WAVE", (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)), (b"data", bytes(range(250)) * 80)
    )


@cache
def webp() -> bytes:
    return _riff(b"WEBP", (b"VP8 ", random.Random(7).randbytes(9000)))


@cache
def avi() -> bytes:
    return _riff(b"AVI ", (b"LIST", b"hdrl" + bytes(200)), (b"LIST", b"movi" + random.Random(8).randbytes(9000)))


@cache
def amr() -> bytes:
    chance = random.Random(9)
    return b"#!AMR\n" + b"".join(b"\x3c" + chance.randbytes(31) for _ in range(300))


@cache
def mp3(tagged: bool = True) -> bytes:
    chance = random.Random(10)
    frames = b"".join(b"\xff\xfb\x90\x00" + chance.randbytes(413) for _ in range(60))
    return (b"ID3\x03\0\0\0\0\x07\x68" + bytes(1000) if tagged else b"") + frames


@cache
def rtf() -> bytes:
    return b"{\\rtf1\\ansi\\ansicpg936 {\\fonttbl{\\f0 SimSun;}} " + b"\\'bb\\'fa\\'c3\\'dc \\{x\\}\\par\n" * 500 + b"}"


@cache
def html() -> bytes:
    rows = "<p>本单位第三季度工作总结，内部资料。</p>\n" * 300
    return f"<!DOCTYPE html>\n<html><head><title>总结</title></head><body>{rows}</body></html>".encode()


@cache
def mail() -> bytes:
    head = (
        "Received: from a by b\r\nFrom: zhang@unit.cn\r\nTo: li@unit.cn\r\nSubject: report\r\nMIME-Version: 1.0\r\n\r\n"
    )
    return (head + "The report of the third quarter, for internal use.\r\n" * 200).encode()


@cache
def sqlite() -> bytes:
    import sqlite3

    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE paper (id INTEGER, words TEXT)")
    base.executemany("INSERT INTO paper VALUES (?, ?)", [(number, "words " * 20) for number in range(200)])
    base.commit()
    return bytes(base.serialize())


def _vint(number: int) -> bytes:
    packed = b""
    while number > 0x7F:
        packed, number = packed + bytes([number & 0x7F | 0x80]), number >> 7
    return packed + bytes([number])


@cache
def rar(version: int = 5) -> bytes:
    content = random.Random(12).randbytes(9000)
    if version == 4:
        made = b"Rar!\x1a\x07\x00"
        for kind, flags, rest, data in (
            (0x73, 0, bytes(6), b""),
            (0x74, 0x8000, struct.pack("<IIBIIBBHI", len(content), 9000, 2, 1, 1, 20, 0x33, 1, 32) + b"a", content),
            (0x7B, 0x4000, b"", b""),
        ):
            head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
            made += struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data
        return made
    made = b"Rar!\x1a\x07\x01\x00"
    for kind, flags, rest, data in (
        (1, 0, _vint(0), b""),
        (2, 2, _vint(len(content)) + bytes(20), content),
        (5, 0, _vint(0), b""),
    ):
        body = _vint(kind) + _vint(flags) + rest
        head = _vint(len(body)) + body
        made += struct.pack("<I", zlib.crc32(head)) + head + data
    return made


@cache
def pst() -> bytes:
    head = bytearray(564)
    head[:4], head[8:10] = b"!BDN", b"SM"
    struct.pack_into("<H", head, 10, 23)
    struct.pack_into("<Q", head, 0xB8, 20_000)
    return bytes(head) + random.Random(13).randbytes(20_000 - 564)


@cache
def dwg() -> bytes:
    return b"AC1032\0\0\0\0\0" + bytes(range(0x80 - 11)) + random.Random(14).randbytes(9000)


CLOSED = {
    "tiff": tiff(),
    "bmp": bmp(),
    "gif": gif(),
    "wav": wav(),
    "webp": webp(),
    "avi": avi(),
    "amr": amr(),
    "mp3": mp3(),
    "rtf": rtf(),
    "html": html(),
    "mail": mail(),
    "sqlite": sqlite(),
    "rar": rar(),
}
"""Files whose structure closes, by kind."""
