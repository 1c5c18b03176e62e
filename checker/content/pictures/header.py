"""Reading a page's header zone, whichever way up it is: where its lines stand, and whether one is a marking."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from checker.content import markings
from checker.content.markings import Part
from checker.content.pictures.again import read_again
from checker.content.pictures.cards import is_card
from checker.content.pictures.flat import Pixels, shrunk
from checker.content.pictures.source import Source
from checker.content.pictures.text import (
    Box,
    Detector,
    Line,
    Map,
    Quad,
    Recogniser,
    Turn,
    dimensions,
    joined,
    ordered,
)
from checker.facts.content.document import DOCUMENT, Picture
from checker.facts.content.marking import Marking, Zone

READ_SIDE = 1_600
FIRST_SIDE, _FINE_SIDE = 480, 960
_FAR, _AROUND = 0.5, 0.2  # a block of text that spans less of the picture, and what is looked at around it
_SIDES, _LETTERS = (544, 896), 14  # points at which the header zone is looked at, so that its lines are so high
_SMALL_LETTERS, _LETTERS_WANTED = 20, 30  # points; smaller lines are looked for in a larger picture, where it has more
_TALL = 1.7  # times as high as wide: a phone's screen, on which a page may lie anywhere
_SQUARE = 0.85, 1.2  # the same: a shape that no page has, so that several may be put together in it
_HEADER_PART = 0.5  # of the block of text, from its top
_LONGER, _SAME = 2.5, (0.7, 1.4)  # times a paragraph's last line: how long the one above it is, how high
_INDENT, _APART = 2.6, 1.3  # line heights: how far their beginnings lie apart, and they from each other
_STAR = "★"
_SHAPES = 1.15, 11.5  # width to height of a line that can be a marking
_GLANCED, _GLANCED_WIDTH = 6, 448  # lines that are read of what looks like no page, and how far, 48 points high
_TOPMOST, _TALLEST = 12, 12  # lines of it that are read
_SURE = 0.55  # of a reading that may be a marking
_SURE_TURN = 0.8
_SENSE, _WORD, _WORDS = 0.8, 4, 2  # how sure a line is that makes sense, its letters, how many such lines are enough
WITHOUT_TEXT = 0.05  # sand and cloth look like lines from afar
_LETTERS_READ = 2.0  # letters of a line, times the square of how sure they are; less, and it is a pattern
_LONGEST_LINE = 12  # letters that count
_PLACE, _PLACE_LINES, _PLACE_READ = (640, 960), 24, 4  # what is looked at closely: points, lines, how many are read
_PLACE_SIDE = 544  # points at which its lines are looked for
_READABLE = 20  # points of a line's height there; in smaller ones no signs can be told apart


@dataclass(frozen=True, slots=True)
class _Zone:
    """The upper part of a page, one way up.

    read    its lines of a marking's shape
    lines   those of them that can be markings
    corner  of that part, in points; `size`: of the whole picture, that way up
    """

    read: list[Line]
    lines: list[Line]
    corner: tuple[float, float]
    size: tuple[float, float]


class Header:
    """Three networks: where text stands, which way up a page is, what a line says."""

    def __init__(self, detector: Detector) -> None:
        self._detector, self._recogniser, self._turn = detector, Recogniser(), Turn()

    def read(
        self, source: Source, likely: float, seen: Map | None = None, *, everywhere: bool = False
    ) -> tuple[Picture, Marking]:
        """The header zone, whichever way up it is. `seen`: where text stands, if that is known already.

        `everywhere`: what has no upper part, as a piece of a longer picture, is read to its end.
        """
        picture = source.at(READ_SIDE)
        half = shrunk(picture, 2) if max(picture.shape[:2]) > 1_300 else picture
        boxes = (seen or self._detector(half, FIRST_SIDE)).boxes(half)
        if not boxes:  # the lines of a dense page, or of one far off, run together
            boxes = self._detector(picture, _FINE_SIDE).boxes(half)
        if not boxes:
            return Picture(round(min(likely, WITHOUT_TEXT), 4), "text"), Marking()
        page, boxes = self._closer(picture, half, boxes)
        turn, sure = self._turn(page)
        turns = [turn] if sure >= _SURE_TURN else self._likely_turns(half, boxes, turn)
        likely_turns = tuple(turns)
        turns += [other for other in _along(boxes) if other not in turns]  # as long as what is read makes no sense
        across = [other for other in range(4) if other not in turns]  # as long as not one line does
        best, marking, seen_lines = Picture(round(likely, 4), "read"), Marking(), list[Line]()
        sound = 0
        for one in (*turns, *across):
            if one in across and sound:
                break
            zone = self._zone(picture, half, boxes, one, source, everywhere)
            seen_lines += zone.lines if one in likely_turns else []
            found, line = _judged(zone.lines)
            if found.score > marking.score or (not marking.features and found.features):
                marking = found
                if line is not None:
                    best = replace(best, box=_part(line, zone.corner, zone.size), turn=one)
            if marking.level or marking.features:
                return best, marking
            sound += _sound(zone.read)
            if _sound(zone.read) >= max(1, min(_WORDS, len(zone.read))):
                break
            longest = self._longest(picture, half, boxes, one)
            seen_lines += longest if one in likely_turns else []
            if _sound(longest) >= min(_WORDS, len(boxes)):  # the page's own lines make sense this way up
                break
        if likely >= DOCUMENT and not (
            _hold_letters(seen_lines)
            or _hold_letters(self._longest(picture, half, boxes, turns[0]))
            or self._letters_seen_closely(picture, half, boxes, source)
        ):
            best = replace(best, document=round(min(likely, WITHOUT_TEXT), 4), stage="text")
        return replace(best, card=not marking.text and is_card(seen_lines, len(boxes))), marking

    def glanced(self, source: Source, boxes: list[Box], shape: tuple[int, ...]) -> bool:
        """Whether one of these lines, as they stand in a picture of that shape, is a marking by what it says."""
        picture = source.at(READ_SIDE)
        scale = np.float32(picture.shape[0] / shape[0])
        lines = self._recogniser(picture, [box.quad * scale for box in boxes[:_GLANCED]], _GLANCED_WIDTH)
        lines = read_again(self._recogniser, picture, lines)
        found, _ = _judged(lines)
        return bool(found.text or found.features) or any(_STAR in line.text for line in lines)

    def _longest(self, picture: Pixels, half: Pixels, boxes: list[Box], turn: int) -> list[Line]:
        """What the longest of the lines in `half` say, that way up, read in `picture`."""
        scale = np.float32(picture.shape[0] / half.shape[0])
        longest = sorted(boxes, key=lambda box: -max(box.size))[:10:2]
        quads = [_turned_quad(box.quad * scale, picture, turn) for box in longest]
        return self._recogniser(_turned(picture, turn), quads, 256)

    def _letters_seen_closely(self, picture: Pixels, half: Pixels, boxes: list[Box], source: Source) -> bool:
        """Whether letters are read anywhere: codes, tiles and noise look like lines of text until they are read.

        One place amid the lines is looked at closely. Lines too small to be read say nothing: those of a page far off.
        """
        scale = picture.shape[0] / half.shape[0]
        letters = float(np.median([min(box.size) for box in boxes]))
        if letters * scale < _SMALL_LETTERS:
            picture = source.at(100_000)
            scale = picture.shape[0] / half.shape[0]
        side = min(_PLACE[1], max(_PLACE[0], _PLACE_LINES * letters * scale))
        centres = sorted((box.quad.mean(0) * scale for box in boxes), key=lambda one: float(one.sum()))
        x, y = (centres[len(centres) // 2] - side / 2).clip(0).astype(int).tolist()
        place = _enlarged(picture[y : y + int(side), x : x + int(side)])
        lines = sorted(self._detector(place, _PLACE_SIDE).boxes(place), key=lambda box: -max(box.size))
        for turn in _directions(lines):  # columns of old prints are read lying on their left side
            along = [box for box in lines if (box.size[0] < box.size[1]) == (turn % 2 == 1)]
            quads = [_turned_quad(box.quad, place, turn) for box in along[:_PLACE_READ]]
            if _hold_letters(self._recogniser(_turned(place, turn), quads, 256)):
                return True
        return not lines or float(np.median([min(box.size) for box in lines])) < _READABLE

    def _closer(self, picture: Pixels, half: Pixels, boxes: list[Box]) -> tuple[Pixels, list[Box]]:
        """What shows the page, and its lines in `half`: a page far off is looked at once more, by itself."""
        points, scale = np.concatenate([box.quad for box in boxes]), picture.shape[0] / half.shape[0]
        (left, top), (right, bottom) = points.min(0) * scale, points.max(0) * scale
        if max(right - left, bottom - top) > _FAR * max(picture.shape[:2]):
            return half, boxes
        free = _AROUND * max(right - left, bottom - top)
        x, y = max(0, int(left - free)), max(0, int(top - free))
        page = np.ascontiguousarray(picture[y : int(bottom + free) + 1, x : int(right + free) + 1])
        if min(page.shape[:2]) < 32:
            return half, boxes
        corner = np.array([x, y], np.float32)
        found = [
            Box((box.quad + corner) / np.float32(scale), box.sure)
            for box in self._detector(page, FIRST_SIDE).boxes(page)
        ]
        return (page, found) if found else (half, boxes)

    def _likely_turns(self, picture: Pixels, boxes: list[Box], first: int) -> list[int]:
        """Which ways up to try: lines run along them, and their reading makes sense."""
        wanted = _along(boxes)
        scores = {}
        for turn in sorted(wanted, key=lambda one: one != first):
            lines = self._longest(picture, picture, boxes, turn)
            if _sound(lines) > _WORDS:
                return [turn]
            scores[turn] = sum(line.sure * min(len(line.text), _LONGEST_LINE) for line in lines)
        best = max(scores, key=lambda turn: scores[turn] + (0.01 if turn == first else 0))
        others = [turn for turn in wanted if turn != best and scores[turn] > 0.6 * scores[best]]
        return [best, *others[:1]]

    def _zone(
        self, picture: Pixels, half: Pixels, boxes: list[Box], turn: int, source: Source, everywhere: bool
    ) -> _Zone:
        """The upper part of the page, turned so."""
        scale = picture.shape[0] / half.shape[0]
        quads = [_turned_quad(box.quad, half, turn) for box in boxes]
        upright = np.rot90(picture, -turn)  # of which the zone alone is copied
        points = np.concatenate(quads)
        left, top = points.min(0)
        right, bottom = points.max(0)
        letters = float(np.median([dimensions(quad)[1] for quad in quads]))
        if letters * scale < _SMALL_LETTERS:
            full = source.at(int(max(picture.shape[:2]) * _LETTERS_WANTED / (letters * scale)))
            if full.shape[0] > picture.shape[0]:
                scale *= full.shape[0] / picture.shape[0]
                upright = np.rot90(full, -turn)
        wide, tall = right - left, bottom - top
        x0 = max(0, int((left - 0.06 * wide - 8) * scale))
        y0 = max(0, int((top - 0.10 * tall - 8) * scale))
        x1 = min(upright.shape[1], int((right + 0.06 * wide + 8) * scale) + 1)
        shape = upright.shape[0] / upright.shape[1]
        everywhere = everywhere or shape > _TALL or _SQUARE[0] < shape < _SQUARE[1]
        part = 1.0 if everywhere else _HEADER_PART
        y1 = min(upright.shape[0], int((top + part * tall + 12) * scale) + 1)
        zone = np.ascontiguousarray(upright[y0:y1, x0:x1])
        size = float(upright.shape[1]), float(upright.shape[0])
        if min(zone.shape[:2]) < 8:
            return _Zone([], [], (x0, y0), size)
        longest = max(zone.shape[:2])
        side = min(longest, max(_SIDES[0], min(_SIDES[1], longest * _LETTERS / (letters * scale))))
        found = self._detector(zone, int(side)).boxes(zone)
        candidates = []
        for box in (*found, *joined(found)):
            width, height = box.size
            if height >= 6 and _SHAPES[0] <= width / height <= _SHAPES[1]:
                candidates.append(box.quad)
        times = 2 if everywhere or upright.shape[1] > upright.shape[0] else 1  # two pages lie side by side
        lines = self._recogniser(zone, topmost_and_tallest(candidates, times))
        lines = read_again(self._recogniser, zone, lines)
        # A level with its star ends no sentence.
        ends = {id(box.quad) for box in found if _ends_a_paragraph(box, found)}
        markable = [line for line in lines if id(line.quad) not in ends or _STAR in line.text]
        return _Zone(lines, markable, (x0, y0), size)


def _ends_a_paragraph(line: Box, lines: list[Box]) -> bool:
    """Whether a short line is the last of a paragraph: right above it begins a long one of letters of its size.

    Its last word may be 秘密, and it is none of a paper's markings; nothing long stands so near above those.
    """
    width, height = line.size
    left, top = line.quad[0].tolist()
    for other in lines:
        wide, tall = other.size
        if wide < _LONGER * width or not _SAME[0] < tall / height < _SAME[1]:
            continue
        begin, bottom = other.quad[3].tolist()
        beside = -_INDENT * height < begin - left < _INDENT * height
        if beside and -0.5 * height < top - bottom < _APART * height:
            return True
    return False


def _judged(lines: list[Line]) -> tuple[Marking, Line | None]:
    """The marking among the lines, and the line that carries it."""
    sure = [line for line in lines if line.sure > _SURE]
    text = "\n".join(line.text for line in sure)
    marking = markings.judged([Part(Zone.PICTURE, text)], read=True)
    if not marking.text:
        return marking, None
    wanted = marking.text.replace(" ", "")
    line = next((line for line in sure if wanted in markings.plain(line.text).replace(" ", "")), None)
    if line is not None:
        marking = replace(marking, score=round(marking.score * min(1.0, 0.5 + line.sure / 2), 2))
    return marking, line


def topmost_and_tallest(lines: list[Quad], times: int = 1) -> list[Quad]:
    """The lines that are read. Beside an open paper a program's window lists words by the dozen, in small letters."""
    down = sorted(lines, key=lambda quad: float(quad[:, 1].mean()))
    first, rest = down[: _TOPMOST * times], down[_TOPMOST * times :]
    return [*first, *sorted(rest, key=lambda quad: -dimensions(quad)[1])[: _TALLEST * times]]


