"""Is it a document at all? Three networks, each asked about what the one before it did not let go.

The gate sees a small picture, the judge also where text stands in it; both learned from our pictures alone. The expert
began with weights that knew a million pictures of everything (EfficientNet-Lite0). packaging/train makes all three,
from made-up pages and freely licensed pictures; the record lies beside them.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from checker.content.pictures.flat import Pixels
from checker.content.pictures.models import Model, network
from checker.content.pictures.text import Detector, Map

SIDE = 192  # points, as the gate sees a picture
LAYOUT_SIDE = 320  # points at which text is looked for
JUDGED_SIDE = 256  # points, as the judge sees picture and text
EXPERT = "expert"
_EMPTY = 127  # beside a picture that is not square
_BRIGHT, _COLOURLESS = 150, 45  # of 255: the least of a white point's strongest colour, the most between its colours
_PAPER = 0.5  # of a picture; one of twenty photographs has so much white, two of three scans and screenshots


class Gate:
    """The first look, for a millisecond. It lets go of nothing that is mostly white: a clean scan is little more."""

    def __init__(self) -> None:
        self._model = Model(network("gate"))

    def __call__(self, picture: Pixels) -> float:
        """How likely the picture shows a document, from a look at 192 x 192 points."""
        way = cv2.INTER_AREA if max(picture.shape[:2]) > SIDE else cv2.INTER_LINEAR
        small = cv2.resize(picture, (SIDE, SIDE), interpolation=way)
        likely = float(self._model(np.asarray(small[:, :, ::-1], dtype=np.uint8)[None])[0])
        return max(likely, 0.5) if white(small) >= _PAPER else likely


class Judge:
    """The second look, at the picture beside the map of its text."""

    def __init__(self, detector: Detector) -> None:
        self._detector, self._model = detector, Model(network("judge"))

    def __call__(self, picture: Pixels) -> tuple[float, Map]:
        """How likely the picture shows a document, and where its text stands."""
        picture = for_layout(picture)
        found = self._detector(picture, LAYOUT_SIDE)
        text = np.asarray(found.sure * 255, dtype=np.uint8)
        return self.of(picture[:, :, ::-1], text), found

    def of(self, picture: Pixels, text: NDArray[np.uint8]) -> float:
        """The same for a picture of at most LAYOUT_SIDE points, RGB, whose map of text is known already."""
        return float(self._model(beside(picture, text)[None])[0])


class Expert:
    """The third look, at the picture alone, for 7 ms; only at what the judge takes for a document or nearly so."""

    def __init__(self) -> None:
        self._model = Model(network(EXPERT))

    def __call__(self, picture: Pixels) -> float:
        """How likely the picture shows a document."""
        small = for_layout(picture)
        square = beside(small[:, :, ::-1], np.zeros(small.shape[:2], np.uint8))
        return float(self._model(square[None, :, :, :3])[0])


def agreed(judge: float, expert: float) -> float:
    """What both say together: the mean of their log-odds, in which the expert counts for two.

    Of the pictures held out from training that the judge rates from 0.03 on, 12 of 1,000 others are let through where
    98 % of the documents are kept; 150 by the judge alone, 13 by the expert alone.
    """
    said = (judge, expert, expert)
    return 1 / (
        1 + math.exp(-sum(math.log(one / (1 - one)) for one in (min(max(s, 1e-6), 1 - 1e-6) for s in said)) / 3)
    )


def for_layout(picture: Pixels) -> Pixels:
    """As large as judge and expert look at it; they do so themselves, but for both once is enough."""
    part = LAYOUT_SIDE / max(picture.shape[:2])
    if part >= 1:
        return picture
    size = max(32, int(picture.shape[1] * part)), max(32, int(picture.shape[0] * part))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def white(picture: NDArray[np.generic]) -> float:
    """The share of points that are bright and without colour."""
    blue, green, red = cv2.split(np.asarray(picture[::2, ::2], dtype=np.uint8))
    strongest, weakest = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    return float(np.count_nonzero((strongest > _BRIGHT) & (cv2.subtract(strongest, weakest) < _COLOURLESS)) / red.size)


def beside(picture: Pixels, text: NDArray[np.uint8]) -> Pixels:
    """A picture and the map of its text as one array, 256 x 256 x 4; its shape is kept, what is left over is grey."""
    tall, wide = picture.shape[:2]
    part = JUDGED_SIDE / max(tall, wide)
    width, height = max(1, round(wide * part)), max(1, round(tall * part))
    left, top = (JUDGED_SIDE - width) // 2, (JUDGED_SIDE - height) // 2
    both = np.full((JUDGED_SIDE, JUDGED_SIDE, 4), (_EMPTY, _EMPTY, _EMPTY, 0), np.uint8)
    inside = both[top : top + height, left : left + width]
    way = cv2.INTER_AREA if part < 1 else cv2.INTER_LINEAR
    inside[:, :, :3] = cv2.resize(np.ascontiguousarray(picture), (width, height), interpolation=way)
    inside[:, :, 3] = cv2.resize(text, (width, height), interpolation=cv2.INTER_AREA)
    return both
