"""More light for pictures taken in the dark, and white for black: the networks learned from pages as most are."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from checker.content.pictures.flat import Pixels

_DARK = 120  # of 255: where 95 of 100 points are darker, there was too little light
_DARKEST, _BRIGHTEST = 1, 99  # of 100 points; what they have becomes black and white
_BLACK, _MOSTLY, _LETTERS = 90, 0.6, 150  # of 255; the share of points so dark; the least of the brightest one in 100
_COLOUR, _GREY = 45, 0.68  # of 255 between a point's strongest and weakest colour; the share of bright points below it
_LEAST = 12  # between them; less is a black picture
_MOST = 3.0  # times as bright; more makes lines of noise


class Negative:
    """Black as white and white as black."""

    def __call__(self, picture: Pixels) -> Pixels:
        return np.bitwise_not(picture)


class Light:
    """By how much a picture is made brighter."""

    def __init__(self, low: float, high: float) -> None:
        times = min(_MOST, 255 / (high - low))
        self._table = ((np.arange(256) - low) * times).clip(0, 255).astype(np.uint8)

    def __call__(self, picture: Pixels) -> Pixels:
        return np.asarray(cv2.LUT(picture, self._table), dtype=np.uint8)


def lacking(picture: Pixels) -> Light | None:
    """The light that a picture lacks; None where it has enough, or shows nothing at all."""
    brightness: NDArray[np.uint8] = np.asarray(cv2.cvtColor(picture[::2, ::2], cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    if float(np.percentile(brightness, 95)) >= _DARK:
        return None
    low, high = (float(one) for one in np.percentile(brightness, (_DARKEST, _BRIGHTEST)))
    return Light(low, high) if high - low >= _LEAST else None


def is_black(picture: Pixels) -> bool:
    """Whether a picture is mostly black and has something bright in it, nearly without colour: white letters on black.

    The bright points of program code on black have colours; of the 11 pictures of code that were measured at most 0.62
    of them have none, of white writing on black 0.77 to 1.
    """
    part = picture[::2, ::2]
    strongest: NDArray[np.uint8] = np.asarray(part.max(2), dtype=np.uint8)
    if float((strongest < _BLACK).mean()) < _MOSTLY or float(np.percentile(strongest, 99)) < _LETTERS:
        return False
    bright = strongest >= _LETTERS
    grey = (strongest - part.min(2) < _COLOUR)[bright]
    return float(grey.mean()) >= _GREY
