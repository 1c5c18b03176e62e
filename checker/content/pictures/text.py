"""Where text stands in a picture, and what it says. Boxes have four corners, clockwise from the top left."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from checker.content.pictures.flat import Pixels
from checker.content.pictures.models import DETECTOR, RECOGNISER, TURN, Model, letters, packaged

Quad = NDArray[np.float32]

_MEAN = np.array([0.485, 0.456, 0.406], np.float32) * 255
_SCALE = 1 / (np.array([0.229, 0.224, 0.225], np.float32) * 255)
_SURE = 0.25  # of a point being text
_BOX_SURE = 0.45  # of a box holding text
_GROW = 1.5  # boxes come out smaller than the letters
_MOST_BOXES = 1_500
_HEIGHT = 48  # of a line as the recogniser wants it
_BATCH = 8


@dataclass(frozen=True, slots=True)
class Box:
    quad: Quad
    sure: float

    @property
    def size(self) -> tuple[float, float]:
        """Width along the line, and height."""
        return dimensions(self.quad)


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    sure: float
    quad: Quad


def dimensions(quad: Quad) -> tuple[float, float]:
    sides = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1)
    return float(sides[0] + sides[2]) / 2, float(sides[1] + sides[3]) / 2


def ordered(points: NDArray[np.float32]) -> Quad:
    """Corners clockwise from the top left of a box that stands more or less upright."""
    by_x = points[np.argsort(points[:, 0])]
    left, right = by_x[:2][np.argsort(by_x[:2, 1])], by_x[2:][np.argsort(by_x[2:, 1])]
    return np.stack([left[0], right[0], right[1], left[1]]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Map:
    """How sure each point of a picture is text; the map is smaller than the picture."""

    sure: NDArray[np.float32]

    def boxes(self, picture: NDArray[np.generic]) -> list[Box]:
        """Where lines stand in the picture, which may have another size than the one that was looked at."""
        scale = np.array([picture.shape[1] / self.sure.shape[1], picture.shape[0] / self.sure.shape[0]], np.float32)
        contours, _ = cv2.findContours((self.sure > _SURE).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        found = []
        for contour in contours[:_MOST_BOXES]:
            center, (wide, tall), angle = cv2.minAreaRect(contour)
            if min(wide, tall) < 2:
                continue
            x, y, width, height = cv2.boundingRect(contour)
            mask = np.zeros((height, width), np.uint8)
            cv2.fillPoly(mask, [contour - np.array([x, y])], (1,))
            score = cv2.mean(self.sure[y : y + height, x : x + width], mask)[0]
            if score < _BOX_SURE:
                continue
            grow = wide * tall * _GROW / (wide + tall)
            points = cv2.boxPoints((center, (wide + grow, tall + grow), angle)) * scale
            found.append(Box(ordered(points.astype(np.float32)), score))
        return found


class Detector:
    """PP-OCRv6 tiny, differentiable binarisation."""

    def __init__(self) -> None:
        self._model = Model(str(packaged(DETECTOR)))

    def __call__(self, picture: Pixels, side: int) -> Map:
        """Where text stands, looked for with the longer side at most `side` points."""
        height, width = picture.shape[:2]
        part = min(1.0, side / max(height, width))
        tall, wide = (max(32, round(length * part / 32) * 32) for length in (height, width))
        if (tall, wide) != (height, width):
            way = cv2.INTER_AREA if part < 1 else cv2.INTER_LINEAR
            picture = cv2.resize(picture, (wide, tall), interpolation=way)  # type: ignore[assignment]
        batch = ((picture.astype(np.float32) - _MEAN) * _SCALE).transpose(2, 0, 1)[None]
        return Map(self._model(batch.astype(np.float32))[0, 0])


class Turn:
    """Which way up a page is: the quarter turns, clockwise, by which the picture has to be put upright."""

    def __init__(self) -> None:
        self._model = Model(str(packaged(TURN)))

    def __call__(self, picture: Pixels) -> tuple[int, float]:
        height, width = picture.shape[:2]
        part = 256 / min(height, width)
        size = max(224, round(width * part)), max(224, round(height * part))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        top, left = (small.shape[0] - 224) // 2, (small.shape[1] - 224) // 2
        square = small[top : top + 224, left : left + 224, ::-1]
        batch = ((square.astype(np.float32) - _MEAN) * _SCALE).transpose(2, 0, 1)[None]
        scores = self._model(batch.astype(np.float32))[0]
        return {0: 0, 1: 3, 2: 2, 3: 1}[int(scores.argmax())], float(scores.max())


class Recogniser:
    """PP-OCRv6 tiny, connectionist temporal classification."""

    def __init__(self) -> None:
        self._model = Model(str(packaged(RECOGNISER)))
        self._letters = letters()

    def __call__(self, picture: Pixels, quads: list[Quad], longest: int = 560) -> list[Line]:
        """What stands in each quadrilateral; lines longer than `longest` (at a height of 48) are cut off."""
        crops = [cropped(picture, quad, longest) for quad in quads]
        order = sorted(range(len(crops)), key=lambda index: crops[index].shape[1])
        found: dict[int, Line] = {}
        for begin in range(0, len(order), _BATCH):
            chosen = order[begin : begin + _BATCH]
            width = -(-max(_HEIGHT, crops[chosen[-1]].shape[1]) // 32) * 32
            batch = np.zeros((len(chosen), 3, _HEIGHT, width), np.float32)
            for place, index in enumerate(chosen):
                crop = crops[index]
                batch[place, :, :, : crop.shape[1]] = (crop.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)
            scores = self._model(batch)
            for place, index in enumerate(chosen):
                text, sure = self._decoded(scores[place])
                found[index] = Line(text, sure, quads[index])
        return [found[index] for index in range(len(quads))]

    def _decoded(self, scores: NDArray[np.float32]) -> tuple[str, float]:
        best, sure = scores.argmax(1), scores.max(1)
        kept = (best != 0) & (best != np.concatenate([[0], best[:-1]]))
        text = "".join(self._letters[one] if one < len(self._letters) else "?" for one in best[kept])
        return text, float(sure[kept].mean()) if kept.any() else 0.0


def cropped(picture: Pixels, quad: Quad, longest: int) -> Pixels:
    """A line laid flat, 48 points high."""
    width, height = dimensions(quad)
    full = _HEIGHT * width / max(height, 1.0)
    wide = int(min(longest, max(16.0, round(full))))
    source = quad
    if full > longest:
        part = longest / full
        source = np.stack(
            [quad[0], quad[0] + (quad[1] - quad[0]) * part, quad[3] + (quad[2] - quad[3]) * part, quad[3]]
        ).astype(np.float32)
    target = np.array([[0, 0], [wide, 0], [wide, _HEIGHT], [0, _HEIGHT]], np.float32)
    way = cv2.INTER_LINEAR if height < _HEIGHT * 1.5 else cv2.INTER_AREA
    flat = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(source, target),
        (wide, _HEIGHT),
        flags=way,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(flat, dtype=np.uint8)


def joined(boxes: list[Box]) -> list[Box]:
    """Boxes of single signs on one line, put together: 机　密 printed with gaps comes apart."""
    single = [(box, *box.size, box.quad.mean(0)) for box in boxes]
    single = [one for one in single if one[2] > 0 and 0.6 <= one[1] / one[2] <= 1.7]
    found = []
    for first, _, tall, center in single:
        for second, _, tall2, center2 in single:
            near = second.quad[0][0] - first.quad[1][0] < 3.2 * tall
            same = abs(center2[1] - center[1]) < 0.45 * tall and 0.6 < tall2 / tall < 1.6
            if center2[0] > center[0] and same and near:
                quad = np.stack([first.quad[0], second.quad[1], second.quad[2], first.quad[3]]).astype(np.float32)
                found.append(Box(quad, 0.5))
    return found[:12]
