"""Made-up papers of other kinds (books, dense articles, forms, typescripts), and what manuals show: figures, windows.

Most are in Latin letters. Debian's fonts-dejavu, fonts-liberation, fonts-lmodern, fonts-texgyre, fonts-linuxlibertine
and fonts-courier-prime make them varied; whichever are there are used.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageFont

from benchmarks.documents.canvas import Colour, Page, face_of, font
from benchmarks.documents.wording import ORGANS, TOPICS, sentence, sentences

_SHARED = Path("/usr/share")
_SERIF = (
    "fonts/truetype/dejavu/DejaVuSerif.ttf",
    "fonts/truetype/dejavu/DejaVuSerifCondensed.ttf",
    "fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
    "fonts/opentype/linux-libertine/LinLibertine_R.otf",
    "texmf/fonts/opentype/public/lm/lmroman10-regular.otf",
    "texmf/fonts/opentype/public/tex-gyre/texgyretermes-regular.otf",
    "texmf/fonts/opentype/public/tex-gyre/texgyrepagella-regular.otf",
    "texmf/fonts/opentype/public/tex-gyre/texgyreschola-regular.otf",
)
_PLAIN = (
    "fonts/truetype/dejavu/DejaVuSans.ttf",
    "fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "fonts/truetype/liberation2/LiberationSans-Regular.ttf",
    "texmf/fonts/opentype/public/tex-gyre/texgyreheros-regular.otf",
)
_TYPED = (
    "fonts/truetype/dejavu/DejaVuSansMono.ttf",
    "fonts/truetype/liberation/LiberationMono-Regular.ttf",
    "fonts/truetype/liberation2/LiberationMono-Regular.ttf",
    "fonts/opentype/courier-prime/Courier Prime.otf",
    "texmf/fonts/opentype/public/tex-gyre/texgyrecursor-regular.otf",
    "texmf/fonts/opentype/public/lm/lmmono10-regular.otf",
)
_TEXT = """
    the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which
    one you were all she there would their we him been has when who will more no if out so said what up its about
    into than them can only other new some could time these two may then do first any now such like our over even
    most made after also did many before must through back years where much way well down should because each just
    those people how too little state good very make world still own see men work long get here between both life
