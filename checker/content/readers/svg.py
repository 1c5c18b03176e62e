"""SVG as paths with their places ([SVG 2]): groups, transforms, shapes that are used again; no clips, no effects."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.content.readers.outlines import MOST, Path, Point, Shape, curve
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

Matrix = tuple[float, float, float, float, float, float]

SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
TOKEN = re.compile(r"<(/?)(?:[\w.-]{1,40}:)?([\w.-]{1,60})([^<>]*?)(/?)>([^<]{0,40})")
_ATTRIBUTE = re.compile(r"""([\w:-]{1,60})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STEP = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)")
_ARC = re.compile(rf"(?:{_NUMBER.pattern}[\s,]*){{3}}[01][\s,]*[01][\s,]*({_NUMBER.pattern})[\s,]*({_NUMBER.pattern})")
_SIZES = {"H": 1, "V": 1, "C": 6, "S": 4, "Q": 4}  # numbers of a step; of others two
_MOVE = re.compile(r"(matrix|translate|scale|rotate)\s*\(([^()]*)\)")
_FILL = re.compile(r"(?:^|;)\s*(fill|stroke|stroke-width)\s*:\s*([^;]+)")
_HEX = re.compile(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})$")
_NAMED = {"white": 255, "yellow": 230, "black": 0}
_KEPT = frozenset(("svg", "g", "a", "symbol", "defs", "path", "polygon", "polyline", "use", "switch", "rect"))
_APART = frozenset(("symbol", "defs"))  # shown only where they are used
_DEEPEST, _OF_A_USE, _MOST, _NESTED = 48, 4, 200_000, 500  # elements within one another; of a use; elements


@dataclass(slots=True)
class _Node:
    tag: str
    said: dict[str, str]
    inside: list[_Node] = field(default_factory=list)


