"""The pages of a PDF of ours as what is drawn on them.

It knows what typst writes and nothing else: another operator, font or picture is refused, so that a copy is whole or
there is none.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from checker.report.export.ofd.drawn import Colour, Drawing, Font, Glyph, Line, Matrix, Page, Shape
from checker.report.export.ofd.fonts import Embedded, embedded
from checker.report.export.ofd.tokens import NotUnderstood, operations

_MM = 25.4 / 72
_SILENT = frozenset(("BDC", "BMC", "EMC", "cs", "CS", "BT", "ET", "Tr", "J", "j", "M", "ri", "i", "d"))
_CLIP = frozenset(("W", "W*"))
_PAINTED = {  # fill, even-odd, stroke
    "f": (True, False, False),
    "f*": (True, True, False),
    "S": (False, False, True),
    "B": (True, False, True),
    "B*": (True, True, True),
    "n": (False, False, False),
}


@dataclass(frozen=True, slots=True)
class _State:
    matrix: Matrix
    fill: Colour = (0, 0, 0)
    stroke: Colour = (0, 0, 0)
    width: float = 1.0
    fill_alpha: int = 255
    stroke_alpha: int = 255
    font: str = ""
    size: float = 0.0
    text: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class _Hand:
    """Draws one page."""

    state: _State
    fonts: dict[str, Embedded]
    alphas: dict[str, tuple[int, int]]
    saved: list[_State] = field(default_factory=list)
    path: list[tuple[str, tuple[float, ...]]] = field(default_factory=list)

    def draw(self, content: bytes) -> Iterator[Line | Shape]:
        for operator, given in operations(content):
            if operator in _SILENT or operator in _CLIP:  # typst clips to the frame of a picture that lies within it
                continue
            if operator in _PAINTED:
                yield from self._painted(*_PAINTED[operator])
            elif operator in ("TJ", "Tj"):
                line = self._line(given[0] if operator == "TJ" else given)
                if line is not None:
                    yield line
            elif operator in ("m", "l", "c", "h", "re"):
                self._step(operator, given)
            else:
                self._set(operator, given)

    def _set(self, operator: str, given: list[Any]) -> None:
        match operator:
            case "q":
                self.saved.append(self.state)
            case "Q":
                self.state = self.saved.pop()
            case "cm":
                self.state = replace(self.state, matrix=_times(_matrix(given), self.state.matrix))
            case "scn" | "sc" | "g" | "rg":
                self.state = replace(self.state, fill=_colour(given))
            case "SCN" | "SC" | "G" | "RG":
                self.state = replace(self.state, stroke=_colour(given))
            case "w":
                self.state = replace(self.state, width=given[0])
            case "gs":
                fill, stroke = self.alphas[given[0]]
                self.state = replace(self.state, fill_alpha=fill, stroke_alpha=stroke)
            case "Tf":
                self.state = replace(self.state, font=given[0], size=given[1])
            case "Tm":
                self.state = replace(self.state, text=_matrix(given))
            case _:
                raise NotUnderstood(operator)

    def _step(self, operator: str, given: list[float]) -> None:
        if operator == "re":
            x, y, w, h = given
            for step in (("m", [x, y]), ("l", [x + w, y]), ("l", [x + w, y + h]), ("l", [x, y + h]), ("h", [])):
                self._step(*step)
            return
        points = [_at(self.state.matrix, x, y) for x, y in zip(given[::2], given[1::2], strict=True)]
        name = {"m": "M", "l": "L", "c": "B", "h": "C"}[operator]
        self.path.append((name, tuple(value for point in points for value in point)))

    def _painted(self, fill: bool, even_odd: bool, stroke: bool) -> Iterator[Shape]:
        steps, self.path = tuple(self.path), []
        if not steps or not (fill or stroke):
            return
        state = self.state
        yield Shape(
            steps=steps,
            fill=state.fill if fill else None,
            even_odd=even_odd,
            stroke=state.stroke if stroke else None,
            width=state.width * _scale(state.matrix),
            alpha=state.fill_alpha if fill else state.stroke_alpha,
        )

    def _line(self, parts: list[Any]) -> Line | None:
        state = self.state
        font = self.fonts[state.font]
        glyphs, at = [], 0.0
        for part in parts:
            if isinstance(part, float):
                at -= part / 1000
                continue
            for number in (int.from_bytes(part[place : place + 2], "big") for place in range(0, len(part), 2)):
                glyphs.append(Glyph(number=number, words=font.words.get(number, ""), at=at * state.size))
                at += font.widths.get(number, font.width) / 1000
        if not any(one.words.strip() for one in glyphs):
            return None
        # OFD's rows run to the right with y downwards, a PDF's glyphs stand with y upwards.
        matrix = _times((1, 0, 0, -1, 0, 0), _times(state.text, state.matrix))
        scale = _scale(matrix)
        unit: Matrix = tuple(value / scale for value in matrix[:4]) + matrix[4:]  # type: ignore[assignment]
        return Line(
            font=state.font,
            size=state.size * scale,
            colour=state.fill,
            alpha=state.fill_alpha,
            matrix=unit,
            glyphs=tuple(replace(one, at=one.at * scale) for one in glyphs),
            width=at * state.size * scale,
        )


def drawing(pdf: bytes) -> Drawing:
    """Raises NotUnderstood where a page holds what this does not know."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    root = PdfFileReader(io.BytesIO(pdf)).root
    pages: list[Page] = []
    fonts: dict[str, Font] = {}
    known: dict[str, Embedded] = {}
    for page in _leaves(root["/Pages"]):
        named = {name[1:]: font for name, font in _entries(_inherited(page, "/Resources"), "/Font")}
        here = {}
        for name, font in named.items():
            base = str(font["/BaseFont"])
            known[base] = known.get(base) or embedded(font)
            here[name] = known[base]
            fonts[base] = known[base].font
        pages.append(_page(page, here))
    return Drawing(pages=tuple(pages), fonts=fonts)


