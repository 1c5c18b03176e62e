"""Pictures far from a page's shape, looked at in pieces that overlap: long screenshots, panoramas, rolls of receipts.

Shrunk as a whole to what the first networks see, their letters would be dust, and each of them would be let go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from checker.content.pictures.flat import Pixels

Box = tuple[float, float, float, float]

LONG = 2.4  # times as long as wide; the tallest screens of phones have 2.33
_PIECE, _STEP = 1.5, 1.0  # times the shorter side: how long a piece is, and how far on the next one begins
_LEAST = 256  # points of the shorter side; less is a line or a banner, and cut up nobody could read it


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a picture. `place`: left, top, right, bottom as parts of the whole."""

    pixels: Pixels
    place: Box


def is_long(shape: tuple[int, ...] | None, least: int = _LEAST) -> bool:
    """Whether a picture so high and wide is looked at in pieces; None: nobody knows yet."""
    if shape is None:
        return False
    shorter, longer = sorted(shape[:2])
    return shorter >= least and longer >= LONG * shorter


def pieces(picture: Pixels) -> Iterator[Piece]:
    """From the top or the left; the last one ends where the picture does."""
    tall, wide = picture.shape[:2]
    shorter, longer = min(tall, wide), max(tall, wide)
    length = min(longer, int(_PIECE * shorter))
    begin, last = 0, longer - length
    while True:
        at = min(begin, last)
        if tall > wide:
            yield Piece(picture[at : at + length], (0.0, at / tall, 1.0, (at + length) / tall))
        else:
            part = np.ascontiguousarray(picture[:, at : at + length])
            yield Piece(part, (at / wide, 0.0, (at + length) / wide, 1.0))
        if at == last:
            return
        begin += int(_STEP * shorter)


def placed(box: Box, turn: int, piece: Piece) -> Box:
    """A box of the upright piece as one of the upright whole, both turned by so many quarters."""
    left, top, right, bottom = turned(piece.place, turn)
    wide, tall = right - left, bottom - top
    x0, y0, x1, y1 = box
    return (
        round(left + x0 * wide, 4),
        round(top + y0 * tall, 4),
        round(left + x1 * wide, 4),
        round(top + y1 * tall, 4),
    )


def turned(box: Box, turn: int) -> Box:
    """The same place in the picture turned clockwise by so many quarters."""
    x0, y0, x1, y1 = box
    for _ in range(turn % 4):
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    return x0, y0, x1, y1
