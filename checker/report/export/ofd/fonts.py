"""The fonts within a PDF of ours, as files that an OFD reader can open by themselves.

A PDF keeps a bare CFF table; a reader of OFD looks for an OpenType font. Around the table go those that the OpenType
specification requires (1.9, "required tables"), with a character map made of what the PDF says its glyphs mean.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from checker.report.export.ofd.drawn import Font
from checker.report.export.ofd.tokens import NotUnderstood

_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[)")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_UNITS = 1000
_CHARSTRINGS = 17  # the operator of a CFF's top dictionary that says where the glyphs are
_MADE = 3_502_828_800  # 2015-01-01 in seconds since 1904: dates of a font say nothing here


@dataclass(frozen=True, slots=True)
class Embedded:
    """`words`: what a glyph means; `widths`: in thousandths of the size, `width` where a glyph has none there."""

    font: Font
    words: dict[int, str]
    widths: dict[int, float]
    width: float


def embedded(font: Any) -> Embedded:
    """Raises NotUnderstood for a font of another kind than typst embeds."""
    if font["/Subtype"] != "/Type0" or font["/Encoding"] != "/Identity-H":
        raise NotUnderstood("a font of another kind")
    inner = font["/DescendantFonts"][0].get_object()
    described = inner["/FontDescriptor"]
    if "/FontFile3" not in described or described["/FontFile3"]["/Subtype"] != "/CIDFontType0C":
        raise NotUnderstood("a font of another kind")
    words = _words(font["/ToUnicode"].data)
    widths = _widths(inner["/W"])
    default = float(inner.get("/DW", _UNITS))
    name = str(font["/BaseFont"])[1:].removesuffix("-Identity-H")
    table = described["/FontFile3"].data
    box = tuple(int(value) for value in described["/FontBBox"])
    file = _opentype(table, name, words, widths, default, box, int(described["/Ascent"]), int(described["/Descent"]))
    family = name.partition("+")[2] or name
    return Embedded(Font(name=str(font["/BaseFont"]), family=family, file=file), words, widths, default)


def _words(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for kind, block in _BLOCK.findall(cmap):
        if kind == b"bfchar":
            for number, said in _CHAR.findall(block):
                found[int(number, 16)] = bytes.fromhex(said.decode()).decode("utf-16-be")
            continue
        for first, last, said in _RANGE.findall(block):
            if not said:
                raise NotUnderstood("a range of glyphs with a list of meanings")
            start = int(said, 16)
            for step, number in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[number] = chr(start + step)
    return found


def _widths(listed: Any) -> dict[int, float]:
    """``first [w w …]`` and ``first last w``, as ISO 32000-1, 9.7.4.3 has them."""
    found: dict[int, float] = {}
    values = [one.get_object() if hasattr(one, "get_object") else one for one in listed]
    place = 0
    while place < len(values):
        first, second = int(values[place]), values[place + 1]
        if isinstance(second, list):
            found.update({first + step: float(width) for step, width in enumerate(second)})
            place += 2
        else:
            found.update(dict.fromkeys(range(first, int(second) + 1), float(values[place + 2])))
            place += 3
    return found


def _opentype(
    table: bytes,
    name: str,
    words: dict[int, str],
    widths: dict[int, float],
    default: float,
    box: tuple[int, ...],
    ascent: int,
    descent: int,
) -> bytes:
    count = _glyphs(table)
    advances = [round(widths.get(number, default)) for number in range(count)]
    points: dict[int, int] = {}
    for number, said in sorted(words.items()):
        if len(said) == 1:
            points.setdefault(ord(said), number)
    head = struct.pack(
        ">IIIIHHqqhhhhHHhhh",
        *(0x00010000, 0x00010000, 0, 0x5F0F3CF5, 3, _UNITS, _MADE, _MADE, *box, 0, 8, 2, 0, 0),
    )
    hhea = struct.pack(
        ">IhhhHhhhhhh4hhH", 0x00010000, ascent, descent, 0, max(advances), 0, 0, box[2], 1, *[0] * 7, count
    )
    low, high = (min(points), max(points)) if points else (0, 0)
    os2 = struct.pack(
        ">HhHHHhhhhhhhhhhh10sIIII4sHHHhhhHHIIhhHHH",
        *(4, round(sum(advances) / count), 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0),
        *(bytes(10), 0, 0, 0, 0, b"NONE", 0x40, min(low, 0xFFFF), min(high, 0xFFFF), ascent, descent, 0),
        *(max(ascent, 0), max(-descent, 0), 1 << 18, 0, 500, 700, 0, 0x20, 2),
    )
    tables = {
        b"CFF ": table,
        b"OS/2": os2,
        b"cmap": _cmap(points),
        b"head": head,
        b"hhea": hhea,
        b"hmtx": b"".join(struct.pack(">Hh", advance, 0) for advance in advances),
        b"maxp": struct.pack(">IH", 0x00005000, count),
        b"name": _names(name),
        b"post": struct.pack(">IIhhIIIII", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0),
    }
    return _file(tables)


def _glyphs(table: bytes) -> int:
    """How many glyphs a CFF table has (Adobe Technical Note 5176)."""
    place, _ = _index(table, table[2])  # names
    place, tops = _index(table, place)
    operands: list[int] = []
    top, at = tops[0], 0
    while at < len(top):
        one = top[at]
        if one <= 21:
            operator = one if one != 12 else 1200 + top[at + 1]
            at += 1 + (one == 12)
            if operator == _CHARSTRINGS:
                return int.from_bytes(table[operands[-1] : operands[-1] + 2], "big")
            operands = []
            continue
        value, at = _number(top, at)
        operands.append(value)
    raise NotUnderstood("a font without glyphs")


def _index(table: bytes, place: int) -> tuple[int, list[bytes]]:
    """Where an INDEX ends, and its parts."""
    count = int.from_bytes(table[place : place + 2], "big")
    if not count:
        return place + 2, []
    size = table[place + 2]
    begin = place + 3
    start = begin + size * (count + 1) - 1  # offsets count from the byte before the first part
    offsets = [int.from_bytes(table[at : at + size], "big") for at in range(begin, start + 1, size)]
    return start + offsets[-1], [table[start + a : start + b] for a, b in pairwise(offsets)]


def _number(data: bytes, at: int) -> tuple[int, int]:
    first = data[at]
    if first == 28:
        return int.from_bytes(data[at + 1 : at + 3], "big", signed=True), at + 3
    if first == 29:
        return int.from_bytes(data[at + 1 : at + 5], "big", signed=True), at + 5
    if first == 30:  # a real number, which no place is
        while data[at + 1] & 0x0F != 0x0F and data[at + 1] >> 4 != 0x0F:
            at += 1
        return 0, at + 2
    if first <= 246:
        return first - 139, at + 1
    high = (first - 247) * 256 + data[at + 1] + 108 if first <= 250 else -(first - 251) * 256 - data[at + 1] - 108
    return high, at + 2


def _cmap(points: dict[int, int]) -> bytes:
    """Formats 4 and 12, a segment a character."""
    low = sorted((point, glyph) for point, glyph in points.items() if point < 0xFFFF)
    segments = [*((point, point, (glyph - point) & 0xFFFF) for point, glyph in low), (0xFFFF, 0xFFFF, 1)]
    count = len(segments)
    power = 1 << (count.bit_length() - 1)
    ends, starts, deltas = zip(*((end, start, delta) for start, end, delta in segments), strict=True)
    body = struct.pack(">HHHH", 2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    body += struct.pack(f">{count}HH{count}H{count}H{count}H", *ends, 0, *starts, *deltas, *[0] * count)
    four = struct.pack(">HHH", 4, len(body) + 6, 0) + body
    groups = b"".join(struct.pack(">III", point, point, glyph) for point, glyph in sorted(points.items()))
    twelve = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(points)) + groups
    return struct.pack(">HHHHIHHI", 0, 2, 3, 1, 20, 3, 10, 20 + len(four)) + four + twelve


def _names(name: str) -> bytes:
    words = {1: name, 2: "Regular", 3: name, 4: name, 6: name}
    records, texts = b"", b""
    for number, said in words.items():
        text = said.encode("utf-16-be")
        records += struct.pack(">HHHHHH", 3, 1, 0x409, number, len(text), len(texts))
        texts += text
    return struct.pack(">HHH", 0, len(words), 6 + len(records)) + records + texts


def _file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = b"OTTO" + struct.pack(">HHHH", count, 16 * power, power.bit_length() - 1, 16 * (count - power))
    place = len(head) + 16 * count
    records, body = b"", b""
    for tag, content in sorted(tables.items()):
        padded = content + bytes(-len(content) % 4)
        records += tag + struct.pack(">III", _sum(padded), place + len(body), len(content))
        body += padded
    whole = bytearray(head + records + body)
    adjusted = (0xB1B0AFBA - _sum(bytes(whole))) & 0xFFFFFFFF
    at = whole.index(b"head", len(head)) + 8
    start = int.from_bytes(whole[at : at + 4], "big")
    whole[start + 8 : start + 12] = struct.pack(">I", adjusted)
    return bytes(whole)


def _sum(padded: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
