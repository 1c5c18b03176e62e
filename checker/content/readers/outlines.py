"""Paths drawn as a picture: a program may turn all letters into their outlines, and then only looking tells them.

What is drawn has its lightness and no colour: it is about what can be read, not about how it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from checker.content.reading import Inner
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_SIDE, _BORDER = 1600, 20  # pixels
_STEPS = 6  # lines that stand for a curve
_LETTERS = 60  # points of so many in all, beside boxes and rules: letters may be drawn
_BOXES = 2_000  # points of so many boxes and rules: of those, too, letters may be made
_BOX = 6  # points of a path that is no more than a box
MOST = 400_000  # points of a drawing
_LIGHT = 160  # lightness from which letters need a dark ground
_FRACTION = 4  # bits of a pixel's part

Point = tuple[float, float]
Path = list[Point]


@dataclass(frozen=True, slots=True)
class Shape:
    """Paths that are painted at once: one within the other is a hole.

    width  of a line; 0 where the paths are filled
    tone   lightness, 0 to 255
    """

    paths: Sequence[Path]
    width: float = 0.0
    tone: int = 0


def picture(name: str, shapes: Sequence[Shape]) -> Iterator[Inner]:
    """The drawing as a picture, where its paths may be letters.

    Raises:
        Trouble: TOO_LARGE, more paths than anybody draws.
    """
    number = sum(len(path) for shape in shapes for path in shape.paths)
    if number > MOST:
        raise Trouble(Read.TOO_LARGE)
    bent = sum(len(path) for shape in shapes for path in shape.paths if len(path) > _BOX or len(shape.paths) > 1)
    if bent > _LETTERS or number > _BOXES:
        size = _SIDE * _SIDE
        yield Inner(f"{name}: outlines", size, size, partial(drawn, shapes))


def drawn(shapes: Iterable[Shape]) -> bytes:
    """A picture of all of them, as large as they reach. Raises Trouble where there is nothing to draw."""
    import cv2  # native code: loaded where it is needed
    import numpy as np

    shapes = [shape for shape in shapes if shape.paths]
    points = np.array([point for shape in shapes for path in shape.paths for point in path], dtype=np.float64)
    if not points.size or not np.isfinite(points).all():
        raise Trouble(Read.DAMAGED)
    begin = points.min(axis=0)
    scale = (_SIDE - 2 * _BORDER) / max(float((points.max(axis=0) - begin).max()), 1e-3)
    light = _mostly_light(shapes)
    page = np.full((_SIDE, _SIDE), 0 if light else 255, dtype=np.uint8)
    for shape in shapes:
        placed = [((np.array(path) - begin) * scale + _BORDER) * (1 << _FRACTION) for path in shape.paths]
        whole = [np.round(path).astype(np.int32) for path in placed]
        if shape.width:
            cv2.polylines(page, whole, False, (shape.tone,), max(1, round(shape.width * scale)), shift=_FRACTION)
        else:
            cv2.fillPoly(page, whole, (shape.tone,), shift=_FRACTION)
    made, png = cv2.imencode(".png", 255 - page if light else page)
    if not made:
        raise Trouble(Read.CRASHED)
    return png.tobytes()


def _mostly_light(shapes: Iterable[Shape]) -> bool:
    """Whether letters are light: then the ground is dark, whatever draws it (a box, a style, the program's window)."""
    points = [0, 0]
    for shape in shapes:
        points[shape.tone >= _LIGHT] += sum(map(len, shape.paths))
    return points[1] > points[0]


def curve(points: list[Point]) -> Iterator[Point]:
    """Points of a Bézier curve, by halves between halves."""
    for step in range(1, _STEPS + 1):
        share, left = step / _STEPS, points
        while len(left) > 1:
            left = [(x + (u - x) * share, y + (v - y) * share) for (x, y), (u, v) in pairwise(left)]
        yield left[0]
