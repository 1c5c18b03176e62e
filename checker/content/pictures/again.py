"""A second reading of short lines that were read badly: with more room, more contrast and less noise.

Of 20 ways to cut and clean a line that were tried on faint ones, two read most of them; a word on which both agree
counts, since noise is read as another word each time.
"""

from __future__ import annotations

import cv2
import numpy as np

from checker.content.pictures.flat import Pixels
from checker.content.pictures.text import Line, Quad, Recogniser, dimensions

_SURE, _SURE_AGREED = 0.9, 0.5  # of a line that is not read again; of both readings, on the average
_LETTERS, _MOST = 8, 6  # letters of a line that can be a marking; lines that are read again
_ROOM = (0.3, 0.2), (0.5, 0.15)  # of a line's height, along and across it, on each side
_ALL_BUT = 2, 98  # of 100 points; the others become black and white
_SIGNS = "密内部件料"  # one of them stands in every marking


def read_again(recogniser: Recogniser, picture: Pixels, lines: list[Line]) -> list[Line]:
    """The lines, those read anew on which both readings agree in their place."""
    doubtful = [line for line in lines if line.sure < _SURE and 0 < len(line.text) <= _LETTERS][:_MOST]
    better: dict[int, Line] = {}
    for line in doubtful:
        first = _read(recogniser, picture, line.quad, _ROOM[0])
        if not any(sign in first.text for sign in _SIGNS):
            continue
        second = _read(recogniser, picture, line.quad, _ROOM[1])
        sure = (first.sure + second.sure) / 2
        if first.text == second.text and sure >= _SURE_AGREED:
            better[id(line)] = Line(first.text, max(first.sure, second.sure), line.quad)
    return [better.get(id(line), line) for line in lines]


def _read(recogniser: Recogniser, picture: Pixels, quad: Quad, room: tuple[float, float]) -> Line:
    wider = _grown(quad, *room)
    (left, top), (right, bottom) = np.floor(wider.min(0)).astype(int) - 4, np.ceil(wider.max(0)).astype(int) + 4
    left, top = max(0, int(left)), max(0, int(top))
    place = picture[top : int(bottom), left : int(right)].astype(np.float32)
    low, high = np.percentile(place, _ALL_BUT)
    clear = ((place - low) / max(1.0, float(high - low)) * 255).clip(0, 255).astype(np.uint8)
    smooth = np.asarray(cv2.GaussianBlur(clear, (0, 0), 1.0), dtype=np.uint8)
    corner = np.array([left, top], np.float32)
    return recogniser(smooth, [(wider - corner).astype(np.float32)])[0]


def _grown(quad: Quad, along: float, across: float) -> Quad:
    """With room on each side, as parts of the line's height."""
    _, height = dimensions(quad)
    middle = quad.mean(0)
    right, down = quad[1] - quad[0], quad[3] - quad[0]
    right, down = right / max(1e-6, np.linalg.norm(right)), down / max(1e-6, np.linalg.norm(down))
    aside, below = (quad - middle) @ right, (quad - middle) @ down
    wide = np.sign(aside) * (np.abs(aside) + along * height)
    tall = np.sign(below) * (np.abs(below) + across * height)
    return np.asarray(middle + np.outer(wide, right) + np.outer(tall, down), dtype=np.float32)
