"""One picture, cheapest question first: its preview, a small copy, where its text stands, its header zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from checker.content import markings
from checker.content.account import Account
from checker.content.file import File
from checker.content.markings import Part
from checker.content.pictures.decode import Decoder, Still
from checker.content.pictures.flat import Pixels, shrunk
from checker.content.pictures.gate import LAYOUT_SIDE, Expert, Gate, Judge, agreed, for_layout
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
from checker.content.trouble import Trouble
from checker.facts.content.document import DOCUMENT, Picture, Read
from checker.facts.content.marking import Marking, Zone
from checker.model.coverage import Unit

# Chosen on the draws of seeds 20261201 and 20261202 (400 marked), before those of docs/BENCHMARKS.md were made. Low on
# purpose: a document that a gate lets go is lost, a photograph that it lets through costs milliseconds.
PREVIEW, SMALL, LAYOUT = 0.05, 0.05, 0.1
DOUBTFUL = 0.03  # below it the expert is not asked; above it lie 99.8 % of the documents held out from training
LAYOUT_OF_PREVIEW = 0.03  # of 89 with a preview of 240 points and more, a page far off had 0.04, the next 0.25
PIECES = 0.03  # of nine tiles side by side
_TELLING = 240  # points of a preview in which lines of text show; the whole costs three times as much, a HEIC fifty
_READ_SIDE = 1_600
_TO_BE_READ = 0.5  # likely enough from its preview alone
_FIRST_SIDE, _FINE_SIDE = 480, 960
_FEW, _LEGIBLE = 12, 7.5  # lines, and their height in points of the map
_FAR, _AROUND = 0.5, 0.2  # a block of text that spans less of the picture, and what is looked at around it
_SIDES, _LETTERS = (544, 896), 14  # points at which the header zone is looked at, so that its lines are so high
_SMALL_LETTERS = 20  # points; smaller lines are looked for in the full picture
_HEADER_PART = 0.5  # of the block of text, from its top
_SHAPES = 1.15, 11.5  # width to height of a line that can be a marking
_TOPMOST, _TALLEST = 12, 12  # lines of it that are read
_SURE = 0.55  # of a reading that may be a marking
_SURE_TURN = 0.8
_LINE, _LINES = 0.3, 0.0005  # how sure a point of text is, and the share of such points in pieces that show text
_FAINT = 0.00005  # of a whole picture, whose page may be far off
_WITHOUT_TEXT = 0.05  # sand and cloth look like lines from afar
_LETTERS_READ = 2.0  # letters of a line, times the square of how sure they are; less, and it is a pattern
_LONGEST_LINE = 12  # letters that count
_PLACE, _PLACE_LINES, _PLACE_READ = (640, 960), 24, 4  # what is looked at closely: points, lines, how many are read
_PLACE_SIDE = 544  # points at which its lines are looked for
_READABLE = 20  # points of a line's height there; in smaller ones no signs can be told apart


@dataclass
class Pages:
    """Which pictures of a file that holds several were looked at.

    name  of the picture within a document, "" for a file of its own
    take  called before each but the first; raises Trouble where no more may be looked at
    number  how many were looked at
    whole   whether these are all
    """

    account: Account
    name: str = ""
    take: Callable[[], None] = lambda: None
    number: int = 0
    whole: bool = True

    def looked(self, number: int) -> None:
        self.number = number
        if not self.name or number > 1:  # the first is the picture itself
            self.account.looked(f"{self.name}, page {number}" if self.name else f"page {number}", Unit.PAGES)

    def left(self, number: int, why: Read) -> None:
        self.whole = False
        self.account.more(Unit.PAGES, max(1, number), why)


class Cascade:
    """The models, loaded once a process."""

    def __init__(self) -> None:
        self._gate, self._detector, self._recogniser, self._turn = Gate(), Detector(), Recogniser(), Turn()
        self._judge, self._expert = Judge(self._detector), Expert()

    def look(self, file: File, kind: str, pages: Pages | None = None) -> tuple[Picture, Marking, Read]:
        """Both answers, and how far the picture could be read. `pages`: what of the others was looked at.

        Raises:
            Trouble: it shows nothing at all.
        """
        decoder, pages = Decoder(file, kind), pages or Pages(Account())
        picture, marking = self._looked(decoder)
        pages.looked(1)
        number, last = 1, None
        try:
            for number, page in enumerate(decoder.further(), 2):
                pages.take()
                if last is None or not np.array_equal(page, last):  # an animation may stand still
                    other, found = self._read(page, 1.0) if kind == "tiff" else self._looked(Still(page))
                    marking = markings.stronger(marking, found)
                    picture = other if other.box and not picture.box else picture
                pages.looked(number)
                last = page
        except Trouble as trouble:
            pages.left(decoder.number - pages.number, trouble.read)
        return picture, marking, decoder.state

    def _looked(self, decoder: Decoder | Still) -> tuple[Picture, Marking]:
        preview, likely = decoder.preview(), 0.0
        if preview is not None:
            likely = self._gate(preview)
            if likely < PREVIEW:
                return Picture(round(likely, 4), "preview"), Marking()
            if max(preview.shape[:2]) >= _TELLING:
                likely, seen = self._judge(preview)
                # a page may be too far off, or too dense, for a small map to show its lines
                if likely < DOCUMENT and not _shows_lines(seen):
                    return Picture(round(min(likely, _WITHOUT_TEXT), 4), "preview"), Marking()
                if likely < LAYOUT_OF_PREVIEW:
                    return Picture(round(likely, 4), "preview"), Marking()
        if preview is None or max(preview.shape[:2]) < _TELLING:
            pieces = decoder.pieces()
            if pieces is not None and not self._shows_text(pieces):
                return Picture(_WITHOUT_TEXT, "preview"), Marking()
        # What will be read is decoded once, at the size for reading.
        small = _small(decoder.at(_READ_SIDE)) if likely >= _TO_BE_READ else decoder.at(LAYOUT_SIDE)
        likely = self._gate(small)
        if likely < SMALL:
            return Picture(round(likely, 4), "gate"), Marking()
        smaller = for_layout(small)
        likely, seen = self._judge(smaller)
        if likely < DOUBTFUL:
            return Picture(round(likely, 4), "layout"), Marking()
        # The expert's word counts for what the picture is. What is read is the judge's to say, too: fewer are lost so.
        said = agreed(likely, self._expert(smaller))
        if likely < LAYOUT and said < DOCUMENT:
            return Picture(round(said, 4), "layout"), Marking()
        lines = seen.boxes(seen.sure)
        if not _clear(lines) and (likely >= DOCUMENT or _shows_lines(seen, _FAINT)):
            seen = self._detector(small, _FIRST_SIDE)
            lines = seen.boxes(small)
        if not lines and said < DOCUMENT:
            return Picture(round(min(said, _WITHOUT_TEXT), 4), "text"), Marking()
        return self._read(decoder, said, seen)

    def _shows_text(self, pieces: Pixels) -> bool:
        """Whether pieces of a picture may be of a page: of 206 made-up photographed ones none had less than 0.038."""
        return self._gate(pieces) >= PIECES and _shows_lines(self._detector(pieces, max(pieces.shape[:2])))

    # -- reading --------------------------------------------------------------------------------------------------

    def _read(
        self, source: Decoder | Still | Pixels, likely: float, seen: Map | None = None
    ) -> tuple[Picture, Marking]:
        """The header zone, whichever way up it is. `seen`: where text stands, if that is known already."""
        picture = source.at(_READ_SIDE) if isinstance(source, Decoder | Still) else source
        half = shrunk(picture, 2) if max(picture.shape[:2]) > 1_300 else picture
        boxes = (seen or self._detector(half, _FIRST_SIDE)).boxes(half)
        if not boxes:  # the lines of a dense page, or of one far off, run together
            boxes = self._detector(picture, _FINE_SIDE).boxes(half)
        if not boxes:
            return Picture(round(min(likely, _WITHOUT_TEXT), 4), "text"), Marking()
        page, boxes = self._closer(picture, half, boxes)
        turn, sure = self._turn(page)
        turns = [turn] if sure >= _SURE_TURN else self._likely_turns(half, boxes, turn)
        best, marking, seen_lines = Picture(round(likely, 4), "read"), Marking(), list[Line]()
        for one in turns:
            lines, corner, size = self._header(picture, half, boxes, one, source)
            seen_lines += lines
            found, line = _judged(lines)
            if found.score > marking.score or (not marking.features and found.features):
                marking = found
                if line is not None:
                    best = replace(best, box=_part(line, corner, size), turn=one)
            if marking.level or marking.features:
                return best, marking
        if likely >= DOCUMENT and not (
            _hold_letters(seen_lines)
            or _hold_letters(self._longest(picture, half, boxes, turns[0]))
            or self._letters_seen_closely(picture, half, boxes, source)
        ):
            best = replace(best, document=round(min(likely, _WITHOUT_TEXT), 4), stage="text")
        return best, marking

    def _longest(self, picture: Pixels, half: Pixels, boxes: list[Box], turn: int) -> list[Line]:
        """What the longest of the lines in `half` say, that way up, read in `picture`."""
        scale = np.float32(picture.shape[0] / half.shape[0])
        longest = sorted(boxes, key=lambda box: -max(box.size))[:10:2]
        quads = [_turned_quad(box.quad * scale, picture, turn) for box in longest]
        return self._recogniser(_turned(picture, turn), quads, 256)

    def _letters_seen_closely(
        self, picture: Pixels, half: Pixels, boxes: list[Box], source: Decoder | Still | Pixels
    ) -> bool:
        """Whether letters are read anywhere: codes, tiles and noise look like lines of text until they are read.

        One place amid the lines is looked at closely. Lines too small to be read say nothing: those of a page far off.
        """
        scale = picture.shape[0] / half.shape[0]
        letters = float(np.median([min(box.size) for box in boxes]))
        if letters * scale < _SMALL_LETTERS and isinstance(source, Decoder | Still):
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
            for box in self._detector(page, _FIRST_SIDE).boxes(page)
        ]
        return (page, found) if found else (half, boxes)

    def _likely_turns(self, picture: Pixels, boxes: list[Box], first: int) -> list[int]:
        """Which ways up to try: lines run along them, and their reading makes sense."""
        sizes = [box.size for box in boxes]
        lying = sum(wide * tall for wide, tall in sizes if wide > tall * 1.4)
        standing = sum(wide * tall for wide, tall in sizes if tall > wide * 1.4)
        wanted = [0, 2] if lying >= standing else [1, 3]
        if min(lying, standing) > 0.35 * max(lying, standing):
            wanted = [0, 1, 2, 3]
        scores = {}
        for turn in wanted:
            lines = self._longest(picture, picture, boxes, turn)
            scores[turn] = sum(line.sure * min(len(line.text), _LONGEST_LINE) for line in lines)
        best = max(scores, key=lambda turn: scores[turn] + (0.01 if turn == first else 0))
        others = [turn for turn in wanted if turn != best and scores[turn] > 0.6 * scores[best]]
        return [best, *others[:1]]

    def _header(
        self, picture: Pixels, half: Pixels, boxes: list[Box], turn: int, source: Decoder | Still | Pixels
    ) -> tuple[list[Line], tuple[float, float], tuple[float, float]]:
        """Lines of the upper part that can be markings; the corner of that part and the picture's size, for places."""
        scale = picture.shape[0] / half.shape[0]
        quads = [_turned_quad(box.quad, half, turn) for box in boxes]
        upright = _turned(picture, turn)
        points = np.concatenate(quads)
        left, top = points.min(0)
        right, bottom = points.max(0)
        letters = float(np.median([dimensions(quad)[1] for quad in quads]))
        if letters * scale < _SMALL_LETTERS and isinstance(source, Decoder | Still):
            full = source.at(100_000)
            if full.shape[0] > picture.shape[0]:
                scale *= full.shape[0] / picture.shape[0]
                upright = _turned(full, turn)
        wide, tall = right - left, bottom - top
        x0 = max(0, int((left - 0.06 * wide - 8) * scale))
        y0 = max(0, int((top - 0.10 * tall - 8) * scale))
        x1 = min(upright.shape[1], int((right + 0.06 * wide + 8) * scale) + 1)
        y1 = min(upright.shape[0], int((top + _HEADER_PART * tall + 12) * scale) + 1)
        zone = np.ascontiguousarray(upright[y0:y1, x0:x1])
        size = float(upright.shape[1]), float(upright.shape[0])
        if min(zone.shape[:2]) < 8:
            return [], (x0, y0), size
        longest = max(zone.shape[:2])
        side = min(longest, max(_SIDES[0], min(_SIDES[1], longest * _LETTERS / (letters * scale))))
        found = self._detector(zone, int(side)).boxes(zone)
        candidates = []
        for box in (*found, *joined(found)):
            width, height = box.size
            if height >= 6 and _SHAPES[0] <= width / height <= _SHAPES[1]:
                candidates.append(box.quad)
        return self._recogniser(zone, topmost_and_tallest(candidates)), (x0, y0), size


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


