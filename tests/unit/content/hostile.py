"""Office files that are built to take all of a computer's memory: few bytes for each of very many things."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from tests.unit.content import papers

_SECTOR, _LAST, _NONE = 4096, 0xFFFF_FFFE, 0xFFFF_FFFF


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of up to 400 MB: sectors of 4 KiB, no small streams, all in the root."""
    sectors, chain, entries = list[bytes](), list[int](), list[bytes]()

    def put(content: bytes) -> int:
        begin, number = len(sectors), -(-len(content) // _SECTOR)
        sectors.extend(content[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(content), _SECTOR))
        chain.extend((*range(begin + 1, begin + number), _LAST))
        return begin

    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    for number, name in enumerate(names, 1):
        behind = number + 1 if number < len(names) else _NONE
        entries.append(_entry(name, 2, put(streams[name]), len(streams[name]), right=behind))
    directory = put(b"".join((_entry("Root Entry", 5, _LAST, 0, child=1), *entries)))
    fats = 1
    while fats * 1024 < len(sectors) + fats:
        fats += 1
    places = range(len(sectors), len(sectors) + fats)
    chain += [0xFFFF_FFFD] * fats
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 4, 0xFFFE, 12, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 1, fats, directory, 0, 0, _LAST, 0, _LAST, 0) + struct.pack(f"<{fats}I", *places)
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR * fats, b"\xff")
    return head.ljust(512, b"\xff").ljust(_SECTOR, b"\0") + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _NONE, child: int = _NONE) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, _NONE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def workbook(records: bytes) -> bytes:
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    return compound({"Workbook": begin + records + _record(10, b"")})


def label(text: str) -> bytes:
    """A cell with its own text."""
    return _record(0x204, struct.pack("<HHHHB", 0, 0, 0, len(text), 1) + text.encode("utf-16-le"))


def background(number: int) -> bytes:
    """A picture behind a sheet; each number another one."""
    return _record(0x7F, struct.pack("<HHI", 2, 1, 9) + b"%09d" % number)


def _atom(kind: int, body: bytes, version: int = 0, instance: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4 | version, kind, len(body)) + body


def slide(text: str) -> bytes:
    return _atom(1006, _atom(4000, text.encode("utf-16-le")), 15)


def packed_object(number: int) -> bytes:
    content = b"%09d" % number
    return _atom(4113, struct.pack("<I", len(content)) + zlib.compress(content, 1), 0, 1)


def show(tree: bytes) -> bytes:
    tree = _atom(1000, b"", 15) + tree
    directory = len(tree)
    tree += _atom(6002, b"")
    user = struct.pack("<HHIIII", 0, 4086, 20, 20, 0xE391_C05F, len(tree))
    tree += _atom(4085, struct.pack("<IIIII", 0, 0, 0, directory, 0).ljust(28, b"\0"))
    return compound({"PowerPoint Document": tree, "Current User": user.ljust(4096, b"\0")})


_TYPES = (
    '<?xml version="1.0"?><Types><Default Extension="rels" ContentType="application/x-relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def related(lists: int, number: int) -> bytes:
    """A document with so many lists of so many relationships each."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    one = f'<Relationship Id="r%d" Type="{kind}" Target="http://a.cn/%d-%d" TargetMode="External"/>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": "<w:document><w:p><w:r><w:t>a</w:t></w:r></w:p></w:document>",
    }
    for place in range(lists):
        told = "".join(one % (each, place, each) for each in range(number))
        parts[f"word/_rels/header{place}.xml.rels"] = f"<Relationships>{told}</Relationships>"
    return papers.zipped(parts)


def strings(lists: int, number: int) -> bytes:
    """A workbook with so many lists of so many strings each."""
    told = "".join(f"<si><t>{each}</t></si>" for each in range(number))
    parts = {"[Content_Types].xml": _TYPES, "xl/workbook.xml": "<workbook/>"}
    return papers.zipped(parts | {f"xl/sharedStrings{one}.xml": f"<sst>{told}</sst>" for one in range(lists)})
