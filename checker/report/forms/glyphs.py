"""Which characters the program's fonts can print.

PDF/A has no place for a missing glyph, and typst makes no page then: an emoji in the name of somebody's hotspot must
not keep a report from being made. What cannot be printed is printed by its number.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from typing import Any


def printable(words: Any) -> Any:
    """The same words (texts, lists and dictionaries of them) with ``[U+1F4F1]`` in the place of what has no glyph."""
    if isinstance(words, str):
        known = _known()
        return words if known.issuperset(words) else "".join(_printed(char, known) for char in words)
    if isinstance(words, dict):
        return {name: printable(one) for name, one in words.items()}
    if isinstance(words, list):
        return [printable(one) for one in words]
    return words


def _printed(char: str, known: frozenset[str]) -> str:
    return char if char in known else f"[U+{ord(char):04X}]"


@cache
def _known() -> frozenset[str]:
    """What both fonts have: a heading may hold the same name as a cell. A line break is no glyph and is allowed."""
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    both = _characters(sans_path()) & _characters(serif_path())
    return frozenset({chr(point) for point in both if point >= 0x20} | {"\n"})


def _characters(font: Path) -> set[int]:
    """The code points of an OpenType font's character map (its format 12 table, which all such fonts have)."""
    with font.open("rb") as file:
        _, count = struct.unpack(">IH", file.read(6))
        file.seek(12)
        tables = {tag: offset for tag, _, offset, _ in struct.iter_unpack(">4sIII", file.read(16 * count))}
        start = tables[b"cmap"]
        file.seek(start + 2)
        (count,) = struct.unpack(">H", file.read(2))
        maps = list(struct.iter_unpack(">HHI", file.read(8 * count)))
        found: set[int] = set()
        for _, _, offset in maps:
            file.seek(start + offset)
            (kind,) = struct.unpack(">H", file.read(2))
            if kind != 12:
                continue
            _, _, _, groups = struct.unpack(">HIII", file.read(14))
            for first, last, glyph in struct.iter_unpack(">III", file.read(12 * groups)):
                found.update(range(first + (glyph == 0), last + 1))  # glyph 0 is the box that stands for none
    return found