@dataclass(slots=True)
class _Canvas:
    """What has been drawn so far, and what may be used again."""

    known: dict[str, _Node]
    size: Point = (0.0, 0.0)  # what a share of the whole is of
    shapes: list[Shape] = field(default_factory=list)
    visits: int = 0
    points: int = 0

    def draw(self, node: _Node, matrix: Matrix, look: dict[str, str], depth: int, *, used: bool = False) -> None:
        self.visits += 1
        if depth > _DEEPEST or self.visits > _MOST:
            raise Trouble(Read.TOO_LARGE)
        if node.tag in _APART and not used:
            return
        matrix, look = times(matrix, _moved(node.said.get("transform", ""))), look | _look(node.said)
        if node.tag == "use":
            link = node.said.get("href") or node.said.get("xlink:href", "")
            target = self.known.get(link.lstrip("#"))
            if target is not None:
                place = (1.0, 0.0, 0.0, 1.0, first(node.said.get("x", "0")), first(node.said.get("y", "0")))
                self.draw(target, times(matrix, place), look, depth + _OF_A_USE, used=True)
            return
        match node.tag:
            case "path":
                own = list(paths(node.said.get("d", "")))
            case "rect":
                own = self._box(node.said)
            case _:
                own = points(node.said.get("points", ""))
        placed = [[at(matrix, point) for point in path] for path in own if len(path) > 1]
        self.points += sum(map(len, placed))
        if self.points > MOST:
            raise Trouble(Read.TOO_LARGE)
        if placed:
            self.shapes.extend(_painted(placed, look, math.hypot(matrix[0], matrix[1])))
        for one in node.inside:
            self.draw(one, matrix, look, depth + 1)

    def _box(self, said: dict[str, str]) -> list[Path]:
        """A box: mostly the ground that letters stand on."""
        x, y, wide, high = (
            first(said.get(name, "0")) * (whole / 100 if said.get(name, "").endswith("%") else 1.0)
            for name, whole in zip(("x", "y", "width", "height"), self.size * 2, strict=True)
        )
        return [[(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]] if wide and high else []


def shapes(xml: str) -> list[Shape]:
    root, known = _Node("svg", {}), dict[str, _Node]()
    stack, number = [root], 0
    for token in TOKEN.finditer(xml):
        if token[2] not in _KEPT:
            continue
        if token[1]:
            if len(stack) > 1 and stack[-1].tag == token[2]:
                stack.pop()
            continue
        number += 1
        if number > _MOST or len(stack) > _NESTED:
            raise Trouble(Read.TOO_LARGE)
        node = _Node(token[2], said(token[3]))
        stack[-1].inside.append(node)
        if "id" in node.said:
            known[node.said["id"]] = node
        if not token[4]:
            stack.append(node)
    canvas = _Canvas(known, next((_size(one.said) for one in root.inside if one.tag == "svg"), (0.0, 0.0)))
    canvas.draw(root, SAME, {"fill": "black", "stroke": "none", "stroke-width": "1"}, 0)
    return canvas.shapes


def _size(said: dict[str, str]) -> Point:
    box = [float(one) for one in _NUMBER.findall(said.get("viewBox", ""))]
    return (box[2], box[3]) if len(box) == 4 else (first(said.get("width", "0")), first(said.get("height", "0")))


def _painted(paths: list[Path], look: dict[str, str], scale: float) -> Iterator[Shape]:
    if look["fill"] != "none":
        yield Shape(paths, 0.0, _tone(look["fill"]))
    elif look["stroke"] != "none":
        yield Shape(paths, max(1e-6, first(look["stroke-width"]) * scale), _tone(look["stroke"]))


def _look(said: dict[str, str]) -> dict[str, str]:
    told = {key: said[key].strip() for key in ("fill", "stroke", "stroke-width") if key in said}
    return told | {key: value.strip() for key, value in _FILL.findall(said.get("style", ""))}


def _tone(colour: str) -> int:
    found = _HEX.match(colour.strip())
    if found is None:
        parts = [float(one) for one in _NUMBER.findall(colour)] if colour.startswith("rgb(") else []
        many = 2.55 if "%" in colour else 1.0
        return min(255, round(sum(parts[:3]) / 3 * many)) if len(parts) > 2 else _NAMED.get(colour.strip().lower(), 0)
    letters = found[1] if len(found[1]) == 6 else "".join(one * 2 for one in found[1])
    return sum(int(letters[at : at + 2], 16) for at in (0, 2, 4)) // 3


def paths(data: str) -> Iterator[Path]:
    """The lines of a path's data ([SVG 2], 9.3). Raises ValueError."""
    path, here, mirror = Path(), (0.0, 0.0), (0.0, 0.0)
    for way, said in _STEP.findall(data):
        if way in "Zz":
            if path:
                path.append(path[0])
                here = path[0]
            continue
        steps = _ARC.findall(said) if way in "Aa" else [_NUMBER.findall(said)]
        numbers = [float(one) for step in steps for one in step]
        size = _SIZES.get(way.upper(), 2)
        for at in range(0, len(numbers) - size + 1, size):
            base = here if way.islower() else (0.0, 0.0)
            step = numbers[at : at + size]
            if way in "HhVv":
                goal = [(step[0] + base[0], here[1]) if way in "Hh" else (here[0], step[0] + base[1])]
            else:
                goal = [(x + base[0], y + base[1]) for x, y in zip(step[::2], step[1::2], strict=True)]
            if way in "Mm" and at == 0:
                yield path
                path = [goal[0]]
            elif size > 2:
                bend = [(2 * here[0] - mirror[0], 2 * here[1] - mirror[1])] if way in "Ss" else []
                path = path or [here]
                path.extend(curve([here, *bend, *goal]))
            else:
                path = path or [here]
                path.append(goal[-1])
            if len(path) > MOST:
                raise Trouble(Read.TOO_LARGE)
            mirror, here = (goal[-2] if size > 2 else goal[-1]), goal[-1]
    yield path


def points(said: str) -> list[Path]:
    numbers = [float(one) for one in _NUMBER.findall(said)]
    return [list(zip(numbers[::2], numbers[1::2], strict=False))] if len(numbers) > 3 else []


def _moved(said: str) -> Matrix:
    matrix = SAME
    for way, inside in _MOVE.findall(said):
        numbers = [float(one) for one in _NUMBER.findall(inside)]
        match way, numbers:
            case "matrix", [a, b, c, d, e, f]:
                one: Matrix = (a, b, c, d, e, f)
            case "translate", [x, *rest]:
                one = (1.0, 0.0, 0.0, 1.0, x, rest[0] if rest else 0.0)
            case "scale", [x, *rest]:
                one = (x, 0.0, 0.0, rest[0] if rest else x, 0.0, 0.0)
            case "rotate", [angle, *rest]:
                cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
                x, y = (rest[0], rest[1]) if len(rest) > 1 else (0.0, 0.0)
                one = (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
            case _:
                continue
        matrix = times(matrix, one)
    return matrix


def times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f)


def at(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def said(about: str) -> dict[str, str]:
    return {key: one or other for key, one, other in _ATTRIBUTE.findall(about)}


def first(said: str) -> float:
    found = _NUMBER.search(said)
    return float(found[0]) if found else 0.0
