"""PDF: the cross references lead to objects, objects end, and compressed streams unpack with their checksums.

Written by the structure that ISO 32000-1 7.5 describes. Of a damaged file only its extent is told.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field

from checker.residue.finds import State
from checker.residue.formats import jpeg
from checker.residue.formats.judged import Budget, Bytes, Judged, Spent
from checker.residue.view import Memory

_HEADER = re.compile(rb"%PDF-[12]\.\d")
_START = re.compile(rb"startxref\s{1,4}(\d{1,10})\s{1,4}%%EOF(?:\r\n|\n|\r)?")
_TARGET = re.compile(rb"\s{0,4}(?:xref|\d{1,8} \d{1,5} obj)")
_OBJECT = re.compile(rb"\s{0,4}\d{1,8}\s+\d{1,5}\s+obj\b")
_ROW = re.compile(rb"(\d{10}) (\d{5}) ([nf])[\r\n ]{1,2}")
_NUMBERS = re.compile(rb"(\d{1,10}) (\d{1,8})\s*(?=\d{10} )")
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_PREVIOUS = re.compile(rb"/(?:Prev|XRefStm)\s+(\d{1,10})")

_STEP = 1 << 20
_LONGEST = 256 << 20
_BLIND = 48 << 20  # how far an end is looked for before the first one was seen
_BEYOND = 4 << 20  # and after the last one that fits
_MOST_OBJECTS = 200_000
_WORK = 512 << 20
_OBJECT_LIMIT = 24 << 20
_SMALL = 512  # a stream this short may be uncompressed without making the file unverified


@dataclass(slots=True)
class _Seen:
    offsets: set[int] = field(default_factory=set)
    encrypted: bool = False
    unverified: bool = False


def judge(view: Bytes) -> Judged | None:
    if not _HEADER.match(view.read(0, 8)):
        return None
    end, start, some = _end(view)
    if end is None:
        # Ends that fit nothing: pieces of this or another file follow.
        state = State.FRAGMENTED if some else State.TRUNCATED
        return Judged("pdf", min(view.size, 4096), state) if b" obj" in view.read(0, 4096) else None
    return Judged("pdf", end, _verified(view, end, start))


def _end(view: Bytes) -> tuple[int | None, int, bool]:
    """Where the file ends, where its last cross references begin, and whether any end was seen at all."""
    position, carry = 0, b""
    end: int | None = None
    start, some = 0, False
    while position < min(view.size, _LONGEST):
        content = carry + view.read(position, _STEP)
        if len(content) <= len(carry):
            break
        base = position - len(carry)
        another = _another(content, base)
        for found in _ends(content):
            if another is not None and found.start() > another:
                break
            some = True
            where = int(found.group(1))
            after = base + found.end()
            if where < after and (_TARGET.match(view.read(where, 24)) or where == 0):
                end, start = after, where if where or end is None else start
        if another is not None:
            break
        position += len(content) - len(carry)
        carry = content[-64:]
        if (end is not None and position - end > _BEYOND) or (end is None and position > _BLIND):
            break
    return end, start, some


def _ends(content: bytes) -> list[re.Match[bytes]]:
    found: list[re.Match[bytes]] = []
    at = content.find(b"startxref")
    while at >= 0:
        match = _START.match(content, at)
        if match:
            found.append(match)
        at = content.find(b"startxref", at + 9)
    return found


def _another(content: bytes, base: int) -> int | None:
    """Where in the content another file begins, at a sector."""
    at = content.find(b"%PDF-")
    while at >= 0:
        if base + at > 0 and (base + at) % 512 == 0:
            return at
        at = content.find(b"%PDF-", at + 5)
    return None


def _verified(view: Bytes, end: int, start: int) -> State:
    seen, budget = _Seen(), Budget(_WORK)
    try:
        if not _references(view, start, end, seen, budget):
            return State.FRAGMENTED
        places = sorted(seen.offsets)
        for at, after in zip(places, [*places[1:], end], strict=True):
            if not _object(view, at, after, seen, budget):
                return State.FRAGMENTED
    except Spent:
        return State.CLOSED
    return State.CLOSED if seen.unverified or seen.encrypted or not seen.offsets else State.COMPLETE


def _references(view: Bytes, start: int, end: int, seen: _Seen, budget: Budget) -> bool:
    """Collect where the objects are, along all generations of cross references."""
    waiting, visited = [start], set[int]()
    while waiting:
        where = waiting.pop()
        if where in visited or where >= end or len(visited) > 1000:
            continue
        visited.add(where)
        head = view.read(where, 32)
        if head.lstrip()[:4] == b"xref":
            trailer = _table(view, where, end, seen, budget)
        elif _OBJECT.match(head):
            seen.offsets.add(where)
            trailer = _reference_stream(view, where, end, seen, budget)
        else:
            return False
        if trailer is None:
            return False
        seen.encrypted = seen.encrypted or b"/Encrypt" in trailer
        waiting += [int(match.group(1)) for match in _PREVIOUS.finditer(trailer)]
    return len(seen.offsets) <= _MOST_OBJECTS


def _table(view: Bytes, where: int, end: int, seen: _Seen, budget: Budget) -> bytes | None:
    content, position = b"", where
    while b"trailer" not in content or b"startxref" not in content[content.index(b"trailer") :]:
        more = view.read(position, min(64 << 10, end - position))
        if not more or len(content) > 8 << 20:
            break
        budget.take(len(more))
        content += more
        position += len(more)
    rows, keyword, trailer = content.partition(b"trailer")
    if not keyword:
        return None
    announced = sum(int(match.group(2)) for match in _NUMBERS.finditer(rows))
    given = 0
    for row in _ROW.finditer(rows):
        given += 1
        if row.group(3) == b"n" and int(row.group(1)):
            if int(row.group(1)) >= end:
                return None
            seen.offsets.add(int(row.group(1)))
    if given < announced:
        return None
    return trailer.partition(b"startxref")[0]


def _reference_stream(view: Bytes, where: int, end: int, seen: _Seen, budget: Budget) -> bytes | None:
    head = view.read(where, 4096)
    begin = _STREAM.search(head)
    if begin is None:
        return None
    words = head[: begin.start()]
    if b"/XRef" not in words:
        return None
    if b"/FlateDecode" not in words:
        seen.unverified = True
        return words
    rows = _unpacked(view, where + begin.end(), end, budget, keep=True)
    widths = re.search(rb"/W\s*\[\s*(\d)\s+(\d)\s+(\d)\s*\]", words)
    if rows is None or widths is None:
        return None
    first, second, third = (int(width) for width in widths.groups())
    width = first + second + third
    predictor = re.search(rb"/Predictor\s+(\d+)", words)
    if predictor and int(predictor.group(1)) >= 10:
        columns = re.search(rb"/Columns\s+(\d+)", words)
        if columns is None or int(columns.group(1)) != width:
            return None
        rows = _unpredicted(rows, width)
        if rows is None:
            return None
    if not width:
        return None
    for at in range(0, len(rows) - width + 1, width):
        row = rows[at : at + width]
        kind = int.from_bytes(row[:first], "big") if first else 1
        place = int.from_bytes(row[first : first + second], "big")
        if kind == 1 and place:
            if place >= end:
                return None
            seen.offsets.add(place)
    return words


def _unpredicted(rows: bytes, width: int) -> bytes | None:
    """Undo PNG's "up" prediction, the only one that is used here; None for another."""
    before, plain = bytearray(width), bytearray()
    for at in range(0, len(rows) - width, width + 1):
        if rows[at] not in (0, 2):
            return None
        line = rows[at + 1 : at + 1 + width]
        if rows[at] == 2:
            before = bytearray((one + above) & 0xFF for one, above in zip(line, before, strict=True))
        else:
            before = bytearray(line)
        plain += before
    return bytes(plain)