def topmost_and_tallest(lines: list[Quad]) -> list[Quad]:
    """The lines that are read. Beside an open paper a program's window lists words by the dozen, in small letters."""
    down = sorted(lines, key=lambda quad: float(quad[:, 1].mean()))
    return [*down[:_TOPMOST], *sorted(down[_TOPMOST:], key=lambda quad: -dimensions(quad)[1])[:_TALLEST]]


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


def _hold_letters(lines: list[Line]) -> bool:
    return any(line.sure**2 * min(len(line.text), _LONGEST_LINE) >= _LETTERS_READ for line in lines)


def _shows_lines(seen: Map, least: float = _LINES) -> bool:
    return float((seen.sure > _LINE).mean()) > least


def _clear(lines: list[Box]) -> bool:
    """Whether a small map shows the lines of a page as they are: smaller letters run together in it."""
    return len(lines) >= _FEW and float(np.median([min(line.size) for line in lines])) >= _LEGIBLE


def _small(picture: Pixels) -> Pixels:
    """For the first looks."""
    return shrunk(picture, int(max(picture.shape[:2]) / _FIRST_SIDE))


def _part(line: Line, corner: tuple[float, float], size: tuple[float, float]) -> tuple[float, float, float, float]:
    """A line's place as parts of the upright picture."""
    points = (line.quad + np.array(corner, np.float32)) / np.array(size, np.float32)
    (x0, y0), (x1, y1) = points.min(0).tolist(), points.max(0).tolist()
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
