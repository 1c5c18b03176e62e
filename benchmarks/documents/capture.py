"""Made-up pages as cameras, scanners and screens would bring them, with a list of what each one shows.

    python -m benchmarks.documents.capture OUT SEED MARKED UNMARKED OTHERS [--photographs FOLDER] [--side POINTS]

writes pictures and ``labels_0.jsonl``. The same seed and fonts write the same pictures. Not simulated: creases,
glare, stamped or handwritten markings, a real sensor. Half of FOLDER's photographs serve as backgrounds (`fold`);
a benchmark uses the other half as pictures that are no documents.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import math
import random
import struct
import sys
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.documents import canvas, official, others
from benchmarks.documents import foreign as papers
from benchmarks.documents.canvas import Page

cv2.setNumThreads(1)
Pixels = NDArray[np.uint8]
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
SENSORS = ((3024, 4032), (3000, 4000), (2448, 3264), (1944, 2592), (2304, 4096), (2268, 4032), (1536, 2048))
CAMERAS = ("full", "close", "far", "hand", "tilt", "chat", "sideways", "upside down")
WAYS = (*CAMERAS[:1] * 3, *CAMERAS[1:2] * 2, "far", "chat", "chat", "hand", "hand", "tilt", "sideways", "upside down",
        "scan", "phone screen", "computer screen", "viewer", "monitor")  # fmt: skip
OTHERS = {**others.OTHERS, **papers.OTHERS}  # what is no document
SCREENS = (*others.SCREENS, *papers.SCREENS)  # of those, what comes as a file that a program wrote


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in a list. `mark`: its marking; `tall`: its height in points; `whole`: all of it within the frame."""

    file: str
    doc: int
    type: str
    way: str
    mark: str | None = None
    tall: float | None = None
    whole: bool | None = None


@dataclass
class Shot:
    """A picture on its way into a file."""

    picture: Pixels
    way: str
    corners: NDArray[np.float32] | None = None
    format: str = "jpg"
    quality: int = 88
    camera: bool = False
    notes: dict[str, Any] = field(default_factory=dict)


def fold(name: str) -> int:
    """0: a background of made-up pictures; 1: a picture to be judged."""
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2


def photographs(folder: Path | None, part: int, least: int = 60_000) -> list[Path]:
    """Pictures of a folder and of those below it, of so many bytes at least."""
    if folder is None:
        return []
    there = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in PICTURES and path.is_file())
    return [path for path in there if path.stat().st_size > least and fold(path.name) == part]


# -- what lies behind -------------------------------------------------------------------------------------------------


@lru_cache(40)
def _photograph(path: Path) -> Pixels | None:
    """None where there is none: some packages name a file .png that is something else."""
    try:
        with Image.open(path) as image:
            image.draft("RGB", (1600, 1600))
            small = image.convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None
    small.thumbnail((1600, 1600))
    return np.ascontiguousarray(np.asarray(small)[:, :, ::-1])


