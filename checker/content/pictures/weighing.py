"""Where judge and expert are in doubt: they are asked again about parts, and where its text stands has a say.

A form, two pages side by side in a reader's window, a paper among toolbars look unlike the pages that the networks
learned from; a dialog or a page of the web looks like one. Eleven numbers tell them apart: what both say of the whole,
of its block of text by itself and of each of its halves, how many lines there are, how large, how densely they stand,
how white it is and how much of it is coloured.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np

from checker.content.pictures.flat import Pixels
from checker.content.pictures.gate import white
from checker.content.pictures.text import Box

DOUBT = 0.06, 0.93  # what both say together; beyond these nothing is asked again
# A logistic regression over the 85 of 333 real pictures that are in doubt, 50 of them pages (fitted there, as limits:
# 1 page is lost and 3 others are taken; where each repository is judged by a fit to the rest, 10 and 10, and without
# the second half and the colours 11 and 14).
_WHOLE, _BLOCK, _LIKELIER, _OTHER, _WIDE, _LINES, _LETTERS, _DENSE, _WHITE, _JUDGE, _COLOURED = (
    *(0.07, 0.18, 0.41, 0.55, -0.99, 0.36, -2.36, 2.19, 0.82, 0.25, -13.1),
)
_BEGIN = 1.99
_STRONG, _BRIGHT, _MOST_COLOURED = 120, 60, 0.25  # of 255, a colour's strength and brightness; more says no more
_LYING = 1.15  # times as wide as high: two pages may lie in it
_OVERLAP = 0.03  # of the width, beyond the middle
_SMALLEST = 40  # points of a part that is worth a look
_DARK, _LINES_OF_A_PAGE = 100, 8  # of 255: black paper, which is looked at as if it were white; lines on it
_USUAL = 4.0  # from the logarithm of a line's usual height, 1/55 of the longer side, up to zero

Asked = Callable[[Pixels], float]  # what judge and expert say together of a picture


def weighed(asked: Asked, picture: Pixels, larger: Pixels, lines: list[Box], judge: float, said: float) -> float:
    """How likely it is a document. `larger`: the same picture with more points; `lines`: as they stand in `picture`."""
    if not lines:
        return said
    tall, wide = picture.shape[:2]
    whole = _odds(said)
    points = np.concatenate([box.quad for box in lines])
    (left, top), (right, bottom) = points.min(0).clip(0).astype(int), points.max(0).astype(int) + 1
    block = np.ascontiguousarray(picture[top:bottom, left:right])
    if len(lines) >= _LINES_OF_A_PAGE and float(np.median(block)) < _DARK:
        return max(said, asked(np.bitwise_not(block)))
    of_block = _odds(asked(block)) if min(block.shape[:2]) > _SMALLEST else whole
    lying = wide > _LYING * tall
    other, likelier = sorted(_odds(asked(half)) for half in _halves(larger)) if lying else (0.0, 0.0)
    height = float(np.median([min(box.size) for box in lines])) / max(tall, wide)
    covered = sum(box.size[0] * box.size[1] for box in lines) / (tall * wide)
    weight = (
        _BEGIN
        + _WHOLE * whole
        + _BLOCK * of_block
        + _LIKELIER * likelier
        + _OTHER * other
        + _WIDE * lying
        + _LINES * math.log1p(len(lines))
        + _LETTERS * (math.log(max(height, 0.003)) + _USUAL)
        + _DENSE * covered
        + _WHITE * white(picture)
        + _JUDGE * _odds(judge)
        + _COLOURED * _coloured(picture)
    )
    return 1 / (1 + math.exp(-weight))


def _halves(picture: Pixels) -> tuple[Pixels, Pixels]:
    wide = picture.shape[1]
    left, right = int(wide * (0.5 + _OVERLAP)), int(wide * (0.5 - _OVERLAP))
    return np.ascontiguousarray(picture[:, :left]), np.ascontiguousarray(picture[:, right:])


def _coloured(picture: Pixels) -> float:
    """The share of points of a strong colour, as windows and goods have them; yellow light is none."""
    _, strength, brightness = cv2.split(cv2.cvtColor(picture, cv2.COLOR_BGR2HSV))
    strong = (np.asarray(strength) > _STRONG) & (np.asarray(brightness) > _BRIGHT)
    return min(_MOST_COLOURED, float(strong.mean()))


def _odds(likely: float) -> float:
    likely = min(max(likely, 1e-4), 1 - 1e-4)
    return math.log(likely / (1 - likely))
