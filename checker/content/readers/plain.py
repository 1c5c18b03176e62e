"""Plain text of any encoding, and tables of it. Read piece by piece: a log may be larger than memory should be."""

from __future__ import annotations

import csv
from itertools import zip_longest

from checker.content import encodings, escaped, limits
from checker.content.file import File
from checker.content.markings import Part
from checker.content.readers import quoted
from checker.content.readers.embedded import Embedded
from checker.content.reading import Reading
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

CONTENT = "content"  # the one part of a file that is not made of parts
REST = "what follows"  # beyond a limit, or beyond where the file breaks off
ZEROS = encodings.HOLE
HOLES = "zero bytes"  # where text should be: it was never written
_PIECE = 4 << 20  # bytes; a multiple of four, so that no UTF-16 or UTF-32 is torn apart
_LONGEST = 1 << 16  # characters of a line that is carried over from one piece to the next
_OVERLAP = 200  # of a longer one: no marking and no number is longer
_DELIMITERS = "\t,;|"
_WORTH = "密内內"  # a text without one of these carries no marking in any of its cells
_ALONE, _HEAD = ("绝", "机", "秘"), 40  # the first sign of a level; rows that are read by columns, too
_ROWS = 10  # by which a table is told


def text(file: File, reading: Reading, name: str = CONTENT) -> None:
    """Hand on a text as parts that follow one another. `name`: what the account calls it."""
    end = min(file.size, limits.TEXT_FILE)
    if file.size > end:
        reading.cut(REST)
    encoding, at, torn, carried, pieces = "", 0, b"", "", 0
    damaged, embedded, kept_in = False, Embedded(reading), None
    while at < end:
        content = torn + file.part(at, min(_PIECE, end - at))
        at += len(content) - len(torn)
        content, torn = _whole_characters(content, encoding) if at < end else (content, b"")
        if embedded.found_in(content, name) and at < end:
            reading.cut(f"{name}: base64")
        for other in escaped.readings(content):
            add(other, reading, Zone.HIDDEN)
        found = encodings.read(content, encoding)
        encoding = encoding or (found.encoding if encodings.unit(found.encoding) > 1 else "")
        damaged = damaged or found.damaged
        begun, carried = _whole_lines(carried + found.text) if at < end else (carried + found.text, "")
        add(begun, reading, follows=pieces > 0)
        kept_in = quoted.form(begun) if not pieces else kept_in
        add(kept_in(begun, pieces > 0) if kept_in else "", reading, follows=pieces > 0)
        add(escaped.values(begun), reading, follows=pieces > 0)
        for other in escaped.unwrapped(begun):
            add(other, reading, Zone.HIDDEN)
        for other in found.others:
            add(other, reading, follows=pieces > 0)
        pieces += 1
    settle(reading, name, damaged)


def settle(reading: Reading, name: str, damaged: bool) -> None:
    """A text was handed on; where zero bytes stood in it, only a part of it was there."""
    reading.account.looked(name)
    if damaged:
        reading.account.left(HOLES, Read.DAMAGED)


def add(text: str, reading: Reading, zone: Zone = Zone.BODY, *, follows: bool = False) -> None:
    """A text and, if it is a table, its cells as well: a row as a line, then each cell as one."""
    if not text or text.isspace():
        return
    delimiter = _delimiter(text) if any(sign in text for sign in _WORTH) else ""
    if delimiter:
        rows = _rows(text, delimiter)
        reading.parts.append(Part(zone, "\n".join("\t".join(row) for row in rows), follows))
        if any(cell.strip() in _ALONE for row in rows[:_HEAD] for cell in row):  # a sign a row, one below the other
            columns = ("\n".join(column) for column in zip_longest(*rows[:_HEAD], fillvalue=""))
            reading.parts.extend(Part(zone, column, follows) for column in columns)
        text = "\n".join("\n".join(row) for row in rows)
    reading.parts.append(Part(zone, text, follows))


def _whole_characters(content: bytes, encoding: str) -> tuple[bytes, bytes]:
    """As much as ends with a line, or at least with a character, and the rest."""
    if encodings.unit(encoding) > 1:
        cut = len(content) // 4 * 4
    else:
        cut = content.rfind(b"\n", -_LONGEST) + 1 or len(content) // 4 * 4
    return content[:cut], content[cut:]


def _whole_lines(text: str) -> tuple[str, str]:
    cut = text.rfind("\n") + 1
    if len(text) - cut > _LONGEST:
        return text, text[-_OVERLAP:]
    return text[:cut], text[cut:]


def _delimiter(text: str) -> str:
    """What separates the cells of a table, or "": every one of the first rows has as many of them."""
    lines = [line for line in text[: 1 << 16].split("\n", _ROWS + 1)[: _ROWS + 1] if line.strip()]
    if len(lines) < 2 and '"' not in text[:1000]:
        return ""
    for delimiter in _DELIMITERS:
        try:
            widths = {len(row) for row in csv.reader(lines[:_ROWS], delimiter=delimiter)}
        except csv.Error:
            continue
        if widths and min(widths) > 1 and (len(widths) == 1 or _quoted(lines, delimiter)):
            return delimiter
    return "," if lines and all(line[0] == line.rstrip()[-1] == '"' for line in lines) else ""


def _quoted(lines: list[str], delimiter: str) -> bool:
    return all(f'"{delimiter}"' in line for line in lines)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    limit = csv.field_size_limit(len(text) + 1)
    try:
        return [row for row in csv.reader(text.split("\n"), delimiter=delimiter) if row]
    except csv.Error:
        return [line.split(delimiter) for line in text.split("\n")]
    finally:
        csv.field_size_limit(limit)
