"""Paths of an OFD page drawn as a picture (GB/T 33190, 9): a program may turn all letters into their outlines.

Fillings and lines are drawn in black, whatever their colour: it is about what can be read, not about how it looks.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from checker.content.reading import Inner
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_PATH = re.compile(r"<(?:\w+:)?PathObject\b(?P<about>[^<>]*)>(?P<inside>.*?)</(?:\w+:)?PathObject\s*>", re.DOTALL)
_DATA = re.compile(r"<(?:\w+:)?AbbreviatedData(?:\s[^<>]*)?>([^<]*)<")
_ATTRIBUTE = re.compile(r"\b(Boundary|CTM|Fill|LineWidth)\s*=\s*[\"']([^\"']*)")
_NUMBERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CURVED, _OUTLINES = 8, 60  # segments of a path that is no line or frame, and of so many in all: letters
_LINE, _STROKES = re.compile(r"\s*[SM]\s+(\S+)\s+(\S+)\s+L\s+(\S+)\s+(\S+)\s*C?\s*$"), 20
_MOST = 400_000  # segments of a page
_SIDE, _BORDER = 1600, 20  # pixels
_STEPS = 6  # lines that stand for a curve

Point = tuple[float, float]


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
    from PIL import Image, ImageChops, ImageDraw  # native code: loaded where it is needed

    try:
        shapes = [_shape(found["about"], found["inside"]) for found in _PATH.finditer(xml)]
    except ValueError as error:
        raise Trouble(Read.DAMAGED) from error
    points = [point for _, _, paths in shapes for path in paths for point in path]
    if not points:
        raise Trouble(Read.DAMAGED)
    left, top = min(x for x, _ in points), min(y for _, y in points)
    long = max(max(x for x, _ in points) - left, max(y for _, y in points) - top, 1e-3)
    scale = (_SIDE - 2 * _BORDER) / long
    page = Image.new("L", (_SIDE, _SIDE), 255)
    pen = ImageDraw.Draw(page)
    for filled, width, paths in shapes:
        placed = [[((x - left) * scale + _BORDER, (y - top) * scale + _BORDER) for x, y in path] for path in paths]
        if not filled:
            for path in placed:
                pen.line(path, 0, max(1, round(width * scale)))
            continue
        box = _box(placed)
        mask = Image.new("1", (box[2] - box[0], box[3] - box[1]))
        for path in placed:  # one within the other is a hole
            one = Image.new("1", mask.size)
            ImageDraw.Draw(one).polygon([(x - box[0], y - box[1]) for x, y in path], 1)
            mask = ImageChops.logical_xor(mask, one)
        page.paste(0, (box[0], box[1]), mask)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _box(paths: list[list[Point]]) -> tuple[int, int, int, int]:
    xs, ys = ([point[axis] for path in paths for point in path] for axis in (0, 1))
    return int(min(xs)), int(min(ys)), int(max(xs)) + 2, int(max(ys)) + 2


def _shape(about: str, inside: str) -> tuple[bool, float, list[list[Point]]]:
    """Whether it is filled, the width of its line, its paths on the page. Raises ValueError."""
    said = dict(_ATTRIBUTE.findall(about))
    x, y, *_ = (*map(float, said.get("Boundary", "0 0").split()), 0.0, 0.0)
    a, b, c, d, e, f = map(float, said["CTM"].split()) if "CTM" in said else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    data = _DATA.search(inside)
    paths = [path for path in _paths(data[1] if data else "") if len(path) > 1]
    placed = [[(a * px + c * py + e + x, b * px + d * py + f + y) for px, py in path] for path in paths]
    return said.get("Fill", "false") == "true", float(said.get("LineWidth", "0.35")), placed


def _paths(data: str) -> Iterator[list[Point]]:
    """Raises ValueError."""
    tokens, at, path = data.split(), 0, list[Point]()
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
            path.extend(_curve([path[-1], *zip(values[::2], values[1::2], strict=True)]))
        elif values:
            path.append((values[-2], values[-1]))
    yield path


def _curve(points: list[Point]) -> Iterator[Point]:
    """Points of a Bézier curve, by halves between halves."""
    for step in range(1, _STEPS + 1):
        share, left = step / _STEPS, points
        while len(left) > 1:
            left = [(x + (u - x) * share, y + (v - y) * share) for (x, y), (u, v) in pairwise(left)]
        yield left[0]
