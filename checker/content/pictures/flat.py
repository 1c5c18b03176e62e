"""Decoded pictures of any mode as BGR on white, no larger than reading needs, made strip by strip to save memory."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]

LARGEST = 16_000_000  # points of an array; 600 dots an inch of an A4 page are brought to 300
_STRIP = 1_000_000  # points that are turned at a time
_SIXTEEN = ("I;16", "I;16B", "I;16L", "I")


def flat(image: Image.Image) -> Pixels:
    """A loaded picture, upright as its EXIF says; 16 bits are cut to 8."""
    brightest = 255.0
    if image.mode in _SIXTEEN:
        extremes = np.asarray(image.getextrema(), dtype=np.float64)
        brightest = max(1.0, float(extremes.max()))
    width, height = image.size

    def strip(top: int, end: int) -> Pixels:
        return _strip(image if end - top == height else image.crop((0, top, width, end)), brightest)

    return upright(joined(image.size, strip), image.getexif().get(0x0112, 1))


def joined(size: tuple[int, int], strip: Callable[[int, int], Pixels]) -> Pixels:
    """A picture from its strips, `strip(top, end)`; shrunk by a whole number where it is larger than LARGEST."""
    wide, tall = size
    factor = math.ceil(math.sqrt(wide * tall / LARGEST))
    if factor <= 1:
        return strip(0, tall)
    step = max(1, _STRIP // wide // factor) * factor
    tops = range(0, tall, step)
    rows = [max(1, (min(tall, top + step) - top) // factor) for top in tops]
    made, at = np.empty((sum(rows), max(1, wide // factor), 3), np.uint8), 0  # filled strip by strip: it is held once
    for top, high in zip(tops, rows, strict=True):
        part = strip(top, min(tall, top + step))
        made[at : at + high] = cv2.resize(part, (made.shape[1], high), interpolation=cv2.INTER_AREA)
        at += high
    return made


def shrunk(pixels: Pixels, factor: int) -> Pixels:
    """A picture by a whole number smaller; without what is left over of it, each point takes a quarter of the time."""
    if factor < 2:
        return pixels
    wide, tall = max(1, pixels.shape[1] // factor), max(1, pixels.shape[0] // factor)
    return np.asarray(
        cv2.resize(pixels[: tall * factor, : wide * factor], (wide, tall), interpolation=cv2.INTER_AREA), dtype=np.uint8
    )


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """As EXIF's orientation says."""
    if orientation in (2, 4):
        pixels = pixels[:, ::-1] if orientation == 2 else pixels[::-1]
    if orientation in (5, 7):
        pixels = pixels.transpose(1, 0, 2)
    if orientation == 7:
        pixels = pixels[::-1, ::-1]
    quarters = {3: 2, 6: 3, 8: 1}.get(orientation, 0)
    return np.ascontiguousarray(np.rot90(pixels, quarters) if quarters else pixels)


def _strip(image: Image.Image, brightest: float) -> Pixels:
    if image.mode in _SIXTEEN:
        values = np.asarray(image).astype(np.float32)
        gray = (values * (255 / brightest) if brightest > 255 else values).clip(0, 255).astype(np.uint8)
        return np.asarray(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        alpha = image.convert("RGBA")
        paper = Image.new("RGB", alpha.size, (255, 255, 255))
        paper.paste(alpha, mask=alpha.getchannel("A"))
        image = paper
    colours = image if image.mode in ("RGB", "L") else image.convert("RGB")
    way = cv2.COLOR_GRAY2BGR if colours.mode == "L" else cv2.COLOR_RGB2BGR  # in a tenth of the time that numpy takes
    return np.asarray(cv2.cvtColor(np.asarray(colours), way), dtype=np.uint8)