def _along(boxes: list[Box]) -> list[int]:
    """The quarter turns that lay most lines flat; all where neither those that lie nor those that stand are few."""
    sizes = [box.size for box in boxes]
    lying = sum(wide * tall for wide, tall in sizes if wide > tall * 1.4)
    standing = sum(wide * tall for wide, tall in sizes if tall > wide * 1.4)
    if min(lying, standing) > 0.35 * max(lying, standing):
        return [0, 1, 2, 3]
    return [0, 2] if lying >= standing else [1, 3]


def _directions(lines: list[Box]) -> tuple[int, ...]:
    """Which ways up to read them: those that lie, those that stand, or both where neither are few."""
    standing = sum(box.size[0] < box.size[1] for box in lines)
    few = len(lines) * 0.2
    return (*((0, 2) if len(lines) - standing >= few else ()), *((3, 1) if standing > few else ()))


def _enlarged(place: Pixels) -> Pixels:
    """A place of few points, twice as large: letters of 7 points are read then."""
    if max(place.shape[:2]) > _PLACE[0]:
        return np.ascontiguousarray(place)
    return np.asarray(cv2.resize(place, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _sound(lines: list[Line]) -> int:
    """How many lines of words were read well; upside down or lying, they are a muddle."""
    return sum(line.sure >= _SENSE and len(line.text) >= _WORD for line in lines)


def _hold_letters(lines: list[Line]) -> bool:
    return any(
        line.sure > _SURE and line.sure**2 * min(len(line.text), _LONGEST_LINE) >= _LETTERS_READ for line in lines
    )


def _part(line: Line, corner: tuple[float, float], size: tuple[float, float]) -> tuple[float, float, float, float]:
    """A line's place as parts of the upright picture."""
    points = (line.quad + np.array(corner, np.float32)) / np.array(size, np.float32)
    (x0, y0), (x1, y1) = points.min(0).clip(0, 1).tolist(), points.max(0).clip(0, 1).tolist()
    return round(x0, 4), round(y0, 4), round(x1, 4), round(y1, 4)


def _turned(picture: Pixels, turn: int) -> Pixels:
    """A picture turned clockwise by so many quarters."""
    return picture if turn == 0 else np.ascontiguousarray(np.rot90(picture, -turn))


def _turned_quad(quad: Quad, picture: Pixels, turn: int) -> Quad:
    """The same box in the turned picture."""
    height, width = picture.shape[:2]
    if turn == 0:
        return quad
    if turn == 2:
        return ordered(np.array([width, height], np.float32) - quad)
    if turn == 1:
        return ordered(np.stack([height - quad[:, 1], quad[:, 0]], 1).astype(np.float32))
    return ordered(np.stack([quad[:, 1], width - quad[:, 0]], 1).astype(np.float32))
