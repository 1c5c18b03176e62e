"""Drawings in XML whose letters may be outlines: SVG, shapes of DrawingML, ink, paths of OpenDocument.

They are followed as far as it takes to read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.content.readers import svg
from checker.content.readers.outlines import Path, Point, Shape, curve, picture
from checker.content.readers.svg import SAME, TOKEN, Matrix
from checker.content.readers.xml import Element
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_SVG = Element("svg")
_OF_OPENDOCUMENT = re.compile(r"<draw:(?:path|polygon|polyline)\s([^<>]*)>")
_UNITS = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
_VML = re.compile(r"""<v:(?:shape|shapetype)\b[^<>]*?\bpath=["']([^"'@]*)["']""")
_VML_STEPS, _MOST_STEPS = re.compile(r"[a-z]|-?\d+,-?\d+"), 60
_TRACE = re.compile(r"<(?:\w+:)?trace(?:\s[^<>]*)?>([^<]*)<")
_SAMPLE = re.compile(r"(['\"!]?)\s*(-?\d+(?:\.\d+)?)")
_WAYS = frozenset(("lnTo", "moveTo", "cubicBezTo", "quadBezTo"))
_GROUPS, _BOXES = frozenset(("grpSp", "wgp")), frozenset(("off", "ext", "chOff", "chExt"))


def pictures(name: str, xml: str) -> Iterator[Inner]:
    """What a part draws, as pictures, where it may be letters.

    Raises:
        Trouble: TOO_LARGE; UNSUPPORTED, a drawing that cannot be followed.
    """
    try:
        if "<path" in xml or "<polygon" in xml or ":path" in xml:
            for number, whole in enumerate(_SVG.whole(xml), 1):
                yield from picture(f"{name}: drawing {number}", svg.shapes(whole))
        if "custGeom>" in xml:
            yield from picture(f"{name}: shapes", list(_Slide().shapes(xml)))
        if "svg:d=" in xml or "draw:points=" in xml:
            yield from picture(f"{name}: paths", [_of_opendocument(about) for about in _OF_OPENDOCUMENT.findall(xml)])
        if "trace" in xml and "InkML" in xml:
            paths = [path for path in map(_stroke, _TRACE.findall(xml)) if len(path) > 1]
            yield from picture(f"{name}: ink", [Shape(paths, _thin(paths))])
    except ValueError as error:
        raise Trouble(Read.UNSUPPORTED) from error
    if "<v:" in xml and sum(len(_VML_STEPS.findall(path)) for path in _VML.findall(xml)) > _MOST_STEPS:
        raise Trouble(Read.UNSUPPORTED)


def hand_on(name: str, xml: str, reading: Reading) -> None:
    """Those pictures are looked at; what cannot be followed is named as not read."""
    head = xml[:2000]
    if "path" not in xml and "InkML" not in head and not ("svg" in head and "poly" in xml):
        return  # nearly all parts: each further search takes as long as reading a tenth of it
    try:
        for drawing in pictures(name, xml):
            reading.picture(drawing)
    except Trouble as trouble:
        reading.account.left(name, trouble.read)


class _Slide:
    """Goes through DrawingML for shapes whose outline is their own (ISO/IEC 29500-1, 20.1.9.8), each in its place."""

    def __init__(self) -> None:
        self._groups, self._matrix = list[Matrix](), SAME
        self._anchor, self._axis, self._row = [0.0, 0.0], 0, 0.0
        self._box: dict[str, Point] = dict.fromkeys(_BOXES, (0.0, 0.0))
        self._paths, self._points, self._size = list[Path](), Path(), (0.0, 0.0)

    def shapes(self, xml: str) -> Iterator[Shape]:
        for end, tag, about, closed, text in TOKEN.findall(xml):
            if not end:
                self._begin(tag, about, text, closed=bool(closed))
            elif tag in _GROUPS and self._groups:
                self._matrix = self._groups.pop()
            elif tag in _WAYS and self._points:
                self._go(tag)
            elif tag == "custGeom" and self._paths:
                yield self._placed()

    def _begin(self, tag: str, about: str, text: str, *, closed: bool) -> None:
        if tag in _GROUPS:
            if not closed:
                self._groups.append(self._matrix)
        elif tag in _BOXES and about:
            said = svg.said(about)
            self._box[tag] = (
                svg.first(said.get("x", said.get("cx", "0"))),
                svg.first(said.get("y", said.get("cy", "0"))),
            )
            if tag == "chExt" and all(self._box[tag]):
                self._matrix = svg.times(self._matrix, _fitted(self._box))
        elif tag in ("anchor", "inline"):
            self._row += self._box["ext"][0] if tag == "inline" else 0.0
            self._anchor = [self._row, 0.0]
        elif tag in ("positionH", "positionV"):
            self._axis = int(tag == "positionV")
        elif tag == "posOffset":
            self._anchor[self._axis] = svg.first(text)
        elif tag == "path":
            said = svg.said(about)
            self._size = svg.first(said.get("w", "0")), svg.first(said.get("h", "0"))
        elif tag == "pt":
            said = svg.said(about)
            self._points.append((svg.first(said.get("x", "0")), svg.first(said.get("y", "0"))))

    def _go(self, way: str) -> None:
        if way == "moveTo":
            self._paths.append(self._points[-1:])
        elif self._paths:
            self._paths[-1].extend(self._points if way == "lnTo" else curve([self._paths[-1][-1], *self._points]))
        self._points = Path()

    def _placed(self) -> Shape:
        (x, y), size = self._box["off"], self._size
        across, down = (
            own / inner if own and inner else 1.0 for own, inner in zip(self._box["ext"], size, strict=True)
        )
        place = (across, 0.0, 0.0, down, x + self._anchor[0], y + self._anchor[1])
        matrix, paths = svg.times(self._matrix, place), self._paths
        self._paths = list[Path]()
        return Shape([[svg.at(matrix, point) for point in path] for path in paths if len(path) > 1])


def _fitted(box: dict[str, Point]) -> Matrix:
    """From what a group's members are measured by to where the group stands."""
    (x, y), (wide, high), (left, top), (inner, tall) = (box[one] for one in ("off", "ext", "chOff", "chExt"))
    across, down = wide / inner, high / tall
    return (across, 0.0, 0.0, down, x - left * across, y - top * down)


