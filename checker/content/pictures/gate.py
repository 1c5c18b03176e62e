"""Is it a document at all? Two small networks of our own: one looks at a small picture, one at the layout of its text.

Both are trained by packaging/train from made-up pages and freely licensed photographs; the record lies beside them.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from checker.content.pictures.flat import Pixels
from checker.content.pictures.models import Model, gate_file, layout_weights
from checker.content.pictures.text import Detector

_SIDE = 192
LAYOUT_SIDE = 320
_SMALLEST = 6  # points of a patch of text


class Gate:
    def __init__(self) -> None:
        self._model = Model(gate_file())

    def __call__(self, picture: Pixels) -> float:
        """How likely the picture shows a document, from a look at 192 x 192 points."""
        way = cv2.INTER_AREA if max(picture.shape[:2]) > _SIDE else cv2.INTER_LINEAR
        small = cv2.resize(picture, (_SIDE, _SIDE), interpolation=way)
        return float(self._model(np.asarray(small[:, :, ::-1], dtype=np.uint8)[None])[0])


def layout(detector: Detector, picture: Pixels) -> list[float]:
    """Twenty numbers: how much text there is, how its lines run, how the paper looks."""
    part = LAYOUT_SIDE / max(picture.shape[:2])
    if part < 1:
        size = max(32, int(picture.shape[1] * part)), max(32, int(picture.shape[0] * part))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    sure, _ = detector.map(picture, LAYOUT_SIDE)
    tall, wide = sure.shape
    mask = (sure > 0.22).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    patches = stats[1:][stats[1:, 4] >= _SMALLEST].astype(np.float64)
    small = cv2.resize(picture, (wide, tall)) if picture.shape[:2] != (tall, wide) else picture
    colour = cv2.cvtColor(small, cv2.COLOR_BGR2HSV)
    hue, saturation, value = colour[:, :, 0], colour[:, :, 1] / 255.0, colour[:, :, 2] / 255.0
    edges = float(np.abs(np.diff(value, axis=0)).mean() + np.abs(np.diff(value, axis=1)).mean())
    red = float((((hue < 8) | (hue > 172)) & (saturation > 0.45) & (value > 0.35)).mean())
    white = (value > 0.62) & (saturation < 0.22)
    paper = [float(value.mean()), float(saturation.mean()), float(white.mean()), red]
    if len(patches) == 0:
        return [0.0] * 7 + [
            float(sure.mean()),
            float((sure > 0.3).mean()),
            0.0,
            0.0,
            0.0,
            *paper,
            0.0,
            0.0,
            edges,
            wide / tall,
        ]
    x, y, width, height = patches[:, 0], patches[:, 1], patches[:, 2], patches[:, 3]
    longest = max(wide, tall)
    length, thickness = np.maximum(width, height) / longest, np.minimum(width, height) / longest
    lying = float(
        (width[width > height * 1.3].sum() - height[height > width * 1.3].sum()) / (width.sum() + height.sum())
    )
    left, top = int(x.min()), int(y.min())
    right, bottom = int((x + width).max()), int((y + height).max())
    inside = slice(top, bottom), slice(left, right)
    begins = x if lying >= 0 else y
    middles = y + height / 2 if lying >= 0 else x + width / 2
    rows = len(np.unique((middles / max(2.0, float(np.median(np.minimum(width, height))) * 1.2)).astype(int)))
    return [
        float(len(patches)),
        float(mask.mean()),
        float(sure[mask > 0].mean()),
        float(np.median(thickness)),
        float(np.median(length / np.maximum(thickness, 1e-3))),
        float((length > 0.25).mean()),
        (right - left) * (bottom - top) / (wide * tall),
        float(sure.mean()),
        float((sure > 0.3).mean()),
        lying,
        float(np.std(begins) / longest),
        float(rows),
        *paper,
        float(white[inside].mean()),
        float(saturation[inside].mean()),
        edges,
        wide / tall,
    ]


def document(numbers: list[float], seen: float) -> float:
    """The layout's numbers and the first gate's answer, weighed together."""
    weights = layout_weights()
    certain = min(max(seen, 1e-4), 1 - 1e-4)
    values: NDArray[np.float64] = np.array([*numbers, np.log(certain / (1 - certain))])
    hidden = np.maximum(
        0, ((values - weights["mean"]) / weights["deviation"]) @ weights["first"] + weights["first_bias"]
    )
    return float(1 / (1 + np.exp(-(hidden @ weights["second"] + weights["second_bias"]).item())))