"""
_SYLLABLES = _TEXT.split()
_ENDINGS = ("", "", "", "s", "ing", "ed", "ment", "tion", "ly", "ance", "er")

# -- letters ----------------------------------------------------------------------------------------------------------


@cache
def _there(kind: str) -> tuple[str, ...]:
    """Files of a kind of letters that this computer has."""
    wanted = {"serif": _SERIF, "plain": _PLAIN, "typed": _TYPED}[kind]
    return tuple(str(_SHARED / name) for name in wanted if (_SHARED / name).is_file())


def latin(chance: random.Random, size: float, kind: str = "") -> ImageFont.FreeTypeFont:
    there = _there(kind or chance.choice(["serif", "serif", "plain"]))
    return face_of(chance.choice(there), 0, int(size)) if there else font(chance, "song", size)


def words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(_word(chance) for _ in range(chance.randint(least, most)))


def _word(chance: random.Random) -> str:
    word = chance.choice(_SYLLABLES)
    if chance.random() < 0.3:
        word += chance.choice(_SYLLABLES) + chance.choice(_ENDINGS)
    elif chance.random() < 0.05:
        word = str(chance.randint(1, 1999))
    return word + (chance.choice([",", ".", ";"]) if chance.random() < 0.1 else "")


# -- papers -----------------------------------------------------------------------------------------------------------

Place = tuple[float, float, float, float]  # left, top, width, bottom


def foreign(chance: random.Random) -> Page:
    """Books, articles in columns with figures, forms, typescripts."""
    wide, tall = chance.choice([(1240, 1754), (1100, 1700), (1700, 1200), (1275, 1650), (1240, 1754)])
    tint = chance.choice(
        [(255, 255, 255), (255, 255, 255), (252, 250, 243), (244, 236, 215), (235, 235, 232), (225, 210, 178)]
    )
    page = Page(wide, tall, tint)
    page.kind = chance.choice(["book", "article", "article", "form", "typescript"])
    ink = (chance.randint(5, 90),) * 3
    writer = _Writer(chance, page, ink)
    columns = chance.choice([1, 2, 2, 2, 3]) if page.kind == "article" or wide > tall else 1
    margin, gap = wide * chance.uniform(0.05, 0.13), wide * chance.uniform(0.02, 0.035)
    top = tall * chance.uniform(0.04, 0.14)
    if chance.random() < 0.65:
        title = latin(chance, writer.size * chance.uniform(1.2, 2.2))
        page.center(top, words(chance, 3, 7).title(), title, ink)
        top += writer.size * 4
    width = (wide - 2 * margin - gap * (columns - 1)) / columns
    for column in range(columns):
        writer.column((margin + column * (width + gap), top, width, tall * chance.uniform(0.9, 0.95)))
    page.center(tall * 0.95, str(chance.randint(1, 400)), writer.face, ink)
    return page


class _Writer:
    """Fills columns of one page in one hand."""

    def __init__(self, chance: random.Random, page: Page, ink: Colour) -> None:
        self._chance, self._page, self._ink = chance, page, ink
        dense = page.kind == "article" and chance.random() < 0.6
        self.size = chance.uniform(13, 19) if dense else chance.uniform(17, 30)
        self._chinese = page.kind != "typescript" and chance.random() < 0.25
        if self._chinese:
            self.face = font(chance, chance.choice(["song", "hei"]), self.size)
        else:
            self.face = latin(chance, self.size, "typed" if page.kind == "typescript" else "")
        self._line = self.size * (chance.uniform(1.1, 1.3) if dense else chance.uniform(1.2, 2.0))
        self._justified = page.kind != "typescript" and chance.random() < 0.7
        # A dense page has no figure on it, or one: several make it a page of pictures.
        self._figures = 0.0 if dense and chance.random() < 0.6 else 0.12

    def column(self, place: Place) -> None:
        chance, line = self._chance, self._line
        left, y, width, bottom = place
        while y < bottom - line:
            what = chance.random()
            if what < self._figures and y < bottom - line * 14:
                high = chance.uniform(6, 14) * line
                _chart(chance, self._page, (left, y, left + width, y + high), self._ink)
                y += high + line
            elif self._page.kind == "form" and what < 0.5:
                self._page.text((left, y), words(chance, 1, 3).capitalize() + ":", self.face, self._ink)
                edges = (left + width * 0.3, y + line, left + width * chance.uniform(0.6, 1), y + line)
                self._page.draw.line(edges, fill=self._ink, width=2)
                y += line * chance.uniform(1.3, 2.2)
            elif what > 0.93 and y < bottom - line * 4:
                head = latin(chance, self.size * chance.uniform(1.0, 1.3))
                self._page.text((left, y + line * 0.5), words(chance, 1, 5).title(), head, self._ink)
                y += line * 2
            else:
                y = self._prose((left, y, width, bottom))

    def _prose(self, place: Place) -> float:
        chance, line = self._chance, self._line
        left, y, width, bottom = place
        if self._chinese:
            said = sentences(chance, chance.randint(1, 6))
            return self._page.paragraph(left, y, width, said, self.face, line, self._ink, bottom - line)
        last = chance.randint(2, 12)
        for number in range(last + 1):
            said = _word(chance)
            share = chance.uniform(0.2, 0.9) if number == last else 1.0
            while self.face.getlength(said + " whichever") < width * share:
                said += " " + _word(chance)
            self._set(left, y, said, width if self._justified and number != last else 0)
            y += line
            if y > bottom - line:
                break
        return y + line * chance.choice([0, 0, 0.6])

    def _set(self, left: float, y: float, said: str, width: float) -> None:
        """A line, spread over `width` where that is given."""
        parts = said.split(" ")
        if not width or len(parts) < 2:
            self._page.text((left, y), said, self.face, self._ink)
            return
        lengths = [self.face.getlength(part) for part in parts]
        space = (width - sum(lengths)) / (len(parts) - 1)
        for part, length in zip(parts, lengths, strict=True):
            self._page.text((left, y), part, self.face, self._ink)
            left += length + space


def inside(chance: random.Random, page: Page) -> Page:
    """A piece from the middle of a page: text alone, no edge of the paper. The piece carries no marking."""
    part_x, part_y = chance.uniform(0.3, 0.85), chance.uniform(0.2, 0.6)
    wide, tall = int(page.wide * part_x), int(page.tall * part_y)
    left = chance.randint(int(page.wide * 0.04), max(int(page.wide * 0.04), int(page.wide * 0.96) - wide))
    top = chance.randint(int(page.tall * 0.1), max(int(page.tall * 0.1), int(page.tall * 0.92) - tall))
    piece = Page(wide, tall)
    piece.image.paste(page.image.crop((left, top, left + wide, top + tall)))
    piece.kind = page.kind
    return piece


# -- what manuals show ------------------------------------------------------------------------------------------------


def _tint(chance: random.Random, least: int = 0, most: int = 255) -> Colour:
    return chance.randint(least, most), chance.randint(least, most), chance.randint(least, most)


def _label(chance: random.Random) -> str:
    return words(chance, 1, 2) if chance.random() < 0.6 else chance.choice(TOPICS)


def _chart(chance: random.Random, page: Page, edges: Place, ink: Colour) -> None:
    """Curves or bars in a frame: left, top, right, bottom."""
    left, top, right, bottom = edges
    page.draw.rectangle(edges, outline=ink, fill=_tint(chance, 120, 255) if chance.random() < 0.4 else None)
    wide, tall = right - left, bottom - top
    if chance.random() < 0.3:
        number = chance.randint(3, 12)
        for bar in range(number):
            x, high = left + wide * (bar + 0.2) / number, tall * chance.uniform(0.1, 0.9)
            page.draw.rectangle((x, bottom - high, x + wide * 0.6 / number, bottom), fill=_tint(chance, 0, 200))
        return
    for _ in range(chance.randint(1, 4)):
        slope, waves, begin = chance.uniform(-0.6, 0.6), chance.uniform(0.3, 5), chance.uniform(0.2, 0.8)
        points = []
        for step in range(41):
            share = begin + slope * (step / 40 - 0.5) + 0.18 * math.sin(waves * step / 6)
            points.append((left + wide * step / 40, top + tall * min(0.97, max(0.03, share))))
        page.draw.line(points, fill=_tint(chance, 0, 170), width=chance.choice([1, 2, 3, 5]))


def figure(chance: random.Random) -> Page:
    """A chart, a diagram of labelled boxes, a table of pictures."""
    wide, tall = chance.choice([(800, 600), (1200, 800), (1000, 1000), (640, 480), (900, 1300)])
    page = Page(wide, tall, chance.choice([(255, 255, 255), (255, 255, 255), (248, 248, 250), (235, 240, 245)]))
    ink, face = (chance.randint(0, 80),) * 3, latin(chance, wide * chance.uniform(0.016, 0.03), "plain")
    kind = chance.choice(["chart", "charts", "boxes", "boxes", "map"])
    if kind == "chart":
        edges = wide * 0.12, tall * 0.1, wide * 0.94, tall * 0.86
        _chart(chance, page, edges, ink)
        for step in range(6):
            page.text((edges[0] + (edges[2] - edges[0]) * step / 5 - 10, edges[3] + 8), str(step * 20), face, ink)
            page.text((edges[0] * 0.4, edges[1] + (edges[3] - edges[1]) * step / 5), f"{1 - step / 5:.1f}", face, ink)
        page.center(tall * 0.03, words(chance, 2, 5), face, ink)
        page.center(tall * 0.93, _label(chance), face, ink)
    elif kind == "charts":
        across, down = chance.randint(2, 4), chance.randint(2, 4)
        for column in range(across):
            for row in range(down):
                x, y = wide * (column + 0.12) / across, tall * (row + 0.15) / down
                _chart(chance, page, (x, y, x + wide * 0.76 / across, y + tall * 0.7 / down), ink)
                page.text((x, y - face.size * 1.4), words(chance, 1, 2), face, ink)
    elif kind == "boxes":
        _boxes(chance, page, face, ink)
    else:
        for _ in range(chance.randint(8, 25)):
            points = [(chance.uniform(0, wide), chance.uniform(0, tall)) for _ in range(chance.randint(3, 6))]
            page.draw.line(points, fill=_tint(chance, 60, 230), width=chance.randint(2, 14), joint="curve")
        for _ in range(chance.randint(5, 25)):
            page.text(
                (chance.uniform(0, wide * 0.9), chance.uniform(0, tall * 0.95)), _label(chance), _any(chance, face), ink
            )
    return page


def _any(chance: random.Random, face: ImageFont.FreeTypeFont) -> ImageFont.FreeTypeFont:
    return font(chance, "hei", face.size)  # has Latin letters, too


def _boxes(chance: random.Random, page: Page, face: ImageFont.FreeTypeFont, ink: Colour) -> None:
    middles = []
    for _ in range(chance.randint(4, 14)):
        x, y = chance.uniform(0.05, 0.8) * page.wide, chance.uniform(0.05, 0.88) * page.tall
        said = _label(chance)
        here = _any(chance, face)
        width, height = here.getlength(said) + 30, face.size * chance.uniform(1.8, 4)
        shape = chance.choice([page.draw.rectangle, page.draw.ellipse])
        shape((x, y, x + width, y + height), outline=ink, fill=_tint(chance, 170, 255), width=chance.choice([1, 2, 3]))
        page.text((x + 15, y + height / 2 - face.size * 0.6), said, here, ink)
        middles.append((x + width / 2, y + height))
    for begin, end in pairwise(middles):
        page.draw.line((*begin, *end), fill=ink, width=2)


def window(chance: random.Random) -> Page:
    """A program's window on a desk: menus, lists, boxes to tick, a pane of rows."""
    dark = chance.random() < 0.25
    wide, tall = chance.choice([(1280, 800), (800, 600), (640, 480), (1920, 1080), (560, 700)])
    page = Page(
        wide, tall, (40, 42, 46) if dark else chance.choice([(240, 240, 240), (236, 233, 216), (252, 252, 252)])
    )
    ink: Colour = (225, 225, 225) if dark else (25, 25, 25)
    size = chance.uniform(13, 20)
    chinese = chance.random() < 0.4
    face = font(chance, "hei", size) if chinese else latin(chance, size, "plain")

    def said() -> str:
        return chance.choice(TOPICS)[: chance.randint(2, 6)] if chinese else words(chance, 1, 3).title()

    line = size * chance.uniform(1.6, 2.2)
    page.draw.rectangle((0, 0, wide, line * 1.3), fill=_tint(chance, 40, 220))
    page.center(line * 0.2, said(), face, (255, 255, 255))
    x = 10.0
    for _ in range(chance.randint(4, 10)):
        page.text((x, line * 1.5), said(), face, ink)
        x += size * chance.uniform(4, 7)
    for number in range(chance.randint(0, 16)):
        page.draw.rectangle(
            (10 + number * 34, line * 2.6, 34 + number * 34, line * 2.6 + 24), fill=_tint(chance, 50, 230)
        )
    top, split = line * 2.8 + 30, wide * chance.choice([0.0, 0.22, 0.3])
    y = top
    while y < tall - line and split:
        page.text((14 + chance.choice([0, 14, 28]), y), said(), face, ink)
        y += line
    _pane(chance, page, (split + 16, top, wide - 16, tall - line), face, line, ink, said)
    return page