def _of_opendocument(about: str) -> Shape:
    """Raises ValueError."""
    said = svg.said(about)
    paths = list(svg.paths(said.get("svg:d", ""))) + svg.points(said.get("draw:points", ""))
    left, top, wide, high = ([*map(float, said["svg:viewBox"].split())] if "svg:viewBox" in said else [0.0] * 4)[:4]
    x, y, width, height = (_length(said.get(f"svg:{one}", "0cm")) for one in ("x", "y", "width", "height"))
    across, down = (width / wide if wide else 1.0), (height / high if high else 1.0)
    return Shape(
        [[(x + (u - left) * across, y + (v - top) * down) for u, v in path] for path in paths if len(path) > 1]
    )


def _length(said: str) -> float:
    """In centimetres."""
    return svg.first(said) * _UNITS.get(said[-2:], 1.0)


def _stroke(trace: str) -> Path:
    """A trace of InkML: numbers, or by how much they or their steps changed ([InkML] 3.2.1). Raises ValueError."""
    path, values, steps, ways = Path(), list[float](), list[float](), list[str]()
    for sample in trace.split(","):
        found = _SAMPLE.findall(sample)
        if len(found) < 2:
            continue
        if len(values) != len(found):
            values, steps, ways = [0.0] * len(found), [0.0] * len(found), ["!"] * len(found)
        for index, (way, said) in enumerate(found):
            ways[index] = way or ways[index]
            if ways[index] == "!":
                steps[index], values[index] = 0.0, float(said)
            else:
                steps[index] = float(said) if ways[index] == "'" else steps[index] + float(said)
                values[index] += steps[index]
        path.append((values[0], values[1]))
    return path


def _thin(paths: list[Path]) -> float:
    """How thick ink is drawn: a part of what all of it spans."""
    points = [point for path in paths for point in path]
    return max((max(one) - min(one) for one in zip(*points, strict=True)), default=0.0) / 400 or 1.0