def background(chance: random.Random, wide: int, tall: int, choice: list[Path]) -> Pixels:
    source = _photograph(chance.choice(choice)) if choice and chance.random() >= 0.5 else None
    if source is None:
        picture = _desk(chance, wide, tall)
    else:
        part = chance.uniform(0.35, 0.95)
        width, height = int(source.shape[1] * part), int(source.shape[0] * part)
        left, top = chance.randint(0, source.shape[1] - width), chance.randint(0, source.shape[0] - height)
        picture = cv2.resize(source[top : top + height, left : left + width], (wide, tall))
        if chance.random() < 0.6:
            picture = cv2.GaussianBlur(picture, (0, 0), wide / chance.uniform(150, 900) + 0.5)
    for _ in range(chance.choice([0, 0, 1, 2, 3])):  # cups and pens
        colour, x, y = [chance.randint(0, 255) for _ in range(3)], chance.randint(0, wide), chance.randint(0, tall)
        if chance.random() < 0.5:
            axes = wide // chance.randint(6, 16), wide // chance.randint(6, 16)
            cv2.ellipse(picture, (x, y), axes, 0, 0, 360, colour, -1, cv2.LINE_AA)
        else:
            end = x + chance.randint(-wide // 2, wide // 2), y + chance.randint(-tall // 3, tall // 3)
            cv2.line(picture, (x, y), end, colour, max(3, wide // chance.randint(40, 120)), cv2.LINE_AA)
    return picture


def _desk(chance: random.Random, wide: int, tall: int) -> Pixels:
    """Wood, cloth, paint."""
    noise = np.random.default_rng(chance.randint(0, 2**31))
    width, height = max(8, wide // 4), max(8, tall // 4)
    kind = chance.choice(["wood", "wood", "paint", "cloth", "light"])
    colour = [chance.randint(30, 200) for _ in range(3)]
    if kind == "wood":
        colour = [chance.randint(40, 110), chance.randint(80, 150), chance.randint(120, 200)]
        grain = cv2.resize(noise.random((height, 8), np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        grain = cv2.GaussianBlur(grain, (0, 0), sigmaX=width / 30 + 0.1, sigmaY=0.8)
        change = (grain - 0.5) * 60 + (noise.random((height, width), np.float32) - 0.5) * 14
    elif kind == "light":
        change = np.linspace(-40, 40, width, dtype=np.float32)[None, :].repeat(height, 0)
    else:
        change = (noise.random((height, width), np.float32) - 0.5) * (70 if kind == "cloth" else 8)
    picture = np.clip(np.array(colour, np.float32) + change[:, :, None], 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(picture, (wide, tall)), dtype=np.uint8)


# -- cameras ----------------------------------------------------------------------------------------------------------


def _photographed(page: Page, chance: random.Random, way: str, behind: list[Path], side: int | None) -> Shot:
    art = _pixels(page)
    tall, wide = art.shape[:2]
    width, height = _sensor(chance, side, lying=wide > tall * 1.15 or chance.random() < 0.08)
    part = {
        "full": (0.78, 0.98),
        "close": (1.02, 1.3),
        "far": (0.36, 0.55),
        "hand": (0.7, 0.95),
        "tilt": (0.7, 0.92),
        "chat": (0.8, 1.05),
        "inside": (1.25, 1.7),
    }.get(way, (0.8, 0.97))
    angle = chance.uniform(-25, 25) if way == "tilt" else chance.gauss(0, 3)
    if way == "sideways":
        width, height = height, width
        angle += chance.choice([90, -90])
    angle += 180 if way == "upside down" else 0
    quad = _laid(
        chance,
        (wide, tall),
        (width, height),
        chance.uniform(*part),
        {"tilt": 0.09, "close": 0.015, "inside": 0.015}.get(way, 0.03),
        angle,
    )
    frame = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    if way == "close" and page.box is not None and chance.random() < 0.85:  # the header stays within the frame
        corners = _moved(cv2.getPerspectiveTransform(frame, quad), _corners(page))
        quad -= np.minimum(corners.min(0) - width * 0.03, 0)
        quad[:, 0] -= max(0.0, float(corners[:, 0].max()) + width * 0.03 - width)
    matrix = cv2.getPerspectiveTransform(frame, quad)
    art = _curled(art, chance) if page.box is None and chance.random() < 0.3 else art
    scale = float(np.linalg.norm(quad[0] - quad[3])) / tall
    source = cv2.GaussianBlur(art, (0, 0), 0.45 / scale) if scale < 0.8 else art
    way_of = cv2.INTER_LINEAR if scale < 1 else cv2.INTER_CUBIC
    warped = cv2.warpPerspective(source, matrix, (width, height), flags=way_of)
    mask = cv2.warpPerspective(np.full((tall, wide), 255, np.uint8), matrix, (width, height))
    under = background(chance, width, height, behind)
    if chance.random() < 0.6:  # the sheet's shadow
        shade = cv2.GaussianBlur(cv2.resize(mask, (width // 8, height // 8)), (0, 0), width / 480 + 0.5)
        shade = np.roll(cv2.resize(shade, (width, height)), int(width * chance.uniform(-0.012, 0.012)), 1)
        under = (under * (1 - 0.45 * (shade[:, :, None] / 255.0))).astype(np.uint8)
    over = mask[:, :, None].astype(np.uint16)
    picture = ((warped.astype(np.uint16) * over + under.astype(np.uint16) * (255 - over)) // 255).astype(np.uint8)
    corners = None if page.box is None else _moved(matrix, _corners(page))
    if way == "hand":
        _fingers(picture, chance, quad)
    picture = _noisy(_lit(picture, chance), chance)
    shot = Shot(
        picture, way, corners, quality=chance.randint(82, 96), camera=way not in ("chat", "sideways", "upside down")
    )
    return _recompressed(shot, chance) if way == "chat" else shot


def _sensor(chance: random.Random, side: int | None, *, lying: bool) -> tuple[int, int]:
    width, height = chance.choice(SENSORS)
    if side is not None:
        width, height = int(width * side / height), side
    return (height, width) if lying else (width, height)


def _recompressed(shot: Shot, chance: random.Random) -> Shot:
    """What a chat program makes of a photograph."""
    height, width = shot.picture.shape[:2]
    part = min(1.0, 1080 / min(height, width) if chance.random() < 0.6 else 1440 / max(height, width))
    shot.picture = np.asarray(
        cv2.resize(shot.picture, None, fx=part, fy=part, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )
    shot.corners = None if shot.corners is None else shot.corners * np.float32(part)
    shot.quality = chance.randint(55, 80)
    return shot


def _laid(
    chance: random.Random, art: tuple[int, int], frame: tuple[int, int], part: float, loose: float, angle: float
) -> NDArray[np.float32]:
    """Where a page's corners come to lie so that it covers `part` of the frame."""
    turned = abs(math.sin(math.radians(angle))) > 0.7
    width, height = (art[1], art[0]) if turned else art
    scale = min(frame[0] * part / width, frame[1] * part / height)
    half = art[0] * scale / 2, art[1] * scale / 2
    quad = np.array([[-half[0], -half[1]], [half[0], -half[1]], [half[0], half[1]], [-half[0], half[1]]])
    turn = math.radians(angle)
    quad = quad @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    most, free = loose * min(frame), 0.05 if part < 1 else 0.025
    quad += np.array([[chance.uniform(-most, most), chance.uniform(-most, most)] for _ in range(4)])
    middle = [length * (0.5 + chance.uniform(-free, free)) for length in frame]
    return (quad + np.array(middle)).astype(np.float32)


def _curled(art: Pixels, chance: random.Random) -> Pixels:
    """A page of a bound book: its lines bend, and the fold lies in the dark."""
    tall, wide = art.shape[:2]
    across, down = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(tall, dtype=np.float32))
    bend = np.cos(across / wide * math.pi * chance.uniform(0.6, 1.4)) * tall * chance.uniform(-0.03, 0.03)
    bent = cv2.remap(art, across, down + bend.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    dark = 1 - chance.uniform(0, 0.6) * np.exp(-(across if chance.random() < 0.5 else wide - across) / (wide * 0.08))
    return np.asarray(bent * dark[:, :, None], dtype=np.uint8)


def _fingers(picture: Pixels, chance: random.Random, quad: NDArray[np.float32]) -> None:
    width = picture.shape[1]
    side, skin = (
        chance.randint(0, 3),
        np.array([chance.randint(110, 160), chance.randint(140, 190), chance.randint(190, 235)]),
    )
    begin, end = quad[side].astype(float), quad[(side + 1) % 4].astype(float)
    for _ in range(chance.randint(1, 4)):
        at = begin + (end - begin) * chance.uniform(0.45, 0.95)
        inward = quad.mean(0) - at
        inward = inward / (np.linalg.norm(inward) + 1e-6) * width * chance.uniform(0.05, 0.1)
        thick = int(width * chance.uniform(0.025, 0.045))
        colour = [int(value) for value in np.clip(skin + chance.uniform(-20, 20), 0, 255)]
        tip = [int(value) for value in at + inward * 0.5]
        cv2.line(picture, [int(value) for value in at - inward * 2.5], tip, colour, thick * 2, cv2.LINE_AA)
        cv2.circle(picture, tip, thick, colour, -1, cv2.LINE_AA)


def _lit(picture: Pixels, chance: random.Random) -> Pixels:
    """Uneven light, a soft shadow, a white balance that is off."""
    tall, wide = picture.shape[:2]
    down, across = np.mgrid[0:64, 0:64].astype(np.float32) / 64
    light = 1 + chance.uniform(-0.3, 0.3) * (across - 0.5) + chance.uniform(-0.3, 0.3) * (down - 0.5)
    if chance.random() < 0.55:
        shade = np.zeros((64, 64), np.float32)
        points = np.array([[chance.randint(-20, 84), chance.randint(-20, 84)] for _ in range(4)], np.int32)
        cv2.fillConvexPoly(shade, cv2.convexHull(points), (1.0,))
        light *= 1 - cv2.GaussianBlur(shade, (0, 0), chance.uniform(1.5, 6)) * chance.uniform(0.1, 0.5)
    light = cv2.resize(light * chance.uniform(0.62, 1.12), (wide, tall), interpolation=cv2.INTER_CUBIC)
    balance = chance.uniform(0.82, 1.1), chance.uniform(0.95, 1.04), chance.uniform(0.9, 1.12)
    planes = [
        cv2.multiply(plane, light, scale=factor, dtype=cv2.CV_8U)
        for plane, factor in zip(cv2.split(picture), balance, strict=True)
    ]
    return np.asarray(cv2.merge(planes), dtype=np.uint8)


def _noisy(picture: Pixels, chance: random.Random, much: float = 1.0) -> Pixels:
    wide = max(1.0, picture.shape[1] / 3000)
    if chance.random() < 0.55:
        picture = cv2.GaussianBlur(picture, (0, 0), chance.uniform(0.4, 1.5) * much * wide)  # type: ignore[assignment]
    if chance.random() < 0.12:  # a hand that moved
        size = max(3, int(chance.uniform(3, 9) * picture.shape[1] / 3000 * much))
        kernel = np.zeros((size, size), np.float32)
        kernel[size // 2] = 1 / size
        turn = cv2.getRotationMatrix2D((size / 2 - 0.5, size / 2 - 0.5), chance.uniform(0, 180), 1)
        picture = cv2.filter2D(picture, -1, cv2.warpAffine(kernel, turn, (size, size)))  # type: ignore[assignment]
    strength = chance.choice([0, 2, 4, 7, 11]) * much
    if strength:
        dice = np.random.default_rng(chance.randint(0, 2**31))
        tile = dice.normal(0, strength * 0.8, (512, 512, 3)) + np.repeat(
            np.repeat(dice.normal(0, strength * 0.6, (256, 256, 3)), 2, 0), 2, 1
        )
        tile16 = tile.astype(np.int16)
        for top in range(0, picture.shape[0], 512):
            for left in range(0, picture.shape[1], 512):
                part = picture[top : top + 512, left : left + 512]
                noise = tile16[: part.shape[0], : part.shape[1]]
                picture[top : top + 512, left : left + 512] = np.clip(part + noise, 0, 255).astype(np.uint8)
    return picture


# -- scanners and screens ---------------------------------------------------------------------------------------------


def _scanned(page: Page, chance: random.Random, side: int | None) -> Shot:
    art = _pixels(page)
    part = chance.choice([150, 200, 300]) / (page.wide / 210 * 25.4)
    if side is not None:
        part = side / max(art.shape[:2])
    picture = cv2.resize(art, None, fx=part, fy=part, interpolation=cv2.INTER_AREA if part < 1 else cv2.INTER_CUBIC)
    tall, wide = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, tall / 2), chance.gauss(0, 0.8), 1)
    picture = cv2.warpAffine(picture, turn, (wide, tall), borderValue=(250, 250, 250))
    corners = None
    if page.box is not None:
        corners = cv2.transform((_corners(page) * np.float32(part)).reshape(-1, 1, 2), turn).reshape(-1, 2)
    if chance.random() < 0.4:
        picture = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if page.box is None and chance.random() < 0.3:  # black or white, and nothing that a lens would add
        bitten = papers.bilevel(Image.fromarray(np.ascontiguousarray(picture)), chance.randint(110, 190))
        return Shot(np.asarray(bitten, dtype=np.uint8), "scan", corners, chance.choice(["jpg", "png"]), 85)
    if page.box is None and chance.random() < 0.4:
        return Shot(np.asarray(picture, dtype=np.uint8), "scan", corners, "png")
    picture = _noisy(np.asarray(picture, dtype=np.uint8), chance, 0.5)
    return Shot(picture, "scan", corners, chance.choice(["jpg", "jpg", "jpg", "png"]), chance.randint(60, 92))


def _phone_screen(page: Page, chance: random.Random) -> Shot:
    wide, tall = 1080, chance.choice([2400, 2340, 1920])
    part = wide * chance.choice([0.94, 0.98, 1.0]) / page.wide
    art = _pixels(page)
    art = np.asarray(cv2.resize(art, None, fx=part, fy=part, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    head = Page(wide, 220, (250, 250, 250))
    head.text((50, 30), "8:31", canvas.font(chance, "hei", 38))
    head.text((60, 120), chance.choice(["某某文件.pdf", "公文.docx"]), canvas.font(chance, "hei", 44))
    picture = np.full((tall, wide, 3), chance.choice([235, 245, 60]), np.uint8)
    picture[:220] = _pixels(head)
    left, top = (
        max(0, (wide - art.shape[1]) // 2),
        225 + chance.randint(0, max(1, (tall - art.shape[0]) // 2 - 225)) * (art.shape[0] < tall - 700),
    )
    end = min(tall, top + art.shape[0])
    picture[top:end, left : left + art.shape[1]] = art[: end - top, : wide - left]
    corners = None if page.box is None else _corners(page) * np.float32(part) + np.array([left, top], np.float32)
    return Shot(picture, "phone screen", corners, chance.choice(["png", "jpg", "webp", "png"]))


def _computer_screen(page: Page, chance: random.Random, size: tuple[int, int] | None = None) -> Shot:
    wide, tall = size or chance.choice([(1920, 1080), (2560, 1440), (1366, 768)])
    picture = np.full((tall, wide, 3), (200, 205, 210), np.uint8)
    picture[: int(tall * 0.13)] = 245, 240, 238
    picture[-30:] = 240, 235, 230
    for number in range(24):
        x, y = 20 + number * wide // 26, int(tall * 0.05)
        cv2.rectangle(picture, (x, y), (x + 22, y + 22), [chance.randint(60, 220) for _ in range(3)], -1)
    part = wide * chance.uniform(0.36, 0.55) / page.wide
    art = cv2.resize(_pixels(page), None, fx=part, fy=part, interpolation=cv2.INTER_AREA)
    left, top = int(wide * chance.uniform(0.2, 0.4)), int(tall * 0.15)
    bottom, right = min(tall - 30, top + art.shape[0]), min(wide, left + art.shape[1])
    picture[top:bottom, left:right] = art[: bottom - top, : right - left]
    corners = None if page.box is None else _corners(page) * np.float32(part) + np.array([left, top], np.float32)
    return Shot(picture, "computer screen", corners, chance.choice(["png", "png", "jpg", "webp"]))


def _viewer(page: Page, chance: random.Random) -> Shot:
    """A reader's or word processor's window: menus, buttons, a pane at the side, the page or a part of it."""
    sizes = [(1280, 800), (1600, 900), (1024, 768)]  # a marking has to be legible
    wide, tall = chance.choice(sizes if page.box is not None else [*sizes, (640, 480), (800, 600), (760, 540)])
    dark = chance.random() < 0.25
    desk, ink = ((45, 48, 52), (225, 225, 225)) if dark else ((chance.randint(190, 245),) * 3, (30, 30, 30))
    window = Page(wide, tall, desk)
    face = (
        papers.latin(chance, chance.uniform(11, 16), "plain")
        if chance.random() < 0.6
        else canvas.font(chance, "hei", 14)
    )
    top, side = chance.uniform(60, 110), wide * chance.choice([0, 0, 0.15, 0.25, 0.33])
    window.draw.rectangle((0, 0, wide, 22), fill=(chance.randint(20, 230),) * 3)
    for number in range(chance.randint(4, 9)):
        window.text((8 + number * 58, 26), papers.words(chance, 1, 1).title(), face, ink)
    for number in range(chance.randint(4, 18)):
        x = 10 + number * 34
        window.draw.rectangle((x, 48, x + 20, 66), fill=tuple(chance.randint(40, 230) for _ in range(3)))
    art = _pixels(page)
    room = wide - side - 10
    width = room * chance.choice([0.7, 0.9, 1.0] if page.box is not None else [0.45, 0.7, 0.9, 1.0])
    part = width / page.wide
    left = side + (room - width) / 2
    shown = np.asarray(cv2.resize(art, None, fx=part, fy=part, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    down = 0 if page.box is not None or chance.random() < 0.4 else chance.randint(0, max(0, shown.shape[0] - tall // 2))
    picture = _pixels(window)
    begin = int(top + chance.uniform(0, 12))
    end = min(tall - 18, begin + shown.shape[0] - down)
    x = int(left)
    picture[begin:end, x : x + shown.shape[1]] = shown[down : down + end - begin, : wide - x]
    if side:
        _pane(Shot(picture, "viewer"), shown, chance, (int(side), begin, tall - 18))
    corners = None if page.box is None else _corners(page) * np.float32(part) + np.array([x, begin], np.float32)
    return Shot(picture, "viewer", corners, chance.choice(["png", "png", "jpg"]))


def _pane(shot: Shot, shown: Pixels, chance: random.Random, place: tuple[int, int, int]) -> None:
    """Small pictures of pages at a window's side, or a list of words: right edge, top, bottom."""
    right, top, bottom = place
    list_of = Page(right - 6, bottom - top, (chance.randint(225, 255),) * 3)
    face = papers.latin(chance, 13, "plain")
    for y in range(8, bottom - top - 14, 22):
        list_of.text((8 + chance.choice([0, 0, 14]), y), papers.words(chance, 1, 4), face, (40, 40, 40))
    pane = _pixels(list_of)
    if chance.random() < 0.4:
        width = int((right - 6) * 0.6)
        small = cv2.resize(
            shown, (width, max(8, int(shown.shape[0] * width / shown.shape[1]))), interpolation=cv2.INTER_AREA
        )
        pane[:] = 215
        for y in range(10, pane.shape[0] - small.shape[0], small.shape[0] + 16):
            pane[y : y + small.shape[0], (right - 6) // 5 : (right - 6) // 5 + width] = small
    shot.picture[top:bottom, 3 : right - 3] = pane


def _monitor(page: Page, chance: random.Random, behind: list[Path], side: int | None) -> Shot:
    """A screen, photographed: ripples included."""
    screen = _computer_screen(page, chance, (1920, 1080))
    width, height = _sensor(chance, side, lying=True)
    quad = _laid(chance, (1920, 1080), (width, height), chance.uniform(0.85, 1.15), 0.03, chance.gauss(0, 2))
    frame = np.array([[0, 0], [1920, 0], [1920, 1080], [0, 1080]], np.float32)
    matrix = cv2.getPerspectiveTransform(frame, quad)
    picture = cv2.warpPerspective(screen.picture, matrix, (width, height))
    mask = cv2.warpPerspective(np.full((1080, 1920), 255, np.uint8), matrix, (width, height))
    picture = np.where(
        mask[:, :, None] > 127, picture, (background(chance, width, height, behind) * 0.4).astype(np.uint8)
    )
    across, down = np.arange(width, dtype=np.float32)[None, :], np.arange(height, dtype=np.float32)[:, None]
    first = chance.uniform(0.02, 0.12)
    ripples = 1 + 0.05 * np.sin(across * first + down * first * 0.3) * np.sin(down * chance.uniform(0.02, 0.12))
    for plane, tint in enumerate((1.05, 1.0, 0.96)):
        picture[:, :, plane] = np.clip(picture[:, :, plane] * (ripples * tint), 0, 255)
    corners = None if screen.corners is None else _moved(matrix, screen.corners)
    lit = _noisy(_lit(np.asarray(picture, dtype=np.uint8), chance), chance, 0.8)
    return Shot(lit, "monitor", corners, quality=chance.randint(82, 96), camera=True)


def _pixels(page: Page) -> Pixels:
    return np.ascontiguousarray(np.asarray(page.image)[:, :, ::-1])


def _corners(page: Page) -> NDArray[np.float32]:
    assert page.box is not None
    left, top, right, bottom = page.box
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _moved(matrix: NDArray[Any], points: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix).reshape(-1, 2), dtype=np.float32)


# -- files ------------------------------------------------------------------------------------------------------------


def made(kind: str, seed: int, folder: Path, number: int, behind: list[Path], side: int | None = None) -> Shown:
    """One picture. `kind`: marked, unmarked or other; `side`: its longer side, for training sets."""
    chance = random.Random(f"{seed} {kind} {number}")
    if kind == "other":
        name = chance.choice(list(OTHERS))
        page, doc = OTHERS[name](chance), 0
        page.kind = name
        if name in SCREENS and chance.random() > 0.12:
            shot = Shot(_pixels(page), "screenshot", format=chance.choice(["png", "jpg", "webp", "jpg"]))
        else:
            way = chance.choices(["full", "close", "far", "tilt", "chat"], [4, 2, 2, 1, 2])[0]
            shot = _photographed(page, chance, way, behind, side)
    else:
        marked, doc = kind == "marked", 1
        if not marked and chance.random() < 0.45:
            page, way = papers.foreign(chance), chance.choice(WAYS)
        elif chance.random() < 0.06:
            page, way = (
                official.slide(chance, marked=marked),
                chance.choice(["monitor", "full", "computer screen", "chat"]),
            )
        else:
            dots = 130 if side else chance.choice([170, 200, 220])
            talk = chance.random() < (0.2 if marked else 0.45)
            page, way = official.paper(chance, marked=marked, talk=talk, dots=dots), chance.choice(WAYS)
        if not marked and page.kind != "slide" and chance.random() < 0.2:
            page, way = papers.inside(chance, page), chance.choice(["inside", "inside", "scan", "phone screen"])
        shot = captured(page, chance, way, behind, side)
    if side is not None:
        shot.format = "jpg"
        part = side / max(shot.picture.shape[:2])
        if part < 1:
            shot.picture = np.asarray(
                cv2.resize(shot.picture, None, fx=part, fy=part, interpolation=cv2.INTER_AREA), dtype=np.uint8
            )
            shot.corners = None if shot.corners is None else shot.corners * np.float32(part)
    path = folder / f"{kind}_{number:05d}.{shot.format}"
    _write(shot, path, chance, plain=side is not None)
    tall = whole = None
    if shot.corners is not None:
        edges = shot.corners
        tall = round(float(np.linalg.norm(edges[0] - edges[3]) + np.linalg.norm(edges[1] - edges[2])) / 2, 1)
        whole = bool((edges >= 0).all() and (edges <= np.array(shot.picture.shape[1::-1])).all())
    return Shown(path.name, doc, page.kind, shot.way, page.mark, tall, whole)


def captured(page: Page, chance: random.Random, way: str, behind: list[Path], side: int | None) -> Shot:
    match way:
        case "scan":
            return _scanned(page, chance, side)
        case "phone screen":
            return _phone_screen(page, chance)
        case "computer screen":
            return _computer_screen(page, chance)
        case "viewer":
            return _viewer(page, chance)
        case "monitor":
            return _monitor(page, chance, behind, side)
        case _:
            return _photographed(page, chance, way, behind, side)


def _write(shot: Shot, path: Path, chance: random.Random, *, plain: bool) -> None:
    """Cameras store what the sensor saw, and beside it how it was held; two of three add a preview."""
    picture, exif = shot.picture, b""
    if shot.camera and not plain:
        turn = chance.choices([1, 6, 8, 3], [0.45, 0.4, 0.08, 0.07])[0]
        if turn != 1:
            back = {6: cv2.ROTATE_90_COUNTERCLOCKWISE, 8: cv2.ROTATE_90_CLOCKWISE, 3: cv2.ROTATE_180}[turn]
            picture = np.asarray(cv2.rotate(picture, back), dtype=np.uint8)
        exif = exif_block(turn, preview(picture, chance.choice([160, 320])) if chance.random() < 0.7 else b"")
    image = Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1]))
    if shot.format == "jpg":
        image.save(path, quality=shot.quality, subsampling=2, **({"exif": exif} if exif else {}))
    elif shot.format == "webp":
        image.save(path, quality=80, method=2)
    else:
        image.save(path, compress_level=3)


def preview(picture: Pixels, side: int) -> bytes:
    """The small JPEG that a camera puts into its files."""
    part = side / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=part, fy=part, interpolation=cv2.INTER_AREA)
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(small[:, :, ::-1])).save(out, "JPEG", quality=80)
    return out.getvalue()


def exif_block(turn: int, preview: bytes) -> bytes:
    """EXIF with a position and, where there is one, a preview in its second directory."""
    first = struct.pack("<HHHII", 1, 0x0112, 3, 1, turn)
    if not preview:
        return b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + struct.pack("<I", 0)
    second_at = 8 + len(first) + 4
    entries = ((0x0103, 3, 6), (0x0201, 4, second_at + 2 + 3 * 12 + 4), (0x0202, 4, len(preview)))
    second = struct.pack("<H", 3) + b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return (
        b"Exif\0\0II*\0"
        + struct.pack("<I", 8)
        + first
        + struct.pack("<I", second_at)
        + second
        + struct.pack("<I", 0)
        + preview
    )


def draw(folder: Path, seed: int, counts: dict[str, int], behind: list[Path], side: int | None = None) -> list[Shown]:
    """A whole set of pictures, and its list beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = [made(kind, seed, folder, number, behind, side) for kind in counts for number in range(counts[kind])]
    lines = [json.dumps({name: getattr(one, name) for name in Shown.__slots__}, ensure_ascii=False) for one in shown]
    (folder / "labels_0.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    for name in ("seed", "marked", "unmarked", "others"):
        parser.add_argument(name, type=int)
    parser.add_argument("--photographs", type=Path)
    parser.add_argument("--side", type=int)
    options = parser.parse_args()
    counts = {"marked": options.marked, "unmarked": options.unmarked, "other": options.others}
    shown = draw(options.out, options.seed, counts, photographs(options.photographs, 0), options.side)
    print(f"{len(shown)} pictures in {options.out}")


if __name__ == "__main__":
    main()