def _pane(
    chance: random.Random,
    page: Page,
    place: Place,
    face: ImageFont.FreeTypeFont,
    line: float,
    ink: Colour,
    said: Callable[[], str],
) -> None:
    """Rows of a list, or fields to fill in: left, top, right, bottom."""
    left, y, right, bottom = place
    kind = chance.choice(["rows", "fields", "picture", "rows"])
    columns = chance.randint(2, 6)
    if kind == "picture":
        for _ in range(12):
            x, down = chance.uniform(left, right), chance.uniform(y, bottom)
            page.draw.ellipse((x - 90, down - 70, x + 90, down + 70), fill=_tint(chance))
        return
    row = 0
    while y < bottom - line:
        if kind == "rows":
            if row % 2 and chance.random() < 0.9:
                page.draw.rectangle((left, y, right, y + line), fill=_tint(chance, 200, 250) if row == 3 else None)
            for column in range(columns):
                x = left + (right - left) * column / columns
                page.text((x, y), said() if column == 0 else f"{chance.uniform(0, 9999):.2f}", face, ink)
        elif chance.random() < 0.35:
            page.draw.rectangle((left, y + 2, left + line * 0.6, y + line * 0.6 + 2), outline=ink, width=2)
            page.text((left + line, y), said() + " " + said(), face, ink)
        else:
            page.text((left, y), said() + ":", face, ink)
            page.draw.rectangle(
                (left + (right - left) * 0.35, y, right, y + line * 0.85), outline=(150, 150, 150), fill=None
            )
            if chance.random() < 0.6:
                page.text((left + (right - left) * 0.36, y), said(), face, ink)
        y += line * (1 if kind == "rows" else 1.4)
        row += 1


