"""Paths of an OFD page drawn as a picture (GB/T 33190, 9): a program may turn all letters into their outlines.

Fillings and lines are drawn in black, whatever their colour: it is about what can be read, not about how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from checker.content.readers import outlines
from checker.content.readers.outlines import Path, Shape
from checker.content.readers.xml import Element
from checker.content.reading import Inner
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_PATH = Element("PathObject")
_DATA = re.compile(r"<(?:\w+:)?AbbreviatedData(?:\s[^<>]*)?>([^<]*)<")
_ATTRIBUTE = re.compile(r"\b(Boundary|CTM|Fill|LineWidth)\s*=\s*[\"']([^\"']*)")
_NUMBERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CURVED, _OUTLINES = 8, 60  # segments of a path that is no line or frame, and of so many in all: letters
_LINE, _STROKES = re.compile(r"\s*[SM]\s+(\S+)\s+(\S+)\s+L\s+(\S+)\s+(\S+)\s*C?\s*$"), 20
_MOST = 400_000  # segments of a page
_SIDE = 1600  # pixels


def pictures(name: str, xml: str) -> Iterator[Inner]:
    """The page as a picture, where its paths may be letters.

    Raises:
        Trouble: TOO_LARGE, more paths than anybody draws.
    """
    if xml.count("AbbreviatedData") == 0:
        return
    drawn = _DATA.findall(xml)
    numbers = [sum(map(data.count, "MLQBA")) for data in drawn]
    letters = sum(number for number in numbers if number > _CURVED) > _OUTLINES
    if not letters and sum(map(_is_a_stroke, drawn)) <= _STROKES:
        return
    if sum(numbers) > _MOST:
        raise Trouble(Read.TOO_LARGE)
    size = _SIDE * _SIDE
    yield Inner(f"{name}: outlines", size, size, partial(_drawn, xml))


def _is_a_stroke(data: str) -> bool:
    """Whether it is bent or slanting: neither a rule of a table nor a frame."""
    if any(way in data for way in "QBA"):
        return True
    found = _LINE.match(data)
    return found is not None and found[1] != found[3] and found[2] != found[4]


def _drawn(xml: str) -> bytes:
    """Raises Trouble."""
    try:
        return outlines.drawn(_shape(first[0], xml[first.end() : last.start()]) for first, last in _PATH.all(xml))
    except ValueError as error:
        raise Trouble(Read.DAMAGED) from error


def _shape(about: str, inside: str) -> Shape:
    """One path on the page. Raises ValueError."""
    said = dict(_ATTRIBUTE.findall(about))
    x, y, *_ = (*map(float, said.get("Boundary", "0 0").split()), 0.0, 0.0)
    a, b, c, d, e, f = map(float, said["CTM"].split()) if "CTM" in said else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    data = _DATA.search(inside)
    paths = [path for path in _paths(data[1] if data else "") if len(path) > 1]
    placed = [[(a * px + c * py + e + x, b * px + d * py + f + y) for px, py in path] for path in paths]
    return Shape(placed, 0.0 if said.get("Fill", "false") == "true" else float(said.get("LineWidth", "0.35")))


def _paths(data: str) -> Iterator[Path]:
    """Raises ValueError."""
    tokens, at, path = data.split(), 0, Path()
    while at < len(tokens):
        way = tokens[at]
        number = _NUMBERS.get(way, -1)
        if number < 0:
            raise ValueError(way)
        values = [float(token) for token in tokens[at + 1 : at + 1 + number]]
        at += 1 + number
        if len(values) < number:
            raise ValueError(way)
        if way in "SM":
            yield path
            path = [(values[0], values[1])]
        elif way == "C":
            path.extend(path[:1])
        elif way in "QB" and path:
            path.extend(outlines.curve([path[-1], *zip(values[::2], values[1::2], strict=True)]))
        elif values:
            path.append((values[-2], values[-1]))
    yield path
