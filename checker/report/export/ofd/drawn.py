"""What stands on a page, in millimetres from its upper left corner, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """`at`: how far its origin lies from that of the line's first, along the line."""

    number: int
    words: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Glyphs of one font and size in a row. `matrix` takes the row, which begins at 0, 0 and runs to the right, to its
    place; `width` is the whole row's."""

    font: str
    size: float
    colour: Colour
    alpha: int
    matrix: Matrix
    glyphs: tuple[Glyph, ...]
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`steps`: an operator of OFD's abbreviated data (M, L, B, C) with its numbers."""

    steps: tuple[tuple[str, tuple[float, ...]], ...]
    fill: Colour | None
    even_odd: bool
    stroke: Colour | None
    width: float
    alpha: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """`file`: an OpenType font with the glyphs that are used and no others."""

    name: str
    family: str
    file: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    width: float
    height: float
    objects: tuple[Line | Shape, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    pages: tuple[Page, ...]
    fonts: dict[str, Font]
