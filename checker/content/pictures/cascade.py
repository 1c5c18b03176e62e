"""One picture, cheapest question first: its preview, a small copy, where its text stands, its header zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from checker.content import markings
from checker.content.account import Account
from checker.content.file import File
from checker.content.pictures.decode import Decoder
from checker.content.pictures.flat import Pixels, shrunk
from checker.content.pictures.gate import LAYOUT_SIDE, Expert, Gate, Judge, agreed, for_layout
from checker.content.pictures.header import FIRST_SIDE, READ_SIDE, WITHOUT_TEXT, Header
from checker.content.pictures.light import Negative, is_black, lacking
from checker.content.pictures.long import is_long, pieces, placed
from checker.content.pictures.source import Lit, Source, Still
from checker.content.pictures.text import Box, Detector, Map
from checker.content.pictures.weighing import DOUBT, weighed
from checker.content.trouble import Trouble
from checker.facts.content.document import DOCUMENT, Picture, Read
from checker.facts.content.marking import Marking
from checker.model.coverage import Unit

# Chosen on the draws of seeds 20261201 and 20261202 (400 marked), before those of docs/BENCHMARKS.md were made. Low on
# purpose: a document that a gate lets go is lost, a photograph that it lets through costs milliseconds.
PREVIEW, SMALL, LAYOUT = 0.025, 0.04, 0.1
DOUBTFUL = 0.03  # below it the expert is not asked; above it lie 99.8 % of the documents held out from training
LAYOUT_OF_PREVIEW = 0.02  # of 89 with a preview of 240 points and more, a page far off had 0.027, the next 0.25
PIECES = 0.03  # of nine tiles side by side
_PLAIN = 0.97  # likely enough from the gate's look at a preview that the judge need not look at it, too
_TELLING = 240  # points of a preview in which lines of text show; the whole costs three times as much, a HEIC fifty
_ALL = 100_000  # points: all there are
_TO_BE_READ = 0.5  # likely enough from its preview alone
_FEW, _LEGIBLE = 12, 7.5  # lines, and their height in points of the map
_NEGATIVE = 0.98  # of a negative that is a page: program code on black has up to 0.974, a page 0.982
_LINE, _LINES = 0.3, 0.0005  # how sure a point of text is, and the share of such points in pieces that show text
_FAINT = 0.00005  # of a whole picture, whose page may be far off
_LARGE, _LARGE_SURE = 0.022, 0.6  # of the longer side: a large line; how sure it has to be
_LEAST_SHAPE, _MOST_SHAPE = 1.15, 11.5  # width to height of a line that can be a marking
_UPPER = 0.65  # of a picture's height
_NOT_MANY = 30  # lines; more of them is a screen


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
        self._gate, self._detector = Gate(), Detector()
        self._judge, self._expert, self.header = Judge(self._detector), Expert(), Header(self._detector)

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
                    other, found = self._page(page, kind)
                    marking = markings.stronger(marking, found)
                    picture = other if other.box and not picture.box else picture
                pages.looked(number)
                last = page
        except Trouble as trouble:
            pages.left(decoder.number - pages.number, trouble.read)
        return picture, marking, decoder.state

    def _page(self, page: Pixels, kind: str) -> tuple[Picture, Marking]:
        """One more picture of a file. A TIFF's are pages, whatever the networks say."""
        if kind == "tiff" and not is_long(page.shape):
            return self.header.read(Still(page), 1.0)
        return self._looked(Still(page))

    def _looked(self, source: Source) -> tuple[Picture, Marking]:
        if is_long(source.shape):
            return self._piece_by_piece(source)
        likely, judged, stopped = self._previewed(source)
        if stopped:
            return Picture(round(likely, 4), "preview"), Marking()
        # What will be read is decoded once, at the size for reading.
        small = _small(source.at(READ_SIDE)) if likely >= _TO_BE_READ else source.at(LAYOUT_SIDE)
        if is_long(small.shape, least=1) and is_long(source.at(_ALL).shape):
            return self._piece_by_piece(source)
        # The gate sees less of a picture than the judge saw of its preview.
        return self._in_its_light(source, small, gated=not judged or likely < LAYOUT)

    def _in_its_light(
        self, source: Source, small: Pixels, *, everywhere: bool = False, gated: bool = True
    ) -> tuple[Picture, Marking]:
        """A picture, or a piece of one: brighter where it is too dark; what is mostly black as its negative, too."""
        light = lacking(small)
        if light is not None:
            source, small = Lit(source, light), light(small)
        picture, marking = self._whole(source, small, everywhere=everywhere, gated=gated)
        if picture.document >= DOCUMENT or marking.text or not is_black(small):
            return picture, marking
        negative = Negative()
        other, found = self._whole(Lit(source, negative), negative(small), everywhere=everywhere)
        return (other, found) if found.text or other.document >= _NEGATIVE else (picture, marking)

    def _previewed(self, source: Source) -> tuple[float, bool, bool]:
        """How likely it is a document by what costs little to decode; whether the judge saw it; whether that is all."""
        preview, likely = source.preview(), 0.0
        if preview is not None:
            likely = self._gate(preview)
            if likely < PREVIEW:
                return likely, False, True
            if likely < _PLAIN and max(preview.shape[:2]) >= _TELLING:
                likely, seen = self._judge(preview)
                # a page may be too far off, or too dense, for a small map to show its lines
                if likely < DOCUMENT and not _shows_lines(seen):
                    return min(likely, WITHOUT_TEXT), True, True
                return likely, True, likely < LAYOUT_OF_PREVIEW
        pieces = source.pieces()
        if pieces is not None and not self._shows_text(pieces):
            return WITHOUT_TEXT, False, True
        return likely, False, False

    def _piece_by_piece(self, source: Source) -> tuple[Picture, Marking]:
        """A long picture: as likely a document as the likeliest of its pieces, with the strongest of their markings."""
        best, marking, number = Picture(), Marking(), 0
        for number, piece in enumerate(pieces(source.at(_ALL)), 1):
            still = Still(piece.pixels)
            picture, found = self._in_its_light(still, still.at(LAYOUT_SIDE), everywhere=True)
            stronger = markings.stronger(marking, found)
            weightier = (stronger.bucket, stronger.score) != (marking.bucket, marking.score)
            if weightier or (not marking.text and picture.document > best.document) or number == 1:
                box = None if picture.box is None else placed(picture.box, picture.turn, piece)
                best = replace(picture, document=max(best.document, picture.document), box=box)
            marking, best = stronger, replace(best, document=max(best.document, picture.document))
        return replace(best, pieces=number), marking

    def _whole(
        self, source: Source, small: Pixels, *, everywhere: bool = False, gated: bool = True
    ) -> tuple[Picture, Marking]:
        """A picture, or a piece of one: from a small copy to the lines that are read. `gated`: the gate is asked."""
        likely = self._gate(small) if gated else SMALL
        if likely < SMALL:
            return Picture(round(likely, 4), "gate"), Marking()
        smaller = for_layout(small)
        likely, seen = self._judge(smaller)
        # The expert's word counts for what the picture is. What is read is the judge's to say, too: fewer are lost so.
        said = likely if likely < DOUBTFUL else agreed(likely, self._expert(smaller))
        lines = seen.boxes(seen.sure)
        if likely >= DOUBTFUL and DOUBT[0] <= said <= DOUBT[1]:
            seen = self._detector(small, FIRST_SIDE)
            lines = seen.boxes(small)
            said = weighed(self._asked, small, source.at(READ_SIDE), lines, likely, said)
        elif likely >= LAYOUT and not _clear(lines) and (likely >= DOCUMENT or _shows_lines(seen, _FAINT)):
            seen = self._detector(small, FIRST_SIDE)
            lines = seen.boxes(small)
        if likely < LAYOUT and said < DOCUMENT:
            return self._glanced(source, said, seen, smaller)
        if not lines and said < DOCUMENT:
            return Picture(round(min(said, WITHOUT_TEXT), 4), "text"), Marking()
        if isinstance(source, Lit):  # light makes pages of it; noise, too, so that letters are read without it first
            picture, marking = self.header.read(source.dark, said, everywhere=everywhere)
            if marking.text:
                return picture, marking
        return self.header.read(source, said, seen, everywhere=everywhere)

    def _asked(self, picture: Pixels) -> float:
        """What judge and expert say together."""
        small = for_layout(picture)
        return agreed(self._judge(small)[0], self._expert(small))

    def _glanced(self, source: Source, said: float, seen: Map, small: Pixels) -> tuple[Picture, Marking]:
        """Large clear lines are read, whatever the networks say of the page: a crop, a header, a nearly empty page."""
        lines = _standing_out(seen.boxes(small), small.shape)
        if lines and self.header.glanced(source, lines, small.shape):
            picture, marking = self.header.read(source, said)
            if marking.text:
                return picture, marking
        return Picture(round(said, 4), "layout"), Marking()

    def _shows_text(self, pieces: Pixels) -> bool:
        """Whether pieces of a picture may be of a page: of 206 made-up photographed ones none had less than 0.038."""
        return self._gate(pieces) >= PIECES and _shows_lines(self._detector(pieces, max(pieces.shape[:2])))


def _shows_lines(seen: Map, least: float = _LINES) -> bool:
    return float((seen.sure > _LINE).mean()) > least


def _clear(lines: list[Box]) -> bool:
    """Whether a small map shows the lines of a page as they are: smaller letters run together in it."""
    return len(lines) >= _FEW and float(np.median([min(line.size) for line in lines])) >= _LEGIBLE


def _small(picture: Pixels) -> Pixels:
    """For the first looks."""
    return shrunk(picture, int(max(picture.shape[:2]) / FIRST_SIDE))


def _standing_out(lines: list[Box], shape: tuple[int, ...]) -> list[Box]:
    """The large and clear lines in the upper part of a picture that have a marking's shape, from the top.

    Where lines are many it is a screen or a page, which the networks know.
    """
    if len(lines) > _NOT_MANY:
        return []
    least, lowest = _LARGE * max(shape[:2]), _UPPER * shape[0]
    found = [
        line
        for line in lines
        if line.size[1] >= least
        and line.sure >= _LARGE_SURE
        and _LEAST_SHAPE <= line.size[0] / line.size[1] <= _MOST_SHAPE
        and line.quad[:, 1].mean() <= lowest
    ]
    return sorted(found, key=lambda line: float(line.quad[:, 1].mean()))