def _object(view: Bytes, at: int, after: int, seen: _Seen, budget: Budget) -> bool:
    """Whether an object is whole: its words, its stream, and nothing strange up to the next."""
    head = view.read(at, min(after - at, 4096))
    if not _OBJECT.match(head):
        return False
    budget.take(len(head))
    begin = _STREAM.search(head)
    ends = head.find(b"endobj")
    if begin is None or 0 <= ends < begin.start():
        if ends < 0 and after - at > len(head):
            whole = view.read(at, min(after - at, _OBJECT_LIMIT))
            budget.take(len(whole))
            begin, head = _STREAM.search(whole), whole
            ends = whole.find(b"endobj")
        if begin is None or 0 <= ends < begin.start():
            return ends >= 0 and b"\0" not in head[:ends]
    words = head[: begin.start()]
    start = at + begin.end()
    if seen.encrypted:
        return b"endstream" in view.read(max(start, after - 4096), min(4096, after - start))
    filters = re.findall(rb"/(FlateDecode|DCTDecode|LZWDecode|ASCII85Decode|ASCIIHexDecode|RunLengthDecode|"
                         rb"CCITTFaxDecode|JBIG2Decode|JPXDecode)", words)  # fmt: skip
    if filters[:1] == [b"FlateDecode"]:
        return _unpacked(view, start, after, budget, keep=False) is not None
    if filters == [b"DCTDecode"] and after - start <= _OBJECT_LIMIT:
        content = view.read(start, after - start)
        budget.take(len(content))
        picture = jpeg.judge(Memory(content))
        if picture is not None and picture.state is State.CLOSED:
            seen.unverified = True
            return True
        return picture is not None and picture.state is State.COMPLETE
    if after - start > _SMALL:
        seen.unverified = True
    return b"endstream" in view.read(max(start, after - 65536), min(65536, after - start))


def _unpacked(view: Bytes, start: int, limit: int, budget: Budget, *, keep: bool) -> bytes | None:
    """A compressed stream unpacked, its checksum compared; None where it is damaged. Content only if it is kept."""
    unpack, position, kept = zlib.decompressobj(), start, bytearray()
    try:
        while not unpack.eof:
            content = unpack.unconsumed_tail
            if not content:
                content = view.read(position, min(256 << 10, limit - position))
                if not content:
                    return None
                position += len(content)
            out = unpack.decompress(content, 4 << 20)
            budget.take(len(out))
            if keep and len(kept) < 16 << 20:
                kept += out
    except zlib.error:
        return None
    return bytes(kept)