def drawing(chance: random.Random) -> Page:
    """Clip art: shapes of few colours on white, a word or none."""
    page = Page(800, 800, chance.choice([(255, 255, 255), _tint(chance, 150, 255)]))
    for _ in range(chance.randint(2, 9)):
        x, y, size = chance.uniform(80, 500), chance.uniform(80, 500), chance.uniform(60, 380)
        shape = chance.choice([page.draw.ellipse, page.draw.rectangle])
        shape((x, y, x + size, y + size * chance.uniform(0.4, 1.2)), fill=_tint(chance), outline=(0, 0, 0), width=5)
    if chance.random() < 0.5:
        said = chance.choice([chance.choice(ORGANS)[:5], words(chance, 1, 2).upper(), sentence(chance)[:4]])
        page.center(
            chance.uniform(50, 650), said, font(chance, "black", chance.uniform(50, 140)), _tint(chance, 0, 120)
        )
    return page


def bilevel(picture: Image.Image, limit: int) -> Image.Image:
    """As a fax or an old scanner leaves it: black or white."""
    return picture.convert("L").point(lambda value: 255 if value > limit else 0).convert("RGB")


OTHERS: dict[str, Callable[[random.Random], Page]] = {"figure": figure, "window": window, "drawing": drawing}
SCREENS = ("figure", "window", "drawing")  # these are as programs write them
