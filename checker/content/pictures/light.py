"""More light for pictures taken in the dark: the networks learned from pages that people could read."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from checker.content.pictures.flat import Pixels

_DARK = 120  # of 255: where 95 of 100 points are darker, there was too little light
_DARKEST, _BRIGHTEST = 1, 99  # of 100 points; what they have becomes black and white
_LEAST = 12  # between them; less is a black picture
_MOST = 3.0  # times as bright; more makes lines of noise


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