def _page(page: Any, fonts: dict[str, Embedded]) -> Page:
    resources = _inherited(page, "/Resources")
    if resources.get("/XObject"):
        raise NotUnderstood("a picture")
    left, bottom, right, top = (float(value) for value in _inherited(page, "/MediaBox"))
    alphas = {
        name[1:]: (round(255 * float(one.get("/ca", 1))), round(255 * float(one.get("/CA", 1))))
        for name, one in _entries(resources, "/ExtGState")
    }
    start: Matrix = (_MM, 0, 0, -_MM, -left * _MM, top * _MM)
    content = page["/Contents"]
    data = content.data if hasattr(content, "data") else b"\n".join(one.get_object().data for one in content)
    drawn = tuple(
        replace(one, font=fonts[one.font].font.name) if isinstance(one, Line) else one
        for one in _Hand(_State(start), fonts, alphas).draw(data)
    )
    return Page(width=(right - left) * _MM, height=(top - bottom) * _MM, objects=drawn)


def _leaves(node: Any) -> Iterator[Any]:
    if node["/Type"] == "/Page":
        yield node
        return
    for one in node["/Kids"]:
        yield from _leaves(one.get_object())


def _inherited(page: Any, name: str) -> Any:
    node = page
    while name not in node:
        node = node["/Parent"]
    return node[name]


def _entries(resources: Any, kind: str) -> Iterator[tuple[str, Any]]:
    if kind in resources:
        listed = resources[kind]
        yield from ((str(name), listed[name]) for name in listed)


def _matrix(given: list[float]) -> Matrix:
    a, b, c, d, e, f = given
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _scale(matrix: Matrix) -> float:
    a, b, c, d, _, _ = matrix
    return float(abs(a * d - b * c) ** 0.5)


def _colour(given: list[Any]) -> Colour:
    values = [round(255 * float(one)) for one in given]
    if len(values) == 1:
        return values[0], values[0], values[0]
    if len(values) == 3:
        return values[0], values[1], values[2]
    raise NotUnderstood(f"a colour of {len(values)} parts")
